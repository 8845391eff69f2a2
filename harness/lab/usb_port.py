"""A printer of the USB printer class through pyusb (extra ``tillproof[usb]``), without a driver.

Sources: *Universal Serial Bus Device Class Definition for Printing Devices* 1.1 (class 7; protocol
1 has a bulk OUT endpoint, 2 and 3 a bulk IN beside it).
"""

import contextlib
import time
from collections.abc import Iterable
from typing import Any

from harness.lab.blocking_port import LOOK_S, BlockingPort, Cable
from harness.lab.ports import PrinterPortError

try:
    import usb.core
    import usb.util
except ImportError:
    _PYUSB = False
else:
    _PYUSB = True

PRINTER_CLASS = 7
LOOK_MS = int(LOOK_S * 1000)
_NO_PYUSB = "a usb:// printer needs pyusb: pip install 'tillproof[usb]'"
_NO_LIBUSB = "a usb:// printer needs libusb: install it (Debian: libusb-1.0-0; macOS: brew libusb)"
_NONE = "{port} is not there: is the cable in, and the printer on? ('lsusb' lists what is)"
_SEVERAL = "{port} may be any of {those}: write which one"


class UsbPort(BlockingPort):
    """Found by its numbers; a kernel driver (usblp) is set aside while it is open."""

    def _connected(self) -> Cable:
        if not _PYUSB:
            raise PrinterPortError(_NO_PYUSB)
        device, interface = self._found()
        return _Printer(device, interface)

    def _found(self) -> tuple[Any, Any]:
        """The one printer of that address, and its interface."""
        try:
            devices = usb.core.find(find_all=True, custom_match=self._fits)
            found = [(one, _interface(one)) for one in devices]
        except usb.core.NoBackendError:
            raise PrinterPortError(_NO_LIBUSB) from None
        if not found:
            raise PrinterPortError(_NONE.format(port=self.address))
        if len(found) > 1:
            those = ", ".join(sorted(_name(one) for one, _ in found))
            raise PrinterPortError(_SEVERAL.format(port=self.address, those=those))
        return found[0]

    def _fits(self, device: Any) -> bool:
        wanted, numbers = self.address, (device.idVendor, device.idProduct)
        if wanted.usb not in (None, numbers) or _interface(device) is None:
            return False
        return wanted.serial_number in ("", _serial_number(device))


def _interface(device: Any) -> Any:
    """The first printer interface, with its endpoints; None when it has none."""
    return next(
        (one for own in device for one in own if one.bInterfaceClass == PRINTER_CLASS), None
    )


def _serial_number(device: Any) -> str:
    """'' when it has none, or when we may not ask for it."""
    with contextlib.suppress(usb.core.USBError, NotImplementedError, ValueError):
        return device.serial_number or ""
    return ""


def _name(device: Any) -> str:
    number = _serial_number(device)
    text = f"usb://{device.idVendor:04x}:{device.idProduct:04x}"
    return f"{text}/{number}" if number else text


class _Printer:
    """One open printer interface."""

    def __init__(self, device: Any, interface: Any) -> None:
        self._device, self._number = device, interface.bInterfaceNumber
        self._driver_aside = _set_driver_aside(device, self._number)
        usb.util.claim_interface(device, self._number)
        self._out = _endpoint(interface, usb.util.ENDPOINT_OUT)
        self._in = _endpoint(interface, usb.util.ENDPOINT_IN)
        self._closed = False

    def read(self) -> bytes:
        if self._in is None:  # a printer that never answers
            time.sleep(LOOK_S)
            return b""
        with contextlib.suppress(usb.core.USBTimeoutError):
            return bytes(self._in.read(self._in.wMaxPacketSize, LOOK_MS))
        return b""

    def write(self, data: bytes) -> int:
        """A packet at a time: of one that timed out the printer has taken nothing."""
        piece = data[: self._out.wMaxPacketSize]
        with contextlib.suppress(usb.core.USBTimeoutError):
            return int(self._out.write(piece, LOOK_MS))
        return 0

    def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        usb.util.release_interface(self._device, self._number)
        if self._driver_aside:
            self._device.attach_kernel_driver(self._number)
        usb.util.dispose_resources(self._device)


def _endpoint(interface: Iterable[Any], direction: int) -> Any:
    """The first bulk endpoint of that direction, or None."""
    for one in interface:
        way, kind = one.bEndpointAddress, one.bmAttributes
        if usb.util.endpoint_direction(way) == direction and (
            usb.util.endpoint_type(kind) == usb.util.ENDPOINT_TYPE_BULK
        ):
            return one
    return None


def _set_driver_aside(device: Any, number: int) -> bool:
    """Whether a kernel driver had it; where there are no such drivers nothing is to be done."""
    with contextlib.suppress(NotImplementedError):
        if device.is_kernel_driver_active(number):
            device.detach_kernel_driver(number)
            return True
    return False
