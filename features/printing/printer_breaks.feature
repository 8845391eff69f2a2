Feature: The printer breaks in the middle of a receipt
  Cover, head, power, cable: each leaves another rest on the paper and in the buffer, and after each
  the customer needs one whole receipt.

  @cover_open
  Scenario: Somebody opens the cover
    Given the cover is opened after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the operator closes the cover
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @head_failure
  Scenario: The print head dies and the printer says so
    Given the print head fails after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the print head is replaced
    Then the customer holds exactly one complete receipt
    And the operator was told

  @power_cut
  Scenario: The printer loses its power
    Given the printer loses its power after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the printer has its power again
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @link_down
  Scenario: The cable comes out
    Given the printer's cable comes out after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the printer's cable is put in again
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @link_down
  Scenario: The cable was out beforehand
    Given the printer's cable is out
    When the cashier sells 12.50 by card
    And the printer's cable is put in again
    Then the customer holds exactly one complete receipt
    And the operator was told
