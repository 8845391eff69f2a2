Feature: Sold while the bank cannot be reached, told later
  A till that may sell off line takes a risk for a small amount, and owes the bank the sale. Forgotten
  it is goods given away; told twice it is a customer charged twice.

  @needs.sale.offline @link_down @money
  Scenario: Sold while the line is down, told when it is there again
    Given the line to the host is down
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the line to the host is up again
    Then the sale is approved
    And the customer was charged 8.00 once
    And the customer holds exactly one complete receipt

  @needs.sale.offline @link_down @kill @money
  Scenario: The till crashes before it has told the bank
    Given the line to the host is down
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the till crashes
    And the line to the host is up again
    Then the customer was charged 8.00 once

  @needs.sale.offline @link_down @response_lost @money
  Scenario: The answer to what was told is lost
    Given the line to the host is down
    And the host's answer to the next off-line sale is lost
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the line to the host is up again
    Then the customer was charged 8.00 once
    And no trace number was used twice

  @needs.sale.offline @needs.void @link_down @response_lost @money
  Scenario: What the bank may have been told already is voided
    Given the line to the host is down
    And the fault host.response_lost:repeats=2@message(advice)
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the line to the host is up again
    And the cashier voids the sale
    Then the till is ready again
    And every check holds

  @needs.sale.offline @link_down @request_lost @money
  Scenario: What was told does not reach the bank
    Given the line to the host is down
    And the request of the next off-line sale is lost
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the line to the host is up again
    Then the customer was charged 8.00 once

  @needs.sale.offline @link_down @busy @money
  Scenario: The bank is busy when it is told
    Given the line to the host is down
    And the host is busy at the next off-line sale
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the line to the host is up again
    Then the customer was charged 8.00 once

  @needs.sale.offline @link_down @cutover @money
  Scenario: The bank changes its day when it is told
    Given the line to the host is down
    And the fault host.decline:code=90@message(advice,request)
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the line to the host is up again
    Then the customer was charged 8.00 once
    And the till is ready again

  @needs.sale.offline @link_down @settlement @money
  Scenario: The day is settled with what was sold off line
    When the cashier sells 12.50 by card
    Given the line to the host is down
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the line to the host is up again
    And the cashier settles the day
    Then the batch was settled once
    And the merchant holds the settlement slip
    And every check holds

  @needs.sale.offline @link_down @double_press @money
  Scenario: The cashier enters it again before and after
    Given the line to the host is down
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And the cashier enters the same sale again
    And the line to the host is up again
    And the cashier enters the same sale again
    Then the customer was charged 8.00 once
    And the customer holds exactly one complete receipt

  @needs.sale.offline @link_down @money
  Scenario: The line breaks when the sale has gone: nobody knows, so it is no off-line sale
    Given the line to the host goes down when the next sale has been booked
    When the cashier sells 8.00 by card
    And the line to the host is up again
    Then the unanswered sale was reversed
    And every check holds

  @needs.sale.offline @link_down @paper_out @money
  Scenario: Neither the bank nor the paper is there
    Given the line to the host is down
    And the paper runs out after line 6 of the receipt
    When the operator looks at the till
    And the cashier sells 8.00 by card
    And everything is mended
    Then the customer was charged 8.00 once
    And the customer holds exactly one complete receipt
