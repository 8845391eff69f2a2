Feature: The paper runs out
  A customer who paid holds one complete receipt, whatever becomes of the paper.

  @paper_out
  Scenario: In the middle of a card receipt
    Given the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once
