"""What to tell a person when a printer's port does not do what it should, and what to do then."""

import errno
import re

from harness.lab.addresses import PortAddress


def why_not_open(address: PortAddress, error: Exception) -> str:
    """Why the port cannot be opened, and the remedy."""
    number = _number(error)
    if isinstance(error, TimeoutError):
        return f"{address} does not answer: is the printer on, and is that its address?"
    if "exclusively lock" in str(error):
        number = errno.EBUSY
    if number is None and "not known" in str(error):
        return f"{address}: no machine of that name"
    if number in _REMEDIES:
        return _REMEDIES[number].format(port=address)
    return f"{address} cannot be opened: {error}"


_NO_PERMISSION = (
    "{port}: no permission: put yourself into the group that owns it (usually dialout for serial "
    "lines, lp for USB printers) and log in again"
)
_TAKEN = (
    "{port} is taken by another program: find it with 'fuser {port}' and end it (a print queue or "
    "a modem manager, often)"
)
_NOT_THERE = "{port} is not there: is the cable in? ('ls /dev/tty* /dev/usb/lp*')"
_OUT_OF_REACH = "{port} cannot be reached: is it on, and in this network?"
_REMEDIES = {
    **dict.fromkeys((errno.EACCES, errno.EPERM), _NO_PERMISSION),
    **dict.fromkeys((errno.EBUSY, errno.EAGAIN), _TAKEN),
    **dict.fromkeys((errno.ENOENT, errno.ENODEV, errno.ENXIO), _NOT_THERE),
    **dict.fromkeys((errno.EHOSTUNREACH, errno.ENETUNREACH, errno.ETIMEDOUT), _OUT_OF_REACH),
    errno.ECONNREFUSED: "{port} refuses connections: is the printer on, and is nobody else on it?",
}


def why_lost(address: PortAddress, error: Exception) -> str:
    """Why an open port ended."""
    number = _number(error)
    if number in (errno.EIO, errno.ENODEV, errno.ENXIO):
        return f"{address} is gone: is its cable in?"
    if number in (errno.ECONNRESET, errno.EPIPE, errno.ETIMEDOUT):
        return f"{address} broke the connection: did the printer lose its power?"
    return f"{address} broke: {error}"


def _number(error: Exception) -> int | None:
    number = getattr(error, "errno", None)
    told = re.search(r"\[Errno (\d+)\]", str(error))  # where pyserial has wrapped it
    if number is None and told:
        return int(told[1])
    if number is None and error.__cause__ is not None:
        number = getattr(error.__cause__, "errno", None)
    return number if isinstance(number, int) and number > 0 else None
