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

constexpr const char* record_file = MXGEN_SOURCE_DIR "/tests/data/estimates_osu018.txt";

std::vector<MeasuredDesign> record() { return read_record(record_file); }

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
        CHECK(std::abs(std::log(ratios.delay)) < 0.55);
        CHECK(std::abs(std::log(ratios.energy)) < 0.9);
    }
    CHECK(count >= 25);
    CHECK(area >= 0.9 * count);
    CHECK(delay >= 0.9 * count);
    CHECK(energy >= 0.9 * count);
}

TEST_CASE("estimates of a design of every family are what they were") {
    struct Pinned {
        const char* flags;
        double area, delay_ns, energy_pj;
    };
    const Pinned pinned[] = {
        {"--unit dot --a int4 --block 4 --lanes 4 --accumulator none", 372.029, 2.09828, 13.5062},
        {"--unit dot --a int4 --block 4 --lanes 4 --accumulator int24", 761.765, 3.81764, 43.2319},
        {"--unit dot --a e2m1 --block 2 --lanes 2 --accumulator none", 238.217, 2.04561, 9.59671},
        {"--unit dot --a mxfp4 --block 2 --lanes 2 --accumulator bf16", 2048.93, 6.51137, 125.558},
        {"--unit multiply --a e3m2", 210.729, 3.12786, 14.9768},
        {"--unit multiply --a e4m3 --multiplier lmul", 131.217, 1.9439, 6.17894},
        {"--unit convert --a mxfp4 --block 2 --input bf16", 353.109, 3.35585, 28.997},
        {"--unit convert --a mxint8 --block 2 --input fp32", 741.351, 4.42747, 64.0317},
        {"--unit deconvert --a mxfp4 --block 2", 374.629, 4.53039, 23.2742},
        {"--unit deconvert --a nvfp4 --block 2", 296.889, 3.0417, 24.9096},
        {"--unit array --a int4 --block 1 --lanes 1 --rows 2 --cols 3 --accumulator int24", 7983.20,
         3.13602, 238.072},
        {"--unit array --a int4 --block 2 --lanes 1 --rows 2 --cols 3 --accumulator int24 "
         "--dataflow weight_stationary",
         8435.47, 3.60182, 270.794},
        {"--unit array --a int4 --block 1 --lanes 1 --rows 2 --cols 3 --accumulator int24 "
         "--output bf16",
         9535.31, 3.97808, 238.072},
    };
    const auto& cells = *gates::find_fitted("osu018");
    for (const auto& [flags, area, delay_ns, energy_pj] : pinned) {
        // Ratios to figures of one, without factors of a fit.
        const auto found = ratios_of({flags, 1, 1, 1}, cells, {});
        INFO(flags << ": " << found.area << ", " << found.delay << ", " << found.energy);
        CHECK(found.area == Approx(area).epsilon(1e-3));
        CHECK(found.delay == Approx(delay_ns).epsilon(1e-3));
        CHECK(found.energy == Approx(energy_pj).epsilon(1e-3));
    }
}

TEST_CASE("a record is what was written, and a fit takes its own median errors away") {
    const mxgen::testing::ScratchFolder scratch("record");
    auto designs = record();
    write_file(scratch.path() / "r.txt", record_text(designs));
    const auto again = read_record(scratch.path() / "r.txt");
    REQUIRE(again.size() == designs.size());
    for (std::size_t i = 0; i < again.size(); ++i) CHECK(again[i].flags == designs[i].flags);
    // Every third is enough for a fit.
    std::size_t turn = 0;
    std::erase_if(designs, [&](const MeasuredDesign&) { return turn++ % 3 != 0; });
    const auto& cells = *gates::find_fitted("osu018");
    const auto fits = fit_families(designs, cells);
    CHECK(fits.front().samples == designs.size());
    std::map<std::string, std::vector<double>> delays;
    for (const auto& design : designs) {
        const auto ratios = ratios_of(design, cells, fits);
        delays[ratios.family].push_back(std::log(ratios.delay));
    }
    CHECK(delays.size() >= 6);
    for (auto& [family, errors] : delays) {
        std::ranges::sort(errors);
        const auto middle = errors.size() / 2, before = (errors.size() - 1) / 2;
        CHECK(std::abs(errors[before] + errors[middle]) < 1e-6);
    }
    write_file(scratch.path() / "none.txt", "no record\n");
    CHECK_THAT(mxgen::testing::refusal([&] { read_record(scratch.path() / "none.txt"); }),
               Catch::Matchers::Contains("no record of designs"));
}

TEST_CASE("drawn designs are legal, differ, and repeat by seed") {
    std::set<std::string> designs, families;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        const auto flags = draw_design(seed);
        CHECK(flags == draw_design(seed));
        designs.insert(flags);
        families.insert(package::family_of(config_of_flags(flags)));
    }
    CHECK(designs.size() > 280);
    CHECK(families.size() >= 14);
}

TEST_CASE("random designs that nothing was fitted to, by synthesis", "[.soak]") {
    const mxgen::testing::ScratchFolder scratch("fresh");
    check_estimates("osu018", record_file, scratch.path(), 200, 100000);
}
