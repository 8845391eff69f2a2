"""A USB bus for pyusb, of printers whose far ends are sockets: the way libusb shows them."""

import array
import contextlib
import errno
import socket
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, TypeAlias

import usb.core
from usb.backend import IBackend

OUT, IN, PACKET = 0x01, 0x82, 64
Octets: TypeAlias = "array.array[int]"


@dataclass
class Plugged:
    """One printer. ``fault``: the errno that opening it ends with."""

    port: int
    product: int = 0x0E15
    serial_number: str = "X3YK000001"
    vendor: int = 0x04B8
    fault: int = 0
    taken_by_kernel: bool = True
    speaks: bool = True
    line: socket.socket | None = None
    claims: list[str] = field(default_factory=list)


class Bus(IBackend):
    """What libusb would be."""

    def __init__(self, *devices: Plugged) -> None:
        self.devices = list(devices)

    def enumerate_devices(self) -> list[Plugged]:
        return self.devices

    def get_parent(self, dev: Plugged) -> None:
        return None

    def get_device_descriptor(self, dev: Plugged) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=3, bNumConfigurations=1,
            address=1, bus=1, port_number=1, port_numbers=(1,), speed=3,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: Plugged, config: int) -> SimpleNamespace:
        if config:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=1, bConfigurationValue=1,
            iConfiguration=0, bmAttributes=0xC0, bMaxPower=1, extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(
        self, dev: Plugged, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        if intf or alt:
            raise IndexError
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=0, bAlternateSetting=0,
            bNumEndpoints=2 if dev.speaks else 1, bInterfaceClass=7, bInterfaceSubClass=1,
            bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, dev: Plugged, ep: int, intf: int, alt: int, config: int
    ) -> SimpleNamespace:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(OUT, IN)[ep], bmAttributes=2,
            wMaxPacketSize=PACKET, bInterval=0, bRefresh=0, bSynchAddress=0, extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: Plugged) -> Plugged:
        if dev.fault:
            raise usb.core.USBError("libusb", None, dev.fault)
        return dev

    def close_device(self, dev_handle: Plugged) -> None:
        dev_handle.claims.append("closed")

    def get_configuration(self, dev_handle: Plugged) -> int:
        return 1

    def set_configuration(self, dev_handle: Plugged, config_value: int) -> None:
        """It has one."""

    def is_kernel_driver_active(self, dev_handle: Plugged, intf: int) -> bool:
        return dev_handle.taken_by_kernel

    def detach_kernel_driver(self, dev_handle: Plugged, intf: int) -> None:
        dev_handle.taken_by_kernel = False

    def attach_kernel_driver(self, dev_handle: Plugged, intf: int) -> None:
        dev_handle.taken_by_kernel = True

    def claim_interface(self, dev_handle: Plugged, intf: int) -> None:
        if dev_handle.taken_by_kernel:
            raise usb.core.USBError("libusb", None, errno.EBUSY)
        dev_handle.claims.append("claimed")
        if dev_handle.port:
            dev_handle.line = socket.create_connection(("127.0.0.1", dev_handle.port))

    def release_interface(self, dev_handle: Plugged, intf: int) -> None:
        dev_handle.claims.append("released")
        if dev_handle.line is not None:
            dev_handle.line.close()
            dev_handle.line = None

    def bulk_write(
        self, dev_handle: Plugged, ep: int, intf: int, data: Octets, timeout: int
    ) -> int:
        assert (ep, len(data) <= PACKET) == (OUT, True)
        return self._open(dev_handle, timeout).send(data.tobytes())

    def bulk_read(self, dev_handle: Plugged, ep: int, intf: int, buff: Octets, timeout: int) -> int:
        assert ep == IN
        data = self._open(dev_handle, timeout).recv(len(buff) * buff.itemsize)
        if not data:
            raise usb.core.USBError("libusb", None, errno.ENODEV)
        buff[: len(data)] = array.array(buff.typecode, data)
        return len(data)

    @staticmethod
    def _open(dev: Plugged, timeout: int) -> Any:
        line = dev.line
        if line is None:
            raise usb.core.USBError("libusb", None, errno.ENODEV)
        return _Timed(line, timeout / 1000)

    def ctrl_transfer(self, dev_handle: Plugged, *request: Any) -> int:
        """String descriptors: the languages, and the serial number."""
        _, _, value, _, data, _ = request
        text = "" if value & 0xFF == 0 else dev_handle.serial_number
        body = b"\x09\x04" if not text else text.encode("utf-16-le")
        told = bytes([len(body) + 2, 3]) + body
        data[: len(told)] = array.array(data.typecode, told)
        return len(told)


class _Timed:
    """A socket that tells of time as libusb does."""

    def __init__(self, line: socket.socket, within_s: float) -> None:
        self._line, self._within_s = line, within_s

    def send(self, data: bytes) -> int:
        with self._timed():
            return self._line.send(data)

    def recv(self, most: int) -> bytes:
        with self._timed():
            return self._line.recv(most)

    @contextlib.contextmanager
    def _timed(self) -> Any:
        self._line.settimeout(self._within_s)
        try:
            yield
        except TimeoutError:
            raise usb.core.USBTimeoutError("libusb", None, errno.ETIMEDOUT) from None
