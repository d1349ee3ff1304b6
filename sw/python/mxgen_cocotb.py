# SPDX-License-Identifier: Apache-2.0
"""mxgen_bench in cocotb 1.8 and later: handles for pins, Timer for the clock.

Of cocotb's interface only Timer(time, unit) and handles' `value` are used, which 1.8 and 2.0 have alike.
"""
from __future__ import annotations

import os
from typing import Any, Optional, Union

from cocotb.triggers import Timer

from mxgen_bench import Bench, Manifest


async def run_bench(dut: Any, manifest: Union[str, "os.PathLike[str]"], seed: int = 1, transactions: int = 100,
                    stalls: float = 0.3, half_period_ns: int = 5) -> Bench:
    """Drives a design, the top of the simulation, by its manifest and checks every result against the golden
    model. Raises AssertionError where they differ, a handshake is broken or nothing was checked; the bench
    that comes back says how much was (`scoreboard.checked`, `cycle`)."""
    bench = Bench(Manifest(manifest), seed, transactions, stalls)
    clock: Optional[Any] = None
    pin = bench.manifest.find("clock")
    if pin:
        clock = getattr(dut, pin.name)
    while not bench.done:
        for name, value in bench.drive().items():
            getattr(dut, name).value = value
        if clock is not None:
            clock.value = 0
        await Timer(half_period_ns, "ns")
        bench.sample(lambda name: int(getattr(dut, name).value))
        if clock is not None:
            clock.value = 1
            await Timer(half_period_ns, "ns")
    assert bench.scoreboard.checked > 0, "no result was due"
    return bench
