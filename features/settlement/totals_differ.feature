Feature: Till and bank do not agree
  When the totals differ the till sends every sale once more, and what it sends counts. A till that
  takes a disagreement for a settlement gives money away.

  @settlement @mismatch @money
  Scenario: The bank finds other totals
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Given the host finds other totals at the settlement
    When the cashier settles the day
    Then the cashier is told settled
    And the batch was settled once

  @settlement @mismatch @money
  Scenario: The bank had approved a sale and not booked it
    Given the host approves the next sale and does not book it
    When the cashier sells 12.50 by card
    And the cashier settles the day
    Then the batch was settled once
    And the customer was charged 12.50 once

  @settlement @mismatch @money
  Scenario: The bank had booked a sale and declined it
    Given the host books the next sale and declines it
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the batch was settled once
    And the customer was charged 8.00 once

  @settlement @mismatch @money @needs.void
  Scenario: The totals differ on a day with a void
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier voids the sale
    Given the host finds other totals at the settlement
    When the cashier settles the day
    Then the batch was settled once
    And every check holds

  @settlement @upload_lost @money @iso8583
  Scenario: The upload breaks off
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Given the host finds other totals at the settlement
    And the batch upload breaks off at record 2
    When the cashier settles the day
    Then the batch was settled once
    And the till is ready again

  @settlement @mismatch @kill @money
  Scenario: The till crashes when the totals have been compared
    When the cashier sells 12.50 by card
    Given the host finds other totals at the settlement
    And the till crashes when the settlement has been answered
    When the cashier settles the day
    Then the batch was settled once
    And the till is ready again

  @settlement @mismatch @money
  Scenario: The upload was not complete, says the bank
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Given the host finds other totals at the settlement
    And the fault host.settlement_mismatch@message(close,request)
    When the cashier settles the day
    Then the till is ready again
    And the batch was settled once
