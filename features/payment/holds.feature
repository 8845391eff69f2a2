Feature: An amount is held on the card and taken later
  A hotel, a petrol pump: what is held must be taken once, or let go; a guest whose card is held for
  nothing cannot pay elsewhere.

  @preauth @money @needs.preauth @needs.completion
  Scenario: What is held is taken
    When the cashier holds 50.00 on the card
    And the cashier takes 42.00 of what is held
    Then the cashier is told approved
    And every check holds

  @preauth @money @needs.preauth @needs.completion
  Scenario: The guest before leaves first
    When the cashier holds 50.00 on the card
    And the cashier holds 30.00 on the card
    And the cashier takes 42.00 of the hold T0001
    Then the cashier is told approved
    And every check holds

  @preauth @response_lost @money @needs.preauth
  Scenario: The answer to the hold is lost
    Given the host's answer to the next pre-authorisation is lost
    When the cashier holds 50.00 on the card
    Then the cashier is told failed
    And every check holds

  @preauth @response_lost @money @needs.preauth @needs.completion
  Scenario: The answer to the taking is lost
    When the cashier holds 50.00 on the card
    Given the host's answer to the next completion is lost
    When the cashier takes 50.00 of what is held
    Then the cashier is told failed
    And every check holds

  @preauth @settlement @money @needs.preauth @needs.completion
  Scenario: A hold is in no total, what was taken is
    When the cashier sells 12.50 by card
    And the cashier holds 50.00 on the card
    And the cashier takes 42.00 of what is held
    And the cashier settles the day
    Then the batch was settled once
    And every check holds

  @preauth @money @needs.preauth @needs.void
  Scenario: What is held is let go
    When the cashier holds 50.00 on the card
    And the cashier voids the sale
    Then the cashier is told approved
    And the customer was not charged
    And every check holds

  @preauth @response_lost @money @needs.preauth @needs.void
  Scenario: The answer to the letting go is lost
    When the cashier holds 50.00 on the card
    Given the host's answer to the next void is lost
    When the cashier voids the sale
    Then every check holds

  @preauth @settlement @money @needs.completion @needs.void
  Scenario: What was taken is given back the same day
    When the cashier holds 50.00 on the card
    And the cashier takes 42.00 of what is held
    And the cashier voids the sale
    And the cashier settles the day
    Then the batch was settled once
    And the merchant holds the settlement slip
    And every check holds

  @preauth @kill @money @needs.preauth
  Scenario: The till crashes between the hold and its answer
    Given the fault pos.kill@message(preauth,booked)
    When the cashier holds 50.00 on the card
    And the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @balance @needs.balance
  Scenario: Asking for the balance moves nothing
    When the cashier asks for the card's balance
    Then the cashier is told approved
    And every check holds

  @balance @response_lost @needs.balance
  Scenario: The answer to the question for the balance is lost
    Given the fault host.response_lost@message(query)
    When the cashier asks for the card's balance
    And the till crashes
    And the cashier sells 12.50 by card
    Then the customer was charged 12.50 once
    And every check holds
