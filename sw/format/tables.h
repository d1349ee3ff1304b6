// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/format/format.h"

namespace mxgen {

/// The values of a table format by code; no value is NaN.
using TableValues = std::vector<std::optional<Dyadic>>;

/// A format that is nothing but its values: 2^bits of them, 2 to 8 bits. Empty when their number is
/// no such power of two, or none of them is a number other than zero.
std::optional<Format> table_format(std::string name, std::string source, TableValues values);

/// Codes of sign and magnitude over the magnitudes given (zero first); the code of the negative
/// zero means `special`.
TableValues sign_magnitude_table(std::initializer_list<double> magnitudes, double special);

/// NormalFloat4: quantiles of the normal distribution, as fp32 numbers (arXiv:2305.14314, appendix
/// E).
TableValues nf4_table();

/// HiFloat8: the width of the exponent field in a prefix code (arXiv:2409.16626, tables 1 to 3).
/// Codes 0x6F and 0xEF are infinities.
TableValues hifloat8_table();

/// Posits of 8 bits with 2 exponent bits (Posit Standard 2022, section 3); 0x80 is NaR.
TableValues posit8_table();

/// The adaptive types mantA: sign and magnitude of A * i + 2^i, i from 0 to 7, A from 0 to 127
/// (arXiv:2502.18755).
std::optional<Format> parse_mant_family(std::string_view name);

/// khot<K,B>: at most K ones among the B - 1 bits of a magnitude, and a sign; khot<K,B>s: at most K
/// powers of two below 2^(B - 1), each with a sign of its own. K from 1 to 4, B from 3 to 16, codes
/// of at most 12 bits.
std::optional<Format> parse_khot_family(std::string_view name);

/// Whether a tie between two neighbouring codes goes to the inner one: the even code takes it,
/// outward where that does not decide; in tables of terms that of fewer, inward where that does not
/// decide.
bool stays_at_tie(const Format& format, std::uint32_t inner, std::uint32_t outer);

}  // namespace mxgen
