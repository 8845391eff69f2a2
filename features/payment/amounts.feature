Feature: The right amount, taken once and given back once
  A cent too few a thousand times is a day's work for the accountant; a void that the bank has never
  heard of is the customer's money.

  @amount @money
  Scenario: A price that binary fractions cannot hold
    When the cashier sells 19.99 by card
    Then the customer was charged 19.99 once
    And the customer holds exactly one complete receipt

  @amount @money
  Scenario: The smallest and a large price
    When the cashier sells 0.01 by card
    And the cashier sells 9999.99 by card
    Then the customer was charged 0.01 and 9999.99, each once

  @amount @money
  Scenario: A price of five digits
    When the cashier sells 8.00 by card
    And the cashier sells 12345.67 by card
    And the cashier sells 7.00 for cash
    And the cashier sells 10000.00 for cash
    Then the customer was charged 8.00 and 12345.67, each once
    And every check holds

  @void @money @needs.void
  Scenario: The sale is voided
    When the cashier sells 12.50 by card
    And the cashier voids the sale
    Then the cashier is told approved
    And the customer was not charged
    And every check holds

  @void @money @needs.void
  Scenario: The void is entered twice
    When the cashier sells 12.50 by card
    And the cashier voids the sale
    And the cashier voids the sale
    Then the cashier is told approved
    And the customer was not charged
    And every check holds

  @refund @money @needs.refund
  Scenario: Part of a sale is given back
    When the cashier sells 12.50 by card
    And the cashier refunds 3.00 to the card
    And the cashier settles the day
    Then the batch was settled once
    And every check holds
