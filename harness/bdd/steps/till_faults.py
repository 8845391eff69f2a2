"""Given: what goes wrong with the till itself."""

from harness.bdd.moments import Moment
from harness.bdd.phrases import Scene, phrase

DISK, CLOCK = ("disk",), ("clock",)


@phrase(en="the till loses its power {when:Moment}", zh="{when:Moment}收银机断电", needs=DISK)
def power_cut(scene: Scene, when: Moment) -> None:
    """pos.power_cut at that moment: what was not flushed to disk is gone."""
    scene.arm("pos.power_cut", when)


@phrase(
    en="the till loses its power {when:Moment}, at flush {flushes:d}",
    zh="{when:Moment}收银机第{flushes:d}次写盘时断电",
    needs=DISK,
)
def power_cut_at_flush(scene: Scene, when: Moment, flushes: int) -> None:
    """pos.power_cut between two things that it writes down, that many flushes after the moment."""
    scene.arm(f"pos.power_cut:flushes={flushes}", when)


@phrase(en="the till hangs for {ms:d} ms {when:Moment}", zh="{when:Moment}收银程序卡住{ms:d}毫秒")
def hangs(scene: Scene, ms: int, when: Moment) -> None:
    """pos.freeze at that moment."""
    scene.arm(f"pos.freeze:seconds={ms / 1000}", when)


@phrase(en="the till's disk is full", zh="收银机磁盘已满", needs=DISK)
def disk_full(scene: Scene) -> None:
    """pos.disk_full now."""
    scene.bench.arm("pos.disk_full@now")


@phrase(en="the till's disk is full {when:Moment}", zh="{when:Moment}收银机磁盘已满", needs=DISK)
def disk_full_then(scene: Scene, when: Moment) -> None:
    """pos.disk_full at that moment."""
    scene.arm("pos.disk_full", when)


@phrase(en="there is room on the till's disk again", zh="收银机磁盘已腾出空间")
def disk_free(scene: Scene) -> None:
    """The disk has room, then acknowledge."""
    scene.bench.operator.mend("pos.disk_full")


@phrase(en="the till loses all its data", zh="收银机数据全部丢失")
def data_lost(scene: Scene) -> None:
    """pos.data_lost now: its data folder is empty when it is started again."""
    scene.bench.arm("pos.data_lost@now")


@phrase(en="the till's clock is set {shift:Shift}", zh="收银机时钟被{shift:Shift}", needs=CLOCK)
def clock_moved(scene: Scene, shift: str) -> None:
    """pos.clock now: the till's clock, not the bank's."""
    scene.bench.arm(f"pos.clock:to={shift}@now")


@phrase(en="the till uses the other printer", zh="收银机改用另一台打印机")
def wrong_printer(scene: Scene) -> None:
    """pos.wrong_printer now; with a standby printer (tag @bench.standby)."""
    scene.bench.arm("pos.wrong_printer@now")
