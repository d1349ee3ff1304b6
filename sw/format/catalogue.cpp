// SPDX-License-Identifier: Apache-2.0
// The catalogue: one row per format, explained in docs/formats.md; every row is pinned by a value
// table in tests/data.
#include <algorithm>
#include <utility>

#include "sw/format/families.h"
#include "sw/format/format.h"
#include "sw/format/tables.h"

namespace mxgen {
namespace {

const char* const ofp8 = "OCP OFP8 1.0";
const char* const ocp_mx = "OCP MX 1.0";
const char* const ieee754 = "IEEE 754-2019";
const char* const nvidia = "NVIDIA NVFP4";
const char* const int_against_float = "arXiv:2510.25602";

/// A signed float whose code is exactly sign, exponent and mantissa.
Format floating(std::string name, std::string source, int exponent_bits, int mantissa_bits,
                int bias, Specials specials) {
    Format f;
    f.name = std::move(name);
    f.source = std::move(source);
    f.bits = 1 + exponent_bits + mantissa_bits;
    f.exponent_bits = exponent_bits;
    f.mantissa_bits = mantissa_bits;
    f.bias = bias;
    f.specials = specials;
    return f;
}

/// An unsigned float in a code of eight bits, with NaN in the all-ones magnitude.
Format scale(std::string name, std::string source, int exponent_bits, int mantissa_bits, int bias,
             bool has_zero) {
    Format f = floating(std::move(name), std::move(source), exponent_bits, mantissa_bits, bias,
                        Specials::fn);
    f.bits = 8;
    f.is_signed = false;
    f.has_zero = has_zero;
    return f;
}

Format integer(std::string name, std::string source, int bits, int lsb) {
    Format f;
    f.name = std::move(name);
    f.source = std::move(source);
    f.kind = Kind::integer;
    f.bits = bits;
    f.lsb = lsb;
    return f;
}

Format with_infinities(Format f, std::uint32_t plus, std::uint32_t minus) {
    f.plus_infinity = plus;
    f.minus_infinity = minus;
    return f;
}

/// The BitMoD sets: a small float whose negative zero means a value of its own.
Format bitmod(std::string name, double special) {
    const bool three_bits = name.find("fp3") != std::string::npos;
    return table_format(std::move(name), "arXiv:2411.11745",
                        three_bits ? sign_magnitude_table({0, 1, 2, 4}, special)
                                   : sign_magnitude_table({0, 0.5, 1, 1.5, 2, 3, 4, 6}, special))
        .value();
}

std::vector<Format> format_rows() {
    return {
        floating("e5m2", ofp8, 5, 2, 15, Specials::ieee),
        floating("e4m3", ofp8, 4, 3, 7, Specials::fn),
        floating("e3m2", ocp_mx, 3, 2, 3, Specials::none),
        floating("e2m3", ocp_mx, 2, 3, 1, Specials::none),
        floating("e2m1", ocp_mx, 2, 1, 1, Specials::none),
        integer("mxint8", ocp_mx, 8, -6),
        floating("fp32", ieee754, 8, 23, 127, Specials::ieee),
        floating("fp16", ieee754, 5, 10, 15, Specials::ieee),
        floating("bf16", "bfloat16, IEEE 754 rules", 8, 7, 127, Specials::ieee),
        floating("tf32", "NVIDIA TF32, IEEE 754 rules", 8, 10, 127, Specials::ieee),
        scale("e8m0", ocp_mx, 8, 0, 127, false),
        scale("ue4m3", nvidia, 4, 3, 7, true),
        scale("ue5m3", "arXiv:2509.17791", 5, 3, 15, true),
        bitmod("bitmod_fp3_er_pos", 3),
        bitmod("bitmod_fp3_er_neg", -3),
        bitmod("bitmod_fp3_ea_pos", 6),
        bitmod("bitmod_fp3_ea_neg", -6),
        bitmod("bitmod_fp4_er_pos", 5),
        bitmod("bitmod_fp4_er_neg", -5),
        bitmod("bitmod_fp4_ea_pos", 8),
        bitmod("bitmod_fp4_ea_neg", -8),
        table_format("nf4", "arXiv:2305.14314", nf4_table()).value(),
        with_infinities(table_format("hifloat8", "arXiv:2409.16626", hifloat8_table()).value(),
                        0x6F, 0xEF),
        table_format("posit8", "Posit Standard 2022", posit8_table()).value(),
    };
}

BlockFormat blocked(std::string name, std::string source, std::string_view element, int block,
                    std::string_view scale) {
    BlockFormat f;
    f.name = std::move(name);
    f.source = std::move(source);
    f.element = find_format(element).value();
    f.block = block;
    f.scale = find_format(scale);
    return f;
}

BlockFormat with_tensor_scale(BlockFormat f) {
    f.tensor_scale = true;
    return f;
}

BlockFormat with_tensor_exponent(BlockFormat f) {
    f.tensor_exponent = true;
    return f;
}

std::vector<BlockFormat> block_format_rows() {
    return {
        blocked("mxfp8_e4m3", ocp_mx, "e4m3", 32, "e8m0"),
        blocked("mxfp8_e5m2", ocp_mx, "e5m2", 32, "e8m0"),
        blocked("mxfp6_e3m2", ocp_mx, "e3m2", 32, "e8m0"),
        blocked("mxfp6_e2m3", ocp_mx, "e2m3", 32, "e8m0"),
        blocked("mxfp4", ocp_mx, "e2m1", 32, "e8m0"),
        blocked("mxint8", ocp_mx, "mxint8", 32, "e8m0"),
        blocked("mxint6", int_against_float, "int6", 32, "e8m0"),
        blocked("mxint4", int_against_float, "int4", 32, "e8m0"),
        with_tensor_scale(blocked("nvfp4", nvidia, "e2m1", 16, "ue4m3")),
        with_tensor_scale(blocked("nvint4", int_against_float, "int4", 16, "ue4m3")),
        with_tensor_exponent(blocked("dfp16", "arXiv:1802.00930", "int16", 1, "")),
    };
}

template <typename Row>
std::optional<Row> row_named(const std::vector<Row>& rows, std::string_view name) {
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const Row& candidate) { return candidate.name == name; });
    if (row == rows.end()) return std::nullopt;
    return *row;
}

}  // namespace

const std::vector<Format>& formats() {
    static const std::vector<Format> rows = format_rows();
    return rows;
}

const std::vector<BlockFormat>& block_formats() {
    static const std::vector<BlockFormat> rows = block_format_rows();
    return rows;
}

std::optional<Format> find_format(std::string_view name) {
    if (auto row = row_named(formats(), name)) return row;
    if (auto parsed = parse_integer_family(name)) return parsed;
    if (auto parsed = parse_fixed_family(name)) return parsed;
    if (auto parsed = parse_mant_family(name)) return parsed;
    if (auto parsed = parse_khot_family(name)) return parsed;
    return parse_float_family(name);
}

std::optional<BlockFormat> find_block_format(std::string_view name) {
    if (auto row = row_named(block_formats(), name)) return row;
    const auto element = find_format(name);
    if (!element) return std::nullopt;
    BlockFormat bare;
    bare.name = element->name;
    bare.source = element->source;
    bare.element = *element;
    return bare;
}

}  // namespace mxgen
