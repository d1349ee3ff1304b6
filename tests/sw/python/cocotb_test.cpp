// SPDX-License-Identifier: Apache-2.0
// The example bench for cocotb over verilated designs, with a stand-in for cocotb.
#include <catch2/catch.hpp>

#include "sim/verilate.h"
#include "sw/package/manifest.h"
#include "sw/support/json.h"
#include "sw/support/pattern.h"
#include "tests/sim/jobs.h"
#include "tests/sw/python/python.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

const Flags dot = {{"--a", "mxfp4"}, {"--block", "4"}, {"--lanes", "2"}, {"--blocks", "3"}};
const Flags array = {
    {"--unit", "array"}, {"--a", "mxfp4"}, {"--b", "int4"}, {"--lanes", "2"},
    {"--block", "2"},    {"--rows", "2"},  {"--cols", "2"}, {"--dataflow", "weight_stationary"}};

/// The bench on the design as it is in its files; what it says.
ProcessResult run_bench(const sim::CosimJob& job) {
    const auto manifest = job.files.front().parent_path() / "manifest.json";
    write_file(manifest, to_text(package::manifest(package::generate(job.config), {})));
    const auto library = sim::verilate(sim::design_of(job), {.optimise = false});
    return run_python({"cocotb_run.py", manifest.string(), library.string()});
}

}  // namespace

TEST_CASE("the cocotb example checks a dot product and an array by their manifests") {
    if (!python()) {
        WARN("SKIPPED: python3 with numpy");
        return;
    }
    const auto& flags = GENERATE(from_range(std::vector<Flags>{dot, array}));
    const auto result = run_bench(job_of(flags, "cocotb"));
    INFO(result.output);
    CHECK(result.ok());
    static const Pattern said("([0-9]+) results in [0-9]+ cycles");
    const auto found = said.find(result.output);
    REQUIRE(found);
    CHECK(std::stoi((*found)[1]) >= 200);
}

TEST_CASE("the cocotb example finds a planted fault") {
    if (!python()) {
        WARN("SKIPPED: python3 with numpy");
        return;
    }
    const auto job = job_of(dot, "cocotb_fault");
    plant(job, " ^ ", " | ");
    const auto result = run_bench(job);
    CHECK_FALSE(result.ok());
    CHECK(result.output.find("AssertionError: result ") != std::string::npos);
}
