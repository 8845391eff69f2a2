Feature: A payment terminal stands between the till and the bank
  The terminal asks the bank by itself. What it then tells the till can be lost, and the money is
  gone all the same: the till has to find out, and must not simply pay again.

  @terminal_result_lost @money
  Scenario: Paid at the terminal, and the till never heard of it
    Given the fault terminal.result_lost
    When the cashier sells 12.50 by card
    Then the till is ready again
    When the cashier sells 8.00 by card
    Then the check charged-once holds
    And every check holds

  @terminal_result_lost @money
  Scenario: The terminal's line breaks when it has been paid
    Given the fault terminal.result_lost:hangs_up=yes
    When the cashier sells 12.50 by card
    And the cashier settles the day
    Then every check holds

  @terminal_result_lost @kill @money
  Scenario: Paid at the terminal, and the till crashes before it hears of it
    Given the fault terminal.result_lost
    And the fault pos.kill@event(terminal.paid)
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @terminal_result_lost @money
  Scenario: Another customer pays when nobody knows of the first payment
    Given the fault terminal.result_lost
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    And the cashier settles the day
    Then the check charged-once holds
    And the till is ready again
    And every check holds

  @terminal_result_lost @link_down @money
  Scenario: The cable to the terminal is pulled when it has been paid
    Given the fault terminal.result_lost
    And the line to the host goes down when the next sale has been booked
    When the cashier sells 12.50 by card
    And the line to the host is up again
    Then the till is ready again
    And every check holds
