// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace mxgen {

// The closed choices of a configuration: data for model, circuits, configuration and reports. The
// names of a choice's values stand below it, in their order.

/// The names of a choice's values, in the order of the enumeration.
template <class Choice>
inline constexpr std::array<std::string_view, 0> names_of{};

/// Other names of a choice's values: read like the first ones, never written.
template <class Choice>
inline constexpr std::array<std::pair<std::string_view, Choice>, 0> other_names_of{};

/// How a power-of-two scale 2^E follows from the largest magnitude amax of a block
/// (docs/numerics.md, "Into block formats").
enum class ScaleRule {
    floor,  ///< exponent(amax) - emax (OCP MX 1.0 section 6.3)
    ceil,   ///< one more where amax is no power of two
    even,   ///< of amax plus half a unit in the element's last place, carries included
    rceil,  ///< the least E with amax <= max * 2^E
};
template <>
inline constexpr auto names_of<ScaleRule> = std::to_array<std::string_view>({"floor", "ceil",
                                                                             "even", "rceil"});

/// Whether a carry out of the largest binade of fp32 becomes the scale's NaN under this rule, as
/// in the PyTorch function that it is modelled on; otherwise the scale saturates.
constexpr bool carries_to_nan(ScaleRule rule) { return rule == ScaleRule::even; }

/// Whether a rule asks for the last mantissa bit of the element, which tables have not.
constexpr bool needs_mantissa(ScaleRule rule) { return rule == ScaleRule::even; }

/// How a number between two codes is rounded (docs/numerics.md, "Rounding").
enum class Rounding {
    rne,          ///< nearest, ties to even
    rtz,          ///< toward zero
    rna,          ///< nearest, ties away from zero
    sr,           ///< stochastic: up when floor(frac * 2^n) + R >= 2^n (IEEE P3109, variant A)
    rnd,          ///< nearest, ties toward +infinity (SystemC SC_RND), like those below
    rnd_zero,     ///< nearest, ties toward zero
    rnd_min_inf,  ///< nearest, ties toward -infinity
    trn,          ///< toward -infinity
};
template <>
inline constexpr auto names_of<Rounding> = std::to_array<std::string_view>({"rne", "rtz", "rna",
                                                                            "sr", "rnd", "rnd_zero",
                                                                            "rnd_min_inf", "trn"});
template <>
inline constexpr auto other_names_of<Rounding> =
    std::to_array<std::pair<std::string_view, Rounding>>({{"rnd_conv", Rounding::rne},
                                                          {"trn_zero", Rounding::rtz},
                                                          {"rnd_inf", Rounding::rna}});

/// The roundings in words, in their order.
inline constexpr auto rounding_words = std::to_array<std::string_view>(
    {"to nearest, ties to even", "toward zero", "to nearest, ties away from zero", "stochastically",
     "to nearest, ties toward +infinity", "to nearest, ties toward zero",
     "to nearest, ties toward -infinity", "toward -infinity"});

/// Whether a rounding is of fixed-point casts alone (docs/numerics.md, "Fixed-point casts").
constexpr bool is_of_casts(Rounding rounding) { return rounding >= Rounding::rnd; }

/// The roundings of every element.
inline constexpr auto general_roundings =
    std::to_array({Rounding::rne, Rounding::rtz, Rounding::rna, Rounding::sr});

/// Whether numbers go to the nearer of two codes; without, and without chance, toward zero or, by
/// trn, toward -infinity.
constexpr bool is_nearest(Rounding rounding) {
    return rounding != Rounding::rtz && rounding != Rounding::sr && rounding != Rounding::trn;
}

/// Whether a tie stays at the code nearer to zero, which is even or not; of general roundings to
/// nearest.
constexpr bool keeps_tie(Rounding rounding, bool is_even) {
    return rounding == Rounding::rne && is_even;
}

/// Whether the result depends on random bits.
constexpr bool is_stochastic(Rounding rounding) { return rounding == Rounding::sr; }

/// Where finite numbers beyond the largest one go.
enum class Overflow {
    saturate,   ///< to the largest finite number, from infinity too
    propagate,  ///< to infinity, or NaN in a format without (OFP8 non-saturating)
    wrap,       ///< modulo 2^bits (SystemC SC_WRAP), of fixed-point casts alone like those below
    sat,        ///< to the largest or the lowest code
    sat_zero,   ///< to zero
};
template <>
inline constexpr auto names_of<Overflow> =
    std::to_array<std::string_view>({"saturate", "propagate", "wrap", "sat", "sat_zero"});
template <>
inline constexpr auto other_names_of<Overflow> =
    std::to_array<std::pair<std::string_view, Overflow>>({{"sat_sym", Overflow::saturate}});

