# SPDX-License-Identifier: Apache-2.0
"""The few names of cocotb that the example uses, over a verilated model: for tests where cocotb is not."""
from __future__ import annotations

import ctypes
import logging

tests = []


def test():
    """Keeps what it decorates in `tests`."""
    return lambda function: tests.append(function) or function


class Value:
    """A pin's bits: an int only when asked, as a LogicArray."""

    def __init__(self, bits):
        self._bits = bits

    def __int__(self):
        return self._bits


class Handle:
    """A pin of a model."""

    def __init__(self, address, width):
        self._memory = (ctypes.c_uint8 * ((width + 7) // 8)).from_address(address)
        self._width = width

    @property
    def value(self):
        return Value(int.from_bytes(self._memory, "little"))

    @value.setter
    def value(self, bits):
        assert isinstance(bits, int) and 0 <= bits < 1 << self._width, (bits, self._width)
        self._memory[:] = bits.to_bytes(len(self._memory), "little")


class Dut:
    """The top of a model in a shared object, its ports in the order of a manifest."""

    def __init__(self, library, ports, seed=1):
        self._library = ctypes.CDLL(library)
        self._library.dut_create.restype = self._library.dut_port.restype = ctypes.c_void_p
        self._library.dut_messages.restype = ctypes.c_char_p
        self._instance = ctypes.c_void_p(self._library.dut_create(seed))
        self._log = logging.getLogger("dut")
        for index, port in enumerate(ports):
            setattr(self, port["name"], Handle(self._library.dut_port(self._instance, index), port["width"]))

    def _run(self, coroutine):
        """Lets time pass until a test ends; what its assertions say otherwise."""
        times = 0
        try:
            while True:
                timer = coroutine.send(None)
                assert timer.time > 0 and timer.unit == "ns"
                self._library.dut_eval(self._instance)
                times += 1
        except StopIteration:
            return times
