// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "sw/format/format.h"

namespace mxgen {

/// The integers int2 to int16: two's complement, lowest bit of weight 1 (arXiv:2510.25602).
std::optional<Format> parse_integer_family(std::string_view name);

/// The fixed-point numbers sfixed<W,F>, W from 2 to 16 and F from -32 to 32: two's complement of W
/// bits, lowest bit of weight 2^-F (IEEE 1666-2011, sc_fix).
std::optional<Format> parse_fixed_family(std::string_view name);

/// The minifloats eXmY, eXmYbB and either followed by "fn" or "ieee": 1 + X + Y from 3 to 16 bits,
/// bias B from -128 to 255 (default 2^(X-1) - 1), every code finite unless specials are asked for
/// (arXiv:2311.12359). "e4m3b7" is thus the E4M3 without NaN.
std::optional<Format> parse_float_family(std::string_view name);

}  // namespace mxgen
