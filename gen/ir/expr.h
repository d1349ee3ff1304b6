// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/ir/circuit.h"

namespace mxgen::ir {

/// A wire of a circuit under construction, or a literal number. Arithmetic grows the range, so that
/// nothing wraps; what drops bits (bits, low, within) has a name. All operations throw CircuitError
/// when operands belong to different modules or an operand's range does not fit.
class Value {
  public:
    /// Driven by nothing: reading it is a CircuitError.
    Value() = default;
    Value(int literal) : literal_(literal) {}
    Value(Int literal) : literal_(std::move(literal)) {}
    Value(Circuit* circuit, NodeId id) : circuit_(circuit), id_(id) {}

    Circuit* circuit() const { return circuit_; }
    bool is_literal() const { return circuit_ == nullptr; }
    bool is_driven() const { return circuit_ || literal_; }
    NodeId id_in(Circuit& circuit) const;
    Range range() const;
    unsigned width() const { return range().width(); }

    /// Gives the wire its name in messages and in the emitted text; the first name stays.
    Value as(const std::string& name) const;
    /// The same as control: registers of it reset to `reset`, those of this value do not. To be
    /// named anew. CircuitError for a register, which has its reset from the start.
    Value control(const Int& reset = 0) const;
    /// States that the value lies in lo..hi though ranges cannot see it; simulations check it.
    Value within(const Int& lo, const Int& hi) const;

    /// Bits hi..lo of the two's complement pattern, as a nonnegative number.
    Value bits(unsigned hi, unsigned lo) const;
    Value bit(unsigned index) const { return bits(index, index); }
    /// The lowest n bits: the value modulo 2^n.
    Value low(unsigned n) const { return bits(n - 1, 0); }
    /// The pattern of `n` bits read as a two's complement number.
    Value as_signed(unsigned n) const;

  private:
    Circuit* circuit_ = nullptr;
    NodeId id_ = 0;
    std::optional<Int> literal_ = {};
};

/// Equal-ranged wires that form one bus; element i is bits [i*W +: W] of the emitted vector.
class Array {
  public:
    Array() = default;
    Array(Circuit* circuit, NodeId id) : circuit_(circuit), id_(id) {}

    Circuit* circuit() const { return circuit_; }
    bool is_driven() const { return circuit_ != nullptr; }
    NodeId id() const { return id_; }
    NodeId id_in(const Circuit& circuit) const;
    unsigned size() const { return circuit_->node(id_).elements; }
    Range range() const { return circuit_->node(id_).range; }
    Value operator[](unsigned index) const;
    /// `count` elements from `first` on.
    Array slice(unsigned first, unsigned count) const;
    Array as(const std::string& name) const;

  private:
    Circuit* circuit_ = nullptr;
    NodeId id_ = 0;
};

/// An array of given wires; their common range is the join of theirs.
Array gather(const std::vector<Value>& values);

Value operator+(const Value& a, const Value& b);
Value operator-(const Value& a, const Value& b);
Value operator-(const Value& a);
/// |a|.
Value absolute(const Value& a);
Value operator*(const Value& a, const Value& b);
Value operator<<(const Value& a, const Value& s);
/// floor(a / 2^s).
Value operator>>(const Value& a, const Value& s);
Value operator&(const Value& a, const Value& b);
Value operator|(const Value& a, const Value& b);
Value operator^(const Value& a, const Value& b);
/// The complement within the width of a.
Value operator~(const Value& a);
Value operator!(const Value& a);
Value operator==(const Value& a, const Value& b);
Value operator!=(const Value& a, const Value& b);
Value operator<(const Value& a, const Value& b);
Value operator>(const Value& a, const Value& b);
Value operator<=(const Value& a, const Value& b);
Value operator>=(const Value& a, const Value& b);

/// condition ? when : otherwise.
Value mux(const Value& condition, const Value& when, const Value& otherwise);
/// Patterns side by side, the first highest, each as wide as its range.
Value concat(const std::vector<Value>& parts);
/// An array's patterns side by side, element 0 lowest: the bus as one number.
Value joined(const Array& elements);
/// The pattern of x cut into elements of `width` bits, element 0 lowest.
Array split(const Value& x, unsigned width);
/// table[index]; the table covers the index's whole range from 0.
Value lookup(const Value& index, const std::vector<Int>& table);
/// The zeros above the highest one in the pattern of x; width(x) when x is zero.
Value leading_zeros(const Value& x);
/// The largest.
Value max(const std::vector<Value>& values);
Value max(const Array& values);
/// One n-ary sum; how it is built is decided when it is lowered for a target.
Value sum(const std::vector<Value>& terms);
Value sum(const Array& terms);
/// Whether any element is nonzero; elements are single bits.
Value any(const Array& bits);
/// floor(x / 2^n), and whether that drops a one.
struct Shifted {
    Value value;
    Value sticky;
};
/// Shifts x right by n in stages that collect what they drop.
Shifted shift_right_sticky(const Value& x, const Value& n);

}  // namespace mxgen::ir
