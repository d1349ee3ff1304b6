// SPDX-License-Identifier: Apache-2.0
#include "sw/package/interface.h"

#include <fmt/format.h>

#include <vector>

#include "sw/config/conversion.h"
#include "sw/unit/from_config.h"
#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

std::vector<Port> all_ports(const Config& config, const ir::Circuit& top) {
    std::vector<Port> ports;
    if (top.is_clocked()) ports.push_back(make_port(Role::clock, Stream::none));
    if (top.has_reset()) ports.push_back(make_port(Role::reset, Stream::none));
    for (Port& port : ports_of(unit_design(config), is_pipelined(config))) {
        if (port.role == Role::scale && !port.is_input)
            port.width = port.element_width =
                static_cast<int>(top.find_port(port.name)->range.width());
        ports.push_back(std::move(port));
    }
    return ports;
}

std::string operand_in_words(const BlockFormat& f) {
    const std::string block =
        f.scale ? fmt::format(", {} elements to a scale in {}", f.block, f.scale->name) : "";
    return fmt::format("{} ({}{})", f.name, f.source, block);
}

std::string accumulator_in_words(const Config& c) {
    const Accumulator& acc = c.dot.accumulator;
    switch (acc.kind) {
        case Accumulator::Kind::none:
            return "The exact sum of a block leaves as an integer in units of the smallest product "
                   "bit, without its scales; special_o says that an element was NaN or infinite.";
        case Accumulator::Kind::floating:
            if (sums_single_blocks(c))
                return fmt::format(
                    "The exact scaled sum of each block is rounded once to {}, to "
                    "nearest, ties to even, with gradual underflow and overflow to "
                    "infinity; no sum is kept.",
                    acc.name);
            return fmt::format(
                "After each block the exact accumulator plus the exact scaled sum is rounded once "
                "to {}, to nearest, ties to even, with gradual underflow and overflow to infinity; "
                "NaN and infinity stay until {}.",
                acc.name,
                c.unit == "array" ? std::string_view("the sum ends")
                                  : name_of(Role::first, Stream::input));
        case Accumulator::Kind::integer:
            return fmt::format("Sums are integers of {} bits, {}.", acc.bits,
                               acc.overflow == Accumulator::Overflow::wrap       ? "modulo 2^width"
                               : acc.overflow == Accumulator::Overflow::saturate ? "saturating"
                                                                                 : "exact");
        case Accumulator::Kind::fixed:
            return "Sums are kept in a two's complement window: each exact block sum is floored to "
                   "its lowest bit and saturates at both ends.";
        case Accumulator::Kind::tensorcore:
            return fmt::format(
                "Sums follow the {} rule: groups of {} products are aligned to the largest "
                "exponent, truncated to {} fraction bits and added exactly; the sum is truncated "
                "to {} significant bits.",
                acc.name, acc.group, acc.alignment_bits, acc.result_bits);
    }
    return "";
}

std::string multiply_in_words(const Config& c) {
    const std::string formats = operand_in_words(c.a);
    if (c.dot.full_product)
        return fmt::format("The exact product of {} and {}, in a float that holds every one.",
                           formats, operand_in_words(c.b));
    if (c.dot.multiplier == "exact")
        return fmt::format(
            "The product of two numbers in {}, rounded once to nearest-even; beyond "
            "the largest number: {}.",
            formats, c.convert.overflow);
    if (c.dot.multiplier == "rounded")
        return fmt::format(
            "The product of two numbers in {} by adding their fields and the carry "
            "that gives the nearest-even mantissa.",
            formats);
    return fmt::format("L-Mul of two numbers in {}: operator {}, l = {}, subnormal operands: {}.",
                       formats, c.dot.lmul_mode, c.dot.lmul_l, c.dot.lmul_subnormals);
}

std::string scale_in_words(const Config& c) {
    if (c.a.tensor_exponent)
        return "tensor_scale_i is the E8M0 code of the power of two 2^E that the tensor shares; "
               "elements are x / 2^E. Its NaN clears the codes and sets invalid_o.";
    if (!c.a.scale) return "Each value is converted by itself.";
    const Format& scale = *c.a.scale;
    if (!scale.has_zero)
        return fmt::format(
            "The scale 2^E follows from the largest magnitude by rule {}, E clamped "
            "to [-127, 127]; elements are x / 2^E.",
            c.convert.scale_rule);
    const std::string g = c.a.tensor_scale ? "g" : "1";
    return fmt::format(
        "The scale S is {} of amax * {} / max, to nearest, ties to even, max the largest element; "
        "elements are x * {} / S{}.",
        scale.name, g, g,
        c.a.tensor_scale ? "; g is tensor_scale_i in fp32: unless it is finite and positive the "
                           "scale is NaN, the codes are zero and invalid_o is set"
                         : "");
}

std::string rounding_in_words(const Config& c) {
    if (c.convert.rounding == "rne") return "to nearest, ties to even";
    if (c.convert.rounding == "rtz") return "toward zero";
    if (c.convert.rounding == "rna") return "to nearest, ties away from zero";
    const std::string source =
        has_lfsr(c) ? fmt::format("feedback registers that step with every valid beat, seed {}",
                                  c.convert.lfsr_seed)
                    : fmt::format("random_i, element i taking bits [{}*i +: {}]",
                                  c.convert.random_bits, c.convert.random_bits);
    return fmt::format(
        "stochastically with {} bits R from {}: up when floor(frac * 2^{}) + R >= "
        "2^{}",
        c.convert.random_bits, source, c.convert.random_bits, c.convert.random_bits);
}

