// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "gen/ir/circuit.h"

namespace mxgen::ir {

namespace detail {

inline Int add(const Int& a, const Int& b) { return a + b; }
inline Int subtract(const Int& a, const Int& b) { return a - b; }
inline Int shift_left(const Int& x, const Int& s) { return x * pow2(static_cast<unsigned>(s)); }
inline Int shift_right(const Int& x, const Int& s) {
    return floor_shift(x, static_cast<unsigned>(s));
}
inline Int low_bits(const Int& x, unsigned n) { return slice(x, n - 1, 0); }
using ir::bit_length;

// The narrow forms wrap in between and are exact where the result's range fits.
using Narrow = std::int64_t;
inline std::uint64_t pattern(Narrow x) { return static_cast<std::uint64_t>(x); }
inline Narrow add(Narrow a, Narrow b) { return static_cast<Narrow>(pattern(a) + pattern(b)); }
inline Narrow subtract(Narrow a, Narrow b) { return static_cast<Narrow>(pattern(a) - pattern(b)); }
inline Narrow shift_left(Narrow x, Narrow s) { return static_cast<Narrow>(pattern(x) << s); }
inline Narrow shift_right(Narrow x, Narrow s) { return x >> (s > 63 ? 63 : s); }
inline Narrow low_bits(Narrow x, unsigned n) {
    return n >= 64 ? x : static_cast<Narrow>(pattern(x) & ((std::uint64_t{1} << n) - 1));
}
inline unsigned bit_length(Narrow x) { return 64 - std::countl_zero(pattern(x)); }

template <class I>
I slice_of(const Node& n, const I& x) {
    unsigned width = n.hi - n.lo + 1;
    I pattern = low_bits(shift_right(x, I(n.lo)), width);
    bool negative = n.range.is_signed() && shift_right(pattern, I(width - 1)) != 0;
    return negative ? subtract(pattern, shift_left(I(1), I(width))) : pattern;
}

template <class I>
I concat_of(const Node& n, std::span<const I> args) {
    I joined = 0;
    for (std::size_t i = 0; i < args.size(); ++i) {
        auto width = static_cast<unsigned>(n.data[i]);
        joined = add(shift_left(joined, I(width)), low_bits(args[i], width));
    }
    return joined;
}

template <class I, class Combine>
I fold(std::span<const I> args, Combine&& combine) {
    I result = args[0];
    for (auto& arg : args.subspan(1)) result = combine(result, arg);
    return result;
}

}  // namespace detail

/// The value of a node that is a function of its arguments alone; arrays stand expanded in `args`
/// (signs of a sum likewise). I is Int, or int64_t where all ranges fit in 62 bits.
template <class I>
I evaluate(const Node& n, std::span<const I> args) {
    using namespace detail;
    switch (n.op) {
        case Op::constant:
            return static_cast<I>(n.data[0]);
        case Op::product:
            return args[0] * args[1];
        case Op::shift_left:
            return shift_left(args[0], args[1]);
        case Op::shift_right:
            return shift_right(args[0], args[1]);
        case Op::bit_and:
            return fold(args, [](const I& a, const I& b) { return I(a & b); });
        case Op::bit_or:
            return fold(args, [](const I& a, const I& b) { return I(a | b); });
        case Op::bit_xor:
            return fold(args, [](const I& a, const I& b) { return I(a ^ b); });
        case Op::bit_not:
            return subtract(static_cast<I>(n.data[0]), args[0]);
        case Op::less:
            return I(args[0] < args[1]);
        case Op::equal:
            return I(args[0] == args[1]);
        case Op::mux:
            return args[0] != 0 ? args[1] : args[2];
        case Op::slice:
            return slice_of(n, args[0]);
        case Op::concat:
            return concat_of(n, args);
        case Op::lookup:
            return static_cast<I>(n.data.at(static_cast<std::size_t>(args[0])));
        case Op::leading_zeros:
            return I(static_cast<unsigned>(n.data[0]) -
                     bit_length(low_bits(args[0], static_cast<unsigned>(n.data[0]))));
        case Op::max:
            return fold(args, [](const I& a, const I& b) { return a < b ? b : a; });
        case Op::choice:
        case Op::within:
            return args[0];
        default:
            throw CircuitError(std::string("no value by arguments alone: ") + name_of(n.op));
    }
}

/// The value of a sum, signs as given for each expanded argument.
template <class I>
I evaluate_sum(std::span<const I> args, std::span<const char> negative) {
    I total = 0;
    for (std::size_t i = 0; i < args.size(); ++i)
        total = negative[i] ? detail::subtract(total, args[i]) : detail::add(total, args[i]);
    return total;
}

}  // namespace mxgen::ir
