Feature: The till crashes
  Killed at the worst moments and started again with what it had written down.

  @kill @money
  Scenario: Between the booking and the answer
    Given the till crashes when the next sale has been booked
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @kill
  Scenario: In the middle of the receipt
    Given the till crashes after line 5 of the receipt
    When the cashier sells 12.50 by card
    Then the till is ready again
    And the customer was charged 12.50 once
    And the customer holds exactly one complete receipt
