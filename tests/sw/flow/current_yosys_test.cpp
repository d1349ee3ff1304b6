// SPDX-License-Identifier: Apache-2.0
// The flow under a Yosys that Debian does not have yet.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <iostream>

#include "sw/support/json.h"
#include "sw/support/tools.h"
#include "tests/sw/flow/designs.h"

using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

TEST_CASE("the flow proves netlists of a current Yosys") {
    const char* packages = std::getenv("MXGEN_NODE_MODULES");
    if (packages == nullptr || !fs::exists(fs::path(packages) / "@yowasp/yosys")) {
        std::cout << "SKIPPED: no @yowasp/yosys (set MXGEN_NODE_MODULES)\n";
        return;
    }
    setenv("YOSYS", "node " MXGEN_SOURCE_DIR "/tests/tools/yosys.mjs", 1);
    const auto metrics = run_flow(write_package(accumulator_design(), "current_yosys"), osu018());
    unsetenv("YOSYS");
    CHECK(mxgen::compare_versions(metrics["tool__yosys"].get<std::string>(), "0.40") > 0);
    CHECK(metrics["synth__equivalence"] == "proved");
    CHECK(metrics["synth__design__instance__area__stdcell"].get<double>() > 0);
}
