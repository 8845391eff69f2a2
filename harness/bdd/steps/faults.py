"""Given: what will go wrong, and when."""

from harness.bdd.phrases import Scene, phrase


@phrase(
    en="the paper runs out after line {line:d} of the receipt",
    zh="小票打印到第{line:d}行后缺纸",
)
def paper_runs_out(scene: Scene, line: int) -> None:
    """printer.paper_out when that many more lines have been printed."""
    scene.bench.arm(f"printer.paper_out@line({line})")


@phrase(en="the printer has no paper", zh="打印机没有纸")
def no_paper(scene: Scene) -> None:
    """printer.paper_out now."""
    scene.bench.arm("printer.paper_out@now")


@phrase(
    en="the cover is opened after line {line:d} of the receipt",
    zh="小票打印到第{line:d}行后机盖被打开",
)
def cover_opened(scene: Scene, line: int) -> None:
    """printer.cover_open when that many more lines have been printed."""
    scene.bench.arm(f"printer.cover_open@line({line})")


@phrase(
    en="the print head fails after line {line:d} of the receipt",
    zh="小票打印到第{line:d}行后打印头损坏",
)
def head_fails(scene: Scene, line: int) -> None:
    """printer.head_failure (reported) when that many more lines have been printed."""
    scene.bench.arm(f"printer.head_failure@line({line})")


@phrase(
    en="the print head fails silently after line {line:d} of the receipt",
    zh="小票打印到第{line:d}行后打印头损坏且没有报警",
)
def head_fails_silently(scene: Scene, line: int) -> None:
    """printer.head_failure, which the printer does not know of."""
    scene.bench.arm(f"printer.head_failure:reported=no@line({line})")


@phrase(
    en="the printer loses its power after line {line:d} of the receipt",
    zh="小票打印到第{line:d}行后打印机断电",
)
def printer_loses_power(scene: Scene, line: int) -> None:
    """printer.power_cut when that many more lines have been printed."""
    scene.bench.arm(f"printer.power_cut@line({line})")


@phrase(
    en="the printer's cable comes out after line {line:d} of the receipt",
    zh="小票打印到第{line:d}行后打印机连线脱落",
)
def printer_cable_out(scene: Scene, line: int) -> None:
    """printer.link.down when that many more lines have been printed."""
    scene.bench.arm(f"printer.link.down@line({line})")


@phrase(en="the printer's cable is out", zh="打印机连线没有接好")
def printer_cable_is_out(scene: Scene) -> None:
    """printer.link.down now."""
    scene.bench.arm("printer.link.down@now")


@phrase(en="the line to the host is down", zh="与银行主机的线路断开")
def line_down(scene: Scene) -> None:
    """acquirer.link.down now."""
    scene.bench.arm("acquirer.link.down@now")


@phrase(
    en="the line to the host is reset when the next sale has been booked",
    zh="下一笔消费入账后与银行主机的连接被重置",
)
def line_reset(scene: Scene) -> None:
    """acquirer.link.reset_peer between the booking of the next sale and its response."""
    scene.bench.arm("acquirer.link.reset_peer@message(0200,booked)")


@phrase(
    en="the line to the host goes down when the next sale has been booked",
    zh="下一笔消费入账后与银行主机的线路断开",
)
def line_goes_down(scene: Scene) -> None:
    """acquirer.link.down between the booking of the next sale and its response."""
    scene.bench.arm("acquirer.link.down@message(0200,booked)")


@phrase(en="the request of the next sale is lost", zh="下一笔消费的请求丢失")
def request_lost(scene: Scene) -> None:
    """host.request_lost: not booked, no answer."""
    scene.bench.arm("host.request_lost@message(0200,request)")


@phrase(en="the host's answer to the next sale is lost", zh="下一笔消费的应答丢失")
def response_lost(scene: Scene) -> None:
    """host.response_lost: booked, no answer."""
    scene.bench.arm("host.response_lost@message(0200,booked)")


@phrase(
    en="the host's answer to the next sale comes {after_ms:d} ms late",
    zh="下一笔消费的应答迟到{after_ms:d}毫秒",
)
def response_late(scene: Scene, after_ms: int) -> None:
    """host.late_response: booked, and the answer comes when the POS has given up."""
    scene.bench.arm(f"host.late_response:after_ms={after_ms}@message(0200,booked)")


@phrase(
    en="the host declines the next sale with code {code:w}", zh="银行以应答码{code:w}拒绝下一笔消费"
)
def host_declines(scene: Scene, code: str) -> None:
    """host.decline with that response code."""
    scene.bench.arm(f"host.decline:code={code}@message(0200,request)")


@phrase(
    en="the till crashes when the next sale has been booked",
    zh="下一笔消费入账后收银程序崩溃",
)
def crash_after_booking(scene: Scene) -> None:
    """pos.kill between the booking of the next sale and its response."""
    scene.bench.arm("pos.kill@message(0200,booked)")


@phrase(
    en="the till crashes after line {line:d} of the receipt",
    zh="小票打印到第{line:d}行后收银程序崩溃",
)
def crash_while_printing(scene: Scene, line: int) -> None:
    """pos.kill when that many more lines have been printed."""
    scene.bench.arm(f"pos.kill@line({line})")


@phrase(en="the fault {spec}", zh="故障{spec}")
def any_fault(scene: Scene, spec: str) -> None:
    """Any fault of the catalogue: NAME[:param=value,…][@trigger]."""
    scene.bench.arm(spec.strip('`"“”'))
