// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "gen/lower/plain.h"
#include "gen/unit/convert.h"
#include "gen/unit/convert_lane.h"
#include "gen/view/interpret.h"
#include "sw/model/convert.h"
#include "tests/support/case_seed.h"

namespace mxgen::test {

using Codes = std::vector<std::uint32_t>;

inline std::string input_format() { return GENERATE(as<std::string>{}, "fp32", "bf16", "fp16"); }

inline unit::ConvertOptions convert_options(const std::string& input, const std::string& output,
                                            int block) {
    unit::ConvertOptions o{
        .name = "dut", .input = *find_format(input), .output = *find_block_format(output)};
    o.output.block = block;
    return o;
}

/// Combinations of rounding, overflow and policy of non-finite blocks; times that of scale rules.
inline constexpr std::uint32_t roundings = general_roundings.size(),
                               roundings_and_policies = 4 * roundings,
                               all_choices = roundings_and_policies * names_of<ScaleRule>.size();

/// Choice `number` below all_choices; the first roundings_and_policies have scale rule floor.
inline void set_choice(unit::ConvertOptions& o, std::uint32_t number) {
    const std::uint32_t policy = number / roundings;
    o.rule.rounding.rounding = static_cast<Rounding>(number % roundings);
    o.rule.rounding.overflow = policy & 1 ? Overflow::propagate : Overflow::saturate;
    o.rule.nonfinite = policy & 2 ? NonFinite::saturate : NonFinite::nan_block;
    o.rule.scale = static_cast<ScaleRule>(number / roundings_and_policies);
}

inline std::string listed(const Codes& codes) {
    std::string text;
    for (auto code : codes) text += fmt::format(" {:x}", code);
    return text;
}

/// A dividend by a normalized significand of 24 bits, as TensorThresholds has it with `bits` bits.
inline std::uint64_t quotient_of(const ir::Int& n, const ir::Int& divisor, unsigned bits) {
    const ir::Int dividend = n << (24 - ir::bit_length(n));
    const bool reaches = dividend >= divisor;
    const ir::Int scaled = dividend << (bits - 2 + !reaches), quotient = scaled / divisor;
    const ir::Int fraction = quotient - ir::pow2(bits - 2);
    return static_cast<std::uint64_t>((ir::Int(reaches) << (bits - 1)) | fraction << 1 |
                                      ir::Int(quotient * divisor != scaled));
}

/// Feeds blocks to circuit and golden model and compares scale, codes and flag of each.
class ConvertBench {
  public:
    explicit ConvertBench(const unit::ConvertOptions& o)
        : ConvertBench(o, lower::plain(unit::convert(o).circuit())) {}
    /// Of a circuit that was lowered otherwise.
    ConvertBench(const unit::ConvertOptions& o, const std::shared_ptr<const ir::Circuit>& circuit)
        : o_(o), rule_(o.rule), dut_(circuit) {}

    /// `g`: the code of the tensor scale, or of the tensor's power of two, for formats with one.
    void block(const Codes& x, const Codes& random = {}, std::uint32_t g = 0x3F800000) {
        const bool has_exponent = o_.output.tensor_exponent;
        if (!o_.output.tensor_scale && !has_exponent) g = 0x3F800000;
        if (o_.loads_tensor)
            load(g);
        else if (o_.output.tensor_scale || has_exponent)
            dut_.set("tensor_scale_i", g);
        std::vector<model::ExactValue> values;
        for (unsigned i = 0; i < x.size(); ++i) {
            dut_.set("x_i", x[i], i);
            values.push_back(model::decode(o_.input, x[i]));
            if (!random.empty()) dut_.set("random_i", random[i], i);
        }
        dut_.eval();
        ++blocks_;
        auto expected =
            model::convert_block(o_.output, values, rule_, random,
                                 model::decode(*find_format(has_exponent ? "e8m0" : "fp32"), g));
        model::ConvertedBlock got;
        if (o_.output.scale) got.scale = static_cast<std::uint32_t>(dut_.get("scale_o"));
        for (unsigned i = 0; i < x.size(); ++i)
            got.codes.push_back(static_cast<std::uint32_t>(dut_.get("codes_o", i)));
        got.invalid = dut_.get("invalid_o") != 0;
        if (got.scale == expected.scale && got.codes == expected.codes &&
            got.invalid == expected.invalid)
            return;
        FAIL(o_.input.name << " to " << o_.output.name << listed(x) << " random" << listed(random)
                           << fmt::format(" tensor scale {:x}", g)
                           << fmt::format(": scale {:x} codes{} invalid {}, expected {:x}{} {}",
                                          got.scale, listed(got.codes), got.invalid, expected.scale,
                                          listed(expected.codes), expected.invalid));
    }
    std::size_t blocks() const { return blocks_; }

