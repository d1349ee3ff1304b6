// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "sw/model/late.h"
#include "tests/sw/model/rational.h"
#include "tests/sw/model/spec_of.h"

using namespace mxgen;
using namespace mxgen::model;

namespace {

using Codes = std::vector<std::uint32_t>;

/// A block of codes, and what a page of fractions says of it.
struct RationalBlock {
    Codes a, b;
    std::uint32_t a_scale = 0, b_scale = 0;
    Rational sum;      ///< with its scales
    int exponent = 0;  ///< of both scales
};

Rational number(const Format& format, std::uint32_t code) {
    return to_rational(decode(format, code).number);
}

/// The exponent of a scale, subnormal ones and zero counted as the smallest normal number.
int exponent_of_scale(const BlockFormat& format, std::uint32_t code) {
    if (!format.scale) return 0;
    const Rational smallest =
        format.scale->has_zero ? power(1 - format.scale->bias) : power(-format.scale->bias);
    return log2_floor(std::max(number(*format.scale, code), smallest));
}

std::uint32_t random_finite(const Format& format, std::mt19937& random) {
    std::uint32_t code = 0;
    do code = random() % static_cast<std::uint32_t>(code_count(format));
    while (!decode(format, code).is_finite());
    return code;
}

/// Scales within `spread` codes of a place, zero among those that have one.
std::uint32_t random_scale(const BlockFormat& format, unsigned spread, std::mt19937& random) {
    if (!format.scale) return 0;
    const std::uint32_t code = format.scale->has_zero ? random() % 127 : 120 + random() % spread;
    return random() % 8 == 0 && format.scale->has_zero ? random() % 8 : code;
}

RationalBlock random_block(const DotSpec& spec, std::mt19937& random) {
    RationalBlock block;
    const bool zeros = random() % 8 == 0;
    for (int i = 0; i < block_size(spec); ++i) {
        block.a.push_back(zeros ? 0 : random_finite(spec.a.element, random));
        block.b.push_back(random_finite(spec.b.element, random));
        block.sum +=
            number(spec.a.element, block.a.back()) * number(spec.b.element, block.b.back());
    }
    block.a_scale = random_scale(spec.a, 12, random);
    block.b_scale = random_scale(spec.b, 12, random);
    if (spec.a.scale) block.sum *= number(*spec.a.scale, block.a_scale);
    if (spec.b.scale) block.sum *= number(*spec.b.scale, block.b_scale);
    block.exponent =
        exponent_of_scale(spec.a, block.a_scale) + exponent_of_scale(spec.b, block.b_scale);
    return block;
}

/// The largest magnitude of any code.
Rational largest_of(const Format& format) {
    Rational largest;
    for (std::uint32_t code = 0; code < code_count(format); ++code)
        largest = std::max<Rational>(largest, abs(number(format, code)));
    return largest;
}

/// The largest |block sum| of any codes.
Rational largest_sum(const DotSpec& spec) {
    return largest_of(spec.a.element) * largest_of(spec.b.element) * block_size(spec);
}

void add(Dot& dot, const RationalBlock& block) {
    dot.add(block.a, block.a_scale, block.b, block.b_scale);
}

int max_exponent_of(const std::vector<RationalBlock>& beat) {
    int highest = beat[0].exponent;
    for (const RationalBlock& block : beat) highest = std::max(highest, block.exponent);
    return highest;
}

/// The running sum in `format` after a beat, by fractions.
std::uint32_t rounded_beat(const DotSpec& spec, const Rational& largest, std::uint32_t acc,
                           const std::vector<RationalBlock>& beat) {
    const Format& format = spec.accumulator.format;
    Rational total = number(format, acc);
    const int unit = max_exponent_of(beat) + log2_floor(largest) - spec.round.fraction_bits;
    for (const RationalBlock& block : beat)
        total += spec.round.kind == SumRounding::Kind::beat
                     ? block.sum
                     : Rational(floor_of(block.sum / power(unit))) * power(unit);
    return nearest_code(total, format.exponent_bits, format.mantissa_bits);
}

/// A late sum by fractions.
struct RationalLate {
    int bits, terms, shift;
    bool begun = false;
    int exponent = 0;
    Integer significand = 0;

