Feature: The day is settled
  Until the batch is closed the merchant has no money.

  @settlement @money
  Scenario: A day with a sale, a void and a refund
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier voids the sale
    And the cashier refunds 3.00 to the card
    And the cashier settles the day
    Then the batch was settled once
    And every check holds

  @settlement @response_lost @money
  Scenario: A reversal is due before the settlement
    Given the host's answer to the next sale is lost
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the batch was settled once
    And every check holds

  @skip_settlement @money
  Scenario: Yesterday nobody settled
    When the cashier sells 12.50 by card
    And the day ends without settlement and the next day begins
    And the cashier sells 8.00 by card
    Then yesterday's batch was settled before today's sales
    And every check holds

  @settlement @paper_out
  Scenario: The paper runs out in the middle of the settlement slip
    When the cashier sells 12.50 by card
    Given the paper runs out after line 3 of the receipt
    When the cashier settles the day
    And the operator loads paper
    Then the batch was settled once
    And every check holds
