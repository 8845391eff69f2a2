Feature: The paper runs out
  The roll ends in the middle of a receipt. What stands on the old roll and what comes out of the
  new one are two pieces of nothing: the customer needs one whole receipt, and pays once.

  @paper_out @money
  Scenario: In the middle of a card receipt
    Given the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once
    And the till is ready again

  @paper_out
  Scenario Outline: After line <line> of a card receipt
    Given the paper runs out after line <line> of the receipt
    When the cashier sells 7.00 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt

    Examples:
      | line |
      | 1    |
      | 10   |
      | 15   |

  @paper_out
  Scenario: Before the receipt has begun
    Given the printer has no paper
    When the cashier sells 9.90 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the operator was told

  @paper_out @cash
  Scenario: In the middle of a cash receipt
    Given the paper runs out after line 4 of the receipt
    When the cashier sells 5.00 for cash
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was not charged
