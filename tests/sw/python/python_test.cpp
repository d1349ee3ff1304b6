// SPDX-License-Identifier: Apache-2.0
// Runs the Python tests of this directory with the tree's library, program and modules.
#include <catch2/catch.hpp>
#include <filesystem>
#include <optional>
#include <set>

#include "sw/support/pattern.h"
#include "sw/support/process.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
namespace fs = std::filesystem;

namespace {

/// An interpreter with numpy; empty where there is none.
const std::optional<std::string>& python() {
    static const auto found = []() -> std::optional<std::string> {
        for (const char* name : {"python3", "/usr/bin/python3"}) try {
                if (run_process({name, "-c", "import numpy"}).ok()) return name;
            } catch (const std::exception&) {  // no such program
            }
        return std::nullopt;
    }();
    return found;
}

/// Runs one file of unittest cases and returns how many it ran.
int run_tests(const std::string& file) {
    const fs::path tests = fs::path(MXGEN_SOURCE_DIR) / "tests/sw/python";
    const testing::ScratchFolder scratch("python");
    ProcessOptions options;
    options.directory = scratch.path();
    options.timeout = std::chrono::minutes(5);
    options.environment = {{"MXGEN_LIBRARY", MXGEN_BINARY_DIR "/libmxgen.so.1"},
                           {"MXGEN", MXGEN_BINARY_DIR "/mxgen"},
                           {"MXGEN_SOURCE_DIR", MXGEN_SOURCE_DIR},
                           {"PYTHONPATH", MXGEN_SOURCE_DIR "/sw/python:" + tests.string()},
                           {"PYTHONDONTWRITEBYTECODE", "1"}};
    const auto result = run_process({*python(), (tests / file).string()}, options);
    INFO(result.output);
    CHECK(result.ok());
    if (result.output.find("SKIPPED: ") != std::string::npos)
        WARN(result.output.substr(result.output.find("SKIPPED: ")));
    static const Pattern ran("Ran ([0-9]+) tests? in");
    const auto found = ran.find(result.output);
    REQUIRE(found);
    return std::stoi((*found)[1]);
}

}  // namespace

TEST_CASE("the Python module computes what the program writes") {
    if (!python()) return WARN("SKIPPED: python3 with numpy");
    CHECK(run_tests("tensors_test.py") >= 10);
}

TEST_CASE("a design stepped from Python gives what the package's vectors expect") {
    if (!python()) return WARN("SKIPPED: python3 with numpy");
    CHECK(run_tests("design_test.py") >= 5);
}

TEST_CASE("layers of torch have the bits of the design") {
    if (!python()) return WARN("SKIPPED: python3 with numpy");
    run_tests("torch_test.py");
}

TEST_CASE("the example takes a network from fp32 to five formats") {
    if (!python()) return WARN("SKIPPED: python3 with numpy");
    CHECK(run_tests("example_test.py") == 1);
}