  private:
    /// What a loader makes of g.
    void load(std::uint32_t g) {
        const auto value = model::decode(*find_format("fp32"), g);
        const bool usable = value.is_finite() && Dyadic(0) < value.number;
        dut_.set("gain_usable_i", usable);
        if (!usable) return;
        dut_.set("gain_exponent_i", exponent_of(value.number) + 127);
        const auto thresholds = unit::tensor_thresholds(o_);
        const auto divisor = floor_in_units(value.number, exponent_of(value.number) - 23);
        unsigned i = 0;
        for (const auto& n : thresholds.dividends())
            dut_.set("quotients_i", quotient_of(n, divisor, thresholds.quotient_bits()), i++);
    }

    unit::ConvertOptions o_;
    ConvertRule rule_;
    view::Interpreter dut_;
    std::size_t blocks_ = 0;
};

/// "fp32 to mxfp4, choice 17": what a random case is about.
inline std::string about(const unit::ConvertOptions& o, std::uint32_t choice) {
    const auto& f = o.output;
    return fmt::format("{} to {}{}, choice {}", o.input.name, f.element.name,
                       f.scale ? " by " + f.scale->name : "", choice);
}

/// Draws of input codes weighted towards what converters get wrong: exponents near each other and
/// near the subnormals, runs of zeros and ones in the significand, specials.
class InputSource {
  public:
    InputSource(const Format& f, std::uint32_t seed) : f_(f), random_(seed) {}

    std::uint32_t below(std::uint32_t count) {
        return static_cast<std::uint32_t>(random_()) % count;
    }

    Codes block(int size) {
        auto centre = below(3) ? below(last_exponent() + 1) : below(24);
        auto spread = 1 + below(12);
        Codes x;
        for (int i = 0; i < size; ++i) x.push_back(value(centre, spread));
        if (below(32) == 0) x[below(static_cast<std::uint32_t>(size))] = special();
        return x;
    }
    /// A block of nothing larger than a subnormal.
    Codes subnormals(int size) {
        Codes x;
        for (int i = 0; i < size; ++i) x.push_back(pack(0, mantissa()));
        return x;
    }
    /// The random bits of stochastic rounding for each element; none for other roundings.
    Codes random_bits(const unit::ConvertOptions& o) {
        Codes r;
        for (int i = 0; o.is_stochastic() && i < o.output.block; ++i)
            r.push_back(below(1u << o.random_bits()));
        return r;
    }
    /// Draws what is no choice: the clip of integers, and how many random bits there are.
    void draw_details(unit::ConvertOptions& o) {
        auto& element = o.output.element;
        element.asymmetric = element.kind == Kind::integer && below(2);
        o.rule.rounding.random_bits = 1 + static_cast<int>(below(12));
    }

  private:
    std::uint32_t last_exponent() const { return (1u << f_.exponent_bits) - 2; }
    std::uint32_t pack(std::uint32_t exponent, std::uint32_t mantissa) {
        return (below(2) << (f_.bits - 1)) | (exponent << f_.mantissa_bits) | mantissa;
    }
    std::uint32_t mantissa() {
        auto count = 1u << f_.mantissa_bits;
        auto shift = below(static_cast<std::uint32_t>(f_.mantissa_bits) + 1);
        switch (below(4)) {
            case 0:
                return (count - 1) & ~((1u << shift) - 1);
            case 1:
                return (1u << shift) & (count - 1);
            case 2:
                return (below(count) >> shift) << shift;
            default:
                return below(count);
        }
    }
    std::uint32_t value(std::uint32_t centre, std::uint32_t spread) {
        auto down = below(spread);
        return below(16) ? pack(centre > down ? centre - down : 0, mantissa()) : pack(0, 0);
    }
    std::uint32_t special() { return pack(last_exponent() + 1, below(2) ? mantissa() : 0); }

    Format f_;
    std::mt19937_64 random_;
};

}  // namespace mxgen::test
