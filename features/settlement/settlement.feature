Feature: The day is settled
  Until the batch is closed the merchant has no money.

  @settlement @money @needs.void @needs.refund
  Scenario: A day with a sale, a void and a refund
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier voids the sale
    And the cashier refunds 3.00 of the sale T0001 as R1
    Then the cashier is told approved
    When the cashier settles the day
    Then the batch was settled once
    And the merchant holds the settlement slip
    And every check holds

  @settlement @cash
  Scenario: Cash is in no total of the bank
    When the cashier sells 12.50 by card
    And the cashier sells 5.00 for cash
    And the cashier settles the day
    Then the cashier is told settled
    And the batch was settled once

  @settlement @decline
  Scenario: A declined sale is in no total
    Given the host declines the next sale with code 51
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the batch was settled once
    And the customer was charged 8.00 once

  @settlement
  Scenario: There is nothing to settle
    When the cashier settles the day
    Then the cashier is told settled
    And every check holds

  @settlement @money
  Scenario: The cashier settles twice
    When the cashier sells 12.50 by card
    And the cashier settles the day
    And the cashier settles the day
    Then the batch was settled once

  @settlement @money
  Scenario: Selling goes on in the next batch
    When the cashier sells 12.50 by card
    And the cashier settles the day
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the batch was settled once
    And the customer was charged 12.50 and 8.00, each once

  @settlement @response_lost @money
  Scenario: A reversal is due before the settlement
    Given the host's answer to the next sale is lost
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the batch was settled once
    And every check holds

  @settlement @reversal_lost @money
  Scenario: The day is settled while a reversal is due
    When the cashier sells 8.00 by card
    Given the host's answers to the next sale and its repeats are lost
    And the reversal is lost 3 times
    When the cashier sells 12.50 by card
    And the cashier settles the day
    Then the unanswered sale was reversed
    And the customer was charged 8.00 once
    And the till is ready again
    And every check holds

  @settlement @paper_out
  Scenario: The paper runs out in the middle of the settlement slip
    When the cashier sells 12.50 by card
    Given the paper runs out after line 3 of the slip
    When the cashier settles the day
    And the operator loads paper
    Then the batch was settled once
    And the merchant holds the settlement slip
    And every check holds

  @settlement @money
  Scenario: Cards of two organisations are settled on one day
    When the cashier sells 12.50 by a UnionPay card
    And the cashier sells 8.00 by card
    And the cashier sells 3.00 by a UnionPay card
    And the cashier settles the day
    Then the cashier is told settled
    And the batch was settled once
    And the merchant holds the settlement slip
