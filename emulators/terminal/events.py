"""What a payment terminal records. Money is in minor units; card numbers never stand here."""

from dataclasses import dataclass

from emulators.events import Payload, event


@event("terminal.command")
@dataclass(frozen=True, slots=True)
class TerminalCommand(Payload):
    """The till has asked for something. ``command``: a word of ``words.COMMANDS``, or its number.

    ``taken``: the terminal takes it on (80 00); else it refuses it (84 xx).
    """

    conn: int
    command: str
    amount_minor: int | None
    taken: bool

    def key(self) -> str:
        """The command."""
        return self.command


@event("terminal.result")
@dataclass(frozen=True, slots=True)
class TerminalResult(Payload):
    """A command has come to its end at the terminal; the till has not been told yet.

    ``result``: 00 is done, 01 to 63 (hexadecimal) the bank's answer, the rest the terminal's own.
    """

    command: str
    trace: str
    amount_minor: int
    result: str

    def key(self) -> str:
        """The command."""
        return self.command


@event("terminal.paid")
@dataclass(frozen=True, slots=True)
class TerminalPaid(TerminalResult):
    """An authorisation has come to its end at the terminal; the till has not been told yet."""


@event("terminal.told")
@dataclass(frozen=True, slots=True)
class TerminalTold(Payload):
    """The end of a command was sent to the till: completion or abort. ``lost``: nothing was."""

    command: str
    how: str
    lost: bool

    def key(self) -> str:
        """The command."""
        return self.command
