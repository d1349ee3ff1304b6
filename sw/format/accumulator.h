// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/format/accumulator_kinds.h"
#include "sw/format/format.h"

namespace mxgen {

#define MXGEN_KIND(name) name,
/// A value for each row of MXGEN_ACCUMULATOR_KINDS.
enum class AccumulatorKind { MXGEN_ACCUMULATOR_KINDS(MXGEN_KIND) };
#undef MXGEN_KIND

struct AccumulatorRow;

/// How a dot product's blocks are added up (docs/numerics.md, "Dot product"): data for circuit and
/// golden model.
struct Accumulator {
    using Kind = AccumulatorKind;
    enum class Overflow { never, wrap, saturate };

    Kind kind = Kind::floating;
    std::string name = "fp32";  ///< as users write it
    Format format;              ///< of sums that are floats: fp32, bf16 or fp16; others: 0 bits
                                ///< late: as what a sum leaves a dot product, fp32
    int chain_bits = 0;         ///< floating: a block is an exact chain of so many bits
    int bits = 0;               ///< of its code, 2 to 2049; 0: so many that sums cannot overflow
                                ///< late: of M, 4 to 64
    Overflow overflow = Overflow::never;
    std::optional<int> msb, lsb;  ///< fixed: weights of the sign bit and the lowest bit
                                  ///< late: the largest and the smallest E of a sum as it leaves,
                                  ///< where not the block's formats alone say them
    int alignment_bits = 0, group = 0, result_bits = 0, promote = 0;  ///< tensorcore F, G, R, P

    const AccumulatorRow& row() const;
    bool keeps_sums() const { return kind != Kind::none; }
    /// Whether sums are floats, which go on after an infinity or NaN.
    bool is_float() const { return format.bits > 0; }
    /// Whether sums are integers wide enough for every sum that is asked for.
    bool is_exact() const { return kind == Kind::integer && overflow == Overflow::never; }

    bool operator==(const Accumulator&) const = default;
};

/// The operands whose products an accumulator adds.
enum class Summands {
    scaled,    ///< all: sums with exponents, after the scales
    integers,  ///< unscaled integers: the scales, and every exponent, stay outside
    products,  ///< unscaled, product by product
    unscaled,  ///< all, each sum without its scales
};

/// One kind of accumulator: how it is written, what it takes, what it means.
struct AccumulatorRow {
    std::string_view notation;               ///< for help: "fixed<msb,lsb>"
    std::string_view allowed;                ///< for errors, with the limits of its parameters
    std::vector<std::string_view> examples;  ///< legal names, to find the nearest
    Summands summands;
    std::optional<Accumulator> (*parse)(std::string_view name);
    /// In words; `end` says until when NaN and infinity stay.
    std::string (*meaning)(const Accumulator& accumulator, std::string_view end);

    /// Whether sums have exponents, and the scales are inside.
    bool aligns() const { return summands == Summands::scaled || summands == Summands::products; }
};

/// Every kind, in the order of AccumulatorKind.
const std::vector<AccumulatorRow>& accumulator_rows();

#define MXGEN_KIND(name) AccumulatorRow name##_accumulator();
/// The row of each kind, in a file of its own.
MXGEN_ACCUMULATOR_KINDS(MXGEN_KIND)
#undef MXGEN_KIND

/// Parses "fp32", "int" (the width that cannot overflow), "int32" or "int<32>", "int32 wrap",
/// "int32 saturate", "int32 spill" (fp32 sums of blocks that int32 holds), "fixed",
/// "fixed<40,-20>", "late<24>", "tensorcore<25,16,24>", "tensorcore<13,32,14> promote=128" and
/// "none"; empty for anything else.
std::optional<Accumulator> find_accumulator(std::string_view name);

}  // namespace mxgen
