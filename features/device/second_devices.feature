Feature: A second printer and a second line
  Where there is another way, a failure is no reason to stop; and no reason to do things twice.

  @bench.standby @needs.printer.standby @paper_out
  Scenario: The standby printer takes over
    Given the paper runs out after line 6 of the receipt
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt
    And printed was said only of what is on paper

  @bench.standby @needs.printer.standby @cover_open
  Scenario: Somebody opens the cover, and the standby printer takes over
    Given the cover is opened after line 5 of the receipt
    When the cashier sells 12.50 by card
    And the operator closes the cover
    Then the customer holds exactly one complete receipt
    And every check holds

  @bench.standby @paper_out
  Scenario: The standby printer is out of order and nobody needs it
    Given the fault printer2.paper_out
    When the cashier sells 12.50 by card
    Then the customer holds exactly one complete receipt
    And printed was said only of what is on paper

  @bench.backup_line @needs.acquirer.backup @link_down @money
  Scenario: The backup line takes over
    Given the line to the host is down
    When the cashier sells 12.50 by card
    Then the sale is approved
    And the customer was charged 12.50 once

  @bench.backup_line @needs.acquirer.backup @link_down @money
  Scenario: The line goes down after the booking, and the backup line brings the reversal
    Given the line to the host goes down when the next sale has been booked
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed
