// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/json.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::test::Scratch;

TEST_CASE("doctor finds what is installed") {
    const Scratch scratch;
    const auto result = scratch.mxgen({"doctor"});
    INFO(result.output);
    CHECK(result.ok());
    CHECK_THAT(result.output, Contains("yosys"));
    CHECK_THAT(result.output, !Contains("MISSING"));
}

TEST_CASE("doctor ends with the code of a missing tool where there is none") {
    const Scratch scratch;
    const auto result = scratch.mxgen({"doctor"}, {{"PATH", scratch.path().string()}});
    INFO(result.output);
    CHECK(result.code == 3);
    CHECK_THAT(result.output, Contains("MISSING yosys"));
    CHECK_THAT(result.output, Contains("YOSYS is not set\n"));
    CHECK_THAT(result.output, Contains("no yosys in PATH (/"));
    const auto json = scratch.mxgen({"doctor", "--json"}, {{"PATH", scratch.path().string()}});
    CHECK(json.code == 3);
    unsigned missing = 0;
    for (const auto& finding : parse_json(json.output)) {
        INFO(finding.dump());
        if (finding["name"] == "yosys") CHECK(finding["tried"].size() == 2);
        missing += !finding["usable"] && !finding["optional"];
        if (!finding["usable"]) CHECK_FALSE(finding["message"].get<std::string>().empty());
    }
    CHECK(missing >= 4);
}
