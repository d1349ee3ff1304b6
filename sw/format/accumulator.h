// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sw/format/format.h"

namespace mxgen {

/// How a dot product's blocks are added up (docs/numerics.md, "Dot product"): data for circuit and
/// golden model.
struct Accumulator {
    enum class Kind {
        none,        ///< no accumulator: the exact integer sum of one block leaves
        floating,    ///< one nearest-even rounding of acc + S a block
        integer,     ///< exact, `bits` wide
        fixed,       ///< two's complement window [msb, lsb]
        tensorcore,  ///< truncated alignment as in NVIDIA's matrix units
    };
    enum class Overflow { never, wrap, saturate };

    Kind kind = Kind::floating;
    std::string name = "fp32";            ///< as users write it
    Format format;                        ///< floating: fp32, bf16 or fp16
    int chain_bits = 0;                   ///< floating: a block is an exact chain of so many bits
    int bits = 0;                         ///< integer, none: width, 0 = one that cannot overflow
    Overflow overflow = Overflow::never;  ///< integer
    std::optional<int> msb,
        lsb;  ///< fixed: weights of the sign bit and the lowest bit; none: exact for the format
    int alignment_bits = 0, group = 0, result_bits = 0, promote = 0;  ///< tensorcore F, G, R, P

    bool operator==(const Accumulator&) const = default;
};

/// Parses "fp32", "int" (the width that cannot overflow), "int32" or "int<32>", "int32 wrap",
/// "int32 saturate", "int32 spill" (fp32 sums of blocks that int32 holds), "fixed",
/// "fixed<40,-20>", "tensorcore<25,16,24>", "tensorcore<13,32,14> promote=128" and "none"; empty
/// for anything else.
std::optional<Accumulator> find_accumulator(std::string_view name);

}  // namespace mxgen
