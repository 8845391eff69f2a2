"""Given: what goes wrong with the printer, and when."""

from harness.bdd.moments import Moment
from harness.bdd.phrases import Scene, phrase


@phrase(en="the paper runs out {when:Moment}", zh="{when:Moment}缺纸")
def paper_runs_out(scene: Scene, when: Moment) -> None:
    """printer.paper_out at that moment."""
    scene.arm("printer.paper_out", when)


@phrase(en="the printer has no paper", zh="打印机没有纸")
def no_paper(scene: Scene) -> None:
    """printer.paper_out now."""
    scene.bench.arm("printer.paper_out@now")


@phrase(en="the cover is opened {when:Moment}", zh="{when:Moment}机盖被打开")
def cover_opened(scene: Scene, when: Moment) -> None:
    """printer.cover_open at that moment."""
    scene.arm("printer.cover_open", when)


@phrase(en="the printer's cover is open", zh="打印机盖没有合上")
def cover_open(scene: Scene) -> None:
    """printer.cover_open now."""
    scene.bench.arm("printer.cover_open@now")


@phrase(en="the print head fails {when:Moment}", zh="{when:Moment}打印头损坏")
def head_fails(scene: Scene, when: Moment) -> None:
    """printer.head_failure (reported) at that moment."""
    scene.arm("printer.head_failure", when)


@phrase(en="the print head fails silently {when:Moment}", zh="{when:Moment}打印头损坏且没有报警")
def head_fails_silently(scene: Scene, when: Moment) -> None:
    """printer.head_failure at that moment, which the printer does not know of."""
    scene.arm("printer.head_failure:reported=no", when)


@phrase(en="the printer loses its power {when:Moment}", zh="{when:Moment}打印机断电")
def printer_loses_power(scene: Scene, when: Moment) -> None:
    """printer.power_cut at that moment."""
    scene.arm("printer.power_cut", when)


@phrase(
    en="the printer loses its power for {off_for_ms:d} ms {when:Moment}",
    zh="{when:Moment}打印机断电{off_for_ms:d}毫秒",
)
def printer_power_blinks(scene: Scene, off_for_ms: int, when: Moment) -> None:
    """printer.power_cut at that moment; the power comes back by itself."""
    scene.arm(f"printer.power_cut:off_for_ms={off_for_ms}", when)


@phrase(en="the printer's cable comes out {when:Moment}", zh="{when:Moment}打印机连线脱落")
def printer_cable_out(scene: Scene, when: Moment) -> None:
    """printer.link.down at that moment."""
    scene.arm("printer.link.down", when)


@phrase(en="the printer's cable is out", zh="打印机连线没有接好")
def printer_cable_is_out(scene: Scene) -> None:
    """printer.link.down now."""
    scene.bench.arm("printer.link.down@now")


@phrase(
    en="the connection to the printer is reset {when:Moment}", zh="{when:Moment}打印机连接被重置"
)
def printer_reset(scene: Scene, when: Moment) -> None:
    """printer.link.reset_peer at that moment."""
    scene.arm("printer.link.reset_peer", when)
