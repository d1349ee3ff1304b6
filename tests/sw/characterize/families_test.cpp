// SPDX-License-Identifier: Apache-2.0
// Estimates against recorded syntheses: no tool runs.
#include "sw/characterize/families.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "sw/characterize/estimates.h"
#include "sw/package/estimate.h"
#include "sw/support/files.h"
#include "tests/support/refusal.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::characterize;

namespace {

std::vector<MeasuredDesign> record() {
    return read_record(MXGEN_SOURCE_DIR "/tests/data/estimates_osu018.txt");
}

}  // namespace

TEST_CASE("estimates of recorded designs lie within their bounds") {
    const auto* cells = gates::find_fitted("osu018");
    REQUIRE(cells);
    int count = 0, area = 0, delay = 0, energy = 0;
    for (const auto& design : record()) {
        const auto ratios = ratios_of(design, *cells, gates::fitted_families());
        INFO(design.flags << ": " << ratios.area << " " << ratios.delay << " " << ratios.energy);
        ++count;
        area += std::abs(ratios.area - 1) <= 0.10;
        delay += std::abs(ratios.delay - 1) <= 0.15;
        energy += std::abs(ratios.energy - 1) <= 0.25;
        CHECK(std::abs(std::log(ratios.area)) < 0.45);
        CHECK(std::abs(std::log(ratios.delay)) < 0.45);
        CHECK(std::abs(std::log(ratios.energy)) < 0.9);
    }
    CHECK(count >= 25);
    CHECK(area >= 0.9 * count);
    CHECK(delay >= 0.9 * count);
    CHECK(energy >= 0.9 * count);
}

TEST_CASE("a record is what was written, and a fit takes its own mean errors away") {
    const mxgen::testing::ScratchFolder scratch("record");
    const auto designs = record();
    write_file(scratch.path() / "r.txt", record_text(designs));
    const auto again = read_record(scratch.path() / "r.txt");
    REQUIRE(again.size() == designs.size());
    for (std::size_t i = 0; i < again.size(); ++i) CHECK(again[i].flags == designs[i].flags);
    const auto& cells = *gates::find_fitted("osu018");
    const auto fits = fit_families(designs, cells);
    CHECK(fits.front().samples == designs.size());
    std::map<std::string, double> area;
    for (const auto& design : designs) {
        const auto ratios = ratios_of(design, cells, fits);
        area[ratios.family] += std::log(ratios.delay);
    }
    CHECK(area.size() >= 6);
    for (const auto& [family, sum] : area) CHECK(std::abs(sum) < 1e-6);
    write_file(scratch.path() / "none.txt", "no record\n");
    CHECK_THAT(mxgen::testing::refusal([&] { read_record(scratch.path() / "none.txt"); }),
               Catch::Matchers::Contains("no record of designs"));
}

TEST_CASE("drawn designs are legal, differ, and repeat by seed") {
    std::set<std::string> designs, families;
    for (unsigned seed = 1; seed <= 64; ++seed) {
        const auto flags = draw_design(seed);
        CHECK(flags == draw_design(seed));
        designs.insert(flags);
        families.insert(package::family_of(config_of_flags(flags)));
    }
    CHECK(designs.size() > 45);
    CHECK(families.size() == 7);
}

TEST_CASE("random designs that nothing was fitted to, by synthesis", "[.soak]") {
    const mxgen::testing::ScratchFolder scratch("fresh");
    check_estimates("osu018", scratch.path(), 200, 100000);
}
