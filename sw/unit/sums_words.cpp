// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sw/unit/sums.h"
#include "sw/unit/words.h"

namespace mxgen {

namespace {

std::string lanes_stem(const DotDesign& dot) {
    const bool says_block = dot.a.scale || dot.b.scale || dot.a.block == dot.lanes;
    return fmt::format("x{}", dot.lanes) + (says_block ? "" : fmt::format("_b{}", dot.a.block));
}

std::string accumulator_stem(const DotDesign& dot) {
    const Accumulator& acc = dot.accumulator;
    const bool sized_by_blocks = acc.row().aligns() && acc.bits == 0;
    return legalised(acc.name) +
           (sized_by_blocks || sums_single_blocks(dot) ? fmt::format("_n{}", dot.blocks) : "");
}

std::string accumulator_in_words(const DotDesign& dot) {
    const Accumulator& acc = dot.accumulator;
    if (sums_single_blocks(dot))
        return fmt::format(
            "The exact scaled sum of each block is rounded once to {}, to nearest, ties to even, "
            "with gradual underflow and overflow to infinity; no sum is kept.",
            acc.name);
    const std::string end =
        dot.is_element ? "the sum ends" : std::string(name_of(Role::first, Stream::input));
    if (dot.round.kind == SumRounding::Kind::block) return acc.row().meaning(acc, end);
    const bool windowed = dot.round.kind == SumRounding::Kind::window;
    return fmt::format(
        "After each beat the exact accumulator plus the scaled sums of its blocks{} is rounded "
        "once "
        "to {}, to nearest, ties to even, with gradual underflow and overflow to infinity; NaN and "
        "infinity stay until {}.",
        windowed
            ? fmt::format(", each floored to {} bits below the largest that their scales allow,",
                          dot.round.fraction_bits)
            : "",
        acc.name, end);
}

std::string turns_in_words(const DotDesign& dot) {
    if (dot.interleave == 1 || dot.is_element) return "";
    return fmt::format(
        " {0} independent sums take turns, a valid beat each: beat b of block n of sum c is valid "
        "beat (n * {1} + b) * {0} + c since reset.",
        dot.interleave, dot.beats().beats_per_step());
}

std::string rescale_in_words(const DotDesign& dot) {
    if (!dot.rescale) return "";
    return " With rescale_i, sampled with a block's first beat, the sum doubles before the block "
           "is "
           "added; both overflow as one. A block with first_i starts anew.";
}

std::string modes_in_words(const DotDesign& dot) {
    if (dot.modes.empty()) return "";
    std::string words = " mode_i, sampled with a block's first beat, selects";
    int number = 0;
    for (const DotMode& mode : runtime_modes(dot)) {
        words +=
            fmt::format("{} {}: {} by {}, {} products a beat, codes {} and {} bits apart",
                        number ? ";" : "", number, mode.native.a.element.name,
                        mode.native.b.element.name, mode.native.lanes, mode.a_bits, mode.b_bits);
        ++number;
    }
    return words + ".";
}

}  // namespace

std::string accumulator_notation() {
    std::vector<std::string_view> notations;
    for (const AccumulatorRow& row : accumulator_rows()) notations.push_back(row.notation);
    return fmt::format("{}", fmt::join(notations, " | "));
}

std::string sums_stem(const DotDesign& dot) {
    return fmt::format("{}_{}_{}", operand_names(dot.a, dot.b), lanes_stem(dot),
                       accumulator_stem(dot));
}

std::string sums_meaning(const DotDesign& dot) {
    return fmt::format("a in {}, b in {}; blocks of {} elements, {} products a beat{}. {}{}",
                       operand_in_words(dot.a), operand_in_words(dot.b), dot.a.block, dot.lanes,
                       dot.is_element ? " and processing element" : "", accumulator_in_words(dot),
                       rescale_in_words(dot) + turns_in_words(dot) + modes_in_words(dot));
}

}  // namespace mxgen
