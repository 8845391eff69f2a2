Feature: The bank does not answer
  A customer is never charged for what the cashier was told has failed.

  @response_lost @money
  Scenario: The bank has booked and its answer is lost
    Given the host's answer to the next sale is lost
    When the cashier sells 12.50 by card
    Then the sale is failed
    And the customer was not charged
