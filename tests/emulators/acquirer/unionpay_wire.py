"""The page ``docs/unionpay-day.md``: a day on the wire. ``python -m`` this file writes it anew."""

from pathlib import Path

from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.inspector import inspect
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.unionpay_till import Terminal

PAGE = Path(__file__).parents[3] / "docs" / "unionpay-day.md"
HEAD = """# A UnionPay day on the wire

What a terminal made of another library (pyiso8583, and DES by the book) and the host say to each
other, as `tillproof acquirer decode` prints it: sign-on with keys, a sale, its answer lost and the
sale reversed, a sale and its void, the settlement. A test holds that it stays true.

Element 62 of the sign-on has the work keys under the terminal master key, 64 is the MAC. The clock
stands still at 9:00.
"""


class Wire:
    """Notes what goes to and fro."""

    def __init__(self) -> None:
        self.rig = Rig(dialect=dialect("unionpay"))
        self.parts = [HEAD]

    def say(self, title: str, request: bytes) -> bytes:
        """The answer to a request; b'' when there is none."""
        self.parts.append(f"## {title}\n")
        self._show("The terminal", request)
        before = len(self.rig.raw)
        self.rig.host.feed(1, request)
        answer = b"".join(self.rig.raw[before:])
        if answer:
            self._show("The host", answer)
        else:
            self.parts.append("The host has booked it, and its answer is lost.\n")
        return answer

    def _show(self, who: str, octets: bytes) -> None:
        text = inspect(octets, "unionpay").text.partition("\n\n")[2]
        lines = "\n".join(f"    {line}".rstrip() for line in text.splitlines())
        self.parts.append(f"{who}:\n\n{lines}\n")


def page() -> str:
    """The page, from a host and a terminal that run now."""
    wire, till = Wire(), Terminal()
    till.take_keys(till.read(wire.say("Sign-on", till.sign_on())))
    wire.rig.arm("host.response_lost@message(0200,response)")
    wire.say("A sale of 12.50 whose answer is lost", till.money("purchase", 1, 1250))
    reversal = till.money("purchase", 1, 1250, {39: "98"}, mti="0400")
    wire.say("Its reversal, sent before the next sale", reversal)
    sold = till.read(wire.say("A sale of 8.00", till.money("purchase", 2, 800)))
    told: dict[int, str | None] = {37: sold["37"], 61: f"{till.batch}000002"}
    wire.say("Its void", till.money("void", 3, 800, told))
    wire.say("Settlement: one debit, one credit", till.settle(4, Totals(1, 800, 1, 800)))
    if till.wrong_macs or wire.rig.host.books.audit():
        raise AssertionError("the day is not as the page says")
    return "\n".join(wire.parts)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