/// Whether an overflow is of fixed-point casts alone.
constexpr bool is_of_casts(Overflow overflow) { return overflow >= Overflow::wrap; }

/// The result of a block with NaN or infinity.
enum class NonFinite {
    nan_block,  ///< a NaN scale and zero codes
    saturate,   ///< amax of the finite values; Inf to the largest number, NaN to NaN or nan_block
};
template <>
inline constexpr auto names_of<NonFinite> = std::to_array<std::string_view>({"nan_block",
                                                                             "saturate"});

/// Whether conversions into integers may write the most negative code.
enum class Clip { symmetric, asymmetric };
template <>
inline constexpr auto names_of<Clip> = std::to_array<std::string_view>({"symmetric", "asymmetric"});

/// Where the random bits of a converter come from: port random_i, or feedback registers inside.
enum class RandomSource { port, lfsr };
template <>
inline constexpr auto names_of<RandomSource> = std::to_array<std::string_view>({"port", "lfsr"});

/// How elements of six bits lie side by side: one after the other, or as a row of their low four
/// bits and above it one of their high two (arXiv:2312.08583).
enum class CodeRows { one, four_two };
template <>
inline constexpr auto names_of<CodeRows> = std::to_array<std::string_view>({"none", "4+2"});

/// Where half a place goes when numbers are divided by the square root of an odd power of two.
enum class RotateHalf { floor, ceil };
template <>
inline constexpr auto names_of<RotateHalf> = std::to_array<std::string_view>({"floor", "ceil"});

/// When a converter takes the scale of a tensor: with every block, or once, before its blocks.
enum class TensorScaling { port, load };
template <>
inline constexpr auto names_of<TensorScaling> = std::to_array<std::string_view>({"port", "load"});

/// Whether an operand has a scale for each block, or one for all blocks of a row (a column of B).
enum class ScalePer { block, row };
template <>
inline constexpr auto names_of<ScalePer> = std::to_array<std::string_view>({"block", "row"});

/// L-Mul on exponent-mantissa fields, or as a real number (arXiv:2410.00907, eq. 1).
enum class LmulMode { packed, eq1 };
template <>
inline constexpr auto names_of<LmulMode> = std::to_array<std::string_view>({"packed", "eq1"});

/// Subnormal operands of an approximate multiplier: zero, or numbers like others.
enum class Subnormals { flush, normalize };
template <>
inline constexpr auto names_of<Subnormals> = std::to_array<std::string_view>({"flush",
                                                                              "normalize"});

/// The operand that stays in the processing elements of an array: partial sums, or weights.
enum class Dataflow { output_stationary, weight_stationary };
template <>
inline constexpr auto names_of<Dataflow> = std::to_array<std::string_view>({"output_stationary",
                                                                            "weight_stationary"});

/// The figure of merit of a circuit's structure.
enum class Goal { area, delay, energy, balanced };
template <>
inline constexpr auto names_of<Goal> = std::to_array<std::string_view>({"area", "delay", "energy",
                                                                        "balanced"});

/// Sums and products by compressor cells where the technology has them, or as + and *.
enum class Structure { automatic, plain };
template <>
inline constexpr auto names_of<Structure> = std::to_array<std::string_view>({"auto", "plain"});

/// "floor" of ScaleRule::floor.
template <class Choice>
constexpr std::string_view name_of(Choice choice) {
    return names_of<Choice>[static_cast<std::size_t>(choice)];
}

/// The values of a choice, in the order of the enumeration.
template <class Choice>
constexpr auto values_of() {
    std::array<Choice, names_of<Choice>.size()> values{};
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<Choice>(i);
    return values;
}

/// The value of that name; empty where there is none.
template <class Choice>
constexpr std::optional<Choice> find_choice(std::string_view name) {
    const auto& names = names_of<Choice>;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<Choice>(found - names.begin());
    for (const auto& [other, choice] : other_names_of<Choice>)
        if (other == name) return choice;
    return std::nullopt;
}

/// Rounding of an element, and overflow.
struct RoundingRule {
    Rounding rounding = Rounding::rne;
    Overflow overflow = Overflow::saturate;
    int random_bits = 8;  ///< of sr, 1 to 32

    /// Whether fixed-point casts alone have it.
    bool is_of_casts() const {
        return mxgen::is_of_casts(rounding) || mxgen::is_of_casts(overflow);
    }
    bool operator==(const RoundingRule&) const = default;
};

/// Every choice in a conversion into blocks; the element format's `asymmetric` is the clip.
struct ConvertRule {
    ScaleRule scale = ScaleRule::floor;
    RoundingRule rounding;
    NonFinite nonfinite = NonFinite::nan_block;

    bool operator==(const ConvertRule&) const = default;
};

}  // namespace mxgen
