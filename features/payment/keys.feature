Feature: Sign-on and keys
  The bank's batch has moved on, or the keys of the terminal are not its own any more.

  @sign_on_required @money
  Scenario: The bank asks for another sign-on
    Given the fault host.sign_on_required@message(purchase,request)
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then the till is ready again
    And every check holds

  @dialect.unionpay @keys_expired @money
  Scenario: The work keys have expired
    Given the fault host.keys_expired@message(purchase,request)
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then the till is ready again
    And every check holds

  @dialect.unionpay @wrong_mac @money
  Scenario: An answer with a wrong authentication code
    Given the fault host.wrong_mac@message(purchase,booked)
    When the cashier sells 12.50 by card
    Then no answer to something else was believed
    And the customer was not charged

  @dialect.unionpay @keys_expired @response_lost @money
  Scenario: The work keys have expired when a sale is to be reversed
    Given the host's answers to the next sale and its repeats are lost
    And the fault host.keys_expired@message(reversal,request)
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed
    And the till is ready again

  @dialect.unionpay @keys_expired @response_lost @money
  Scenario: The work keys have expired when a refund is sent again
    When the cashier sells 12.50 by card
    Given the host's answer to the next refund is lost
    And the fault host.keys_expired@message(refund,request,nth=2)
    When the cashier refunds 3.00 to the card
    Then the till is ready again
    And every check holds

  @dialect.unionpay @needs.sale.offline @keys_expired @link_down @money
  Scenario: The work keys have expired when an off-line sale is told
    Given the line to the host is down
    And the fault host.keys_expired@message(advice,request)
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the line to the host is up again
    Then the customer was charged 8.00 once
    And the till is ready again

  @busy @kill @money
  Scenario: The bank is busy when the till signs on
    Given the fault host.busy@message(sign_on,request)
    When the till crashes
    And the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds
