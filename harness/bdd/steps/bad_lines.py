"""Given: lines that are bad without being out: slow, silent, disturbed, cut into pieces."""

from harness.bdd.moments import Moment
from harness.bdd.phrases import Scene, phrase


@phrase(en="the line to the host is slow by {ms:d} ms", zh="与银行主机的线路延迟{ms:d}毫秒")
def host_slow(scene: Scene, ms: int) -> None:
    """acquirer.link.latency now."""
    scene.bench.arm(f"acquirer.link.latency:ms={ms}@now")


@phrase(en="the line to the host goes silent {when:Moment}", zh="{when:Moment}银行主机线路没有应答")
def host_silent_then(scene: Scene, when: Moment) -> None:
    """acquirer.link.black_hole at that moment: connections are taken and never answered."""
    scene.arm("acquirer.link.black_hole", when)


@phrase(en="the host refuses connections", zh="银行主机拒绝连接")
def host_refuses(scene: Scene) -> None:
    """acquirer.link.refuse now, and the open connection is reset (acquirer.link.reset_peer)."""
    scene.bench.arm("acquirer.link.refuse@now")
    scene.bench.arm("acquirer.link.reset_peer@now")


@phrase(en="the line to the host carries messages byte by byte", zh="与银行主机的线路逐字节传送")
def host_sliced(scene: Scene) -> None:
    """acquirer.link.slicer now."""
    scene.bench.arm("acquirer.link.slicer@now")


@phrase(en="the next message to the host is lost on the way", zh="发往银行主机的下一条报文途中丢失")
def host_drops(scene: Scene) -> None:
    """acquirer.link.drop now."""
    scene.bench.arm("acquirer.link.drop@now")


@phrase(en="the next message to the host arrives twice", zh="发往银行主机的下一条报文到达两次")
def host_doubles(scene: Scene) -> None:
    """acquirer.link.duplicate now."""
    scene.bench.arm("acquirer.link.duplicate@now")


@phrase(
    en="the next message to the host is overtaken",
    zh="发往银行主机的下一条报文晚于后一条到达",
    formerly=("发往银行主机的下一条报文被后一条超过",),
)
def host_reorders(scene: Scene) -> None:
    """acquirer.link.reorder now."""
    scene.bench.arm("acquirer.link.reorder@now")


@phrase(
    en="the next {count:d} bytes to the host are disturbed",
    zh="发往银行主机的{count:d}个字节受干扰",
)
def host_corrupt(scene: Scene, count: int) -> None:
    """acquirer.link.corrupt now, a bit in each."""
    scene.bench.arm(f"acquirer.link.corrupt:bytes={count}@now")


@phrase(en="the printer goes silent {when:Moment}", zh="{when:Moment}打印机没有应答")
def printer_silent(scene: Scene, when: Moment) -> None:
    """printer.link.black_hole at that moment: what is sent is lost, and nothing is answered."""
    scene.arm("printer.link.black_hole", when)


@phrase(en="the line to the printer stops {when:Moment}", zh="{when:Moment}打印机线路停住")
def printer_stalls(scene: Scene, when: Moment) -> None:
    """printer.link.timeout at that moment: what is sent waits, and goes on when mended."""
    scene.arm("printer.link.timeout", when)


@phrase(en="the line to the printer is disturbed {when:Moment}", zh="{when:Moment}打印机线路受干扰")
def printer_disturbed(scene: Scene, when: Moment) -> None:
    """printer.link.corrupt at that moment: a bit in each of the next 8 bytes."""
    scene.arm("printer.link.corrupt:bytes=8", when)


@phrase(en="the printer is set to {baudrate:d} baud", zh="打印机波特率被设为{baudrate:d}")
def printer_baud(scene: Scene, baudrate: int) -> None:
    """printer.wrong_serial_settings now; on a serial line (tag @bench.serial)."""
    scene.bench.arm(f"printer.wrong_serial_settings:baudrate={baudrate}@now")
