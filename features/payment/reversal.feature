Feature: The reversal has to arrive
  A reversal that gets lost leaves the customer charged. It is sent again until the bank says that it
  is done, and nothing else is sold before that.

  @reversal_lost @money
  Scenario: The reversal is lost
    Given the host's answers to the next sale and its repeats are lost
    And the reversal is lost once
    When the cashier sells 12.50 by card
    Then the sale is failed
    And the customer was not charged
    And the unanswered sale was reversed

  @reversal_lost @money @iso8583
  Scenario: The reversal is lost again and again
    Given the host's answers to the next sale and its repeats are lost
    And the reversal is lost twice
    When the cashier sells 12.50 by card
    And the operator looks at the till
    Then the customer was not charged
    And the unanswered sale was reversed

  @reversal_lost @money @iso8583
  Scenario: The reversal is lost three times
    Given the host's answers to the next sale and its repeats are lost
    And the reversal is lost 3 times
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed

  @busy @money
  Scenario: The host is busy at the reversal
    Given the host's answers to the next sale and its repeats are lost
    And the host is busy at the next reversal
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed

  @reversal_lost @money
  Scenario: Others want to pay in the meantime
    Given the host's answers to the next sale and its repeats are lost
    And the reversal is lost 3 times
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier sells 3.00 by card
    Then the unanswered sale was reversed
    And every check holds

  @reversal_lost @money @needs.refund
  Scenario: Somebody wants money back in the meantime
    When the cashier sells 12.50 by card
    Given the host's answers to the next sale and its repeats are lost
    And the reversal is lost 3 times
    When the cashier sells 8.00 by card
    And the cashier refunds 3.00 of the sale T0001 as R1
    Then the unanswered sale was reversed
    And the customer was charged 12.50 once
    And every check holds

  @reversal_response_lost @money
  Scenario: The reversal is done and its answer is lost
    Given the host's answers to the next sale and its repeats are lost
    And the host's answer to the reversal is lost once
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed

  @reversal_lost @kill @money
  Scenario: The till crashes while the reversal is due
    Given the host's answers to the next sale and its repeats are lost
    And the reversal is lost once
    When the cashier sells 12.50 by card
    And the till crashes
    Then the customer was not charged
    And the unanswered sale was reversed

  @kill @money
  Scenario: The till crashes when the reversal has arrived
    Given the host's answers to the next sale and its repeats are lost
    And the till crashes when the reversal has arrived
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed
    And the till is ready again

  @reversal_lost @link_down @money
  Scenario: The line goes down when the reversal is done
    Given the host's answers to the next sale and its repeats are lost
    And the line to the host goes down when the reversal has been booked
    When the cashier sells 12.50 by card
    And the line to the host is up again
    Then the customer was not charged
    And the unanswered sale was reversed
