// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/unit/convert.h"
#include "sw/unit/words.h"

namespace mxgen {

namespace {

std::string tensor_in_words(const ConvertDesign& convert) {
    const std::string g =
        convert.loads_tensor()
            ? "; g is that of the last beat with tensor_load_i, which brings no values: "
              "tensor_scale_i in fp32, after which tensor_ready_o is low until thresholds are "
              "divided by it (tensor_load_cycles of the manifest), and no beat is taken; unless it "
              "is finite and positive, and before the first, the "
            : "; g is tensor_scale_i in fp32: unless it is finite and positive the ";
    return g + "scale is NaN, the codes are zero and invalid_o is set";
}

std::string scale_in_words(const ConvertDesign& convert) {
    if (convert.output.tensor_exponent)
        return "tensor_scale_i is the E8M0 code of the power of two 2^E that the tensor shares; "
               "elements are x / 2^E. Its NaN clears the codes and sets invalid_o.";
    if (!convert.output.scale) return "Each value is converted by itself.";
    const Format& scale = *convert.output.scale;
    if (!scale.has_zero)
        return fmt::format(
            "The scale 2^E follows from the largest magnitude by rule {}, E clamped "
            "to [-127, 127]; elements are x / 2^E.",
            name_of(convert.rule.scale));
    const std::string g = convert.output.tensor_scale ? "g" : "1";
    return fmt::format(
        "The scale S is {} of amax * {} / max, to nearest, ties to even, max the largest element; "
        "elements are x * {} / S{}.",
        scale.name, g, g, convert.output.tensor_scale ? tensor_in_words(convert) : "");
}

std::string rounding_in_words(const ConvertDesign& convert) {
    const auto [rounding, overflow, bits] = convert.rule.rounding;
    const std::string words(rounding_words[static_cast<std::size_t>(rounding)]);
    if (!convert.is_stochastic()) return words;
    const std::string source =
        convert.has_lfsr()
            ? fmt::format("feedback registers that step with every valid beat, seed {}",
                          convert.lfsr_seed)
            : fmt::format("random_i, element i taking bits [{}*i +: {}]", bits, bits);
    return fmt::format("{} with {} bits R from {}: up when floor(frac * 2^{}) + R >= 2^{}", words,
                       bits, source, bits, bits);
}

std::string nonfinite_in_words(const ConvertDesign& convert) {
    if (is_of_casts(convert.rule.rounding.overflow))
        return convert.rule.rounding.overflow == Overflow::wrap
                   ? "Infinity and NaN become 0 and set invalid_o."
                   : "Infinity is a number beyond the range; NaN becomes 0 and sets invalid_o.";
    if (!convert.output.scale)
        return convert.rule.rounding.overflow == Overflow::propagate
                   ? "Infinity becomes what overflow does; NaN without a code becomes 0 and sets "
                     "invalid_o."
                   : "Infinity becomes the largest number; NaN without a code becomes 0 and sets "
                     "invalid_o.";
    const std::string zeros = " A block of zeros has scale code 0.";
    if (convert.rule.nonfinite == NonFinite::saturate)
        return "NaN and infinity do not count for the scale; infinity becomes the largest number, "
               "NaN stays NaN or, where the element has none, makes the block NaN." +
               zeros;
    return "NaN or infinity makes the block NaN: the scale's NaN and codes of zero." + zeros;
}

}  // namespace

std::string convert_in_words(const ConvertDesign& convert) {
    std::string text = fmt::format(
        "Converts {} to {}, {} values a {}. {} They are rounded once, as if exact, {}; beyond the "
        "largest number: {}; clip {}. {}",
        convert.input.name, operand_in_words(convert.output), convert.output.block,
        convert.output.scale ? "block" : "beat", scale_in_words(convert),
        rounding_in_words(convert), name_of(convert.rule.rounding.overflow), name_of(convert.clip),
        nonfinite_in_words(convert));
    if (convert.beats().beats_per_step() > 1)
        text += fmt::format(
            " {} values enter with each valid_i, in {} beats a block{}; their codes leave in the "
            "same order in as many consecutive cycles of valid_o, scale_o held, while the next "
            "block enters{}.",
            convert.lanes, convert.beats().beats_per_step(),
            convert.output.tensor_scale && !convert.loads_tensor()
                ? ", tensor_scale_i sampled with the first"
                : "",
            convert.loads_tensor() ? "" : ": the unit is always ready");
    return text;
}

}  // namespace mxgen
