// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/lattice.h"

#include <cstdlib>
#include <map>
#include <random>

#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/support/process.h"
#include "sw/unit/units.h"
#include "tests/sim/jobs.h"
#include "tests/sim/products.h"
#include "tests/support/case_seed.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

void lint(const sim::CosimJob& job) {
    std::vector<std::string> argv{"verilator", "--lint-only", "-Wall", "--top-module",
                                  job.interface.top};
    for (const auto& file : job.files) argv.push_back(file.string());
    const auto result = run_process(argv, {.timeout = std::chrono::minutes(5)});
    INFO(result.output);
    CHECK(result.ok());
}

/// What random stimulus one design meets.
struct Effort {
    std::uint64_t vectors, corners_every;
};

bool takes(const UnitDesign& native, int depth) {
    try {
        unit_of(native).matrices()->check_depth(native, depth);
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// A product of any shape in every run-time mode; as deep as the design takes.
void add_products(sim::CosimJob& job) {
    std::mt19937 random(static_cast<unsigned>(job.seed));
    for (const UnitDesign& native : matrix_unit_of(job.config).modes(job.config.design)) {
        const auto size = [&] { return 1 + static_cast<int>(random() % 7); };
        Extent extent{size(), 1 + static_cast<int>(random() % 70), size()};
        for (int shorter = extent.depth; shorter > 0 && !takes(native, extent.depth);)
            extent.depth = --shorter;
        REQUIRE(extent.depth > 0);
        job.products.push_back(random_product(native, extent, random()));
    }
}

void cosimulate(const Config& config, const std::string& folder, std::uint64_t seed,
                const Effort& effort) {
    auto job = job_for(config, folder);
    lint(job);
    job.seed = seed;
    job.vectors = effort.vectors;
    job.corners_every = effort.corners_every;
    job.exhaustive_bits = 8;
    const auto library = sim::verilate(sim::design_of(job), {.optimise = false});
    const auto check = [&](std::uint64_t vectors) {
        sim::Dut dut(library, job.interface.ports);
        const auto report = sim::cosim(job, dut);
        CHECK(report.failure == "");
        CHECK(report.vectors >= vectors);
    };
    check(effort.vectors);
    if (!unit_of(config.design).matrices()) return;
    add_products(job);
    check(1);
}

/// Generates, lints and co-simulates random legal designs; those that fail are named.
void cosimulate(const std::string& unit, unsigned designs, const Effort& effort,
                unsigned tenth = 0) {
    for (unsigned n = tenth * designs; n < (tenth + 1) * designs; ++n) {
        const testing::CaseSeed seed(fmt::format("{} {}", unit, n));
        const Config config = draw_legal_config(unit, seed);
        INFO(to_json(config).dump());
        try {
            cosimulate(config, fmt::format("lattice_{}_{}", unit, tenth), seed, effort);
        } catch (const Error& error) {
            FAIL_CHECK(error.what());
        }
    }
}

/// Refusals by the key that they name.
std::string tally(const std::vector<std::string>& refusals) {
    std::map<std::string, int> by_key;
    for (const auto& refusal : refusals) ++by_key[refusal.substr(0, refusal.find(" = "))];
    std::string text;
    for (const auto& [key, count] : by_key) text += fmt::format("{} {}; ", count, key);
    return text;
}

}  // namespace

TEST_CASE("random dot products: generated, linted and co-simulated") {
    cosimulate("dot", 80, {100, 97});
}

TEST_CASE("random arrays: generated, linted and co-simulated") {
    cosimulate("array", 60, {100, 97});
}

TEST_CASE("random converters, deconverters and multipliers: generated, linted and co-simulated") {
    cosimulate("convert", 16, {100, 97});
    cosimulate("deconvert", 8, {100, 97});
    cosimulate("multiply", 12, {100, 97});
}

// A legal configuration that begins to be refused changes a number, and so does a new choice.
TEST_CASE("of the configurations of each unit that are drawn as many are legal as before") {
    const auto [unit, legal] = GENERATE(table<std::string, std::size_t>({{"dot", 1257},
                                                                         {"array", 1212},
                                                                         {"convert", 972},
                                                                         {"deconvert", 2000},
                                                                         {"multiply", 1770}}));
    constexpr std::uint32_t drawn = 2000;
    std::vector<std::string> refusals;
    for (std::uint32_t seed = 0; seed < drawn; ++seed) {
        const auto config = draw_config(unit, seed);
        if (const auto* refusal = std::get_if<std::string>(&config)) refusals.push_back(*refusal);
    }
    INFO(unit << " refused: " << tally(refusals));
    CHECK(drawn - refusals.size() == legal);
}

TEMPLATE_TEST_CASE_SIG("ten thousand random legal designs, linted and co-simulated: tenth",
                       "[.soak]", ((int tenth), tenth), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) {
    // Hundreds of megabytes of models that nobody needs again.
    const testing::ScratchFolder models("lattice_models");
    setenv("MXGEN_CACHE", models.path().c_str(), 1);
    const auto unit = GENERATE(as<std::string>{}, "dot", "array");
    cosimulate(unit, 500, {1000, 11}, tenth);
}
