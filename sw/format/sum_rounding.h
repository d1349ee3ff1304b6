// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mxgen {

/// When a sum of floats is rounded (docs/numerics.md, "Dot product").
struct SumRounding {
    enum class Kind {
        block,   ///< after each block
        beat,    ///< after all blocks of a beat, which are added exactly
        window,  ///< after all blocks of a beat, each floored to F bits below the largest
    };

    Kind kind = Kind::block;
    int fraction_bits = 0;  ///< window: F, 1 to 64

    bool operator==(const SumRounding&) const = default;
};

/// "block", "beat" or "beat<13>".
std::string to_string(const SumRounding& rounding);

/// Parses what to_string writes; empty for anything else.
std::optional<SumRounding> find_sum_rounding(std::string_view name);

}  // namespace mxgen
