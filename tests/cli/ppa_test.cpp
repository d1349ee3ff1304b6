// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "tests/cli/mxgen.h"

using mxgen::test::Scratch;
namespace fs = std::filesystem;

TEST_CASE("an interrupted run leaves nothing half done, and the next one is whole") {
    const Scratch scratch;
    const std::string run = std::string(MXGEN_BINARY_DIR) +
                            "/mxgen ppa --unit dot --a mxfp4 --b mxfp4 --lanes 8 --block 8 "
                            "--name eight -o runs --quiet";
    const auto run_directory = scratch.path() / "runs" / "eight";
    fs::create_directory(scratch.path() / "tmp");
    for (const char* stage : {"yosys.log", "netlist.v"}) {
        const auto interrupted =
            scratch.run({"/bin/sh", "-c",
                         run + " & pid=$!\nuntil [ -e tmp/mxgen-*/synthesis/" + stage +
                             " ]; do sleep 0.02; kill -0 $pid || exit 99; done\n"
                             "kill -INT $pid; kill -INT $pid; wait $pid"},
                        {{"TMPDIR", (scratch.path() / "tmp").string()}});
        INFO(stage << ": " << interrupted.output);
        CHECK(interrupted.code == 4);
        CHECK(interrupted.output.find("interrupted") != std::string::npos);
        CHECK(fs::exists(run_directory / "manifest.json"));
        CHECK_FALSE(fs::exists(run_directory / "synthesis"));
        CHECK_FALSE(fs::exists(run_directory / "metrics.json"));
        CHECK(fs::is_empty(scratch.path() / "tmp"));
    }
    CHECK(scratch.run({"/bin/sh", "-c", run}).ok());
    CHECK(fs::exists(run_directory / "metrics.json"));
}