std::string nonfinite_in_words(const Config& c) {
    if (!c.a.scale)
        return c.convert.overflow == "propagate"
                   ? "Infinity becomes what overflow does; NaN without a code becomes 0 and sets "
                     "invalid_o."
                   : "Infinity becomes the largest number; NaN without a code becomes 0 and sets "
                     "invalid_o.";
    const std::string zeros = " A block of zeros has scale code 0.";
    if (c.convert.nonfinite == "saturate")
        return "NaN and infinity do not count for the scale; infinity becomes the largest number, "
               "NaN stays NaN or, where the element has none, makes the block NaN." +
               zeros;
    return "NaN or infinity makes the block NaN: the scale's NaN and codes of zero." + zeros;
}

std::string convert_in_words(const Config& c) {
    std::string text = fmt::format(
        "Converts {} to {}, {} values a {}. {} They are rounded once, as if exact, {}; beyond the "
        "largest number: {}; clip {}. {}",
        c.convert.input, operand_in_words(c.a), c.a.block, c.a.scale ? "block" : "beat",
        scale_in_words(c), rounding_in_words(c), c.convert.overflow, c.convert.clip,
        nonfinite_in_words(c));
    if (const int beats = convert_design(c).beats().beats_per_step(); beats > 1)
        text += fmt::format(
            " {} values enter with each valid_i, in {} beats a block{}; their codes leave in the "
            "same order in as many consecutive cycles of valid_o, scale_o held, while the next "
            "block enters: the unit is always ready.",
            c.convert.lanes, beats,
            c.a.tensor_scale ? ", tensor_scale_i sampled with the first" : "");
    return text;
}

std::string deconvert_in_words(const Config& c) {
    const bool scaled = c.a.scale || c.a.tensor_exponent;
    return fmt::format(
        "Converts {} back to {}: {}, rounded once to nearest, ties to even, with gradual underflow "
        "and overflow to infinity; NaN stays NaN.{}",
        operand_in_words(c.a), c.convert.output, scaled ? "element * scale" : "each element",
        c.a.tensor_scale      ? " The scale of the tensor is left to the reader."
        : c.a.tensor_exponent ? " scale_i is the E8M0 code of the tensor's power of two."
                              : "");
}

std::string array_in_words(const Config& c) {
    const int beats = dot_design(c).beats().beats_per_step();
    std::string words;
    if (is_weight_stationary(c)) {
        words = fmt::format(
            " A tile of weights is {} beats of w_i, those of the top row first, each with a part "
            "of a block for every column; the next tile's move in while this one is in use. A beat "
            "of a_i holds a part of a block for every row; after every {} a row of sums, begun "
            "with c_i, leaves; last_i ends the tile with a row.",
            c.array.rows * beats, beats == 1 ? "beat" : fmt::format("{} beats", beats));
    }
    if (c.array.output != c.dot.accumulator.name)
        words += fmt::format(" Rows leave as {}.", c.array.output);
    if (is_weight_stationary(c))
        words += fmt::format(
            " A longer sum goes on in the next tile, whose weights meet the next part of its row "
            "of "
            "a: {} of one tile is c_i of the next, sampled with the row's first beat, a cycle "
            "later "
            "at the earliest.",
            array_output(c)->converts() ? fmt::format("{}, the row before its conversion,",
                                                      name_of(Role::sum, Stream::output))
                                        : std::string(name_of(Role::result, Stream::output)));
    return words;
}

std::string modes_in_words(const Config& c) {
    if (c.dot.modes.empty()) return "";
    std::string words = " mode_i, sampled with a block's first beat, selects";
    int number = 0;
    for (const RuntimeMode& mode : runtime_modes(c)) {
        words += fmt::format("{} {}: {} by {}, {} products a beat, codes {} and {} bits apart",
                             number ? ";" : "", number, mode.native.a.element.name,
                             mode.native.b.element.name, mode.native.dot.lanes, mode.a_bits,
                             mode.b_bits);
        ++number;
    }
    return words + ".";
}

std::string semantics_of(const Config& c) {
    if (c.unit == "multiply") return multiply_in_words(c);
    if (c.unit == "convert") return convert_in_words(c);
    if (c.unit == "deconvert") return deconvert_in_words(c);
    const std::string what =
        c.unit == "dot"
            ? "Dot product of blocks"
            : fmt::format("{} x {} {} array of dot products", c.array.rows, c.array.cols,
                          is_weight_stationary(c) ? "weight-stationary" : "output-stationary");
    return fmt::format("{}: a in {}, b in {}; blocks of {} elements, {} products a beat{}. {}{}{}",
                       what, operand_in_words(c.a), operand_in_words(c.b), c.a.block, c.dot.lanes,
                       c.unit == "array" ? " and processing element" : "", accumulator_in_words(c),
                       modes_in_words(c), c.unit == "array" ? array_in_words(c) : "");
}

}  // namespace

int array_latency(const Config& c, int element_latency) {
    // A beat reaches the last column's element `cols` cycles after it was accepted, and with
    // travelling sums the last row's so many later; result register and output stream take one
    // each.
    const int elements = is_weight_stationary(c) ? c.array.rows : 1;
    return c.array.cols + elements * element_latency + 2;
}

Interface interface_of(const Config& c, const ir::Circuit& top, int latency) {
    return {.top = c.name,
            .unit = c.unit,
            .ports = all_ports(c, top),
            .latency_cycles = latency,
            .initiation_interval = beats_of(unit_design(c)).beats_per_step(),
            .semantics = semantics_of(c)};
}

}  // namespace mxgen::package
