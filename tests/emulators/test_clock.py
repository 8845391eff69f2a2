"""The clocks: virtual time costs nothing and runs timers in order."""

import asyncio
import time
from datetime import timedelta

from emulators.clock import RealClock, VirtualClock, business_date


def test_a_minute_of_virtual_time_takes_milliseconds() -> None:
    clock, rang = VirtualClock(), []
    clock.call_later(60, lambda: rang.append(clock.monotonic_s()))
    started_s = time.perf_counter()
    clock.advance(59.999)
    assert rang == []
    clock.advance(0.001)
    assert rang == [60.0]
    assert time.perf_counter() - started_s < 0.1


def test_timers_run_in_order_of_time_then_of_making_those_made_meanwhile_too() -> None:
    clock, order = VirtualClock(), []
    clock.call_later(2, lambda: order.append("c"))
    clock.call_later(1, lambda: clock.call_later(0, lambda: order.append("b")))
    clock.call_later(1, lambda: order.append("a"))
    clock.advance(2)
    assert order == ["a", "b", "c"]


def test_a_timer_that_was_called_off_does_not_run() -> None:
    clock, rang = VirtualClock(), []
    clock.call_later(1, lambda: rang.append(1)).cancel()
    clock.advance(5)
    assert rang == []


def test_the_wall_moves_alone() -> None:
    clock = VirtualClock()
    day, now_s = business_date(clock), clock.monotonic_s()
    clock.shift_wall(timedelta(days=1))
    assert business_date(clock) == day + timedelta(days=1)
    assert clock.monotonic_s() == now_s


def test_the_real_clock_runs_what_is_due_now_in_the_loops_next_turn() -> None:
    async def scenario() -> list[str]:
        clock, order = RealClock(), []
        clock.call_later(0, lambda: order.append("soon"))
        order.append("first")
        await asyncio.sleep(0)
        return order

    assert asyncio.run(scenario()) == ["first", "soon"]
