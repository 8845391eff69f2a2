"""What the console shows, as plain values: made on the bench's loop, sent as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from emulators.acquirer.batch import Batch
from emulators.faults.fault import Fault, catalogue
from emulators.faults.nemesis import Armed
from emulators.faults.trigger import Trigger
from emulators.money import decimals
from emulators.printer.events import SlipEnded
from harness.bench import Bench
from harness.console.playing import PlayView

SHOWN_BATCHES = 50
SHOWN_TRANSACTIONS = 50
SHOWN_SLIPS = 20


@dataclass(frozen=True, slots=True)
class SlipView:
    """A slip that has come off; ``blob`` names its picture."""

    number: int
    ended_by: str
    complete: bool
    width_dots: int
    height_dots: int
    blob: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrinterView:
    """Lamps and paper. ``drawn`` changes whenever the picture of the standing paper does."""

    profile: str
    url: str
    powered: bool
    online: bool
    cover_open: bool
    paper: str
    error: str
    drawer_open: bool
    buffered_bytes: int
    slip: int
    rows: int
    drawn: str
    text: tuple[str, ...]
    slips: tuple[SlipView, ...]


@dataclass(frozen=True, slots=True)
class TransactionView:
    """One transaction in the books; money in minor units."""

    trace: str
    kind: str
    amount_minor: int
    state: str
    card: str
    rrn: str


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch; its totals are recomputed."""

    terminal: str
    number: str
    business_date: str
    is_open: bool
    debits_count: int
    debits_minor: int
    credits_count: int
    credits_minor: int
    transactions: tuple[TransactionView, ...]


@dataclass(frozen=True, slots=True)
class AcquirerView:
    """The host and its books."""

    url: str
    dialect: str
    business_date: str
    currency: int
    decimals: int
    batches: tuple[BatchView, ...]


@dataclass(frozen=True, slots=True)
class PosView:
    """The program under test, as it calls itself."""

    name: str
    version: str
    up: bool
    busy: str
    capabilities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArmedView:
    """A fault of this session. ``state``: armed, standing or over."""

    number: int
    spec: str
    name: str
    state: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything but the timeline. ``seq`` is that of the latest event."""

    seq: int
    printer: PrinterView
    acquirer: AcquirerView
    pos: PosView
    faults: tuple[ArmedView, ...]
    playing: PlayView | None = None


def state_of(
    bench: Bench, slips: Sequence[SlipEnded], busy: str, playing: PlayView | None = None
) -> State:
    """The bench as it is now, and the latest slips. On its loop."""
    return State(
        seq=bench.history.seq,
        printer=_printer(bench, slips),
        acquirer=_acquirer(bench),
        pos=_pos(bench, busy),
        faults=tuple(_armed(item) for item in bench.nemesis.armed),
        playing=playing,
    )


def _printer(bench: Bench, slips: Sequence[SlipEnded]) -> PrinterView:
    now = bench.devices.printer.snapshot()
    condition = now.condition
    return PrinterView(
        profile=now.profile,
        url=bench.devices.printer_link.url,
        powered=condition.powered,
        online=condition.online,
        cover_open=condition.cover_open,
        paper=condition.paper,
        error=condition.error,
        drawer_open=condition.drawer_open,
        buffered_bytes=now.buffered_bytes,
        slip=now.slip,
        rows=now.slip_rows,
        drawn=f"{now.slip}-{now.slip_rows}-{round(now.fed_mm * 8)}",
        text=now.slip_text,
        slips=tuple(_slip(one) for one in slips[-SHOWN_SLIPS:]),
    )


def _slip(slip: SlipEnded) -> SlipView:
    return SlipView(
        number=slip.slip,
        ended_by=slip.ended_by,
        complete=slip.complete,
        width_dots=slip.width_dots,
        height_dots=slip.height_dots,
        blob=slip.blob,
        text=slip.text,
    )


def _acquirer(bench: Bench) -> AcquirerView:
    host = bench.devices.host
    latest = list(host.books.sizes())[-SHOWN_BATCHES:]
    batches = (host.books.batch(size.terminal, size.batch) for size in latest)
    settings = bench.config.acquirer
    return AcquirerView(
        url=bench.devices.acquirer_link.url,
        dialect=settings.dialect,
        business_date=host.business_date.isoformat(),
        currency=settings.currency,
        decimals=decimals(settings.currency),
        batches=tuple(_batch(batch) for batch in batches if batch is not None),
    )


def _batch(batch: Batch) -> BatchView:
    totals = batch.totals()
    latest = list(batch.transactions.values())[-SHOWN_TRANSACTIONS:]
    return BatchView(
        terminal=batch.terminal,
        number=batch.number,
        business_date=batch.business_date,
        is_open=batch.is_open,
        debits_count=totals.debits_count,
        debits_minor=totals.debits_minor,
        credits_count=totals.credits_count,
        credits_minor=totals.credits_minor,
        transactions=tuple(
            TransactionView(
                one.trace, one.kind_of, one.amount_minor, one.state.value, one.card, one.rrn
            )
            for one in latest
        ),
    )


def _pos(bench: Bench, busy: str) -> PosView:
    hello = bench.pos.hello
    listed = hello.result.get("capabilities")
    return PosView(
        name=hello.text("name") or bench.config.pos.name,
        version=hello.text("version"),
        up=bench.pos.up.is_set(),
        busy=busy,
        capabilities=tuple(str(one) for one in listed) if isinstance(listed, list) else (),
    )


def _armed(item: Armed) -> ArmedView:
    state = "standing" if item.standing else "over" if item.fired else "armed"
    return ArmedView(item.number, str(item.scheduled), item.scheduled.name, state)


@dataclass(frozen=True, slots=True)
class ParameterView:
    """One parameter of a fault."""

    name: str
    default: str


@dataclass(frozen=True, slots=True)
class FaultView:
    """One fault of the catalogue. ``trigger``: when it strikes if nothing is said."""

    name: str
    device: str
    en: str
    zh: str
    field: str
    trigger: str
    parameters: tuple[ParameterView, ...]


def fault_views(devices: Sequence[str]) -> tuple[FaultView, ...]:
    """The faults that these devices can undergo."""
    return tuple(_fault(cls) for cls in catalogue().values() if cls.target in devices)


def _fault(cls: type[Fault]) -> FaultView:
    return FaultView(
        name=cls.name,
        device=cls.target,
        en=cls.title(),
        zh=cls.zh,
        field=cls.field,
        trigger=_trigger(cls.default_trigger),
        parameters=tuple(ParameterView(one.name, str(one.default)) for one in fields(cls)),
    )


def _trigger(trigger: Trigger) -> str:
    return str(trigger)
