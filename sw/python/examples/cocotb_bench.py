# SPDX-License-Identifier: Apache-2.0
"""A cocotb bench for any emitted package, from its manifest alone.

    mxgen gen --unit dot --a mxfp8_e4m3 --lanes 8 -o dot
    python3 cocotb_bench.py dot/manifest.json
    mxgen gen --unit array --a mxfp4 --rows 2 --cols 2 -o array
    SIM=verilator python3 cocotb_bench.py array/manifest.json

SIM names the simulator, icarus unless given; SEED and TRANSACTIONS what is run.
"""
import os
import pathlib
import sys

import cocotb

import mxgen_bench
import mxgen_cocotb


@cocotb.test()
async def results_are_those_of_the_golden_model(dut):
    bench = await mxgen_cocotb.run_bench(dut, os.environ["MANIFEST"], seed=int(os.environ.get("SEED", "1")),
                                         transactions=int(os.environ.get("TRANSACTIONS", "200")))
    dut._log.info("%d results in %d cycles", bench.scoreboard.checked, bench.cycle)


def run(path):
    """Builds the package's sources in a simulator and runs the test above; how many tests failed."""
    try:
        from cocotb_tools.runner import get_results, get_runner  # 2.0
    except ImportError:
        from cocotb.runner import get_results, get_runner  # 1.8

    manifest = mxgen_bench.Manifest(path)
    runner = get_runner(os.environ.get("SIM", "icarus"))
    folder = pathlib.Path("sim_build") / manifest.top
    runner.build(verilog_sources=manifest.sources(), hdl_toplevel=manifest.top, build_dir=folder, always=True)
    results = runner.test(test_module=pathlib.Path(__file__).stem, hdl_toplevel=manifest.top, build_dir=folder,
                          extra_env={"MANIFEST": str(pathlib.Path(path).resolve())})
    return get_results(results)[1]


if __name__ == "__main__":
    sys.exit(run(sys.argv[1]) != 0)
