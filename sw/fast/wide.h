// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

#include "sw/format/format.h"

namespace mxgen::fast {

__extension__ typedef __int128 int128;

/// A dyadic number num * 2^exp in machine words, |num| < 2^126, not canonical: the stand-in
/// for Dyadic.
struct Wide {
    int128 num = 0;
    int exp = 0;
};

Dyadic to_dyadic(const Wide& x);

/// Empty when the numerator of x does not fit 63 bits.
std::optional<Wide> to_wide(const Dyadic& x);

/// Significant bits of a magnitude.
int bit_length(int128 x);

/// x + y, empty when it does not fit.
std::optional<Wide> sum(const Wide& x, const Wide& y);

/// Nearest-even into a signed float with infinities; the same as model::round_to of the exact
/// value.
std::uint32_t round_to(const Format& format, const Wide& x);

}  // namespace mxgen::fast
