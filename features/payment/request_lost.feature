Feature: The request is lost
  The line swallows the request on its way out: the bank has never heard of the sale. The till cannot
  tell this from a lost answer and has to reverse all the same.

  @request_lost @money
  Scenario: Nothing is booked and the till knows it
    Given the request of the next sale is lost
    When the cashier sells 12.50 by card
    Then the sale is failed
    And the customer was not charged
    And every check holds

  @request_lost @money @needs.void
  Scenario: The request of a void is lost
    When the cashier sells 12.50 by card
    Given the request of the next void is lost
    When the cashier voids the sale
    Then the cashier is told failed
    And the customer was charged 12.50 once
    And the customer holds exactly one complete receipt
