// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::test::Scratch;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

const Words small_array = {"--unit",  "array", "--a",     "mxfp4", "--b",    "mxfp4",
                           "--lanes", "2",     "--block", "4",     "--rows", "2",
                           "--cols",  "3",     "--name",  "grid"};

Words with(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

}  // namespace

TEST_CASE("an array in the SystemC test bench") {
    const Scratch scratch;
    const std::string dataflow =
        GENERATE(as<std::string>(), "output_stationary", "weight_stationary");
    const Words run = with(with({"cosim"}, small_array),
                           {"--dataflow", dataflow, "--sc", "--vectors", "600", "--json"});
    const auto result = scratch.mxgen(run);
    INFO(result.output);
    REQUIRE(result.ok());
    const auto metrics = parse_json(result.output);
    CHECK(metrics["cosim__bench"] == "systemc");
    CHECK(metrics["cosim__mismatches__count"] == 0);
    CHECK(metrics["cosim__vectors__count"] > 1000);
    CHECK(scratch.entries().empty());
}

TEST_CASE("a mismatch is decoded and exits 1, in both test benches") {
    const Scratch scratch;
    REQUIRE(scratch.mxgen(with(with({"gen"}, small_array), {"-o", "out"})).ok());
    const fs::path pe = scratch.path() / "out/rtl/grid_pe.sv";
    std::string text = mxgen::read_file(pe);
    const auto at = text.find("assign acc_o = ");
    REQUIRE(at != std::string::npos);
    mxgen::write_file(pe, text.insert(at + 15, "32'd1 ^ "));

    const auto flag = GENERATE(as<Words>(), Words{}, Words{"--sc"});
    const auto result =
        scratch.mxgen(with(with(with({"cosim"}, small_array), {"--rtl", "out"}), flag));
    CHECK(result.code == 1);
    CHECK_THAT(result.output, Contains("expected") && Contains("got") && Contains("row 0") &&
                                  Contains("repeat with: mxgen cosim") && Contains("--seed 1"));
}

TEST_CASE("co-simulation's bad input") {
    const Scratch scratch;
    SECTION("SystemC is for arrays") {
        const auto result = scratch.mxgen({"cosim", "--a", "mxfp4", "--sc"});
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains("--sc") && Contains("dot"));
    }
    SECTION("half a product") {
        const auto result = scratch.mxgen({"cosim", "--a", "mxfp4", "--b", "none.npy"});
        CHECK(result.code == 2);
    }
    SECTION("no Verilator") {
        const auto result = scratch.mxgen({"cosim", "--a", "mxfp4", "-o", "out"},
                                          {{"PATH", scratch.path().string()}});
        CHECK(result.code == 3);
        CHECK_THAT(result.output, Contains("verilator"));
        CHECK(scratch.entries().empty());
    }
}
