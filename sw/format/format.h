// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/format/dyadic.h"

namespace mxgen {

enum class Kind {
    floating,  ///< [sign] exponent mantissa, value (-1)^s * 2^(max(e,1)-bias) * (e != 0).m
    integer,   ///< two's complement integer times 2^lsb
    table,     ///< a value for each code
};

enum class Specials {
    none,  ///< every code is a finite number
    fn,    ///< the all-ones magnitude is NaN, no infinity (OFP8 E4M3, E8M0)
    ieee,  ///< the all-ones exponent holds infinity (mantissa 0) and NaN
};

/// The codes of a table that are sums of powers of two (khot): `count` fields of {present, its own
/// sign where there is one, shift}, field 0 lowest; above them the sign of the whole where terms
/// have none. A field counts that is present with a shift below `shifts`.
struct ShiftedTerms {
    int count = 0;
    int shifts = 0;
    bool own_signs = false;
    std::vector<std::optional<int>> used;  ///< by code: terms; empty where the code is only read

    int shift_bits() const { return static_cast<int>(std::bit_width(unsigned(shifts - 1))); }
    int field_bits() const { return 1 + int{own_signs} + shift_bits(); }

    bool operator==(const ShiftedTerms&) const = default;
};

/// A number format for one element, scale or accumulator: a plain record, one row of the catalogue.
struct Format {
    std::string name;    ///< as users write it: "e4m3"
    std::string source;  ///< the standard or paper that defines it
    Kind kind = Kind::floating;
    int bits = 0;  ///< bits of a stored code; bits above the fields are ignored (ue4m3: bit 7)

    // floating
    int exponent_bits = 0;
    int mantissa_bits = 0;
    int bias = 0;
    Specials specials = Specials::none;
    bool is_signed = true;
    bool has_zero = true;  ///< false: exponent 0 is an ordinary exponent with a hidden one (e8m0)

    // integer
    int lsb = 0;              ///< weight of the lowest bit is 2^lsb; of sums of late<W>, which have
                              ///< exponent_bits: where the exponent is 0
    bool asymmetric = false;  ///< conversions may write the most negative code

    // table: values[code]; no value means NaN
    std::vector<std::optional<Dyadic>> values;
    std::optional<std::uint32_t> plus_infinity, minus_infinity;  ///< codes, without a value above
    std::optional<ShiftedTerms> terms;  ///< of a table of sums of powers of two

    /// Whether conversions may write the code of a table.
    bool is_written(std::uint32_t code) const {
        return values[code] && (!terms || terms->used[code]);
    }

    bool operator==(const Format&) const = default;
};

/// A block-scaled operand: `block` elements share one scale code (OCP MX 1.0 section 5).
struct BlockFormat {
    std::string name;    ///< as users write it: "mxfp8_e4m3", or a bare element name
    std::string source;  ///< the standard or paper that defines it
    Format element;
    int block = 1;                ///< elements a shared scale
    std::optional<Format> scale;  ///< none: unscaled
    bool tensor_scale = false;    ///< an fp32 scale per tensor besides (NVFP4, NVINT4)
    bool per_row = false;  ///< all blocks of a row share their scale; without a scale: a power
                           ///< of two a row, outside every sum (arXiv:2310.16836)
    bool tensor_exponent = false;  ///< a power of two a tensor, outside every sum (DFP INT16)

    bool operator==(const BlockFormat&) const = default;
};

/// All named element and scale formats, in the order of docs/numerics.md.
const std::vector<Format>& formats();

/// All named block formats.
const std::vector<BlockFormat>& block_formats();

/// Looks a format up by name, parsing families (int2..int16, sfixed<W,F>, eXmY[bB][fn|ieee], mantA,
/// khot<K,B>[s]);
/// empty when there is none.
std::optional<Format> find_format(std::string_view name);

/// Looks a block format up by name; a bare element name gives an unscaled operand.
std::optional<BlockFormat> find_block_format(std::string_view name);

}  // namespace mxgen
