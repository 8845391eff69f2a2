Feature: The line to the host is bad, and not out
  A weak signal, a firewall, a gateway that loses or repeats: nothing hangs up, and the till has to
  find out by the time that goes by.

  @black_hole @money @iso8583
  Scenario: A firewall swallows everything after the booking
    Given the line to the host goes silent when the next sale has been booked
    When the cashier sells 12.50 by card
    And the line to the host is up again
    Then the customer was not charged
    And the unanswered sale was reversed

  @refuse @money
  Scenario: Nobody listens at the bank
    Given the host refuses connections
    When the cashier sells 12.50 by card
    And the line to the host is up again
    And the cashier sells 8.00 by card
    Then the customer was charged 8.00 once
    And the operator was told

  @slicer @money
  Scenario: Every message comes byte by byte
    Given the line to the host carries messages byte by byte
    When the cashier sells 12.50 by card
    Then the sale is approved
    And the customer was charged 12.50 once

  @latency @jitter @bandwidth @money
  Scenario: A weak signal
    Given the line to the host is slow by 60 ms
    And the fault acquirer.link.jitter:ms=20
    And the fault acquirer.link.bandwidth:bytes_s=20000
    When the cashier sells 12.50 by card
    Then the sale is approved
    And the customer was charged 12.50 once

  @drop @money
  Scenario: A message is lost on the way to the bank
    Given the next message to the host is lost on the way
    When the cashier sells 12.50 by card
    Then the customer was not charged
    And the unanswered sale was reversed

  @duplicate @money @iso8583
  Scenario: A gateway sends a message twice
    Given the next message to the host arrives twice
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then the customer was charged 12.50 and 8.00, each once

  @reorder @money
  Scenario: A message is late and its connection gone
    Given the next message to the host is overtaken
    When the cashier sells 12.50 by card
    And the cashier sells 8.00 by card
    Then the customer was charged 8.00 once
    And every check holds

  @corrupt @money
  Scenario: Interference on the way to the bank
    Given the next 8 bytes to the host are disturbed
    When the cashier sells 12.50 by card
    And everything is mended
    And the cashier sells 8.00 by card
    Then the customer was charged 8.00 once
    And every check holds

  @half_open @timeout @slow_close @money
  Scenario: A router forgets the connection
    When the cashier sells 3.00 by card
    Given the fault acquirer.link.half_open
    And the fault acquirer.link.slow_close
    When the cashier sells 12.50 by card
    And everything is mended
    Given the fault acquirer.link.timeout:off_for_ms=100
    When the cashier sells 8.00 by card
    Then every check holds

  @limit_data @money @iso8583
  Scenario: The answer breaks off in the middle
    Given the fault acquirer.link.limit_data:bytes=40,stream=downstream
    When the cashier sells 12.50 by card
    And everything is mended
    Then the customer was not charged
    And the unanswered sale was reversed
