Feature: People at the till make mistakes
  A key pressed twice, a wrong amount, a roll that nobody loads: money and paper have to agree all
  the same.

  @double_press @money
  Scenario: The key is pressed twice
    Given the cashier presses the next key twice
    When the cashier sells 12.50 by card
    Then the sale is approved
    And the customer was charged 12.50 once
    And the customer holds exactly one complete receipt

  @double_press @money
  Scenario: The key is pressed again when the bank has booked
    Given the cashier presses the key again when the next sale has been booked
    When the cashier sells 12.50 by card
    Then the customer was charged 12.50 once

  @double_press @response_lost @money
  Scenario: The key is pressed twice and the answer is lost
    Given the cashier presses the next key twice
    And the host's answer to the next sale is lost
    When the cashier sells 12.50 by card
    Then the unanswered sale was reversed
    And every check holds

  @double_press @money
  Scenario: The key for a refund is pressed twice
    When the cashier sells 12.50 by card
    Given the cashier presses the next key twice
    When the cashier refunds 3.00 to the card
    Then the cashier is told approved
    And every check holds

  @double_press @money @needs.void
  Scenario: The key for a void is pressed twice
    When the cashier sells 12.50 by card
    Given the cashier presses the next key twice
    When the cashier voids the sale
    Then the customer was not charged
    And every check holds

  @wrong_amount @money @needs.void
  Scenario: A wrong amount is voided and entered again
    Given the cashier enters the next amount wrongly
    When the cashier sells 12.50 by card
    Then the customer was charged 12.50 once
    And the customer holds exactly one complete receipt

  @money
  Scenario: The number of the sale before is entered with another amount
    When the cashier sells 12.50 by card as A1
    And the cashier sells 8.00 by card as A1
    Then every check holds

  @money @needs.void
  Scenario: The customer before comes back, and his sale is voided
    When the cashier sells 12.50 by a UnionPay card
    And the cashier sells 8.00 by card
    And the cashier voids the sale T0001
    Then the customer was charged 8.00 once
    And every check holds

  @money @needs.refund
  Scenario: The customer before comes back, and has a part of it given back
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier refunds 3.00 of the sale T0001 as R1
    Then the cashier is told approved
    And every check holds

  @double_press @cash @needs.void
  Scenario: The key for a void of cash is pressed twice
    When the cashier sells 5.00 for cash
    Given the cashier presses the next key twice
    When the cashier voids the sale
    Then every check holds

  @reprints @needs.reprint
  Scenario: The customer asks twice for another receipt
    Given the customer will ask for 2 reprints
    When the cashier sells 12.50 by card
    Then the reprint is marked as a duplicate
    And the customer was charged 12.50 once

  @reprints @needs.reprint
  Scenario: A reprint after the settlement
    When the cashier sells 12.50 by card
    And the cashier settles the day
    And the cashier asks for a reprint
    Then the reprint is marked as a duplicate
    And every check holds

  @mends_late @paper_out
  Scenario: The paper is loaded only after two more sales
    Given nobody mends anything before 2 more sales
    And the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    And the operator loads paper
    And the cashier sells 8.00 by card
    And the cashier sells 3.00 for cash
    Then the customer holds exactly one complete receipt
    And every check holds
