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

  @late_response @money
  Scenario: The answer comes when the till has given up
    Given the host's answer to the next sale comes 1500 ms late
    When the cashier sells 12.50 by card
    Then the sale is failed
    And the customer was not charged
