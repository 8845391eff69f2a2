Feature: The till crashes while it prints
  Whatever is on the paper stays there: after the restart the till has to find out what that is, and
  the receipts that were waiting must not be forgotten.

  @kill
  Scenario: In the middle of the receipt
    Given the till crashes after line 5 of the receipt
    When the cashier sells 12.50 by card
    Then the till is ready again
    And the customer was charged 12.50 once
    And the customer holds exactly one complete receipt

  @kill @power_cut
  Scenario: The shop's power fails, till and printer at once
    Given the till crashes after line 5 of the receipt
    And the printer loses its power after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the printer has its power again
    Then the customer was charged 12.50 once
    And the customer holds exactly one complete receipt

  @kill
  Scenario: When the receipt has been cut
    Given the till crashes when the receipt is cut
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @kill @paper_out
  Scenario: While the receipt waits for paper
    Given the printer has no paper
    When the cashier sells 12.50 by card
    And the till crashes
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @kill @paper_out
  Scenario: While two receipts wait for paper, one of them begun
    Given the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    And the cashier sells 5.00 for cash
    And the till crashes
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once
