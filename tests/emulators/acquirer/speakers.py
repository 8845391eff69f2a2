"""The same wishes in every dialect: each speaker asks a host of its own, in its own words."""

from dataclasses import dataclass, field

from emulators.acquirer.dialects.registry import dialect
from emulators.acquirer.totals import Totals
from tests.emulators.acquirer.gateway_till import CARD, GatewayTill, Reply
from tests.emulators.acquirer.iso93_till import Till93, read
from tests.emulators.acquirer.rig import Rig
from tests.emulators.acquirer.till import Till
from tests.emulators.acquirer.unionpay_till import Terminal

CODES_93 = {
    "000": "00",
    "110": "13",
    "400": "00",
    "902": "12",
    "911": "68",
    "913": "94",
    "914": "25",
}


@dataclass(frozen=True)
class Wish:
    """What is asked: ``kind`` is a kind of the books, or ``reversal``; ``of`` names an original."""

    kind: str
    trace: int
    amount_minor: int
    of: int = 0


@dataclass
class Speaker:
    """Remembers what the host gave to each trace number: reference and approval code."""

    name: str
    batch: str = "000001"
    given: dict[int, tuple[str, str]] = field(default_factory=dict)
    most_kept: int | None = None

    def __post_init__(self) -> None:
        self.rig = Rig(dialect=dialect(self.name), most_kept=self.most_kept)
        self.network = 900_000

    def rrn(self, wish: Wish) -> str:
        return self.given.get(wish.of, ("0" * 12, ""))[0]

    def draw(self) -> int:
        self.network += 1
        return self.network


class Iso87Speaker(Speaker):
    def ask(self, wish: Wish) -> str:
        mti, code, family = {
            "purchase": ("0200", "purchase", False),
            "preauth": ("0100", "purchase", False),
            "completion": ("0200", "purchase", True),
            "void": ("0200", "void", False),
            "refund": ("0200", "refund", False),
            "reversal": ("0400", "purchase", False),
        }[wish.kind]
        change: dict[int, str | None] = {25: "06"} if family else {}
        if wish.of:
            change[37] = self.rrn(wish)
        till = Till(batch=self.batch)
        message = till.money(mti, code, wish.trace, wish.amount_minor, change=change)
        answer = self.rig.ask(message)
        assert answer is not None
        self.given.setdefault(wish.trace, (answer.get(37), answer.get(38)))
        return answer.get(39)

    def settle(self, totals: Totals) -> bool:
        answer = self.rig.ask(Till(batch=self.batch).settle(self.draw(), totals))
        return answer is not None and self.next_batch(answer.get(39), answer.get(60))

    def next_batch(self, code: str, batch: str) -> bool:
        if code == "00":
            self.batch = batch
        return code == "00"

    def upload(self, records: list[Wish]) -> bool:
        till = Till(batch=self.batch)
        for item in records:
            change: dict[int, str | None] = {49: None}
            change |= {25: "06"} if item.kind == "completion" else {}
            code = "purchase" if item.kind == "completion" else item.kind
            message = till.money("0320", code, item.trace, item.amount_minor, change=change)
            assert self.rig.code(message) == "00"
        answer = self.rig.ask(till.close(self.draw()))
        return answer is not None and self.next_batch(answer.get(39), answer.get(60))


class Iso93Speaker(Speaker):
    def send(self, message: bytes) -> dict[str, str]:
        self.rig.host.feed(1, message)
        return read(self.rig.raw[-1])

    def ask(self, wish: Wish) -> str:
        till = Till93(batch=self.batch)
        if wish.kind == "reversal":
            message = till.reversal(self.draw(), wish.amount_minor, wish.trace)
        else:
            mti, function, code = {
                "purchase": ("1200", "200", "000000"),
                "preauth": ("1100", "100", "000000"),
                "completion": ("1200", "202", "000000"),
                "void": ("1200", "200", "020000"),
                "refund": ("1200", "200", "200000"),
            }[wish.kind]
            named: dict[int, str | None] = {37: self.rrn(wish)} if wish.of else {}
            message = till.money(mti, wish.trace, wish.amount_minor, function, code, named)
        answer = self.send(message)
        self.given.setdefault(wish.trace, (answer.get("37", ""), answer.get("38", "")))
        return CODES_93.get(answer["39"], answer["39"])

    def settle(self, totals: Totals) -> bool:
        return self.next_batch(self.send(Till93(batch=self.batch).reconcile(self.draw(), totals)))

    def next_batch(self, answer: dict[str, str]) -> bool:
        if answer["39"] == "500":
            self.batch = answer["60"]
        return answer["39"] == "500"

    def upload(self, records: list[Wish]) -> bool:
        till, codes = Till93(batch=self.batch), {"void": "020000", "refund": "200000"}
        for item in records:
            code = codes.get(item.kind, "000000")
            record = till.money("1324", item.trace, item.amount_minor, "301", code, {49: None})
            assert self.send(record)["39"] == "300"
        return self.next_batch(self.send(till.close(self.draw())))


