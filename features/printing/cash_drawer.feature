Feature: The cash drawer opens once
  A drawer that opens again without a sale is an invitation; one that stays shut stops the queue.

  @cash @drawer
  Scenario: A cash sale
    When the cashier sells 5.00 for cash
    Then the sale is approved
    And the drawer opened once
    And the customer holds exactly one complete receipt
    And the customer was not charged

  @card @drawer
  Scenario: A card sale leaves it shut
    When the cashier sells 12.50 by card
    Then the drawer opened 0 times
    And the customer was charged 12.50 once

  @cash @drawer @link_down
  Scenario: The printer's cable comes out as it opens
    Given the printer's cable comes out when the drawer opens
    When the cashier sells 5.00 for cash
    And the printer's cable is put in again
    Then the drawer opened once
    And the customer holds exactly one complete receipt

  @cash @drawer @power_cut
  Scenario: The printer loses its power as it opens
    Given the printer loses its power when the drawer opens
    When the cashier sells 5.00 for cash
    And the printer has its power again
    Then the drawer opened once
    And the customer holds exactly one complete receipt

  @cash @drawer @power_cut @kill
  Scenario: The printer loses its power as it opens, and then the till crashes
    Given the printer loses its power when the drawer opens
    When the cashier sells 5.00 for cash
    And the printer has its power again
    And the operator looks at the till
    And the till crashes
    Then the drawer opened once
    And the customer holds exactly one complete receipt

  @cash @drawer @latency
  Scenario: The printer answers late when it is to open
    Given the fault printer.link.latency:ms=500
    When the cashier sells 5.00 for cash
    Then every check holds

  @cash @drawer @kill
  Scenario: The till crashes as it opens
    Given the till crashes when the drawer opens
    When the cashier sells 5.00 for cash
    Then the drawer opened once
    And the customer holds exactly one complete receipt

  @cash @drawer @needs.void
  Scenario: A cash sale is voided
    When the cashier sells 5.00 for cash
    And the cashier voids the sale
    Then the cashier is told approved
    And every check holds
