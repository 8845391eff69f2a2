@bench.fast
Feature: The line to the printer is bad, and not out
  What the network took is no proof of printing. Only an answer of the printer is.

  @black_hole
  Scenario: The printer goes silent in the middle of the receipt
    Given the printer goes silent after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the printer's cable is put in again
    Then the customer holds exactly one complete receipt
    And printed was said only of what is on paper

  @timeout
  Scenario: The line stops and goes on
    Given the line to the printer stops after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the printer's cable is put in again
    Then the customer holds exactly one complete receipt

  @corrupt
  Scenario: Interference in the middle of the receipt
    Given the line to the printer is disturbed after line 4 of the receipt
    When the cashier sells 12.50 by card
    And everything is mended
    Then the till is ready again
    And the customer was charged 12.50 once

  @slicer @latency @jitter @bandwidth
  Scenario: A slow print server
    Given the fault printer.link.slicer:size=7
    And the fault printer.link.latency:ms=5
    And the fault printer.link.jitter:ms=5
    And the fault printer.link.bandwidth:bytes_s=20000
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt

  @refuse @limit_data
  Scenario: Each connection breaks off after a part of the receipt
    Given the fault printer.link.limit_data:bytes=200
    When the cashier sells 12.50 by card
    And everything is mended
    Given the fault printer.link.refuse
    When the cashier sells 8.00 by card
    And everything is mended
    Then every check holds

  @half_open @slow_close
  Scenario: The printer hears and is not heard
    Given the fault printer.link.half_open@line(4)
    And the fault printer.link.slow_close:ms=50
    When the cashier sells 12.50 by card
    And everything is mended
    Then the customer holds exactly one complete receipt
    And printed was said only of what is on paper

  @bench.serial @wrong_serial_settings
  Scenario: Somebody set the printer to another baud rate
    Given the printer is set to 9600 baud
    When the cashier sells 12.50 by card
    And everything is mended
    Then the till is ready again
    And the customer was charged 12.50 once

  @bench.serial @drop @duplicate @reorder
  Scenario: A serial cable beside a motor
    Given the fault printer.link.drop:bytes=4@line(3)
    And the fault printer.link.duplicate:bytes=4@line(5)
    And the fault printer.link.reorder:bytes=4@line(7)
    When the cashier sells 12.50 by card
    And everything is mended
    And the cashier asks for a reprint
    Then the till is ready again
    And the customer was charged 12.50 once

  @bench.serial @drop @if_asked
  Scenario: The printer's proof is lost on the way back, and its answer to the question after it
    Given the fault printer.link.drop:stream=downstream,bytes=7@point(printer/1/printer.replied/GS ( H 48/2)
    And the fault printer.link.drop:stream=downstream,bytes=7@point(printer/1/printer.replied/GS ( H 48/3)
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @bench.serial @drop @paper_out @if_asked
  Scenario: The printer has thrown away what it held, and its word of it is lost
    Given the paper runs out after line 6 of the receipt
    And the fault printer.link.drop:stream=downstream,bytes=3@point(printer/1/printer.replied/DLE DC4 8/1)
    When the cashier sells 12.50 by card
    And the operator loads paper
    Then the customer holds exactly one complete receipt
    And the till is ready again