class UnionPaySpeaker(Speaker):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.till = Terminal()
        self.sign_on()

    def sign_on(self) -> None:
        answer = self.send(self.till.sign_on("003", self.draw()))
        self.till.take_keys(answer)
        self.batch = self.till.batch = answer["60"][2:8]

    def send(self, message: bytes) -> dict[str, str]:
        self.rig.host.feed(1, message)
        return self.till.read(self.rig.raw[-1])

    def ask(self, wish: Wish) -> str:
        kind, mti = (wish.kind, "") if wish.kind != "reversal" else ("purchase", "0400")
        named: dict[int, str | None] = {}
        if wish.of:
            rrn, auth_code = self.given.get(wish.of, ("0" * 12, "000000"))
            key, value = (38, auth_code) if kind == "completion" else (37, rrn)
            named = {key: value or "000000"}
        answer = self.send(self.till.money(kind, wish.trace, wish.amount_minor, named, mti))
        self.given.setdefault(wish.trace, (answer.get("37", ""), answer.get("38", "")))
        return answer["39"]

    def settle(self, totals: Totals) -> bool:
        answer = self.send(self.till.settle(self.draw(), totals))
        agreed = answer["48"][30] + answer["48"][61] == "11"
        if agreed:
            self.sign_on()
        return agreed

    def upload(self, records: list[Wish]) -> bool:
        plain = [item for item in records if item.kind != "refund"]
        for item in plain:
            row = (item.trace, self.pan, item.amount_minor)
            assert self.send(self.till.upload(self.draw(), [row]))["39"] == "00"
        for item in records:
            if item.kind == "refund":
                again = self.till.money("refund", item.trace, item.amount_minor, mti="0320")
                assert self.send(again)["39"] == "00"
        code = self.send(self.till.end(self.draw(), len(records), "202"))["39"]
        self.sign_on()
        return code == "00"

    pan = "6222021234567890128"


class GatewaySpeaker(Speaker):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.till = GatewayTill(self.rig)

    def ask(self, wish: Wish) -> str:
        key = f"{wish.trace:06d}"
        if wish.kind == "reversal":
            reply = self.till.cancel(key)
            assert reply is not None
            return str(reply["code"])
        path = {
            "purchase": "payments",
            "preauth": "holds",
            "completion": "completions",
            "void": "voids",
            "refund": "refunds",
        }[wish.kind]
        named = {"transaction": self.rrn(wish), "original": ""} if wish.of else {}
        if wish.kind in ("void", "completion"):
            named["original"] = f"{wish.of:06d}"
            named["original_batch"] = self.where.get(wish.of, "000001")
        more = {name: value for name, value in named.items() if value}
        body = self.till.money(key, wish.amount_minor, pan=CARD, **more)
        reply = self.till.ask("POST", f"/v1/{path}", body)
        self.given.setdefault(wish.trace, (reply["transaction"] or "", reply["approval"] or ""))
        self.where.setdefault(wish.trace, self.batch)
        return str(reply["code"])

    @property
    def where(self) -> dict[int, str]:
        return self.__dict__.setdefault("_where", {})

    def settle(self, totals: Totals) -> bool:
        debits = (totals.debits_count, totals.debits_minor)
        return self.next_batch(
            self.till.settle(debits, (totals.credits_count, totals.credits_minor))
        )

    def next_batch(self, reply: Reply) -> bool:
        if reply["code"] == "00":
            self.batch = self.till.batch = reply["batch"]
        return bool(reply["code"] == "00")

    def upload(self, records: list[Wish]) -> bool:
        words = {"purchase": "payment"}
        body = {
            "terminal": "TP000001",
            "records": [
                {
                    "key": f"{item.trace:06d}",
                    "kind": words.get(item.kind, item.kind),
                    "amount": item.amount_minor,
                }
                for item in records
            ],
        }
        path = f"/v1/batches/{self.batch}"
        assert self.till.ask("POST", f"{path}/records", body)["code"] == "00"
        return self.next_batch(self.till.ask("POST", f"{path}/close", {"terminal": "TP000001"}))


def speakers(
    most_kept: int | None = None,
) -> list[Iso87Speaker | Iso93Speaker | UnionPaySpeaker | GatewaySpeaker]:
    """One of each dialect, with an empty host, whose History keeps so many events."""
    return [
        Iso87Speaker("iso87-ascii", most_kept=most_kept),
        Iso93Speaker("iso93", most_kept=most_kept),
        UnionPaySpeaker("unionpay", most_kept=most_kept),
        GatewaySpeaker("json-gateway", most_kept=most_kept),
    ]
