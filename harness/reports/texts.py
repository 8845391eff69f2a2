"""The report's own words, in English and Chinese. What comes from the run is not translated."""

from collections.abc import Mapping
from types import MappingProxyType

from emulators.errors import UsageError
from harness.reports.summary import RunSummary

LANGUAGES = ("en", "zh")

_TEXTS = {
    "html_lang": ("en", "zh-CN"),
    "title": ("Recovery report", "恢复能力报告"),
    "verdict_pass": ("Pass", "通过"),
    "verdict_fail": ("Fail", "不通过"),
    "verdict_unknown": ("Unknown", "无法判定"),
    "status_pass": ("passed", "通过"),
    "status_fail": ("failed", "失败"),
    "status_unknown": ("unknown", "无法判定"),
    "status_error": ("harness error", "测试程序出错"),
    "status_not_applicable": ("not applicable", "不适用"),
    "status_not_exercised": ("not exercised", "未涉及"),
    "lead_pass": (
        "Every check held in {n} of {n} scenarios.",
        "{n} 个场景中的全部检查均成立。",
    ),
    "lead_fail": ("{bad} of {n} scenarios failed.", "{n} 个场景中有 {bad} 个失败。"),
    "lead_unknown": (
        "Nothing failed, but {bad} of {n} scenarios prove nothing.",
        "没有失败，但 {n} 个场景中有 {bad} 个不能说明问题。",
    ),
    "lead_nothing": (
        "No scenario was run: nothing is proved.",
        "没有运行任何场景：什么也没有证明。",
    ),
    "pos": ("POS", "收银机"),
    "started": ("Started", "开始时间"),
    "took": ("Took", "用时"),
    "seed": ("Seed", "随机种子"),
    "version": ("tillproof", "tillproof"),
    "scenarios": ("Scenarios", "场景"),
    "failed_section": ("What went wrong", "出了什么问题"),
    "unknown_section": ("What could not be decided", "无法判定的场景"),
    "passed_section": ("What held", "成立的场景"),
    "left_out_section": ("Left out", "未纳入"),
    "checks_section": ("Checks", "检查项"),
    "faults_section": ("Faults", "故障"),
    "search": ("Search scenarios", "搜索场景"),
    "show": ("Show", "显示"),
    "all": ("all", "全部"),
    "no_match": ("No scenario matches.", "没有符合条件的场景。"),
    "violations": ("Violations", "违反的检查"),
    "event": ("event", "事件"),
    "why": ("Why", "原因"),
    "error": ("Error", "错误"),
    "steps": ("Steps", "步骤"),
    "left_behind": ("What was there", "当时的情况"),
    "story": ("What happened", "经过"),
    "receipts": ("On paper", "纸面"),
    "no_receipts": ("Nothing came out of the printer.", "打印机没有打出任何内容。"),
    "slip": ("Slip {slip}", "小票 {slip}"),
    "ended_cut": ("cut", "已切纸"),
    "ended_tear": ("torn off", "撕下"),
    "ended_roll": ("the roll ended", "纸卷用尽"),
    "ended_open": ("still in the printer", "仍在打印机内"),
    "incomplete": ("cut short", "未打完"),
    "illegible": ("{n} lines cannot be read", "有 {n} 行无法辨认"),
    "unreadable_line": ("(cannot be read)", "（无法辨认）"),
    "blank": ("(blank)", "（空白）"),
    "picture_missing": ("the picture is missing", "图片缺失"),
    "picture_left_out": ("as text, to keep this file small", "为控制文件大小，仅显示文字"),
    "operations": ("What the cashier asked", "收银员的操作"),
    "asked": ("Asked", "请求"),
    "answer": ("Answer", "应答"),
    "receipt": ("Receipt", "小票"),
    "references": ("References", "编号"),
    "no_answer": ("no answer", "无应答"),
    "repeat": ("pressed again", "重复按键"),
    "books": ("What the bank has booked", "银行账目"),
    "batch": ("Batch", "批次"),
    "trace": ("Trace", "凭证号"),
    "kind": ("Kind", "类型"),
    "rrn": ("RRN", "参考号"),
    "amount": ("Amount", "金额"),
    "course": ("Course", "变化"),
    "batches": ("Batches", "批次"),
    "debits": ("Debits", "借记"),
    "credits": ("Credits", "贷记"),
    "state": ("State", "状态"),
    "date": ("Business date", "营业日期"),
    "timeline": ("Timeline", "时间线"),
    "events_folded": ("{n} events, polls and routine folded", "{n} 个事件，轮询与常规事件已折叠"),
    "timeline_left_out": (
        "The timeline is left out to keep this file small. It stands in",
        "为控制文件大小，此处省略时间线，完整内容见",
    ),
    "time": ("Time", "时间"),
    "device": ("Device", "设备"),
    "what": ("What happened", "发生了什么"),
    "caused_by": ("caused by event", "起因：事件"),
    "no_history": ("No evidence can be shown:", "无法显示证据："),
    "evidence": ("Evidence", "证据"),
    "again": ("Run it again", "重新运行"),
    "log_end": ("The end of the POS's log", "收银程序日志末尾"),
    "check": ("Check", "检查"),
    "verdict": ("Verdict", "结论"),
    "seen_in": ("Seen in", "涉及场景"),
    "fault": ("Fault", "故障"),
    "armed": ("Armed", "已设定"),
    "fired": ("Fired", "已触发"),
    "never_fired": ("never fired", "从未触发"),
    "none": ("none", "无"),
    "during": ("a fault stands", "故障持续中"),
    "colon": (": ", "："),
    "option": ("", " --lang zh"),
    "device_printer": ("printer", "打印机"),
    "device_printer.link": ("printer line", "打印机线路"),
    "device_printer2": ("standby printer", "备用打印机"),
    "device_printer2.link": ("standby printer's line", "备用打印机线路"),
    "device_acquirer2.link": ("backup line", "备用主机线路"),
    "device_acquirer": ("host", "银行主机"),
    "device_acquirer.link": ("host line", "主机线路"),
    "device_terminal": ("payment terminal", "支付终端"),
    "device_pos": ("POS", "收银机"),
    "device_operator": ("cashier", "收银员"),
    "device_bench": ("bench", "台架"),
    "device_nemesis": ("fault", "故障"),
}


def language_of(summary: RunSummary) -> str:
    """The language of a run's features; English where they have several."""
    return "zh" if {one.language[:2] for one in summary.scenarios} == {"zh"} else "en"


def texts(lang: str) -> Mapping[str, str]:
    """The words of a language by key. Raises UsageError when there is no such language."""
    if lang not in LANGUAGES:
        raise UsageError(f"no report in {lang!r}: choose {' or '.join(LANGUAGES)}")
    column = LANGUAGES.index(lang)
    return MappingProxyType({key: both[column] for key, both in _TEXTS.items()})
