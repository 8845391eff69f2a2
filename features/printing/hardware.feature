@bench.fast
Feature: The printer's parts fail
  Head, paper, cutter, sensors, supply: some of it the printer reports, some it knows nothing of. Then
  a look at the slip and a reprint have to put things right.

  @brownout
  Scenario: The supply dips in the middle of the receipt
    Given the fault printer.brownout@line(5)
    When the cashier sells 12.50 by card
    And everything is mended
    Then the customer holds exactly one complete receipt

  @bench.serial @brownout
  Scenario: The supply dips in the middle of the receipt, and a serial line tells nobody
    Given the fault printer.brownout@line(5)
    When the cashier sells 12.50 by card
    And everything is mended
    And the cashier asks for a reprint
    Then the till is ready again
    And every check holds

  @cutter_jam @paper_jam
  Scenario: The cutter jams, and then the paper
    Given the fault printer.cutter_jam@line(3)
    When the cashier sells 12.50 by card
    And everything is mended
    Given the fault printer.paper_jam@line(4)
    When the cashier sells 8.00 by card
    And everything is mended
    Then the operator was told
    And every check holds

  @head_overheated @slow
  Scenario: A slow printer gets hot
    Given the fault printer.slow:mm_s=100
    And the fault printer.head_overheated:seconds=0.3@line(5)
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt

  @offline @paper_near_end
  Scenario: Little paper is left, and then somebody leans on the feed button
    Given the fault printer.paper_near_end
    When the cashier sells 12.50 by card
    And everything is mended
    Given the fault printer.offline@line(4)
    When the cashier sells 8.00 by card
    And everything is mended
    Then the customer holds exactly one complete receipt
    And the operator was told

  @cash @drawer
  Scenario: The drawer is stuck
    Given the fault printer.drawer_stuck
    When the cashier sells 5.00 for cash
    And everything is mended
    Then the customer holds exactly one complete receipt

  @paper_reversed
  Scenario: The roll is the wrong way round
    Given the fault printer.paper_reversed
    When the cashier sells 12.50 by card
    And everything is mended
    And the cashier asks for a reprint
    Then the customer was charged 12.50 once
    And no receipt claims a payment that the bank does not know
    And every check holds

  @head_dead_dots @head_worn
  Scenario: A damaged head, then a worn one
    Given the fault printer.head_dead_dots:columns=0-200@line(3)
    When the cashier sells 12.50 by card
    And everything is mended
    And the cashier asks for a reprint
    Given the fault printer.head_worn:contrast=0.1
    When the cashier sells 8.00 by card
    And everything is mended
    And the cashier asks for a reprint
    Then no receipt claims a payment that the bank does not know
    And every check holds

  @paper_sensor_stuck @paper_out
  Scenario: The sensor says that there is paper when there is none
    Given the fault printer.paper_sensor_stuck:reading=present
    And the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    And everything is mended
    And the cashier asks for a reprint
    Then the customer was charged 12.50 once
    And no receipt claims a payment that the bank does not know
    And every check holds

  @foreign_language
  Scenario: The printer speaks another language
    Given the fault printer.foreign_language
    When the cashier sells 12.50 by card
    And everything is mended
    Then the customer was charged 12.50 once
    And the till is ready again

  @wrong_code_page
  Scenario: The printer starts in another code page
    Given the fault printer.wrong_code_page
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt
