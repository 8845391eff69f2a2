"""Words that stand as values in events and in a till's answers, for people who read Chinese.

Names of the wire and of the contract's parameters stay as they are: MTI, response codes, commands.
"""

from typing import Final

# The fields of events whose values are words for people.
SPOKEN: Final = frozenset(
    {"method", "outcome", "tender", "change", "kind_of", "how", "state", "stream", "status"}
    | {"why", "paper", "error", "by", "what", "target"}
)
_CHINESE: Final = {
    # what the cashier asks for
    "sale": "消费", "void": "撤销", "refund": "退货", "preauth": "预授权",
    "completion": "预授权完成", "balance": "查询余额", "reprint": "重打印", "settle": "结算",
    "status": "查看状态", "acknowledge": "确认已处理", "shutdown": "关机",
    "card": "刷卡", "cash": "现金",
    # what it is told
    "approved": "批准", "declined": "拒绝", "failed": "未完成", "pending": "待定",
    "unknown": "未知", "settled": "已结算", "mismatch": "对账不平", "printed": "已打印",
    "queued": "待打印", "none": "无", "timeout": "超时", "error": "故障",
    "not_applicable": "不支持",
    # the books
    "purchase": "消费", "preauth_void": "预授权撤销", "completion_void": "预授权完成撤销",
    "booked": "入账", "reversed": "已冲正", "voided": "已撤销", "unvoided": "恢复（撤销无效）",
    "uploaded": "上送入账", "completed": "已完成", "uncompleted": "恢复（完成无效）",
    "dropped": "删除", "tombstone": "先行冲正",
    "opened": "已打开", "closed": "已关闭",
    "settlement": "结算", "upload": "批上送", "cutover": "日切", "sign_on": "签到",
    # printers and lines
    "ok": "正常", "out": "用尽", "low": "将尽", "near_end": "将尽", "down": "断开", "up": "接通",
    "unrecoverable": "不可恢复", "recoverable": "可恢复", "offline": "脱机",
    "paper_low": "纸将尽", "paper_out": "缺纸", "paper_loaded": "已装纸",
    "cover_open": "机盖打开", "cover_closed": "机盖已合上", "head_failed": "打印头损坏",
    "head_replaced": "已换打印头", "power_off": "断电", "power_on": "通电", "power": "断电",
    "upstream": "收银机发出", "downstream": "收银机接收",
    # what is struck
    "printer.link": "打印机线路", "acquirer.link": "银行主机线路", "pos": "收银机",
    "printer2": "备用打印机", "operator": "操作员", "terminal": "支付终端",
    # a status
    "ready": "就绪", "not ready": "未就绪", "printer": "打印机", "acquirer": "银行主机",
    "alerts": "提示", "unsettled": "未结算", "outcomes": "结果", "reversals": "待冲正",
    "receipts": "待打印小票", "receipt": "小票",
    # references
    "trace": "凭证号", "rrn": "参考号", "auth_code": "授权码", "batch": "批次号",
}  # fmt: skip
_MENDS: Final = "mends "
_EVERYTHING: Final = "everything"


def in_words(value: str, lang: str) -> str:
    """The value as people of that language say it; one that has no word stays."""
    if lang != "zh":
        return value
    if value.startswith(_MENDS):
        what = value.removeprefix(_MENDS)
        if what == _EVERYTHING:
            return "排除全部故障"
        return f"排除{_CHINESE[what]}的故障" if what in _CHINESE else f"排除 {what}"
    return _CHINESE.get(value, value)
