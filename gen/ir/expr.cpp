// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/expr.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/ir/build.h"

namespace mxgen::ir {

using namespace detail;

namespace {

/// The identities of and, or, xor with a constant over the width of the other operand.
std::optional<Value> fold_bitwise(Circuit& c, Op op, NodeId a, NodeId b) {
    if (c.node(a).op == Op::constant) std::swap(a, b);
    if (c.node(b).op != Op::constant)
        return a == b && op != Op::bit_xor ? std::optional<Value>({&c, a}) : std::nullopt;
    const auto& constant = c.node(b).data[0];
    bool ones = constant == pow2(range_of(c, a).width()) - 1;
    if (constant == 0) return op == Op::bit_and ? Value{&c, b} : Value{&c, a};
    if (ones && op == Op::bit_and) return Value{&c, a};
    if (ones && op == Op::bit_or) return Value{&c, b};
    if (ones && op == Op::bit_xor) return ~Value{&c, a};
    return std::nullopt;
}

Value bitwise(Op op, const Value& left, const Value& right) {
    auto& c = circuit_of({&left, &right});
    auto a = left.id_in(c), b = right.id_in(c);
    require_nonnegative(c, a, "operand of a bitwise operation");
    require_nonnegative(c, b, "operand of a bitwise operation");
    if (auto folded = fold_bitwise(c, op, a, b)) return *folded;
    auto ra = range_of(c, a), rb = range_of(c, b);
    Range range{0, pow2(std::max(ra.width(), rb.width())) - 1};
    if (op == Op::bit_and) range.hi = std::min(ra.hi, rb.hi);
    return make(c, {.op = op, .range = range, .args = {std::min(a, b), std::max(a, b)}});
}

void require_own(const Circuit& c, const Circuit* owner) {
    if (owner != &c) fail(c, fmt::format("a wire of module {} is used", owner->name));
}

/// The first name given stays; an instance's output is named after its port only until then.
void give_name(Node& node, const std::string& name) {
    if (node.name.empty() || node.op == Op::instance) node.name = name;
}

}  // namespace

NodeId Value::id_in(Circuit& circuit) const {
    if (!is_driven()) fail(circuit, "a value that nothing drives is read");
    if (is_literal()) return circuit.constant(*literal_);
    require_own(circuit, circuit_);
    return id_;
}

Range Value::range() const {
    if (!is_driven()) throw CircuitError("a value that nothing drives has no range");
    return is_literal() ? Range::point(*literal_) : circuit_->node(id_).range;
}

Value Value::as(const std::string& name) const {
    if (!is_literal()) give_name(circuit_->nodes[id_], name);
    return *this;
}

Value Value::control(const Int& reset) const {
    return is_literal() ? *this : Value{circuit_, circuit_->control(id_, reset)};
}

Value Value::within(const Int& lo, const Int& hi) const {
    auto& c = circuit_of({this});
    auto known = range();
    if (known.lo >= lo && known.hi <= hi) return *this;
    if (known.hi < lo || known.lo > hi)
        fail(c,
             fmt::format("{} cannot lie within {}", described(c, id_), to_string(Range{lo, hi})));
    Range stated{std::max(known.lo, lo), std::min(known.hi, hi)};
    return make(c, {.op = Op::within, .range = stated, .args = {id_}});
}

Value Value::bits(unsigned hi, unsigned lo) const {
    auto& c = circuit_of({this});
    const auto& n = c.node(id_);
    if (hi < lo) fail(c, fmt::format("bits {}..{} of {} are none", hi, lo, described(c, id_)));
    if (n.op == Op::slice && hi <= n.hi - n.lo)
        return Value{&c, n.args[0]}.bits(n.lo + hi, n.lo + lo);
    unsigned width = n.range.width();
    bool covers = hi + 1 >= width && !n.range.is_signed();
    if (covers && lo == 0) return *this;
    auto range = covers ? n.range >> Range::point(lo) : Range::unsigned_bits(hi - lo + 1);
    if (covers) hi = std::max(width - 1, lo);
    return make(c, {.op = Op::slice, .range = range, .args = {id_}, .hi = hi, .lo = lo});
}

Value Value::as_signed(unsigned n) const {
    auto& c = circuit_of({this});
    auto wanted = Range::signed_bits(n);
    if (range().is_signed() && width() <= n) return *this;
    if (wanted.contains(range())) return *this;
    return make(c, {.op = Op::slice, .range = wanted, .args = {id_}, .hi = n - 1, .lo = 0});
}

NodeId Array::id_in(const Circuit& circuit) const {
    if (!is_driven()) fail(circuit, "an array that nothing drives is read");
    require_own(circuit, circuit_);
    return id_;
}

Value Array::operator[](unsigned index) const {
    if (index >= size())
        fail(*circuit_, fmt::format("element {} of an array of {}", index, size()));
    const auto& n = circuit_->node(id_);
    if (n.op == Op::gather) return {circuit_, n.args[index]};
    return make(*circuit_,
                {.op = Op::elements, .range = n.range, .args = {id_}, .hi = index, .lo = index});
}

Array Array::slice(unsigned first, unsigned count) const {
    if (count == 0 || first + count > size())
        fail(*circuit_,
             fmt::format("elements {}..{} of an array of {}", first, first + count - 1, size()));
    if (count == size()) return *this;
    return {circuit_, circuit_->add({.op = Op::elements,
                                     .range = range(),
                                     .elements = count,
                                     .args = {id_},
                                     .hi = first + count - 1,
                                     .lo = first})};
}

Array Array::as(const std::string& name) const {
    give_name(circuit_->nodes[id_], name);
    return *this;
}

Value operator+(const Value& a, const Value& b) { return sum(std::vector{a, b}); }

Value operator-(const Value& a, const Value& b) {
    auto& c = circuit_of({&a, &b});
    return make_sum(c, {a.id_in(c), b.id_in(c)}, {false, true});
}

Value operator-(const Value& a) {
    auto& c = circuit_of({&a});
    return make_sum(c, {a.id_in(c)}, {true});
}

Value operator*(const Value& left, const Value& right) {
    auto& c = circuit_of({&left, &right});
    auto a = left.id_in(c), b = right.id_in(c);
    if (c.node(a).op == Op::constant) std::swap(a, b);
    const auto& factor = c.node(b);
    if (factor.op == Op::constant && factor.data[0] > 0 &&
        (factor.data[0] & Int(factor.data[0] - 1)) == 0)
        return Value{&c, a} << Value(static_cast<int>(msb(factor.data[0])));
    return make(c, {.op = Op::product, .range = range_of(c, a) * range_of(c, b), .args = {a, b}});
}

Value operator<<(const Value& left, const Value& right) {
    auto& c = circuit_of({&left, &right});
    auto a = left.id_in(c), s = right.id_in(c);
    require_nonnegative(c, s, "shift amount");
    if (range_of(c, s).hi == 0) return {&c, a};
    return make(c,
                {.op = Op::shift_left, .range = range_of(c, a) << range_of(c, s), .args = {a, s}});
}

Value operator>>(const Value& left, const Value& right) {
    auto& c = circuit_of({&left, &right});
    auto a = left.id_in(c), s = right.id_in(c);
    require_nonnegative(c, s, "shift amount");
    auto amount = range_of(c, s), from = range_of(c, a);
    if (amount.hi == 0) return {&c, a};
    if (amount.lo != amount.hi)
        return make(c, {.op = Op::shift_right, .range = from >> amount, .args = {a, s}});
    auto lo = std::min(static_cast<unsigned>(amount.lo), from.width() - 1);
    if (!from.is_signed() && amount.lo >= from.width()) return {&c, c.constant(0)};
    return make(
        c,
        {.op = Op::slice, .range = from >> amount, .args = {a}, .hi = from.width() - 1, .lo = lo});
}

Value operator&(const Value& a, const Value& b) { return bitwise(Op::bit_and, a, b); }
Value operator|(const Value& a, const Value& b) { return bitwise(Op::bit_or, a, b); }
Value operator^(const Value& a, const Value& b) { return bitwise(Op::bit_xor, a, b); }

Value operator~(const Value& a) {
    auto& c = circuit_of({&a});
    auto id = a.id_in(c);
    require_nonnegative(c, id, "operand of a complement");
    const auto& n = c.node(id);
    Int mask = pow2(n.range.width()) - 1;
    if (n.op == Op::bit_not && n.data[0] == mask) return {&c, n.args[0]};
    return make(c, {.op = Op::bit_not,
                    .range = Range{mask - n.range.hi, mask - n.range.lo},
                    .args = {id},
                    .data = {mask}});
}

Value operator!(const Value& a) {
    auto& c = circuit_of({&a});
    require_bit(c, a.id_in(c), "operand of !");
    return ~a;
}

Value operator==(const Value& left, const Value& right) {
    auto& c = circuit_of({&left, &right});
    auto a = left.id_in(c), b = right.id_in(c);
    auto ra = range_of(c, a), rb = range_of(c, b);
    if (ra.hi < rb.lo || rb.hi < ra.lo) return {&c, c.constant(0)};
    if (a == b) return {&c, c.constant(1)};
    bool bit = Range::bit().contains(ra) && rb == Range::point(1);
    if (bit) return {&c, a};
    if (Range::bit().contains(ra) && rb == Range::point(0)) return ~Value{&c, a};
    return make(c, {.op = Op::equal, .range = Range::bit(), .args = {a, b}});
}

Value operator!=(const Value& a, const Value& b) { return !(a == b); }

Value operator<(const Value& left, const Value& right) {
    auto& c = circuit_of({&left, &right});
    auto a = left.id_in(c), b = right.id_in(c);
    auto ra = range_of(c, a), rb = range_of(c, b);
    if (ra.hi < rb.lo) return {&c, c.constant(1)};
    if (rb.hi <= ra.lo) return {&c, c.constant(0)};
    if (rb == Range::point(0)) return Value{&c, a}.bit(ra.width() - 1);
    return make(c, {.op = Op::less, .range = Range::bit(), .args = {a, b}});
}

Value operator>(const Value& a, const Value& b) { return b < a; }
Value operator<=(const Value& a, const Value& b) { return !(b < a); }
Value operator>=(const Value& a, const Value& b) { return !(a < b); }

}  // namespace mxgen::ir
