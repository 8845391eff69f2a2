"""The page of the docs on the JSON gateway, in English and Chinese: each endpoint and field."""

from pathlib import Path

from emulators.acquirer.dialects.json_gateway_bodies import name_of
from emulators.acquirer.dialects.json_gateway_rules import ENDPOINTS, FIELDS
from harness.reference.markdown import page_of, table_of


def english() -> str:
    """The page as the English docs have it."""
    heads = ("endpoint", "asks for", "must have", "state when it is done"), ("field", "", "form")
    return page_of("The JSON gateway", _ENGLISH, _tables(*heads, ", ", {}))


def chinese() -> str:
    """The same in Chinese."""
    text = Path(__file__).with_name("gateway.zh.txt").read_text(encoding="utf-8").strip()
    heads = ("接口", "用途", "必填字段", "完成后的 state"), ("字段", "类型", "格式")
    return page_of("JSON 网关", text, _tables(*heads, "、", _CHINESE))


def _tables(
    endpoints: tuple[str, ...], fields: tuple[str, ...], comma: str, words: dict[str, str]
) -> str:
    asked = (
        (
            f"`{e.method} {e.path}`",
            _said(e.asked.kind_of or e.asked.action.value, words),
            comma.join(f"`{name_of(number)}`" for number in e.required),
            f"`{e.state}`",
        )
        for e in ENDPOINTS
    )
    forms = (
        (f"`{f.name}`", _said("number" if f.is_number else "text", words), f"`{f.pattern}`")
        for f in FIELDS.values()
    )
    return table_of(endpoints, asked) + "\n" + table_of(fields, forms)


def _said(name: str, words: dict[str, str]) -> str:
    """A word of the table; the English page says the names as they are."""
    return words[name] if words else name.replace("_", " ")


_CHINESE = {
    "sign_on": "签到",
    "sign_off": "签退",
    "echo": "线路测试",
    "purchase": "消费",
    "preauth": "预授权",
    "completion": "预授权完成",
    "void": "撤销",
    "preauth_void": "预授权撤销",
    "refund": "退货",
    "inquiry": "交易查询",
    "reversal": "冲正",
    "query": "余额查询",
    "settlement": "结算",
    "upload": "批上送",
    "close": "批上送结束",
    "number": "数字",
    "text": "文本",
}
_ENGLISH = """\
The dialect `json-gateway`: HTTP/1.1 without TLS at the host and port of `TILLPROOF_ACQUIRER`, JSON
objects both ways. A field may stand in the body, in the query or in the path; the key of what moves
money also in the header `Idempotency-Key`. Amounts are whole numbers of minor units, other fields
are text.

* `key` names a transaction in its batch. The same request again under it is answered as the first
  (what the headers say does not matter); another request under it gets 94.
* No answer: ask with `GET /v1/payments/{key}`. Its `state` is `unknown` (404: it has not come yet,
  and may), `paid`, `held`, `refunded`, `done` (a void), `voided`, `completed`, `declined` or
  `cancelled`; the `code` of one that was declined is the decline's.
* Not wanted: cancel it. 00 and 25 are an end: what was paid is taken back, and a payment that comes
  after its cancellation gets 68. A void or a refund has no cancellation: it is repeated,
  also after 91 or 96, with which neither is booked.
* A card is `pan` and `expiry`, or `payer_code`: what a payer's telephone shows.
* `original` names what is voided, released or completed, and what is refunded when it is known;
  `original_batch` its batch, when that is another one.
* Close of day: `settle` with the till's totals. 00 closes the batch and tells the next one; 95
  (`differs`) tells the host's totals. Then upload all `records` (`key`, `kind`: payment,
  completion, void, refund, `amount`, and when known `transaction`, `approval`, `pan`) and `close`:
  they win, when they come to the totals that were said.
* An answer repeats `terminal`, `key`, `amount`, `currency` and `batch` of its request: compare
  them, for it may be the answer to something else. What was approved has `transaction` and
  `approval`, the RRN and the authorisation code of the slip. `batch` is the open one at sign-on,
  and the next one when a batch is closed.
* The slip's trace number is the `key` where that is a number of up to six digits. Where it is a
  reference of the till's own, the trace number is the one that the till answers to the cashier.
* Every answer has `code` ([the codes](dialects.md)) and `state`; the HTTP status only sorts them:
  200, 402 declined by the issuer, 400, 403, 404, 409 and 503. What is no HTTP is hung up on."""
