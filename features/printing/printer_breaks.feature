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

  @cover_open
  Scenario: The cover was open beforehand
    Given the printer's cover is open
    When the cashier sells 12.50 by card
    And the operator closes the cover
    Then the customer holds exactly one complete receipt
    And the operator was told

  @head_failure
  Scenario: The print head dies and the printer says so
    Given the print head fails after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the print head is replaced
    Then the customer holds exactly one complete receipt
    And the operator was told

  @head_failure @needs.reprint
  Scenario: The print head dies and nobody can know
    Given the print head fails silently after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the print head is replaced
    And the cashier asks for a reprint
    Then the reprint is marked as a duplicate
    And every check holds

  @power_cut
  Scenario: The printer loses its power
    Given the printer loses its power after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the printer has its power again
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @power_cut
  Scenario: The printer loses its power a second time
    Given the printer loses its power after line 5 of the receipt, twice
    When the cashier sells 12.50 by card
    And the printer has its power again
    And the printer has its power again
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @power_cut
  Scenario: The power is only gone for a moment
    Given the printer loses its power for 300 ms after the total
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt
    And the till is ready again

  @power_cut
  Scenario: The power goes when the receipt has been cut
    Given the printer loses its power when the receipt is cut
    When the cashier sells 12.50 by card
    And the printer has its power again
    Then the customer holds exactly one complete receipt

  @link_down
  Scenario: The cable comes out
    Given the printer's cable comes out after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the printer's cable is put in again
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @link_down
  Scenario: The cable comes out when the receipt has been cut
    Given the printer's cable comes out when the receipt is cut
    When the cashier sells 12.50 by card
    And the printer's cable is put in again
    Then the customer holds exactly one complete receipt
    And printed was said only of what is on paper

  @link_down
  Scenario: The cable was out beforehand
    Given the printer's cable is out
    When the cashier sells 12.50 by card
    And the printer's cable is put in again
    Then the customer holds exactly one complete receipt
    And the operator was told

  @reset_peer
  Scenario: The printer's interface restarts
    Given the connection to the printer is reset after line 5 of the receipt
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt
    And the till is ready again
