Feature: The settlement breaks off half-way
  The bank has closed the batch and the till does not know, or the other way round: in the end both
  must have closed it, once.

  @settlement @response_lost @money
  Scenario: The answer to the settlement is lost
    When the cashier sells 12.50 by card
    Given the host's answer to the settlement is lost
    When the cashier settles the day
    Then the batch was settled once
    And the merchant holds the settlement slip

  @settlement @link_down @money
  Scenario: The line is down
    When the cashier sells 12.50 by card
    Given the line to the host is down
    When the cashier settles the day
    And the line to the host is up again
    Then the till is ready again
    And every check holds

  @settlement @link_down @money
  Scenario: The line goes down when the bank has closed the batch
    When the cashier sells 12.50 by card
    Given the line to the host goes down when the settlement has been booked
    When the cashier settles the day
    And the line to the host is up again
    Then the batch was settled once
    And the merchant holds the settlement slip

  @settlement @kill @money
  Scenario: The till crashes when the bank has closed the batch
    When the cashier sells 12.50 by card
    Given the till crashes when the settlement has been booked
    When the cashier settles the day
    Then the batch was settled once
    And the merchant holds the settlement slip
    And the till is ready again

  @settlement @kill
  Scenario: The till crashes in the middle of the settlement slip
    When the cashier sells 12.50 by card
    Given the till crashes after line 3 of the slip
    When the cashier settles the day
    Then the batch was settled once
    And the merchant holds the settlement slip

  @settlement @kill
  Scenario: The till crashes after the settlement, on the next sale
    When the cashier sells 12.50 by card
    And the cashier settles the day
    And the cashier sells 8.00 by card
    And the till crashes
    And the cashier sells 3.00 by card
    And the cashier settles the day
    Then the batch was settled once
    And the merchant holds the settlement slip
    And every check holds
