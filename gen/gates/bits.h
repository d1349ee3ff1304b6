// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gen/gates/graph.h"

namespace mxgen::gates {

/// A two's complement number, lowest bit first; of unsigned ones the bits above are 0.
struct Number {
    Literals bits;
    bool is_signed = false;

    Literal bit(std::size_t i) const {
        return i < bits.size() ? bits[i] : is_signed && !bits.empty() ? bits.back() : no;
    }
};

/// a + b + carry within `width` bits, and the carry beyond them: a prefix adder after Brent and
/// Kung
/// ("A regular layout for parallel adders", IEEE TC 31(3), 1982), as Yosys builds one.
struct Total {
    Literals bits;
    Literal carry = no;
};
Total add(Graph& graph, const Number& a, const Number& b, Literal carry, std::size_t width);

/// a - b within `width` bits.
Literals subtract(Graph& graph, const Number& a, const Number& b, std::size_t width);

/// Products by rows, added by carry-save adders of gates and one prefix adder.
Literals multiply(Graph& graph, const Number& a, const Number& b, std::size_t width);

Literal less(Graph& graph, const Number& a, const Number& b);
Literal equal(Graph& graph, const Number& a, const Number& b);

/// a * 2^amount or floor(a / 2^amount) within `width` bits: a stage for each bit of the amount.
Literals shift_left(Graph& graph, const Number& a, const Literals& amount, std::size_t width);
Literals shift_right(Graph& graph, const Number& a, const Literals& amount, std::size_t width);

/// table[index] within `width` bits, 0 beyond the table.
Literals look_up(Graph& graph, const std::vector<ir::Int>& table, const Literals& index,
                 std::size_t width);

/// Zeros above the highest one of `bits`, all of them when there is none, in `width` bits.
Literals leading_zeros(Graph& graph, const Literals& bits, std::size_t width);

}  // namespace mxgen::gates
