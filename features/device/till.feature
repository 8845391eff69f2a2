Feature: The till's own hardware fails
  Power, disk, clock and data: what was promised to the customer has to be on the disk before.

  @power_cut @money
  Scenario: The till loses its power when the bank has booked
    Given the till loses its power when the next sale has been booked
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then no trace number was used twice
    And every check holds

  @power_cut @money
  Scenario: The till loses its power before the bank has booked
    Given the till loses its power when the next sale has arrived
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @power_cut
  Scenario: The till loses its power in the middle of the receipt
    Given the till loses its power after line 5 of the receipt
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt
    And the customer was charged 12.50 once

  @power_cut @response_lost @money
  Scenario: The till loses its power while a reversal is due
    Given the host's answers to the next sale and its repeats are lost
    And the till loses its power when the reversal has arrived
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed

  @freeze @money
  Scenario: The till hangs while the bank answers
    Given the till hangs for 300 ms when the next sale has been booked
    When the cashier sells 12.50 by card
    Then the till is ready again
    And every check holds

  @disk_full @money
  Scenario: The disk is full before the sale
    Given the till's disk is full
    When the cashier sells 12.50 by card
    And there is room on the till's disk again
    And the cashier sells 8.00 by card
    Then the customer was charged 8.00 once
    And every check holds

  @disk_full @money
  Scenario: The disk gets full when the bank has booked
    Given the till's disk is full when the next sale has been booked
    When the cashier sells 12.50 by card
    And there is room on the till's disk again
    Then the till is ready again
    And every check holds

  @data_lost
  Scenario: The records are lost after the settlement
    When the cashier sells 12.50 by card
    And the cashier settles the day
    Given the till loses all its data
    When the cashier sells 8.00 by card
    And the cashier settles the day
    Then the customer was charged 12.50 and 8.00, each once
    And the till is ready again

  @clock @money
  Scenario: The till's clock is a day ahead
    When the cashier sells 12.50 by card
    Given the till's clock is set a day on
    When the cashier sells 8.00 by card
    And the cashier settles the day
    Then every check holds

  @clock @money
  Scenario: The clock goes back by an hour in the night
    When the cashier sells 12.50 by card
    Given the till's clock is set an hour back
    When the cashier sells 8.00 by card
    And the cashier settles the day
    Then the batch was settled once
    And no trace number was used twice

  @bench.standby @wrong_printer
  Scenario: The wrong printer is chosen
    When the cashier sells 12.50 by card
    Given the till uses the other printer
    When the cashier sells 8.00 by card
    Then the customer holds exactly one complete receipt
    And every check holds
