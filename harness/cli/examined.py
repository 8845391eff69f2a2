"""What ``doctor`` found, in English or Chinese."""

from dataclasses import replace

from harness.doctor import Finding
from harness.reports.chinese import in_chinese

_STATES = {"ok": "正常", "note": "提示", "BAD": "错误"}
_TOPICS = {
    "machine": "运行环境",
    "compiler": "编译器",
    "pty": "伪终端",
    "pictures": "图片识别",
    "configuration": "配置",
    "cutter": "切刀",
    "POS": "收银机",
    "bench": "台架",
    "lacks": "不支持的能力",
    "capabilities": "能力",
    "trial sale": "试消费",
    "host": "银行主机",
    "slips": "小票",
    "merchant copy": "商户存根",
    "not applicable": "不适用",
    "faults": "故障",
    "built-in patterns": "内置识别规则",
}
_CALLS = ("hello", "sale", "status")


def in_language(one: Finding, lang: str) -> Finding:
    """The finding in ``en`` or ``zh``; what nobody has translated stays as it is."""
    if lang != "zh":
        return one
    kind, _, number = one.topic.partition(" ")
    topic = f"小票 {number}" if kind == "slip" else _TOPICS.get(one.topic, one.topic)
    return replace(one, topic=topic, state=_STATES[one.state], text=_text(one))


def _text(one: Finding) -> str:
    answer = f"the answer to {one.topic}: {one.text}"
    if one.topic in _CALLS and " is " in one.text and (said := in_chinese(answer)) != answer:
        return said
    return in_chinese(one.text)
