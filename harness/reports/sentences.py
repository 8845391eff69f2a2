"""What an event says to a reader, in one sentence."""

import json
import re
from dataclasses import dataclass, fields

from emulators.acquirer.events import BooksEntry
from emulators.errors import TillproofError
from emulators.events import Event
from emulators.faults.events import FaultFired
from emulators.faults.fault import catalogue
from emulators.history import of
from emulators.money import format_minor
from harness.events import Invoked, Returned
from harness.faults import add_harness_faults
from harness.reports.chinese import in_chinese
from harness.reports.clean import clean
from harness.reports.phrases import PHRASES, VARIANTS
from harness.reports.texts import LANGUAGES
from harness.reports.values import SPOKEN, in_words

_LONGEST = 300
_STATUS = ("printer", "acquirer", "alerts", "pending", "unsettled", "outcomes")  # as people ask
_USUAL_CURRENCY = 156
_SENTENCES = frozenset({"reason", "interrupted", "failed_step", "trouble"})
_INFERRED = {"en": " (inferred: nobody has proved it)", "zh": "（推断：未得到证明）"}


class _Words(dict[str, str]):
    """Fields by name; what a payload does not have is nothing."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Turns events into sentences of one language, amounts in one currency (ISO 4217 numeric)."""

    lang: str
    currency: int

    def say(self, event: Event) -> str:
        """The sentence; for a kind without one, what its class says of itself, and its fields."""
        template = self._template(event)
        words = self._words(event)
        if template is None:
            own = (event.payload.__doc__ or event.kind).strip().split("\n", 1)[0]
            told = ", ".join(f"{name} {value}" for name, value in words.items() if value)
            return clean(f"{own} ({told})" if told else own, _LONGEST)
        doubt = _INFERRED[self.lang] if event.certainty == "inferred" else ""
        return clean(_tidy(template.format_map(words)) + doubt, _LONGEST)

    def money(self, minor: int | None) -> str:
        """Minor units as text, '' for none."""
        return "" if minor is None else format_minor(minor, self.currency)

    def _template(self, event: Event) -> str | None:
        said = getattr(event.payload, VARIANTS.get(event.kind, ""), "")
        both = PHRASES.get(f"{event.kind}.{_word(said)}") or PHRASES.get(event.kind)
        return None if both is None else both[LANGUAGES.index(self.lang)]

    def _words(self, event: Event) -> _Words:
        words = _Words()
        for field in fields(event.payload):
            value = getattr(event.payload, field.name)
            money = field.name.endswith("_minor") and isinstance(value, int)
            text = self.money(value) if money else _word(value).strip()
            words[field.name] = self._in_language(field.name, text)
        if isinstance(event.payload, FaultFired):
            words["title"] = self._title(event.payload.fault)
        if isinstance(event.payload, Returned):
            words["told"] = _told(event.payload, self.lang)
        return words

    def _in_language(self, name: str, text: str) -> str:
        if name in SPOKEN:
            return in_words(text, self.lang)
        return in_chinese(text) if name in _SENTENCES and self.lang == "zh" else text

    def _title(self, fault: str) -> str:
        return fault_titles(self.lang).get(fault, "")


def speaker(lang: str, events: list[Event]) -> Speaker:
    """A Speaker for a History: its currency is that of the first amount in it."""
    found = [paid.currency for _, paid in of(events, BooksEntry)]
    found += [asked.currency for _, asked in of(events, Invoked) if asked.currency]
    return Speaker(lang, found[0] if found else _USUAL_CURRENCY)


def fault_titles(lang: str) -> dict[str, str]:
    """What each fault is, in that language."""
    add_harness_faults()
    try:
        return {name: cls.zh if lang == "zh" else cls.title() for name, cls in catalogue().items()}
    except TillproofError:
        return {}


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(_word(item) for item in value)
    return "" if value is None else str(value)


def _tidy(sentence: str) -> str:
    """Without what empty fields leave: double spaces, a space or comma before the end."""
    sentence = re.sub(r" +", " ", sentence)
    sentence = re.sub(r", trace(?=,|$)|，凭证号 ?(?=，|$)", "", sentence)
    sentence = re.sub(r" ([,.:，：（）])", r"\1", sentence)
    return sentence.replace("： ", "：").strip(" ,:，：")


def _told(answer: Returned, lang: str) -> str:
    """What else the till told: of the receipt, or in a status. A till may answer anything."""
    if answer.method != "status":
        of_slip = f"{in_words('receipt', lang)} {in_words(answer.receipt, lang)}"
        return _aside(of_slip, lang) if answer.receipt else ""
    try:
        status = json.loads(answer.result)
        return _status(status, lang) if isinstance(status, dict) else answer.result
    except (ValueError, RecursionError):
        return answer.result


def _aside(text: str, lang: str) -> str:
    return f"（{text}）" if lang == "zh" else f"({text})"


def _status(status: dict[str, object], lang: str) -> str:
    ready = status.get("ready")
    words = ["ready" if ready else "not ready"] if isinstance(ready, bool) else []
    told = [(name, _plain(status.get(name), lang)) for name in _STATUS]
    said = [f"{_label(name, lang)} {text}" for name, text in told if text]
    return ("，" if lang == "zh" else ", ").join([in_words(one, lang) for one in words] + said)


def _label(name: str, lang: str) -> str:
    """``pending`` names a list here; as an outcome it has another word."""
    return "待办" if lang == "zh" and name == "pending" else in_words(name, lang)


def _plain(value: object, lang: str) -> str:
    """A value of a status; nothing for what is empty or zero."""
    if isinstance(value, dict):
        parts = [(name, _plain(item, lang)) for name, item in value.items()]
        return " ".join(f"{in_words(str(name), lang)} {text}" for name, text in parts if text)
    if isinstance(value, list):
        return "; ".join(_plain(item, lang) for item in value)
    return in_words(_word(value or None), lang)
