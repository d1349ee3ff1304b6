// SPDX-License-Identifier: Apache-2.0
#include <cstdlib>
#include <random>

#include "sw/support/error.h"
#include "sw/support/process.h"
#include "sw/unit/units.h"
#include "tests/sim/jobs.h"
#include "tests/sim/products.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

using Random = std::mt19937;

template <class T>
const T& pick(Random& random, const std::vector<T>& choices) {
    return choices[random() % choices.size()];
}

std::string sample_format(Random& random) {
    static const std::vector<std::string> narrow{
        "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4", "mxint8", "mxint6",
        "mxint4",     "nvfp4",      "nvint4",     "e5m2",       "e4m3",  "e3m2",   "e2m3",
        "e2m1",       "int2",       "int3",       "int4",       "int5",  "int8",   "int12",
        "int16",      "fp16",       "e3m4",       "e4m2ieee",   "nf4"};
    static const std::vector<std::string> wide{"bf16",   "fp32", "tf32",
                                               "posit8", "e6m3", "hifloat8"};
    return pick(random, random() % 24 ? narrow : wide);
}

std::string sample_accumulator(Random& random) {
    switch (random() % 10) {
        case 0:
            return "int";
        case 1:
            return fmt::format("int{} {}", 8 + random() % 20,
                               pick<std::string>(random, {"wrap", "saturate", "spill"}));
        case 2: {
            const int lsb = static_cast<int>(random() % 40) - 30;
            return fmt::format("fixed<{},{}>", lsb + 2 + static_cast<int>(random() % 40), lsb);
        }
        case 3:
            return fmt::format("tensorcore<{},{},{}>{}", 1 + random() % 25, 1 + random() % 5,
                               1 + random() % 24, random() % 2 ? "" : " promote=8");
        case 4:
            return pick<std::string>(random, {"none", "fixed"});
        default:
            return pick<std::string>(random, {"fp32", "bf16", "fp16"});
    }
}

/// Formats, and what makes products of them.
void add_operands(Random& random, Flags& flags) {
    switch (random() % 8) {
        case 0: {
            const auto modes = pick<std::string>(random, {"int8,2xint4", "int8,int4", "fp8,fp4"});
            const bool floats = modes == "fp8,fp4", scaled = random() % 2;
            const std::string wide =
                floats ? (scaled ? "mxfp8_e4m3" : "e4m3") : (scaled ? "mxint8" : "int8");
            const bool mixed = !scaled && random() % 3 == 0;
            flags.insert(flags.end(), {{"--modes", modes}, {"--a", wide}});
            flags.push_back({"--b", mixed ? (floats ? "e2m1" : "int4") : wide});
            break;
        }
        case 1: {
            const auto format = pick<std::string>(random, {"e4m3", "mxfp8_e5m2", "mxfp6_e2m3"});
            const auto multiplier = pick<std::string>(random, {"lmul", "rounded"});
            flags.insert(flags.end(), {{"--a", format}, {"--multiplier", multiplier}});
            if (multiplier == "lmul" && random() % 2) flags.push_back({"--lmul-mode", "eq1"});
            break;
        }
        default:
            flags.push_back({"--a", sample_format(random)});
            if (random() % 2) flags.push_back({"--b", sample_format(random)});
            if (random() % 8 == 0) flags.push_back({"--a-scale-per", "row"});
    }
}

void add_sizes(Random& random, Flags& flags) {
    const int block = pick<int>(random, {1, 2, 3, 4, 5, 6, 7, 11});
    std::vector<int> lanes;
    for (int count = 1; count <= 3; ++count)
        if (block % count == 0 || count % block == 0) lanes.push_back(count);
    flags.insert(flags.end(), {{"--block", std::to_string(block)},
                               {"--lanes", std::to_string(pick(random, lanes))},
                               {"--blocks", std::to_string(pick<int>(random, {1, 5, 64, 1024}))}});
}

void add_array(Random& random, Flags& flags) {
    const int rows = pick<int>(random, {1, 1, 2, 3}), cols = 1 + random() % (3 / rows);
    flags.insert(flags.end(), {{"--rows", std::to_string(rows)}, {"--cols", std::to_string(cols)}});
    if (random() % 2) flags.push_back({"--dataflow", "weight_stationary"});
    if (random() % 2) return;
    const auto output =
        pick<std::string>(random, {"fp32", "bf16", "fp16", "mxfp8_e4m3", "mxint8", "mxfp4"});
    flags.push_back(
        {"--output", output.starts_with("mx") ? fmt::format("{}_b{}", output, cols) : output});
    if (random() % 2)
        flags.push_back({"--scale-rule", pick<std::string>(random, {"ceil", "even", "rceil"})});
}

/// A legal configuration: what resolves.
Config sample_config(Random& random, const std::string& unit) {
    const bool array = unit == "array";
    for (;;) {
        Flags flags{{"--unit", unit}, {"--name", "dut"}};
        add_operands(random, flags);
        add_sizes(random, flags);
        flags.push_back({"--accumulator", sample_accumulator(random)});
        if (array) add_array(random, flags);
        if (!array && random() % 3 == 0) flags.push_back({"--initial", "true"});
        if (random() % 3 == 0) flags.push_back({"--stages", std::to_string(1 + random() % 3)});
        if (random() % 2) flags.push_back({"--lowering", "plain"});
        try {
            Settings settings;
            for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
            return resolve(settings);
        } catch (const Error&) {
            continue;
        }
    }
}

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
    Random random(static_cast<unsigned>(job.seed));
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
    add_products(job);
    check(1);
}

/// Generates, lints and co-simulates random legal designs; those that fail are named.
void cosimulate(const std::string& unit, unsigned seed, unsigned designs, const Effort& effort) {
    Random random(seed);
    for (unsigned n = 0; n < designs; ++n) {
        const Config config = sample_config(random, unit);
        INFO(to_json(config).dump());
        try {
            cosimulate(config, fmt::format("lattice_{}_{}", unit, seed), random(), effort);
        } catch (const Error& error) {
            FAIL_CHECK(error.what());
        }
    }
}

}  // namespace

TEST_CASE("random legal dot products: generated, linted and co-simulated") {
    cosimulate("dot", Catch::rngSeed(), 170, {100, 97});
}

TEST_CASE("random legal arrays: generated, linted and co-simulated") {
    cosimulate("array", Catch::rngSeed(), 130, {100, 97});
}

TEMPLATE_TEST_CASE_SIG("ten thousand random legal designs, linted and co-simulated: tenth",
                       "[.soak]", ((int tenth), tenth), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) {
    const auto unit = GENERATE(as<std::string>{}, "dot", "array");
    // Hundreds of megabytes of models that nobody needs again.
    const testing::ScratchFolder models("lattice_models");
    setenv("MXGEN_CACHE", models.path().c_str(), 1);
    cosimulate(unit, Catch::rngSeed() + tenth, 500, {1000, 11});
}
