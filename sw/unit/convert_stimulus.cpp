// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <memory>

#include "sw/model/round.h"
#include "sw/model/value.h"
#include "sw/unit/convert_blocks.h"
#include "sw/unit/rotation_blocks.h"

namespace mxgen {

namespace {

/// A beat that loads the block's tensor scale, its values of any bits.
void append_load(Beats& in, const ConvertDesign& convert, const ConvertInput& input) {
    in.append();
    in.set_codes(Role::x, std::span(input.x).first(static_cast<std::size_t>(convert.lanes)),
                 convert.input.bits);
    in.set(Role::tensor_load, 1);
    in.set(Role::tensor_scale, input.tensor_scale);
}

/// One block in the beats that it takes: of its tensor scales, `later_scale` those behind the first
/// beat, the first counts.
void append_block(Beats& in, const ConvertDesign& convert, const ConvertInput& input,
                  std::uint32_t later_scale, const Codes& random, const Codes& signs) {
    const auto lanes = static_cast<std::size_t>(convert.lanes);
    if (input.loads) append_load(in, convert, input);
    for (std::size_t first = 0; first < input.x.size(); first += lanes) {
        const auto part = [&](const Codes& codes) {
            return std::span<const std::uint32_t>(codes).subspan(first, lanes);
        };
        in.append();
        in.set_codes(Role::x, part(input.x), convert.input.bits);
        if (const auto scale = convert.tensor_scale()) {
            const auto mask = static_cast<std::uint32_t>(model::code_count(*scale) - 1);
            in.set(
                Role::tensor_scale,
                (first == 0 && !convert.loads_tensor() ? input.tensor_scale : later_scale) & mask);
        }
        in.set_codes(Role::random, part(random), convert.rule.rounding.random_bits);
        in.set_codes(Role::signs, signs, 1);
    }
}

template <class Blocks>
TransactionSource source_of(const ConvertDesign& convert, std::shared_ptr<Random> random,
                            Blocks blocks) {
    return [=](Beats& in, Beats&) -> std::optional<Transaction> {
        const std::optional<ConvertInput> input = blocks();
        if (!input) return std::nullopt;
        Codes bits(input->x.size());
        if (!convert.has_lfsr())
            for (std::uint32_t& code : bits)
                code = static_cast<std::uint32_t>((*random)() >>
                                                  (64 - convert.rule.rounding.random_bits));
        Codes signs(static_cast<std::size_t>(convert.rotation.size));
        for (std::uint32_t& sign : signs) sign = static_cast<std::uint32_t>((*random)() >> 63);
        append_block(in, convert, *input, ~input->tensor_scale, bits, signs);
        return Transaction{};
    };
}

/// Codes of a float: random ones of a few neighbouring exponents; every fourth block mostly zeros,
/// every sixth with one code of any kind.
Codes example_floats(const Format& f, int size, int number, std::mt19937& random) {
    const std::uint32_t exponents = (1u << f.exponent_bits) - 1, centre = random() % exponents;
    Codes block;
    for (int i = 0; i < size; ++i) {
        const auto bits = static_cast<std::uint32_t>(random());
        const std::uint32_t exponent = (centre + bits % 12) % exponents;
        const std::uint32_t sign_and_exponent = (bits >> 16 & 1) << f.exponent_bits | exponent;
        const std::uint32_t mantissa = random() % (1u << f.mantissa_bits);
        const bool zero = number % 4 == 0 && bits >> 30 != 0;
        block.push_back(zero ? 0 : sign_and_exponent << f.mantissa_bits | mantissa);
    }
    if (number % 6 == 5) block[0] = static_cast<std::uint32_t>(random()) >> (32 - f.bits);
    return block;
}

/// A tensor scale that brings the block's own scale, or its largest element, to a few steps below
/// the largest.
std::uint32_t example_tensor_scale(const ConvertDesign& convert, const Codes& x, int number) {
    const auto coded = convert.tensor_scale();
    if (!coded) return 0;
    Dyadic amax = 0;
    for (const std::uint32_t code : x) {
        const model::ExactValue value = model::decode(convert.input, code);
        if (value.is_finite()) amax = std::max(amax, abs(value.number));
    }
    const BlockFormat& format = convert.output;
    const int largest = amax.is_zero() ? 0 : exponent_of(amax);
    const int wanted = model::max_exponent(format.element) - number % 8;
    const Dyadic scale =
        format.tensor_exponent
            ? Dyadic(1, largest - wanted)
            : Dyadic(16 + number, wanted + model::max_exponent(*format.scale) - largest - 4);
    return model::encode(*coded, model::finite_value(scale)).code;
}

}  // namespace

Stimulus stimulus_of(const ConvertDesign& convert, const StimulusOptions& options) {
    const auto blocks = std::make_shared<ConvertBlocks>(convert, options);
    const auto random = std::make_shared<Random>(options.seed);
    const auto section = [&](const char* kind, auto next) {
        return Section{kind, source_of(convert, random, next)};
    };
    const Section first = blocks->is_exhaustive()
                              ? section("exhaustive", [blocks] { return blocks->exhaustive(); })
                              : section("thresholds", [blocks] { return blocks->thresholds(); });
    Stimulus stimulus{first, section("random", [blocks] { return blocks->random(); })};
    if (convert.rotation) {
        const auto rotations = std::make_shared<RotationBlocks>(convert, options.seed);
        stimulus.push_back(section("rotations", [rotations] { return rotations->next(); }));
    }
    return stimulus;
}

Stimulus examples_of(const ConvertDesign& convert) {
    constexpr int blocks = 12;
    return {{"example",
             [=, number = 0, random = std::mt19937(1)](
                 Beats& in, Beats&) mutable -> std::optional<Transaction> {
                 if (number == blocks) return std::nullopt;
                 const int block = convert.group();
                 ConvertInput input{example_floats(convert.input, block, number, random), 0};
                 const Codes bits =
                     convert.has_lfsr()
                         ? Codes(input.x.size())
                         : random_codes(random, block, convert.rule.rounding.random_bits);
                 input.loads = convert.loads_tensor() && number % 3 == 0;
                 input.tensor_scale = example_tensor_scale(convert, input.x, number++);
                 append_block(in, convert, input, input.tensor_scale, bits,
                              random_codes(random, convert.rotation.size, 1));
                 return Transaction{};
             }}};
}

}  // namespace mxgen
