// SPDX-License-Identifier: Apache-2.0
#include "sw/package/manifest.h"

#include <catch2/catch.hpp>

#include "sw/package/package.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"

using namespace mxgen;
using namespace mxgen::package;

namespace {

using Flags = std::vector<std::pair<std::string, std::string>>;

Json manifest_of(const Flags& flags) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return manifest(generate(resolve(settings)), {});
}

const Flags grid{{"--unit", "array"}, {"--a", "int4"}, {"--lanes", "4"},
                 {"--block", "4"},    {"--rows", "2"}, {"--accumulator", "int"}};

Flags with(Flags flags, const Flags& more) {
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
}

}  // namespace

TEST_CASE("cycles of an array whose sums stay, by hand") {
    const auto all = manifest_of(with(grid, {{"--cols", "3"}}));
    const auto& cycles = all["cycles"];
    const int latency = all["latency_cycles"];
    // 1024 products in beats of 4; results leave while the next tile's sums run.
    CHECK(cycles["tile_beats"] == 256);
    CHECK(cycles["tile_interval"] == 256);
    CHECK(cycles["tile_interval_minimum"] == 3);
    CHECK(cycles["product_edge"] == 1024);
    CHECK(cycles["product_tiles"] == 512 * 342);
    // Beats of all tiles, then the last row's way.
    const int total = 512 * 342 * 256 + 1 + latency;
    CHECK(cycles["product_cycles"] == total);
    CHECK(cycles["product_utilisation"] == Approx(1024.0 * 1024 * 1024 / (6.0 * 4 * total)));
}

TEST_CASE("cycles of an array whose weights stay, by hand") {
    const auto all =
        manifest_of(with(grid, {{"--cols", "2"}, {"--dataflow", "weight_stationary"}}));
    const auto& cycles = all["cycles"];
    const int latency = all["latency_cycles"];
    // A row of A is one beat; two beats of weights follow three cycles after the last element
    // turned.
    CHECK(cycles["element_latency"] == 1);
    CHECK(cycles["tile_beats"] == 1024);
    CHECK(cycles["tile_interval"] == 1024);
    CHECK(cycles["tile_interval_minimum"] == 5);
    CHECK(cycles["product_tiles"] == 128 * 512);
    const int total = 128 * 512 * 1024 + 2 + latency;
    CHECK(cycles["product_cycles"] == total);
    CHECK(cycles["product_utilisation"] == Approx(1024.0 * 1024 * 1024 / (4.0 * 4 * total)));
}

TEST_CASE("beats of a sum are those of each run-time mode") {
    const auto modes = manifest_of({{"--a", "int8"},
                                    {"--lanes", "4"},
                                    {"--block", "4"},
                                    {"--modes", "int8,2xint4"},
                                    {"--accumulator", "int30 wrap"}})["modes"];
    REQUIRE(modes.size() == 2);
    CHECK(modes[0]["a"] == "int8");
    CHECK(modes[0]["sum_beats"] == 256);
    CHECK(modes[1]["a"] == "int4");
    CHECK(modes[1]["sum_beats"] == 128);
}
