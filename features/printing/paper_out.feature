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
  Scenario: After the first line
    Given the paper runs out after line 1 of the receipt
    When the cashier sells 7.00 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt

  @paper_out @needs.receipt.merchant_copy
  Scenario: In the middle of the merchant's copy
    Given the fault printer.paper_out@text(MERCHANT COPY|商户存根)
    When the cashier sells 12.50 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And every check holds

  @paper_out @settlement @needs.settle
  Scenario: The day is settled while slips wait
    Given the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    And the cashier settles the day
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the merchant holds the settlement slip
    And every check holds

  @paper_out
  Scenario: After the total
    Given the paper runs out after the total
    When the cashier sells 7.00 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt

  @paper_out
  Scenario: When the last line stands on the paper and the receipt is cut
    Given the paper runs out when the receipt is cut
    When the cashier sells 7.00 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And printed was said only of what is on paper

  @paper_out
  Scenario: The new roll ends as well
    Given the paper runs out after line 5 of the receipt, twice
    When the cashier sells 12.50 by card
    And the operator loads paper
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @paper_out
  Scenario: Before the receipt has begun
    Given the printer has no paper
    When the cashier sells 9.90 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the operator was told

  @paper_out @money
  Scenario: While the bank is being asked
    Given the paper runs out when the next sale has been booked
    When the cashier sells 9.90 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was charged 9.90 once

  @paper_out
  Scenario: Nobody loads paper until more has been sold
    Given the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 and 8.00, each once

  @paper_out @cash
  Scenario: In the middle of a cash receipt
    Given the paper runs out after line 4 of the receipt
    When the cashier sells 5.00 for cash
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was not charged

  @paper_out @needs.void
  Scenario: In the middle of the slip of a void
    When the cashier sells 12.50 by card
    Given the paper runs out after line 6 of the receipt
    When the cashier voids the sale
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was not charged

  @paper_out @needs.refund
  Scenario: In the middle of the slip of a refund
    When the cashier sells 12.50 by card
    Given the paper runs out after line 6 of the receipt
    When the cashier refunds 3.00 to the card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once