    RationalLate(const DotSpec& spec, int terms_of_sum)
        : bits(spec.accumulator.bits), terms(terms_of_sum), shift(-600) {
        Rational largest = largest_sum(spec);
        for (const BlockFormat* side : {&spec.a, &spec.b}) {
            if (!side->scale) continue;
            Rational significand_max = 0;
            for (std::uint32_t code = 0; code < 128; ++code) {
                const Rational value = number(*side->scale, code);
                if (value > 0)
                    significand_max =
                        std::max<Rational>(significand_max, value / power(log2_floor(value)));
            }
            largest *= significand_max;
        }
        const auto ceiling = [&] { return Integer(-floor_of(-largest / power(shift))); };
        while (terms * ceiling() > (Integer(1) << (bits - 1)) - 1) ++shift;
    }
    void move_to(int wanted) {
        const int next = begun ? std::max(exponent, wanted) : wanted;
        significand = floor_of(Rational(significand) * power((begun ? exponent : next) - next));
        exponent = next;
        begun = true;
    }
    void add(const std::vector<RationalBlock>& beat) {
        move_to(max_exponent_of(beat) + shift);
        for (const RationalBlock& block : beat)
            significand += floor_of(block.sum / power(exponent));
        CHECK(abs(significand) < Integer(1) << (bits - 1));
    }
    std::uint32_t fp32() const {
        return nearest_code(Rational(significand) * power(exponent), 8, 23);
    }
};

constexpr std::pair<const char*, const char*> scaled_pairs[] = {
    {"mxfp8_e4m3", "mxfp8_e4m3"}, {"mxint8", "mxfp4"},  {"nvfp4", "nvfp4"},
    {"nvfp4", "mxfp6_e2m3"},      {"mxint8", "mxint8"}, {"e4m3", "int8"}};

DotSpec random_spec(const char* accumulator, unsigned number, std::mt19937& random) {
    const auto& [a, b] = scaled_pairs[number % std::size(scaled_pairs)];
    DotSpec spec = spec_of(a, b, accumulator);
    spec.block = 8;
    spec.blocks_per_beat = 1 << random() % 4;
    return spec;
}

std::vector<RationalBlock> random_beat(const DotSpec& spec, std::mt19937& random) {
    std::vector<RationalBlock> beat;
    for (int i = 0; i < spec.blocks_per_beat; ++i) beat.push_back(random_block(spec, random));
    return beat;
}

}  // namespace

TEST_CASE("one rounding a beat, exact and in a window, against fractions") {
    std::mt19937 random(19);
    unsigned compared = 0, differing = 0, number = 0;
    for (const char* accumulator : {"fp32", "bf16", "fp16"}) {
        for (const char* round : {"beat", "beat<4>", "beat<11>", "beat<30>"}) {
            for (int design = 0; design < 6; ++design) {
                DotSpec spec = random_spec(accumulator, number++, random), by_block = spec;
                spec.round = find_sum_rounding(round).value();
                const Rational largest = largest_sum(spec);
                Dot dot(spec), other(by_block);
                std::uint32_t expected = 0;
                for (int i = 0; i < 8; ++i) {
                    const auto beat = random_beat(spec, random);
                    for (const RationalBlock& block : beat) add(dot, block), add(other, block);
                    expected = rounded_beat(spec, largest, expected, beat);
                    if (expected % 0x8000 == 0x7C00 || (expected >> 23 & 255) == 255) break;
                    INFO(accumulator << " " << round << " design " << design << " beat " << i);
                    CHECK(dot.acc() == expected);
                    ++compared;
                    differing += other.acc() != expected;
                }
            }
        }
    }
    REQUIRE(compared > 300);
    REQUIRE(differing > compared / 4);
}

TEST_CASE("late sums against fractions") {
    std::mt19937 random(20);
    unsigned compared = 0, nonzero = 0;
    for (const int bits : {12, 16, 31, 64}) {
        for (unsigned design = 0; design < 6; ++design) {
            DotSpec spec = random_spec(fmt::format("late<{}>", bits).c_str(), design, random);
            spec.blocks = 1 + static_cast<int>(random() % 60);
            spec.initial = random() % 2 == 0;
            const int beats = (spec.blocks + spec.blocks_per_beat - 1) / spec.blocks_per_beat;
            const int terms = beats * spec.blocks_per_beat + spec.initial;
            Dot dot(spec);
            for (int sum = 0; sum < 3; ++sum) {
                RationalLate late(spec, terms);
                const std::uint32_t c = random() % 0x7F800000 + (random() % 2 << 31);
                dot.start(c);
                if (spec.initial) {
                    const Format fp32 = find_format("fp32").value();
                    const Rational x = to_rational(decode(fp32, c).number);
                    const int digits = terms > 1 ? log2_floor(terms - 1) + 1 : 0;
                    late.move_to(log2_floor(std::max<Rational>(abs(x), power(-126))) + 2 + digits -
                                 bits);
                    late.significand = floor_of(x / power(late.exponent));
                }
                for (int i = 0; i < beats; ++i) {
                    const auto beat = random_beat(spec, random);
                    late.add(beat);
                    for (const RationalBlock& block : beat) add(dot, block);
                    INFO("late<" << bits << "> design " << design << " beat " << i);
                    REQUIRE(dot.acc() == late.fp32());
                    ++compared;
                    nonzero += late.significand != 0;
                }
            }
        }
    }
    REQUIRE(compared > 300);
    REQUIRE(nonzero > compared / 2);
}

TEST_CASE("an unrounded late sum goes on where another ends") {
    std::mt19937 random(21);
    for (unsigned design = 0; design < 12; ++design) {
        DotSpec spec = random_spec("late<20>", design, random);
        spec.blocks = 32;
        spec.initial = spec.unrounded = true;
        const Format format = unrounded_format(spec);
        Dot whole(spec), parts(spec);
        whole.start(0);
        Integer code = 0;
        for (int i = 0; i < 32 / spec.blocks_per_beat; ++i) {
            parts.start(code);
            for (const RationalBlock& block : random_beat(spec, random))
                add(whole, block), add(parts, block);
            code = parts.acc();
            CHECK(code == whole.acc());
            CHECK(code < Integer(1) << format.bits);
        }
        DotSpec rounded = spec;
        rounded.initial = rounded.unrounded = false;
        rounded.blocks = 33;  // as many terms
        if (spec.blocks_per_beat > 1) continue;
        CHECK(late_rule(rounded).block_shift == late_rule(spec).block_shift);
    }
}
