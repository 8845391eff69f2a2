"""The commands of the till, each as the steps that it takes; the device carries them out."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import replace

from emulators.acquirer.dialects.base import Message
from emulators.clock import Clock
from emulators.terminal import slips, words
from emulators.terminal.apdu import (
    AMOUNT,
    AUTHORISATION,
    CARD,
    CURRENCY,
    DATE,
    EXPIRY,
    PAYMENT_TYPE,
    RECEIPT,
    RESULT,
    TERMINAL,
    TIME,
    TRACE,
    Apdu,
    bcd,
    field,
    number,
)
from emulators.terminal.messages import Messages
from emulators.terminal.records import Card, Day, Payment, Records, Totals
from emulators.terminal.settings import TerminalSettings
from emulators.terminal.steps import Ask, Ended, Job, Question, Tell
from emulators.terminal.till import CUSTOMER, REPORT, Till

_REVERSED = ("00", "25", "94")
_UNSURE = ("68", "91", "96")
_TRIES = 2
_ONLINE = 0x70  # BMP 19 of a status: paid on line


class Work:
    """What one terminal does. ``till``: what the till said of itself when it registered."""

    def __init__(self, settings: TerminalSettings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._messages = Messages(settings.terminal_id, settings.merchant_id)
        self._records = Records()
        self.aborted = False  # the till has asked for an end of the command under way

    @property
    def owes(self) -> bool:
        """Whether something has to be reversed yet."""
        return bool(self._records.unknown)

    def clean_up(self) -> Job:
        """What the terminal does by itself when nobody asks it for anything."""
        done = yield from self._ready()
        yield Ended(words.DONE if done else words.NO_ANSWER)

    def registration(self) -> Job:
        """06 00: nothing is asked of the host."""
        yield Ended(words.DONE)
        data = field(PAYMENT_TYPE, b"\x00") + self._own()
        yield Tell(Apdu(words.COMPLETION, data), last=True)

    def status_enquiry(self) -> Job:
        """05 01: ready, in the one octet of a terminal's status."""
        yield Ended(words.DONE)
        yield Tell(Apdu(words.COMPLETION, bytes([words.DONE])), last=True)

    def diagnosis(self) -> Job:
        """06 70: whether the host can be reached; what is owed to it is put right."""
        if (yield from self._signed_on()) and (yield from self._ready()):
            yield Ended(words.DONE)
            yield Tell(Apdu(words.COMPLETION), last=True)
        else:
            yield from self._failed(words.NO_ANSWER)

    def authorisation(self, asked: Mapping[int, bytes], till: Till, *, refund: bool = False) -> Job:
        """06 01, 06 31: a payment, a refund.

        A card that the till does not give is the one that is presented. Until the host is asked the
        till may abort it.
        """
        amount_minor = number(asked.get(AMOUNT, b"\x00"))
        currency = number(asked[CURRENCY]) if CURRENCY in asked else self._settings.currency
        yield from self._meanwhile(words.INSERT_CARD, till)
        if not (yield from self._ready()):
            yield from self._failed(words.NO_ANSWER, amount_minor)
            return
        if self.aborted:
            yield from self._failed(words.ABORTED, amount_minor)
            return
        one = self._records.begin(amount_minor, currency, self._card(asked), refund=refund)
        one = yield from self._paid(one)
        if one.state == "unknown":
            yield from self._meanwhile(words.REVERSES, till)
            yield from self._reversed(one)
        yield Ended(one.result, one.trace, one.amount_minor)
        yield from self._told(one, till, duplicate=False)

    def repeat_receipt(self, till: Till) -> Job:
        """06 20: what was told of the last payment or close of day, and its slip as a copy."""
        last = self._records.last
        if last is None:
            yield from self._failed(words.NOT_POSSIBLE)
        elif isinstance(last, Day):
            yield from self._reported(last, till, duplicate=True)
        else:
            yield Ended(last.result, last.trace, last.amount_minor)
            yield from self._told(last, till, duplicate=True)

    def reversal(self, receipt: int, till: Till) -> Job:
        """06 30: takes a payment of the open batch back."""
        one = self._records.payments.get(receipt)
        if one is None or one.refund or one.state not in ("approved", "voided"):
            yield from self._failed(words.NOT_REVERSIBLE)
            return
        if one.state == "voided":
            yield from self._failed(words.ALREADY_REVERSED, one.amount_minor)
            return
        if not ((yield from self._ready()) and (yield from self._voided(one))):
            yield from self._failed(words.NO_ANSWER, one.amount_minor)
            return
        one = self._records.keep(replace(one, state="voided"))
        yield Ended(words.DONE, one.trace, one.amount_minor)
        yield from self._told(one, till, duplicate=False)

    def end_of_day(self, till: Till) -> Job:
        """06 50: the batch is settled with the host; with its records when the totals differ."""
        if not (yield from self._ready()):
            yield from self._failed(words.NO_ANSWER)
            return
        day = Day(self._records.batch, tuple(self._records.approved))
        if not (yield from self._settled(day.batch, list(day.booked))):
            yield from self._failed(words.NO_ANSWER, Totals.of(day.booked).net_minor)
            return
        yield from self._reported(day, till, duplicate=False)

    def _reported(self, day: Day, till: Till, *, duplicate: bool) -> Job:
        amount_minor = Totals.of(day.booked).net_minor
        yield Ended(words.DONE, "", amount_minor)
        told_minor = min(abs(amount_minor), 10**12 - 1)  # what twelve digits hold
        status = field(RESULT, b"\x00") + field(AMOUNT, bcd(told_minor, 6)) + self._own()
        yield Tell(Apdu(words.STATUS_INFORMATION, status))
        if till.config & words.PRINTS_REPORTS:
            lines = slips.of_day(day, self._settings.currency, duplicate=duplicate)
            yield from _printed(till, lines, REPORT)
        yield Tell(Apdu(words.COMPLETION), last=True)

    def _ready(self) -> Question:
        """Signed on, and nothing left to reverse."""
        if not self._records.batch and not (yield from self._signed_on()):
            return False
        for one in self._records.unknown:
            if not (yield from self._reversed(one)):
                return False
        return True

    def _signed_on(self) -> Question:
        answer = yield Ask(self._messages.sign_on(self._records.next_trace(), self._clock.wall()))
        if answer is None or answer.get(39) != "00":
            return False
        self._records.batch = answer.get(60)
        return True

    def _paid(self, one: Payment) -> Generator[Ask | Tell | Ended, Message | None, Payment]:
        """Ask for the money; once more after a new sign-on, when the batch was an old one."""
        answer = yield Ask(self._messages.request(one, self._clock.wall()))
        if answer is not None and answer.get(39) == "77" and (yield from self._signed_on()):
            self._records.keep(replace(one, state="declined"))
            one = self._records.begin(one.amount_minor, one.currency, one.card, refund=one.refund)
            answer = yield Ask(self._messages.request(one, self._clock.wall()))
        return self._records.keep(_decided(one, answer))

    def _reversed(self, one: Payment) -> Question:
        for again in range(_TRIES):
            message = self._messages.reversal(one, self._clock.wall(), again=bool(again))
            answer = yield Ask(message)
            if answer is not None and answer.get(39) in _REVERSED:
                self._records.keep(replace(one, state="reversed"))
                return True
        return False

    def _voided(self, one: Payment) -> Question:
        trace = self._records.next_trace()
        void = self._messages.void(one, trace, self._clock.wall())
        for _ in range(_TRIES):  # byte for byte the same: the host takes it once
            answer = yield Ask(void)
            if answer is not None:
                return answer.get(39) == "00"
        return False

    def _settled(self, batch: str, booked: list[Payment]) -> Question:
        trace, now = self._records.next_trace(), self._clock.wall()
        answer = yield Ask(self._messages.totals(batch, booked, trace, now))
        if answer is not None and answer.get(39) == "95":
            for one in booked:
                if (yield Ask(self._messages.upload(one, now))) is None:
                    return False
            answer = yield Ask(self._messages.close(batch, self._records.next_trace(), now))
        if answer is None or answer.get(39) != "00":
            return False
        self._records.close(answer.get(60))
        return True

    def _meanwhile(self, state: int, till: Till) -> Job:
        if till.config & words.WANTS_INTERMEDIATE:
            yield Tell(Apdu(words.INTERMEDIATE, bytes([state])))

    def _failed(self, result: int, amount_minor: int = 0) -> Job:
        yield Ended(result, "", amount_minor)
        yield Tell(Apdu(words.STATUS_INFORMATION, field(RESULT, bytes([result]))))
        yield Tell(Apdu(words.ABORT, bytes([result])), last=True)

    def _told(self, one: Payment, till: Till, *, duplicate: bool) -> Job:
        yield Tell(Apdu(words.STATUS_INFORMATION, self._status(one)))
        if one.result != words.DONE:
            yield Tell(Apdu(words.ABORT, bytes([one.result])), last=True)
            return
        if till.config & words.PRINTS_PAYMENTS:
            lines = slips.of_payment(one, self._settings.terminal_id, duplicate=duplicate)
            yield from _printed(till, lines, CUSTOMER)
        yield Tell(Apdu(words.COMPLETION), last=True)

    def _status(self, one: Payment) -> bytes:
        now = self._clock.wall()
        shown = one.card.pan[:6] + "E" * (len(one.card.pan) - 10) + one.card.pan[-4:]
        return b"".join(
            (
                field(RESULT, bytes([one.result])),
                field(AMOUNT, bcd(one.amount_minor, 6)),
                field(CURRENCY, bcd(one.currency, 2)),
                field(TRACE, bytes.fromhex(one.trace)),
                field(TIME, bytes.fromhex(now.strftime("%H%M%S"))),
                field(DATE, bytes.fromhex(now.strftime("%m%d"))),
                field(CARD, bytes.fromhex(shown + "F" * (len(shown) % 2))),
                field(AUTHORISATION, one.auth.encode()),
                field(RECEIPT, bcd(one.receipt, 2)),
                field(PAYMENT_TYPE, bytes([_ONLINE])),
                field(TERMINAL, bytes.fromhex(self._settings.number)),
            )
        )

    def _own(self) -> bytes:
        currency = field(CURRENCY, bcd(self._settings.currency, 2))
        return field(TERMINAL, bytes.fromhex(self._settings.number)) + currency

    def _card(self, asked: Mapping[int, bytes]) -> Card:
        pan = asked.get(CARD, b"").hex().rstrip("f")
        expiry = asked.get(EXPIRY, b"").hex()
        presented = self._settings.card
        return Card(pan if pan.isdecimal() else presented.pan, expiry or presented.expiry)


def _decided(one: Payment, answer: Message | None) -> Payment:
    code = "" if answer is None else answer.get(39)
    if answer is None or code in _UNSURE:
        return replace(one, result=words.NO_ANSWER)
    if code == "00":
        return replace(one, state="approved", rrn=answer.get(37), auth=answer.get(38))
    result = int(code) if code.isdecimal() and 0 < int(code) < 0x64 else words.NOT_POSSIBLE
    return replace(one, state="declined", result=result)


def _printed(till: Till, lines: Iterable[str], kind: int) -> Job:
    for unit in till.slip(lines, kind):
        yield Tell(unit)
