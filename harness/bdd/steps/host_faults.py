"""Given: what becomes of single requests and of the answers to them."""

from harness.bdd.phrases import Scene, phrase


@phrase(
    en="the request of the next {request:Request} is lost", zh="下一笔{request:Request}的请求丢失"
)
def request_lost(scene: Scene, request: str) -> None:
    """host.request_lost: not booked, no answer."""
    scene.arm_at("host.request_lost", request, "request")


@phrase(
    en="the host's answer to the next {request:Request} is lost",
    zh="下一笔{request:Request}的应答丢失",
)
def response_lost(scene: Scene, request: str) -> None:
    """host.response_lost: booked, no answer."""
    scene.arm_at("host.response_lost", request, "booked")


@phrase(
    en="the host's answers to the next {request:Request} and its repeats are lost",
    zh="下一笔{request:Request}及其重发的应答都丢失",
)
def responses_lost(scene: Scene, request: str) -> None:
    """host.response_lost, for a till that asks again before it gives up: three times as well."""
    scene.arm_at("host.response_lost:repeats=3", request, "booked")


@phrase(
    en="the host's answer to the next {request:Request} comes {after_ms:d} ms late",
    zh="下一笔{request:Request}的应答迟到{after_ms:d}毫秒",
)
def response_late(scene: Scene, request: str, after_ms: int) -> None:
    """host.late_response: booked, and the answer comes when the POS has given up."""
    scene.arm_at(f"host.late_response:after_ms={after_ms}", request, "booked")


@phrase(
    en="the host's answer to the next {request:Request} takes {share:d} % of the till's time-out",
    zh="下一笔{request:Request}的应答耗时为收银机超时时限的{share:d}%",
)
def response_takes(scene: Scene, request: str, share: int) -> None:
    """host.late_response, measured by the time that the POS waits for a host."""
    after_ms = round(10 * share * scene.bench.config.acquirer.host_timeout_s)
    scene.arm_at(f"host.late_response:after_ms={after_ms}", request, "booked")


@phrase(
    en="the host's answer to the next {request:Request} comes twice",
    zh="下一笔{request:Request}的应答到达两次",
)
def response_twice(scene: Scene, request: str) -> None:
    """host.duplicate_response."""
    scene.arm_at("host.duplicate_response", request, "booked")


@phrase(
    en="the host's answer to the next {request:Request} cannot be read",
    zh="下一笔{request:Request}的应答无法识别",
)
def response_malformed(scene: Scene, request: str) -> None:
    """host.malformed_response: booked, and what comes back is no message."""
    scene.arm_at("host.malformed_response:how=garbage", request, "booked")


@phrase(
    en="the host's answer to the next {request:Request} bears another {element:Element}",
    zh="下一笔{request:Request}的应答中{element:Element}不符",
)
def response_of_another(scene: Scene, request: str, element: str) -> None:
    """host.mismatched_response: another trace number, amount or terminal."""
    scene.arm_at(f"host.mismatched_response:which={element}", request, "booked")


@phrase(
    en="an old answer comes before the one to the next {request:Request}",
    zh="下一笔{request:Request}的应答之前先到达一个旧应答",
)
def stale_response(scene: Scene, request: str) -> None:
    """host.stale_response: the answer to an earlier trace number comes again."""
    scene.arm_at("host.stale_response", request, "booked")


@phrase(
    en="the host declines the next {request:Request} with code {code:w}",
    zh="银行以应答码{code:w}拒绝下一笔{request:Request}",
)
def host_declines(scene: Scene, request: str, code: str) -> None:
    """host.decline with that response code."""
    scene.arm_at(f"host.decline:code={code}", request, "request")


@phrase(
    en="the host is busy at the next {request:Request}", zh="下一笔{request:Request}时银行主机繁忙"
)
def host_busy(scene: Scene, request: str) -> None:
    """host.busy: code 91."""
    scene.arm_at("host.busy", request, "request")


@phrase(
    en="the host books the next {request:Request} and declines it",
    zh="下一笔{request:Request}已入账却应答拒绝",
    formerly=("下一笔{request:Request}已入账却被回答拒绝",),
)
def booked_but_declined(scene: Scene, request: str) -> None:
    """host.booked_but_declined."""
    scene.arm_at("host.booked_but_declined", request, "booked")


@phrase(
    en="the host approves the next {request:Request} and does not book it",
    zh="下一笔{request:Request}被批准却没有入账",
)
def approved_not_booked(scene: Scene, request: str) -> None:
    """host.approved_not_booked."""
    scene.arm_at("host.approved_not_booked", request, "request")


@phrase(en="the reversal is lost {times:Times}", zh="冲正报文丢失{times:d}次")
def reversal_lost(scene: Scene, times: int) -> None:
    """host.reversal_lost, so many times in a row."""
    scene.arm_at(f"host.reversal_lost:times={times}", "reversal", "request")


@phrase(en="the host's answer to the reversal is lost {times:Times}", zh="冲正应答丢失{times:d}次")
def reversal_response_lost(scene: Scene, times: int) -> None:
    """host.reversal_response_lost, so many times in a row."""
    scene.arm_at(f"host.reversal_response_lost:times={times}", "reversal", "request")


@phrase(en="the host finds other totals at the settlement", zh="结算时银行对账不平")
def settlement_mismatch(scene: Scene) -> None:
    """host.settlement_mismatch: 95, and the batch is uploaded."""
    scene.arm_at("host.settlement_mismatch", "settlement", "request")


@phrase(en="the host's answer to the settlement is lost", zh="结算应答丢失")
def settlement_response_lost(scene: Scene) -> None:
    """host.settlement_response_lost: closed at the host, unknown at the till."""
    scene.arm_at("host.settlement_response_lost", "settlement", "booked")


@phrase(en="the batch upload breaks off at record {nth:d}", zh="批上送在第{nth:d}笔中断")
def upload_lost(scene: Scene, nth: int) -> None:
    """host.upload_lost at that record."""
    mti = "1324" if scene.bench.config.acquirer.dialect == "iso93" else "0320"
    scene.bench.arm(f"host.upload_lost@message({mti},request,nth={nth})")
