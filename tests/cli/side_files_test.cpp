// SPDX-License-Identifier: Apache-2.0
// Figures of a manifest against a simulation of the package.
#include <catch2/catch.hpp>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "tests/cli/matrix.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using mxgen::test::Scratch;
using mxgen::test::write_matrix;

namespace {

using Words = std::vector<std::string>;

const Words grid{"--unit", "array", "--a",    "int8", "--lanes",       "2",         "--block", "4",
                 "--rows", "2",     "--cols", "3",    "--accumulator", "int30 wrap"};

Words with(const std::string& command, Words more, const Words& flags) {
    more.insert(more.begin(), command);
    more.insert(more.end(), flags.begin(), flags.end());
    return more;
}

/// Cycles that one tile of that depth takes in the simulated array, once for each run-time mode.
int simulated(const Scratch& scratch, const Words& flags, int depth) {
    write_matrix(scratch.path() / "a.npy", 2, depth, 1);
    write_matrix(scratch.path() / "b.npy", depth, 3, 2);
    const auto run =
        scratch.mxgen(with("cosim", {"--a", "a.npy", "--b", "b.npy", "--json", "--quiet"}, flags));
    INFO(run.output);
    REQUIRE(run.ok());
    return parse_json(run.output)["cosim__product__cycles"];
}

Json manifest(const Scratch& scratch, const Words& flags) {
    REQUIRE(scratch.mxgen(with("gen", {"-o", "out"}, flags)).ok());
    return parse_json(read_file(scratch.path() / "out/manifest.json"));
}

}  // namespace

TEST_CASE("an array takes the beats and the latency of its manifest") {
    const Scratch scratch;
    const Json json = manifest(scratch, grid);
    const int beats = json["cycles"]["tile_beats"], latency = json["latency_cycles"];
    CHECK(beats == 512);  // 1024 products, two a beat
    CHECK(json["initiation_interval"] == 2);
    // The last beat of a tile, its first row after the latency, and the second row.
    CHECK(simulated(scratch, grid, 1024) == beats + latency + 1);
}

TEST_CASE("run-time modes take the beats of their manifest") {
    const Scratch scratch;
    Words flags = grid;
    flags.insert(flags.end(), {"--modes", "int8,2xint4"});
    int beats = 0;
    const Json modes = manifest(scratch, flags)["modes"];
    for (const Json& mode : modes) {
        CHECK(mode["sum_beats"] == mode["cycles"]["tile_beats"]);
        beats += mode["sum_beats"].get<int>();
    }
    CHECK(beats == 512 + 256);
    // Half the sum takes half the beats, in all modes together.
    CHECK(simulated(scratch, flags, 1024) - simulated(scratch, flags, 512) == beats / 2);
}
