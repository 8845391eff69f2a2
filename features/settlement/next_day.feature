Feature: Nobody settled yesterday
  Yesterday's money is not paid out until yesterday's batch is closed, and today's sales must not be
  mixed into it.

  @skip_settlement @money
  Scenario: The till settles by itself in the morning
    When the cashier sells 12.50 by card
    And the day ends without settlement and the next day begins
    And the cashier sells 8.00 by card
    Then yesterday's batch was settled before today's sales
    And every check holds

  @skip_settlement @money
  Scenario: Two days were forgotten
    When the cashier sells 12.50 by card
    And the day ends without settlement and the next day begins
    And the cashier sells 8.00 by card
    And the day ends without settlement and the next day begins
    And the cashier sells 3.00 by card
    Then yesterday's batch was settled before today's sales
    And every check holds

  @skip_settlement @link_down @money
  Scenario: The line to the host is down in the morning
    When the cashier sells 12.50 by card
    Given the line to the host is down
    When the day ends without settlement and the next day begins
    And the operator looks for a reminder of yesterday
    And the line to the host is up again
    And the cashier sells 8.00 by card
    Then the till reminds of the day that is not settled
    And yesterday's batch was settled before today's sales

  @skip_settlement @link_down @money @needs.void
  Scenario: The line to the host went down in the evening
    When the cashier sells 12.50 by card
    Given the line to the host is down
    When the cashier voids the sale
    And the operator looks at the till
    And the day ends without settlement and the next day begins
    And the operator looks for a reminder of yesterday
    And the line to the host is up again
    And the cashier sells 8.00 by card
    Then the till reminds of the day that is not settled
    And yesterday's batch was settled before today's sales

  @skip_settlement @kill @money
  Scenario: The till was off overnight
    When the cashier sells 12.50 by card
    And the day ends without settlement and the next day begins
    And the till crashes
    And the cashier sells 8.00 by card
    Then yesterday's batch was settled before today's sales
    And no trace number was used twice

  @skip_settlement @money
  Scenario: Midnight falls between the answer and the receipt
    When the cashier sells 8.00 by card
    Given midnight falls when the next sale has been answered
    When the cashier sells 12.50 by card
    And the cashier settles the day
    Then the customer holds exactly one complete receipt
    And the customer was charged 8.00 and 12.50, each once
    And the batch was settled once
    And every check holds

  @money
  Scenario: The shop settles after midnight
    When the cashier sells 12.50 by card
    And the next day begins
    And the cashier settles the day
    Then the cashier is told settled
    And the customer was charged 12.50 once
    And the batch was settled once
    And the merchant holds the settlement slip
    And every check holds

  @skip_settlement @response_lost @money
  Scenario: A reversal was due overnight
    Given the line to the host goes down when the next sale has been booked
    When the cashier sells 12.50 by card
    And the day ends without settlement and the next day begins
    And the line to the host is up again
    And the cashier sells 8.00 by card
    Then the unanswered sale was reversed
    And every check holds

  @skip_settlement @mismatch @money
  Scenario: Yesterday's totals differ
    When the cashier sells 12.50 by card
    Given the host finds other totals at the settlement
    When the day ends without settlement and the next day begins
    And the cashier sells 8.00 by card
    Then yesterday's batch was settled before today's sales
    And every check holds

  @bench.refuses_late @skip_settlement @money
  Scenario: The bank takes no more sales into yesterday's batch
    When the cashier sells 12.50 by card
    And the day ends without settlement and the next day begins
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then yesterday's batch was settled before today's sales
    And the customer was charged 12.50 and 8.00, each once
    And every check holds

  @bench.closes_late @skip_settlement @money
  Scenario: The bank has closed yesterday's batch by itself
    When the cashier sells 12.50 by card
    And the day ends without settlement and the next day begins
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the cashier is told settled
    And the customer was charged 12.50 and 8.00, each once
    And the batch was settled once
    And every check holds

  @bench.closes_late @skip_settlement @kill @money
  Scenario: The till was off when the bank closed yesterday's batch
    When the cashier sells 12.50 by card
    And the day ends without settlement and the next day begins
    And the till crashes
    And the cashier sells 8.00 by card
    And the cashier sells 3.00 by card
    And the cashier settles the day
    Then the till is ready again
    And no trace number was used twice
    And the batch was settled once
    And every check holds

  @cutover @money
  Scenario: The bank's day ends before the shop's
    Given the bank's day ends when the next sale has been booked
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the batch was settled once
    And the customer was charged 12.50 and 8.00, each once
