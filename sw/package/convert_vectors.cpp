// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <random>
#include <utility>

#include "sw/config/conversion.h"
#include "sw/model/convert.h"
#include "sw/model/lfsr.h"
#include "sw/package/vectors.h"

namespace mxgen::package {

namespace {

using Codes = std::vector<std::uint32_t>;

constexpr int blocks = 12;

/// Elements side by side, the first in the lowest bits.
Integer bus(const Codes& codes, int width) {
    Integer bits = 0;
    for (std::size_t i = codes.size(); i-- > 0;) bits = (bits << width) | codes[i];
    return bits;
}

Codes part(const Codes& codes, int first, int count) {
    return {codes.begin() + first, codes.begin() + first + count};
}

/// Codes of a float: random ones of a few neighbouring exponents; every fourth block mostly zeros,
/// every sixth with one code of any kind.
Codes float_block(const Format& f, int size, int number, std::mt19937& random) {
    const std::uint32_t exponents = (1u << f.exponent_bits) - 1, centre = random() % exponents;
    Codes block;
    for (int i = 0; i < size; ++i) {
        const auto bits = static_cast<std::uint32_t>(random());
        const std::uint32_t exponent = (centre + bits % 12) % exponents;
        const std::uint32_t sign_and_mantissa = (bits >> 16 & 1) << f.exponent_bits | exponent;
        const std::uint32_t mantissa = random() % (1u << f.mantissa_bits);
        const bool zero = number % 4 == 0 && bits >> 30 != 0;
        block.push_back(zero ? 0 : sign_and_mantissa << f.mantissa_bits | mantissa);
    }
    if (number % 6 == 5) block[0] = static_cast<std::uint32_t>(random()) >> (32 - f.bits);
    return block;
}

Codes random_codes(int size, int bits, std::mt19937& random) {
    Codes codes;
    for (int i = 0; i < size; ++i)
        codes.push_back(static_cast<std::uint32_t>(random()) >> (32 - bits));
    return codes;
}

Codes lfsr_codes(model::Lfsr& lfsr, int beats) {
    Codes codes;
    for (int beat = 0; beat < beats; ++beat) {
        const Codes bits = lfsr.next();
        codes.insert(codes.end(), bits.begin(), bits.end());
    }
    return codes;
}

/// A tensor scale that brings the block's own scale, or its largest element, to a few steps below
/// the largest: its code and value.
std::pair<std::uint32_t, model::Value> tensor_scale(const BlockFormat& format,
                                                    const std::vector<model::Value>& x,
                                                    int number) {
    if (!format.tensor_scale && !format.tensor_exponent) return {0, model::finite_value(1)};
    Dyadic amax = 0;
    for (const model::Value& value : x)
        if (value.is_finite()) amax = std::max(amax, abs(value.number));
    const int largest = amax.is_zero() ? 0 : exponent_of(amax);
    const int wanted = model::max_exponent(format.element) - number % 8;
    const Format coded = find_format(format.tensor_scale ? "fp32" : "e8m0").value();
    const Dyadic scale =
        format.tensor_scale
            ? Dyadic(16 + number, wanted + model::max_exponent(*format.scale) - largest - 4)
            : Dyadic(1, largest - wanted);
    const std::uint32_t code = model::encode(coded, model::finite_value(scale)).code;
    return {code, model::decode(coded, code)};
}

}  // namespace

Vectors convert_vectors(const Design& design) {
    const Config& c = design.config;
    const auto driven = driven_ports(design.interface), checked = checked_ports(design.interface);
    const Format input = find_format(c.convert.input).value();
    const BlockFormat output = clipped_format(c);
    std::mt19937 random(1);
    Vectors vectors;
    vectors.first_due = beats_a_block(c);
    model::Lfsr lfsr(c.convert.lanes, c.convert.random_bits,
                     static_cast<std::uint32_t>(c.convert.lfsr_seed));
    for (int number = 0; number < blocks; ++number) {
        const Codes x = float_block(input, c.a.block, number, random);
        const Codes bits = has_lfsr(c) ? lfsr_codes(lfsr, beats_a_block(c))
                                       : random_codes(c.a.block, c.convert.random_bits, random);
        std::vector<model::Value> values;
        for (const std::uint32_t code : x) values.push_back(model::decode(input, code));
        const auto [g, scale] = tensor_scale(output, values, number);
        const auto block =
            model::convert_block(output, values, convert_rule(c.convert), bits, scale);
        for (int first = 0; first < c.a.block; first += c.convert.lanes) {
            const auto beat = [&](const Codes& codes, int width) {
                return bus(part(codes, first, c.convert.lanes), width);
            };
            vectors.stimulus.push_back(
                packed(driven, {{"valid_i", 1},
                                {"x_i", beat(x, input.bits)},
                                {"tensor_scale_i", g},
                                {"random_i", beat(bits, c.convert.random_bits)}}));
            vectors.expected.push_back(
                packed(checked, {{"valid_o", 1},
                                 {"scale_o", block.scale},
                                 {"codes_o", beat(block.codes, output.element.bits)},
                                 {"invalid_o", block.invalid}}));
        }
    }
    return vectors;
}

Vectors deconvert_vectors(const Design& design) {
    const Config& c = design.config;
    const auto driven = driven_ports(design.interface), checked = checked_ports(design.interface);
    const Format output = find_format(c.convert.output).value();
    const BlockFormat format = decoded_format(c);
    std::mt19937 random(1);
    Vectors vectors;
    for (int number = 0; number < blocks; ++number) {
        const Codes codes = random_codes(c.convert.lanes, c.a.element.bits, random);
        const std::uint32_t scale =
            format.scale ? random_codes(1, format.scale->bits, random)[0] : 0;
        Codes x;
        for (const std::uint32_t code : codes)
            x.push_back(model::deconvert(format, code, scale, output));
        vectors.stimulus.push_back(packed(
            driven,
            {{"valid_i", 1}, {"codes_i", bus(codes, c.a.element.bits)}, {"scale_i", scale}}));
        vectors.expected.push_back(packed(checked, {{"valid_o", 1}, {"x_o", bus(x, output.bits)}}));
    }
    return vectors;
}

}  // namespace mxgen::package
