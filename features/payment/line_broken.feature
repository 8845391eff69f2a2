Feature: The line to the host breaks
  A weak signal, a cable, a firewall: before the request, or when the bank has booked already.

  @link_down @money
  Scenario: The line is down beforehand
    Given the line to the host is down
    When the cashier sells 12.50 by card
    And the line to the host is up again
    Then the sale is failed
    And the customer was not charged
    And the operator was told

  @link_down @money
  Scenario: The line goes down after the booking
    Given the line to the host goes down when the next sale has been booked
    When the cashier sells 12.50 by card
    And the line to the host is up again
    Then the customer was not charged
    And the unanswered sale was reversed

  @reset_peer @money
  Scenario: The connection is reset after the booking
    Given the line to the host is reset when the next sale has been booked
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed

  @decline
  Scenario: The host declines
    Given the host declines the next sale with code 51
    When the cashier sells 12.50 by card
    Then the sale is declined
    And the customer was not charged
    And every check holds
