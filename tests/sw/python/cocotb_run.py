# SPDX-License-Identifier: Apache-2.0
"""cocotb_run.py MANIFEST LIBRARY: the example bench for cocotb over a verilated model, by the stand-in."""
import json
import logging
import os
import sys

from support import SOURCE

sys.path[:0] = [str(SOURCE / "tests/sw/python/stand_in"), str(SOURCE / "sw/python/examples")]
import cocotb  # noqa: E402
import cocotb_bench  # noqa: E402,F401: registers its test

logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
os.environ["MANIFEST"] = sys.argv[1]
assert len(cocotb.tests) == 1
dut = cocotb.Dut(sys.argv[2], json.load(open(sys.argv[1], encoding="utf-8"))["ports"])
assert dut._run(cocotb.tests[0](dut)) > 100
