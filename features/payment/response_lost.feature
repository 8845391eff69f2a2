Feature: The host's answer is lost
  The bank has booked the sale and the till does not know. The classic of double charges: whoever
  simply tries again charges twice.

  @response_lost @money
  Scenario: The sale is reversed and may be repeated
    Given the host's answer to the next sale is lost
    When the cashier sells 12.50 by card
    Then the sale is failed
    And the customer was not charged
    And the unanswered sale was reversed

  @response_lost @money
  Scenario: The next sale comes after the reversal
    Given the host's answer to the next sale is lost
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then the customer was charged 8.00 once
    And the unanswered sale was reversed
    And every check holds

  @response_lost @money
  Scenario: The cashier enters the same sale again
    Given the host's answer to the next sale is lost
    When the cashier sells 12.50 by card
    And the cashier enters the same sale again
    Then the cashier is told failed
    And the customer was not charged

  @money
  Scenario: The cashier enters an approved sale again
    When the cashier sells 12.50 by card
    And the cashier enters the same sale again
    Then the cashier is told approved
    And the customer was charged 12.50 once
    And the customer holds exactly one complete receipt

  @response_lost @money @needs.void @iso8583
  Scenario: The answer to a void is lost
    When the cashier sells 12.50 by card
    Given the host's answers to the next void and its repeats are lost
    When the cashier voids the sale
    Then the cashier is told failed
    And the customer was charged 12.50 once
    And every check holds

  @response_lost @money @needs.void
  Scenario: Nobody knows whether the sale is voided
    When the cashier sells 12.50 by card
    Given the host's answers to the next void and its repeats are lost
    When the cashier voids the sale
    Then the till is ready again
    And every check holds

  @response_lost @money @needs.refund
  Scenario: The answer to a refund is lost
    When the cashier sells 12.50 by card
    Given the host's answers to the next refund and its repeats are lost
    When the cashier refunds 3.00 to the card
    Then the customer was charged 12.50 once
    And the till is ready again
    And every check holds

  @late_response @money
  Scenario: The answer comes when the till has given up
    Given the host's answer to the next sale takes 150 % of the till's time-out
    When the cashier sells 12.50 by card
    Then the sale is failed
    And the customer was not charged

  @late_response @money
  Scenario: The answer comes late and the till has waited
    Given the host's answer to the next sale takes 50 % of the till's time-out
    When the cashier sells 12.50 by card
    Then the sale is approved
    And the customer was charged 12.50 once
    And the customer holds exactly one complete receipt

  @late_response @money @if_reversed
  Scenario: The late answer comes while the next sale is under way
    Given the host's answer to the next sale takes 120 % of the till's time-out
    And the host's answer to the reversal is lost once
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then no answer to something else was believed
    And the unanswered sale was reversed
    And every check holds

  @response_lost @kill @money
  Scenario: The answer to a refund is lost, and then the till crashes
    When the cashier sells 12.50 by card
    Given the host's answer to the next refund is lost
    When the cashier refunds 3.00 to the card
    And the till crashes
    Then the till is ready again
    And every check holds
