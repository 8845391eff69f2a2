Feature: The line to the host breaks
  A weak signal, a cable, a firewall: before the request, or when the bank has booked already.

  @link_down @money
  Scenario: The line is down beforehand
    Given the line to the host is down
    When the cashier sells 12.50 by card
    And the line to the host is up again
    Then the operator was told
    And every check holds

  @link_down @money @iso8583
  Scenario: The line goes down after the booking
    Given the line to the host goes down when the next sale has been booked
    When the cashier sells 12.50 by card
    And the line to the host is up again
    Then the customer was not charged
    And the unanswered sale was reversed

  @link_down @money @iso8583
  Scenario: The line goes down before the booking
    Given the line to the host goes down when the next sale has arrived
    When the cashier sells 12.50 by card
    And the line to the host is up again
    Then the sale is failed
    And the unanswered sale was reversed
    And every check holds

  @link_down @cash
  Scenario: Cash is taken while the line is down
    Given the line to the host is down
    When the cashier sells 5.00 for cash
    And the line to the host is up again
    Then the sale is approved
    And the customer holds exactly one complete receipt
    And the drawer opened once

  @reset_peer @money @iso8583
  Scenario: The connection is reset after the booking
    Given the line to the host is reset when the next sale has been booked
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed

  @reset_peer
  Scenario: The connection is reset between two sales
    When the cashier sells 12.50 by card
    Given the line to the host is reset when the receipt is cut
    When the cashier sells 8.00 by card
    And the cashier sells 3.00 by card
    Then the till is ready again
    And every check holds

  @host_down @money @iso8583
  Scenario: The bank's computer stops after the booking
    Given the host goes out of service when the next sale has been booked
    When the cashier sells 12.50 by card
    And the host is in service again
    Then the customer was not charged
    And the unanswered sale was reversed
