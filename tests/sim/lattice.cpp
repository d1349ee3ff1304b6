// SPDX-License-Identifier: Apache-2.0
#include "tests/sim/lattice.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "sw/support/error.h"
#include "sw/unit/units.h"
#include "tests/sim/jobs.h"

namespace mxgen::test {

namespace {

using Random = std::mt19937;

template <class T>
const T& pick(Random& random, const std::vector<T>& choices) {
    return choices[random() % choices.size()];
}

std::string sample_format(Random& random) {
    static const std::vector<std::string> narrow{
        "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4", "mxint8",    "mxint6",
        "mxint4",     "nvfp4",      "nvint4",     "e5m2",       "e4m3",  "e3m2",      "e2m3",
        "e2m1",       "int2",       "int3",       "int4",       "int5",  "int8",      "int12",
        "int16",      "fp16",       "e3m4",       "e4m2ieee",   "nf4",   "khot<2,8>", "khot<2,5>s"};
    static const std::vector<std::string> wide{"bf16",   "fp32", "tf32",
                                               "posit8", "e6m3", "hifloat8"};
    return pick(random, random() % 24 ? narrow : wide);
}

std::string sample_accumulator(Random& random) {
    switch (random() % 11) {
        case 10:
            return fmt::format("late<{}>", 12 + random() % 30);
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
void add_dot_operands(Random& random, Flags& flags) {
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
    const bool square = random() % 5 == 0;
    const int rows = square ? 2 : pick<int>(random, {1, 1, 2, 3});
    const int cols = square ? 2 : 1 + static_cast<int>(random() % (3 / rows));
    flags.insert(flags.end(), {{"--rows", std::to_string(rows)}, {"--cols", std::to_string(cols)}});
    if (square && random() % 2) flags.push_back({"--cluster", "2"});
    if (random() % 2) flags.push_back({"--dataflow", "weight_stationary"});
    if (random() % 2) return;
    const auto output =
        pick<std::string>(random, {"fp32", "bf16", "fp16", "mxfp8_e4m3", "mxint8", "mxfp4"});
    flags.push_back(
        {"--output", output.starts_with("mx") ? fmt::format("{}_b{}", output, cols) : output});
    if (random() % 2)
        flags.push_back({"--scale-rule", pick<std::string>(random, {"ceil", "even", "rceil"})});
}

/// Of a converter or deconverter; a format may bring a scale of its own or get one.
void add_block(Random& random, Flags& flags, const std::vector<std::string>& formats) {
    const int block = 1 + static_cast<int>(random() % 6);
    flags.insert(flags.end(), {{"--a", pick(random, formats)}, {"--block", std::to_string(block)}});
    if (random() % 3 == 0)
        flags.push_back({"--a-scale", pick<std::string>(random, {"e8m0", "ue4m3", "ue5m3"})});
}

bool flags_have(const Flags& flags, const std::string& word) {
    return std::ranges::any_of(
        flags, [&](const auto& flag) { return flag.second.find(word) != flag.second.npos; });
}

/// Rotations of 16 with blocks that fit, a few of whose beats make a group.
void add_rotation(Random& random, Flags& flags) {
    flags.push_back({"--a", pick<std::string>(random, {"mxfp8_e4m3", "mxfp4", "mxint8", "nvfp4",
                                                       "nvint4", "mxfp6_e2m3"})});
    flags.push_back({"--block", pick<std::string>(random, {"1", "4", "8", "16", "32"})});
    flags.push_back({"--lanes", pick<std::string>(random, {"2", "4", "8", "16"})});
    flags.push_back({"--rotate", "16"});
    flags.push_back({"--rotate-window", std::to_string(1 + random() % 12)});
    flags.push_back({"--rotate-signs", pick<std::string>(random, {"port", "0x0", "0x9d2f"})});
    if (random() % 2) flags.push_back({"--rotate-half", "ceil"});
}

void add_conversion(Random& random, Flags& flags) {
    static const std::vector<std::string> formats{
        "mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4",     "mxint8",    "mxint4",
        "nvfp4",      "nvint4",     "e4m3",       "e2m1",       "int8",      "int5",      "nf4",
        "posit8",     "dfp16",      "e3m4",       "bf16",       "khot<2,7>", "khot<2,4>s"};
    const bool rotates = random() % 6 == 0;
    if (rotates)
        add_rotation(random, flags);
    else
        add_block(random, flags, formats);
    flags.push_back({"--input", pick<std::string>(random, {"fp32", "bf16", "fp16"})});
    const auto general = names_of<Rounding>.begin() + general_roundings.size();
    flags.push_back({"--rounding",
                     pick(random, std::vector<std::string>(names_of<Rounding>.begin(), general))});
    if (random() % 2) flags.push_back({"--scale-rule", pick(random, allowed_names<ScaleRule>())});
    if (random() % 2) flags.push_back({"--overflow", "propagate"});
    if (!rotates && random() % 2) flags.push_back({"--nonfinite", "saturate"});
    if (random() % 4 == 0) flags.push_back({"--clip", "asymmetric"});
    if (!rotates && random() % 4 == 0)
        flags.push_back({"--lanes", std::to_string(1 + random() % 3)});
    if (random() % 4 == 0) flags.push_back({"--random", "lfsr"});
    const bool loads = flags_have(flags, "nvfp4") || flags_have(flags, "nvint4");
    if (!rotates && loads && random() % 2) flags.push_back({"--tensor-scale", "load"});
}

void add_deconversion(Random& random, Flags& flags) {
    if (random() % 8 == 0) {
        const auto format = pick<std::string>(random, {"e3m2", "mxfp6_e2m3", "int6"});
        flags.insert(flags.end(), {{"--a", format}, {"--block", "4"}, {"--pack", "4+2"}});
        return;
    }
    add_block(random, flags,
              {"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp4", "mxint8", "nvfp4", "nvint4",
               "dfp16", "e4m3", "int6", "nf4", "posit8", "khot<2,6>", "khot<3,4>s"});
    flags.push_back({"--output", pick<std::string>(random, {"fp32", "bf16", "fp16"})});
}

void add_multiplier(Random& random, Flags& flags) {
    const std::vector<std::string> formats{"e4m3", "e5m2", "e3m2", "e2m3",    "e2m1",
                                           "e3m4", "fp16", "bf16", "e4m2ieee"};
    flags.push_back({"--a", pick(random, formats)});
    const auto kind = pick(random, allowed_names<ProductKind>());
    flags.push_back({"--multiplier", kind});
    if (kind == "exact" && random() % 2) {
        flags.push_back({"--full-product", "true"});
        flags.push_back({"--b", pick(random, formats)});
    }
    if (kind == "exact" && random() % 3 == 0) flags.push_back({"--overflow", "propagate"});
    if (kind != "exact" && random() % 2) flags.push_back({"--lmul-subnormals", "normalize"});
    if (kind != "lmul") return;
    if (random() % 2) flags.push_back({"--lmul-mode", "eq1"});
    if (random() % 2)
        flags.push_back({"--lmul-l", std::to_string(static_cast<int>(random() % 12) - 2)});
}

void add_sums(Random& random, Flags& flags, bool array) {
    add_dot_operands(random, flags);
    add_sizes(random, flags);
    flags.push_back({"--accumulator", sample_accumulator(random)});
    if (random() % 3 == 0) flags.push_back({"--interleave", std::to_string(2 + random() % 3)});
    if (random() % 3 == 0)
        flags.push_back(
            {"--round", random() % 2 ? "beat" : fmt::format("beat<{}>", 1 + random() % 40)});
    if (array) add_array(random, flags);
    if (!array && random() % 3 == 0) flags.push_back({"--initial", "true"});
    const bool may_overflow = flags_have(flags, "saturate") || flags_have(flags, "wrap");
    if (!array && may_overflow) flags.push_back({"--rescale", random() % 2 ? "true" : "false"});
}

Flags draw_flags(const std::string& unit, std::uint32_t seed) {
    Random random(seed);
    Flags flags{{"--unit", unit}, {"--name", "dut"}};
    if (unit == "convert") add_conversion(random, flags);
    if (unit == "deconvert") add_deconversion(random, flags);
    if (unit == "multiply") add_multiplier(random, flags);
    if (unit == "dot" || unit == "array") add_sums(random, flags, unit == "array");
    if (random() % 3 == 0) flags.push_back({"--stages", std::to_string(1 + random() % 3)});
    if (random() % 2) flags.push_back({"--lowering", "plain"});
    return flags;
}

}  // namespace

std::variant<Config, std::string> draw_config(const std::string& unit, std::uint32_t seed) {
    try {
        Settings settings;
        for (const auto& [flag, text] : draw_flags(unit, seed)) add_flag(settings, flag, text);
        return resolve(settings);
    } catch (const Error& error) {
        return error.what();
    }
}

Config draw_legal_config(const std::string& unit, std::uint32_t seed) {
    std::mt19937 seeds(seed);
    for (int attempt = 0; attempt < 100; ++attempt) {
        auto drawn = draw_config(unit, static_cast<std::uint32_t>(seeds()));
        if (auto* config = std::get_if<Config>(&drawn)) return *config;
    }
    FAIL("no legal configuration of unit " << unit << " in 100 drawn");
    return {};
}

}  // namespace mxgen::test
