"""Given: what goes wrong with the line to the host, with the host itself and with the till."""

from harness.bdd.moments import Moment
from harness.bdd.phrases import Scene, phrase


@phrase(en="the line to the host is down", zh="与银行主机的线路断开")
def line_down(scene: Scene) -> None:
    """acquirer.link.down now."""
    scene.bench.arm("acquirer.link.down@now")


@phrase(en="the line to the host goes down {when:Moment}", zh="{when:Moment}与银行主机的线路断开")
def line_goes_down(scene: Scene, when: Moment) -> None:
    """acquirer.link.down at that moment."""
    scene.arm("acquirer.link.down", when)


@phrase(en="the line to the host is reset {when:Moment}", zh="{when:Moment}与银行主机的连接被重置")
def line_reset(scene: Scene, when: Moment) -> None:
    """acquirer.link.reset_peer at that moment."""
    scene.arm("acquirer.link.reset_peer", when)


@phrase(en="the host goes out of service {when:Moment}", zh="{when:Moment}银行主机停机")
def host_goes_down(scene: Scene, when: Moment) -> None:
    """host.down at that moment: the process is gone, the books are kept."""
    scene.arm("host.down", when)


@phrase(en="the bank's day ends {when:Moment}", zh="{when:Moment}银行日切")
def cutover(scene: Scene, when: Moment) -> None:
    """host.cutover at that moment."""
    scene.arm("host.cutover", when)


@phrase(en="the till crashes {when:Moment}", zh="{when:Moment}收银程序崩溃")
def crash(scene: Scene, when: Moment) -> None:
    """pos.kill at that moment; it is started again by itself."""
    scene.arm("pos.kill", when)


@phrase(en="the fault {spec}", zh="故障{spec}")
def any_fault(scene: Scene, spec: str) -> None:
    """Any fault of the catalogue: NAME[:param=value,…][@trigger]."""
    scene.bench.arm(spec.strip('`"“”'))
