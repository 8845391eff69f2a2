"""A sentence for each kind of event, in English and Chinese.

The key is the kind, or the kind and what one of its fields says (``VARIANTS``). Names in braces are
the payload's fields, amounts written as money; a field that is empty leaves nothing behind.
"""

from typing import Final

# Which field chooses among the sentences of a kind.
VARIANTS: Final = {
    "books.batch": "state",
    "fault.fired": "undetectable",
    "host.dropped": "moment",
    "host.state": "up",
    "terminal.told": "lost",
    "lab.lost": "back",
    "link.closed": "by",
    "link.state": "state",
    "pos.disk": "state",
    "operation.invoked": "repeat",
    "operation.returned": "status",
    "pos.ended": "asked",
    "pos.frozen": "frozen",
    "printer.drawer": "opened",
    "printer.line": "legible",
    "printer.replied": "trouble",
    "printer.slip": "ended_by",
}

PHRASES: Final = {
    "books.batch.closed": (
        "Batch {batch} is closed ({how}): debits {debits_minor}, credits {credits_minor}",
        "批次 {batch} 已关闭（{how}）：借记 {debits_minor}，贷记 {credits_minor}",
    ),
    "books.batch": ("Batch {batch} is {state} ({how})", "批次 {batch}：{state}（{how}）"),
    "books.entry": (
        "In the books: {kind_of} {amount_minor}, trace {trace}, {change}",
        "记账：{kind_of} {amount_minor}，凭证号 {trace}，{change}",
    ),
    "bench.healed": (
        "Everything is mended; the till has {recovers_within_s} s to recover",
        "故障已全部排除；收银机须在 {recovers_within_s} 秒内恢复",
    ),
    "bench.slip_read": (
        "Slip {slip} is a picture: {engine} reads it",
        "小票 {slip} 是图片：由 {engine} 识别",
    ),
    "bench.quiet": ("Nothing happens any more after {waited_s} s", "{waited_s} 秒后已无任何动静"),
    "fault.armed": ("Waiting to strike: {spec}", "已设定故障：{spec}"),
    "fault.cleared": ("Mended: {fault}", "故障排除：{fault}"),
    "fault.fired": ("{fault} strikes {target}. {title}", "故障发生：{fault}（{target}）。{title}"),
    "fault.fired.true": (
        "{fault} strikes {target}, which no till can notice. {title}",
        "故障发生：{fault}（{target}），收银机无法察觉。{title}",
    ),
    "host.accepted": ("The host takes connection {conn}", "主机接受连接 {conn}"),
    "host.answered": ("The answer to {mti} has left whole", "{mti} 的应答已全部发出"),
    "host.answering": ("Half of the answer to {mti} has left", "{mti} 的应答已发出一半"),
    "host.booked": ("The books are written: {mti} trace {trace}", "已入账：{mti} 凭证号 {trace}"),
    "host.booking": ("The host decides {code} on {mti}", "主机对 {mti} 的决定：{code}"),
    "host.cutover": ("The host's day is now {business_date}", "主机营业日切换为 {business_date}"),
    "host.dropped": ("A {moment} is lost: {mti}", "途中丢失：{mti} {moment}"),
    "host.dropped.request": (
        "The request {mti} {amount_minor} is lost on its way",
        "请求 {mti} {amount_minor} 在途中丢失",
    ),
    "host.dropped.response": (
        "The answer to {mti} {amount_minor} is lost on its way",
        "{mti} {amount_minor} 的应答在途中丢失",
    ),
    "host.malformed": ("No message that the host understands: {reason}", "主机无法识别：{reason}"),
    "host.request": (
        "The host gets {mti} {amount_minor}, trace {trace}",
        "主机收到 {mti} {amount_minor}，凭证号 {trace}",
    ),
    "host.response": ("The answer {code} to {mti} is ready", "{mti} 的应答 {code} 已备好"),
    "host.sent": ("The answer {code} to {mti} has left the host", "{mti} 的应答 {code} 已发出"),
    "host.state.true": ("The host is up", "主机已启动"),
    "host.state.false": ("The host is down", "主机已停机"),
    "link.answered": ("{answered_bytes} bytes go back to the till", "返回 {answered_bytes} 字节"),
    "link.closed": ("Connection {conn} ends ({how})", "连接 {conn} 断开（{how}）"),
    "link.closed.pos": ("The till closes connection {conn}", "收银机关闭连接 {conn}"),
    "link.closed.fault": (
        "Connection {conn} is broken off ({how})",
        "连接 {conn} 被中断（{how}）",
    ),
    "link.delivered": ("{delivered_bytes} bytes arrive", "送达 {delivered_bytes} 字节"),
    "lab.deed": (
        "At the real printer: {part} {verb}, by {by}, in {took_ms} ms {trouble}",
        "实体打印机：{part} {verb}（{by}），用时 {took_ms} 毫秒 {trouble}",
    ),
    "lab.lost": ("The real printer was lost: {why}", "与实体打印机失去连接：{why}"),
    "lab.lost.true": ("The real printer at {port} is back", "实体打印机 {port} 已恢复连接"),
    "lab.ready": (
        "A real printer is ready at {port}; it proves its printing by {proof}",
        "实体打印机 {port} 就绪；打印证明方式：{proof}",
    ),
    "link.opened": ("The till connects (connection {conn})", "收银机建立连接 {conn}"),
    "link.sent": ("The till sends {sent_bytes} bytes", "收银机发送 {sent_bytes} 字节"),
    "link.serial": (
        "The till has set its serial line to {settings}, flow control {flow}",
        "收银机串口设置：{settings}，流控 {flow}",
    ),
    "link.state.up": ("The line is up", "线路恢复"),
    "link.state.down": ("The line is down", "线路中断"),
    "link.state.refusing": ("New connections are refused", "拒绝新连接"),
    "link.state.silent": ("Nothing gets through the line", "线路没有任何应答"),
    "link.state": ("The line: {state}", "线路：{state}"),
    "link.lost": ("{bytes_lost} bytes are lost ({stream})", "丢失 {bytes_lost} 字节（{stream}）"),
    "link.altered": (
        "{altered_bytes} bytes are not as they were sent ({stream})",
        "{altered_bytes} 字节与发送时不同（{stream}）",
    ),
    "operation.invoked": (
        "Cashier asks: {method} {amount_minor} {tender} {reference}",
        "收银员操作：{method} {amount_minor} {tender} {reference}",
    ),
    "operation.invoked.true": (
        "Cashier presses again: {method} {amount_minor} {reference}",
        "收银员重复按键：{method} {amount_minor} {reference}",
    ),
    "operation.returned.ok": (
        "Till answers {method}: {outcome} {told}",
        "收银机应答 {method}：{outcome} {told}",
    ),
    "operation.returned": (
        "No usable answer to {method}: {status} {reason}",
        "{method} 没有可用的应答：{status} {reason}",
    ),
    "operator.did": ("The operator: {what}", "操作员：{what}"),
    "pos.disk": ("The till's disk: {state}", "收银机磁盘：{state}"),
    "pos.disk.full": ("The till's disk is full", "收银机磁盘已满"),
    "pos.disk.free": ("There is room on the till's disk again", "收银机磁盘已腾出空间"),
    "pos.disk.cut": (
        "The power is gone: what the till had not flushed is lost",
        "断电：收银机尚未写盘的内容丢失",
    ),
    "pos.disk.lost": ("The till's data folder is emptied", "收银机数据目录已清空"),
    "pos.disk.torn": ("The till's latest file is torn", "收银机最后写的文件已损坏"),
    "pos.disk.kept": (
        "The power stayed on: the flush that it waited for never came",
        "没有断电：等待的那次写盘始终没有发生",
    ),
    "pos.clock": ("The till's date moves by {days} days", "收银机日期移动 {days} 天"),
    "pos.ended": (
        "The till's program ends by itself (status {status})",
        "收银程序自行退出（状态 {status}）",
    ),
    "pos.ended.true": (
        "The till's program is ended (status {status})",
        "收银程序被终止（{status}）",
    ),
    "pos.frozen.true": ("The till's program is frozen", "收银程序被冻结"),
    "pos.frozen.false": ("The till's program goes on", "收银程序继续运行"),
    "pos.flushed": ("The till's flushes were counted", "已统计收银机的写盘次数"),
    "pos.log": ("The till's log is kept {card_numbers}", "已保存收银机日志 {card_numbers}"),
    "pos.ready": ("The till is ready: {name} {version}", "收银机就绪：{name} {version}"),
    "pos.said": ("Junk on the till's standard output: {text}", "收银机标准输出异常：{text}"),
    "pos.screen": ("The till's screen is kept ({about})", "已保存收银机屏幕（{about}）"),
    "pos.started": ("The till's program starts (start {start})", "收银程序启动（第 {start} 次）"),
    "printer.buzzer": ("The buzzer sounds", "蜂鸣器响"),
    "printer.cleared": (
        "{lost_bytes} bytes that waited in the printer are gone ({by})",
        "打印机缓冲区中 {lost_bytes} 字节被清除（{by}）",
    ),
    "printer.cut": ("The paper is cut: slip {slip}", "切纸：小票 {slip}"),
    "printer.drawer.true": ("The cash drawer opens", "钱箱打开"),
    "printer.drawer.false": ("The cash drawer stays shut", "钱箱未打开"),
    "printer.line": (
        "Slip {slip}, line {line}: “{line_text}”",
        "小票 {slip} 第 {line} 行：“{line_text}”",
    ),
    "printer.line.false": (
        "Slip {slip}, line {line} cannot be read: “{line_text}”",
        "小票 {slip} 第 {line} 行无法辨认：“{line_text}”",
    ),
    "printer.replied": ("The printer answers {request}", "打印机应答 {request}"),
    "printer.replied.true": (
        "The printer tells of trouble ({request})",
        "打印机报告异常（{request}）",
    ),
    "printer.glyphs_missing": (
        "No font has these characters: boxes stand for them ({characters})",
        "字库中没有这些字符，以方框代替（{characters}）",
    ),
    "printer.roll": ("A new roll, {length_mm} mm", "装入新纸卷 {length_mm} 毫米"),
    "printer.rows": ("The paper moves {rows} rows", "走纸 {rows} 点行"),
    "printer.slip": ("Slip {slip} ends: {ended_by}", "小票 {slip} 结束：{ended_by}"),
    "printer.slip.cut": ("Slip {slip} is in the customer's hand", "小票 {slip} 交到顾客手中"),
    "printer.slip.open": ("Slip {slip} is still in the printer", "小票 {slip} 仍在打印机内"),
    "printer.slip.roll": ("Slip {slip} ends with the roll", "小票 {slip} 随纸卷用尽而结束"),
    "printer.slip.tear": ("Slip {slip} is torn off", "小票 {slip} 被撕下"),
    "printer.state": (
        "The printer: {why} (paper {paper}, error {error})",
        "打印机状态：{why}（纸 {paper}，错误 {error}）",
    ),
    "printer.not_drawn": ("{command} draws nothing: {reason}", "{command} 未打印：{reason}"),
    "printer.unknown": ("No ESC/POS command: {data_hex}", "无法识别的 ESC/POS 指令：{data_hex}"),
    "run.ended": ("The bench goes down. {interrupted}", "台架关闭。{interrupted}"),
    "run.started": ("The bench comes up: {name}", "台架启动：{name}"),
    "terminal.command": (
        "The till asks the terminal: {command}",
        "收银机请求支付终端：{command}",
    ),
    "terminal.paid": (
        "The terminal has decided on {amount_minor}: {result}",
        "支付终端处理完 {amount_minor}：{result}",
    ),
    "terminal.result": (
        "The terminal is done: {command} {result}",
        "支付终端完成：{command} {result}",
    ),
    "terminal.told.false": ("The terminal tells the till: {how}", "支付终端告知收银机：{how}"),
    "terminal.told.true": (
        "The terminal's answer to {command} never reaches the till",
        "支付终端对 {command} 的答复未送达收银机",
    ),
}

# What a folded group of routine events comes to.
FOLDED: Final = {
    "printer.line": ("{n} lines printed", "打印 {n} 行"),
    "link.sent": ("{n} bytes sent", "发送 {n} 字节"),
    "link.delivered": ("{n} bytes arrived", "送达 {n} 字节"),
    "link.answered": ("{n} bytes answered", "应答 {n} 字节"),
    "printer.replied": ("{n} status answers", "{n} 次状态应答"),
    "operation.invoked": ("{n} looks at the status", "查看状态 {n} 次"),
}
