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
