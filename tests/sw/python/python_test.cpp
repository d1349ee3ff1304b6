// SPDX-License-Identifier: Apache-2.0
// Runs the Python tests of this directory with the tree's library, program and modules.
#include "tests/sw/python/python.h"

#include <catch2/catch.hpp>

#include "sw/support/pattern.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// Runs one file of unittest cases and returns how many it ran.
int run_tests(const std::string& file) {
    const auto result = run_python({file});
    INFO(result.output);
    CHECK(result.ok());
    const auto skipped = result.output.find("SKIPPED: ");
    if (skipped != std::string::npos) WARN(result.output.substr(skipped));
    static const Pattern ran("Ran ([0-9]+) tests? in");
    const auto found = ran.find(result.output);
    REQUIRE(found);
    return std::stoi((*found)[1]);
}

}  // namespace

TEST_CASE("the Python module computes what the program writes") {
    if (!python()) {
        WARN("SKIPPED: python3 with numpy");
        return;
    }
    CHECK(run_tests("tensors_test.py") >= 10);
}

TEST_CASE("a design stepped from Python gives what the package's vectors expect") {
    if (!python()) {
        WARN("SKIPPED: python3 with numpy");
        return;
    }
    CHECK(run_tests("design_test.py") >= 5);
}

TEST_CASE("layers of torch have the bits of the design") {
    if (!python()) {
        WARN("SKIPPED: python3 with numpy");
        return;
    }
    run_tests("torch_test.py");
}

TEST_CASE("the example takes a network from fp32 to five formats") {
    if (!python()) {
        WARN("SKIPPED: python3 with numpy");
        return;
    }
    CHECK(run_tests("example_test.py") == 1);
}

TEST_CASE("what the page on Python shows works") {
    if (!python()) {
        WARN("SKIPPED: python3 with numpy");
        return;
    }
    CHECK(run_tests("page_test.py") == 1);
}
