// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/config/settings.h"
#include "sw/unit/keys.h"
#include "sw/unit/multiplier_keys.h"
#include "sw/unit/operand_keys.h"

namespace mxgen {

// The language of a dot product, alone or as the processing element of an array.

/// Products a beat and processing element: their circuit still takes seconds.
inline constexpr int max_lanes = 4096;

/// Sums that take turns: many more than stages that shorten the loop of any accumulator.
inline constexpr int max_interleave = 64;

/// How accumulators are written: "fp32 | bf16 | fp16 | int<N> [wrap | saturate | spill] | ...".
std::string accumulator_notation();

/// Throws Error (usage): dot.initial is of no use here.
[[noreturn]] void refuse_initial(const Settings& settings);

/// Throws Error (usage): nothing here is kept from beat to beat, so that sums cannot take turns;
/// `reason` after the value, `nearest` the nearest designs where they can.
[[noreturn]] void refuse_interleave(const Settings& settings, const DotDesign& dot,
                                    const std::string& reason, const std::string& nearest);

/// Completes a dot product whose keys are set, but for what an array asks besides. Throws Error
/// (usage).
void complete_sums(DotDesign& dot, const Settings& settings);

/// "mxfp8_e4m3_x32_fp32": operands, lanes and accumulator in a name.
std::string sums_stem(const DotDesign& dot);

/// "a in mxfp8_e4m3 (...), b in ...; ...": operands, accumulator and run-time modes in words.
std::string sums_meaning(const DotDesign& dot);

/// Keys of [dot] but the multiplier's; `dot(design)` is the DotDesign.
template <class Design, class Dot>
UnitKeys accumulation_keys(Dot dot) {
    const auto count = [](std::string name, double max, std::string help) {
        return Key{.section = "dot",
                   .name = std::move(name),
                   .type = KeyType::integer,
                   .min = 1,
                   .max = max,
                   .help = std::move(help)};
    };
    Key lanes = count("lanes", max_lanes, "Products a beat and processing element");
    lanes.otherwise = "the block";
    Key accumulator{.section = "dot",
                    .name = "accumulator",
                    .example = "fp32",
                    .help = accumulator_notation(),
                    .initial = std::string("fp32")};
    UnitKey round =
        composed<Design>({.section = "dot",
                          .name = "round",
                          .example = "beat",
                          .help = "When sums in floats are rounded: block | beat | beat<F>",
                          .initial = std::string("block")},
                         [dot](const Design& d) { return to_string(dot(d).round); });
    round.is_named = true;
    round.tag = "round_";
    Key interleave = count("interleave", max_interleave, "Independent sums that take turns");
    UnitKey initial = named<Design>(
        {.section = "dot",
         .name = "initial",
         .type = KeyType::boolean,
         .help = "Port c_i, the accumulator's first value; "
                 "weight-stationary arrays always have it"},
        [dot](auto& d) -> auto& { return dot(d).initial; }, "initial");
    UnitKey rescale = named<Design>(
        {.section = "dot",
         .name = "rescale",
         .type = KeyType::boolean,
         .help = "Port rescale_i: blocks before which an integer sum doubles"},
        [dot](auto& d) -> auto& { return dot(d).rescale; }, "rescale");
    return {
        bound<Design>(
            lanes, [dot](auto& d) -> auto& { return dot(d).lanes; }),
        bound<Design>(
            count("blocks", 1 << 20,
                  "Longest sum, in blocks: sizes int<N>; 1: dot products in floats "
                  "keep no sum"),
            [dot](auto& d) -> auto& { return dot(d).blocks; }),
        composed<Design>(accumulator, [dot](const Design& d) { return dot(d).accumulator.name; }),
        std::move(initial),
        std::move(rescale),
        named<Design>(
            interleave, [dot](auto& d) -> auto& { return dot(d).interleave; }, "interleave"),
        std::move(round)};
}

/// The keys of [a], [b] and [dot].
template <class Design, class Dot>
UnitKeys sums_keys(Dot dot) {
    const auto a = [dot](auto& d) -> auto& { return dot(d).a; };
    const auto b = [dot](auto& d) -> auto& { return dot(d).b; };
    UnitKeys keys = operand_keys<Design>("a", "rows", "none: it must be given", a);
    keys.push_back(scale_per_key<Design>("a", a));
    keys += operand_keys<Design>("b", "columns", "that of a", b);
    keys.push_back(scale_per_key<Design>("b", b));
    keys += accumulation_keys<Design>(dot);
    keys += multiplier_keys<Design>([dot](auto& d) -> auto& { return dot(d).multiplier; });
    keys.push_back(named<Design>(
        {.section = "dot",
         .name = "modes",
         .type = KeyType::list,
         .allowed = {"int8", "int4", "2xint4", "fp8", "fp4"},
         .help = "Formats to switch between at run time"},
        [dot](auto& d) -> auto& { return dot(d).modes; }, "modes_"));
    return keys;
}

}  // namespace mxgen
