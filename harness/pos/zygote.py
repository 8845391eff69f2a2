"""A program of its own, run by the POS's Python: imports once what takes long, forks the POS then.

It knows nothing of tillproof. Each message on its socket is one start: environment and folder as
JSON, with four descriptors (standard input, output, error, and one for the exit status). It answers
with the process id. When the socket closes, it ends.
"""

import atexit
import contextlib
import gc
import importlib
import json
import os
import random
import runpy
import select
import socket
import sys
import threading
import time
from collections.abc import Callable

MESSAGE_BYTES = 1 << 18
Start = dict[str, object]
Program = Callable[[], None]


def main() -> None:
    """``zygote.py FD MODULES-AS-JSON (SCRIPT | -m MODULE) [ARGUMENT]…``."""
    line = socket.socket(fileno=int(sys.argv[1]))
    modules, arguments = json.loads(sys.argv[2]), sys.argv[3:]
    script = "" if arguments[0] == "-m" else arguments[0]
    folder = script if os.path.isdir(script) else os.path.dirname(script)  # noqa: PTH112, PTH120
    sys.path[0] = folder or os.getcwd()  # noqa: PTH109
    for name in modules:
        importlib.import_module(name)
    gc.freeze()  # what is here stays: the children need not copy it

    def pos() -> None:
        os.setpgid(0, 0)
        if script:
            sys.argv = arguments
            runpy.run_path(script, run_name="__main__")
        else:
            sys.argv = arguments[1:]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)

    serve(line, pos, groups=True)


def serve(line: socket.socket, program: Program, *, groups: bool = False) -> None:
    """Fork at each message; tell each child's exit status when it has ended.

    ``groups``: each child leads a process group of its own.
    """
    children: dict[int, tuple[int, int]] = {}
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    while True:
        for ready, _ in waiting.poll():
            if ready != line.fileno():
                waiting.unregister(ready)
                pid, status = children.pop(ready)
                os.close(ready)
                code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
                tell(status, code)
                continue
            message, given, _, _ = socket.recv_fds(line, MESSAGE_BYTES, 4)
            if not message:
                return
            pid = os.fork()
            if pid == 0:
                line.close()
                for watched, (_, status) in children.items():
                    os.close(watched)
                    os.close(status)
                run(json.loads(message), list(given), program)
            if groups:
                os.setpgid(pid, pid)
            watched = os.pidfd_open(pid)
            children[watched] = (pid, given[3])
            waiting.register(watched, select.POLLIN)
            for one in given[:3]:
                os.close(one)
            line.send(str(pid).encode())


def tell(status: int, code: int) -> None:
    """The exit status to whoever still wants to know."""
    with contextlib.suppress(BrokenPipeError):
        os.write(status, str(code).encode())
    os.close(status)


def run(start: Start, given: list[int], program: Program) -> None:
    """Be the program, with that environment, folder and descriptors; never returns."""
    code = 1
    try:
        for number, one in enumerate(given[:3]):
            os.dup2(one, number)
        for one in given:
            os.close(one)
        os.environ.clear()
        os.environ.update(start["env"])  # type: ignore[call-overload]
        time.tzset()
        os.chdir(str(start["folder"]))
        random.seed()
        program()
        threading._shutdown()  # type: ignore[attr-defined]  # noqa: SLF001  (its other threads)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:  # noqa: BLE001  (as the interpreter does)
        sys.excepthook(*sys.exc_info())
    finally:
        atexit._run_exitfuncs()  # noqa: SLF001  (os._exit leaves them out)
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except OSError:
                code = code or 120
        os._exit(code)


if __name__ == "__main__":
    main()
