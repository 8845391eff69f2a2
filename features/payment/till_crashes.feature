Feature: The till crashes while the bank is asked
  Killed at the worst moments and started again with what it had written down.

  @kill @money
  Scenario: Before the bank has heard of the sale
    Given the till crashes when the next sale has arrived
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @kill @money
  Scenario: Between the booking and the answer
    Given the till crashes when the next sale has been booked
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @kill @money @iso8583
  Scenario: Another customer pays after the crash
    Given the till crashes when the next sale has been booked
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then the customer was charged 8.00 once
    And the till is ready again
    And every check holds

  @kill @money
  Scenario: When the answer has left the bank
    Given the till crashes when the next sale has been answered
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @power_cut @money @if_flushed
  Scenario Outline: The power goes at flush <flush> after the answer
    Given the till loses its power when the next sale has been answered, at flush <flush>
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

    Examples:
      | flush |
      | 1     |
      | 2     |
      | 4     |
      | 6     |

  @kill @money @needs.void
  Scenario: Between the booking of a void and its answer
    When the cashier sells 12.50 by card
    Given the till crashes when the next void has been booked
    When the cashier voids the sale
    Then the till is ready again
    And every check holds

  @kill
  Scenario: Between two sales
    When the cashier sells 12.50 by card
    And the till crashes
    And the cashier sells 8.00 by card
    Then no trace number was used twice
    And the customer was charged 12.50 and 8.00, each once
    And the customer holds exactly one complete receipt

  @kill @money
  Scenario: The same sale is entered again after the crash
    Given the till crashes when the next sale has been booked
    When the cashier sells 12.50 by card
    And the cashier enters the same sale again
    Then the till is ready again
    And every check holds

  @crash @reversal @iso8583
  Scenario: The till crashes once more while it recovers
    Given the fault pos.kill@message(purchase,booked)
    And the fault pos.kill@event(pos.ready)
    When the cashier sells 12.50 by card
    Then the unanswered sale was reversed
    And the customer was not charged
    And the till is ready again
