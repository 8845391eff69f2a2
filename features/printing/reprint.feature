Feature: A reprint is a duplicate and says so
  A second original is a second proof of purchase.

  @reprint @needs.reprint
  Scenario: The customer asks for another copy
    When the cashier sells 12.50 by card
    And the cashier asks for a reprint
    Then the reprint is marked as a duplicate
    And the customer was charged 12.50 once
    And every check holds

  @reprint @needs.reprint @needs.refund
  Scenario: Another copy of a refund
    When the cashier sells 12.50 by card
    And the cashier refunds 3.00 to the card
    And the cashier asks for a reprint of the last transaction
    Then the reprint is marked as a duplicate
    And every check holds

  @reprint @cash @needs.reprint
  Scenario: Another copy of a cash receipt does not open the drawer
    When the cashier sells 5.00 for cash
    And the cashier asks for a reprint
    Then the reprint is marked as a duplicate
    And the drawer opened once

  @reprint @paper_out @needs.reprint
  Scenario: The paper runs out in the middle of the reprint
    When the cashier sells 12.50 by card
    Given the paper runs out after line 5 of the receipt
    When the cashier asks for a reprint
    And the operator loads paper
    Then the reprint is marked as a duplicate
    And every check holds

  @reprint @kill @needs.reprint
  Scenario: A reprint after the till has crashed
    When the cashier sells 12.50 by card
    And the till crashes
    And the cashier asks for a reprint
    Then the reprint is marked as a duplicate
    And the customer was charged 12.50 once

  @reprint @kill @needs.reprint @money
  Scenario: The till crashes after a reprint
    When the cashier sells 12.50 by card
    And the cashier asks for a reprint
    And the till crashes
    And the cashier sells 8.00 by card
    Then the customer was charged 12.50 and 8.00, each once
    And no trace number was used twice
    And every check holds

  @reprint @needs.void @needs.settle
  Scenario: Another copy of a void, and of a sale in a batch that is settled
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier voids the sale
    And the cashier asks for a reprint of the last transaction
    And the cashier settles the day
    And the cashier asks for a reprint of T0001
    Then every check holds
