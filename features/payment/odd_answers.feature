Feature: The bank's answer is not what it should be
  Declined, busy, somebody else's, too old, twice or unreadable: only the right answer to this very
  request may decide whether the goods leave the shop.

  @decline
  Scenario: The host declines
    Given the host declines the next sale with code 51
    When the cashier sells 12.50 by card
    Then the sale is declined
    And the customer was not charged
    And no receipt claims a payment that the bank does not know

  @decline
  Scenario: Declined once, paid with the next try
    Given the host declines the next sale with code 51
    When the cashier sells 12.50 by card
    And the cashier sells 12.50 by card
    Then the sale is approved
    And the customer was charged 12.50 once

  @decline @reprint @needs.reprint
  Scenario: The slip of what was declined is asked for
    Given the host declines the next sale with code 51
    When the cashier sells 12.50 by card
    And the cashier asks for a reprint
    Then the customer was not charged
    And no receipt claims a payment that the bank does not know
    And every check holds

  @decline @needs.refund
  Scenario: The host declines a refund
    When the cashier sells 12.50 by card
    Given the host declines the next refund with code 61
    When the cashier refunds 3.00 to the card
    Then the cashier is told declined
    And the customer was charged 12.50 once
    And every check holds

  @busy @money
  Scenario: The host is busy and may have booked
    Given the host is busy at the next sale
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the till is ready again

  @busy @money
  Scenario: The host is busy and has booked
    Given the fault host.booked_but_declined:code=91
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the customer was charged 8.00 once
    And every check holds

  @mismatch @money
  Scenario Outline: The answer bears another <element>
    Given the host's answer to the next sale bears another <element>
    When the cashier sells 12.50 by card
    Then no answer to something else was believed
    And the unanswered sale was reversed
    And the customer was not charged

    Examples:
      | element      |
      | trace number |
      | amount       |

  @stale @money @iso8583
  Scenario: An old answer comes first
    When the cashier sells 12.50 by card
    Given an old answer comes before the one to the next sale
    When the cashier sells 8.00 by card
    Then no answer to something else was believed
    And the customer was charged 12.50 and 8.00, each once

  @duplicate @money
  Scenario: The answer comes twice
    Given the host's answer to the next sale comes twice
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then the customer was charged 12.50 and 8.00, each once
    And the customer holds exactly one complete receipt

  @malformed @money
  Scenario: The answer cannot be read
    Given the host's answer to the next sale cannot be read
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed

  @masking
  Scenario: Nobody sees the whole card number
    When the cashier sells 12.50 by card
    Then no card number is shown in full
    And the customer was charged 12.50 once
