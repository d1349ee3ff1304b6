// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/expr.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/ir/evaluate.h"

namespace mxgen::ir {

namespace {

[[noreturn]] void fail(const Circuit& c, const std::string& what) {
    throw Error(fmt::format("{}: {}", c.name, what));
}

std::string described(const Circuit& c, NodeId id) {
    const auto& n = c.node(id);
    return fmt::format("{} {}", n.name.empty() ? name_of(n.op) : n.name, to_string(n.range));
}

Circuit& circuit_of(std::initializer_list<const Value*> values) {
    Circuit* found = nullptr;
    for (auto* value : values) {
        if (value->is_literal()) continue;
        if (found && found != value->circuit())
            throw Error(fmt::format("{}: a wire of module {} is used", found->name,
                                    value->circuit()->name));
        found = value->circuit();
    }
    if (!found) throw Error("an operation on literals only belongs to no module");
    return *found;
}

Circuit& circuit_of(const std::vector<Value>& values) {
    auto wire =
        std::find_if(values.begin(), values.end(), [](const Value& v) { return !v.is_literal(); });
    if (wire == values.end()) throw Error("an operation on literals only belongs to no module");
    return *wire->circuit();
}

std::vector<NodeId> ids_in(Circuit& c, const std::vector<Value>& values) {
    std::vector<NodeId> ids;
    for (const auto& value : values) ids.push_back(value.id_in(c));
    return ids;
}

bool all_constant(const Circuit& c, const std::vector<NodeId>& args) {
    return std::all_of(args.begin(), args.end(),
                       [&](NodeId id) { return c.node(id).op == Op::constant; });
}

/// Adds a node unless its value is known: one possible value, or constant arguments.
Value make(Circuit& c, Node node) {
    if (node.range.lo == node.range.hi && node.op != Op::within)
        return {&c, c.constant(node.range.lo)};
    if (node.op != Op::sum && all_constant(c, node.args)) {
        std::vector<Int> args;
        for (auto id : node.args) args.push_back(c.node(id).data[0]);
        return {&c, c.constant(evaluate<Int>(node, args))};
    }
    return {&c, c.add(std::move(node))};
}

Range range_of(const Circuit& c, NodeId id) { return c.node(id).range; }

void require_nonnegative(const Circuit& c, NodeId id, const char* role) {
    if (range_of(c, id).is_signed())
        fail(c, fmt::format("{} may be negative: {}", role, described(c, id)));
}

void require_bit(const Circuit& c, NodeId id, const char* role) {
    if (!Range::bit().contains(range_of(c, id)))
        fail(c, fmt::format("{} is not a single bit: {}", role, described(c, id)));
}

Value make_sum(Circuit& c, const std::vector<NodeId>& terms, const std::vector<bool>& negative) {
    Node node{.op = Op::sum, .range = Range::point(0)};
    Int fixed = 0;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        const auto& term = c.node(terms[i]);
        if (term.op == Op::constant) {
            fixed += negative[i] ? Int(-term.data[0]) : term.data[0];
            continue;
        }
        Range all{term.range.lo * term.count(), term.range.hi * term.count()};
        node.range = node.range + (negative[i] ? -all : all);
        node.args.push_back(terms[i]);
        node.data.push_back(negative[i] ? -1 : 1);
    }
    if (fixed != 0 || node.args.empty()) {
        node.range = node.range + Range::point(fixed);
        node.args.push_back(c.constant(fixed));
        node.data.push_back(1);
    }
    bool single = node.args.size() == 1 && !c.node(node.args[0]).is_array();
    if (single && node.data[0] == 1) return {&c, node.args[0]};
    return make(c, std::move(node));
}

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

}  // namespace

NodeId Value::id_in(Circuit& circuit) const {
    if (is_literal()) return circuit.constant(literal_);
    if (circuit_ != &circuit)
        throw Error(fmt::format("{}: a wire of module {} is used", circuit.name, circuit_->name));
    return id_;
}

Range Value::range() const {
    return is_literal() ? Range::point(literal_) : circuit_->node(id_).range;
}

Value Value::as(const std::string& name) const {
    if (!is_literal() && circuit_->node(id_).name.empty()) circuit_->nodes[id_].name = name;
    return *this;
}

Value Value::control(const Int& reset) const {
    if (!is_literal()) circuit_->nodes[id_].reset = reset;
    return *this;
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
    if (circuit_->node(id_).name.empty()) circuit_->nodes[id_].name = name;
    return *this;
}

Array gather(const std::vector<Value>& values) {
    auto& c = circuit_of(values);
    auto ids = ids_in(c, values);
    auto range = range_of(c, ids[0]);
    for (auto id : ids) range = join(range, range_of(c, id));
    auto count = static_cast<unsigned>(ids.size());
    return {&c, c.add({.op = Op::gather, .range = range, .elements = count, .args = ids})};
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
    require_bit(circuit_of({&a}), a.id_in(*a.circuit()), "operand of !");
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

Value mux(const Value& condition, const Value& when, const Value& otherwise) {
    auto& c = circuit_of({&condition, &when, &otherwise});
    auto select = condition.id_in(c), a = when.id_in(c), b = otherwise.id_in(c);
    require_bit(c, select, "condition");
    const auto& s = c.node(select);
    if (s.op == Op::constant) return {&c, s.data[0] != 0 ? a : b};
    if (a == b) return {&c, a};
    if (s.op == Op::bit_not) return mux(Value{&c, s.args[0]}, otherwise, when);
    auto ra = range_of(c, a), rb = range_of(c, b);
    if (ra == Range::point(1) && rb == Range::point(0)) return {&c, select};
    if (ra == Range::point(0) && rb == Range::point(1)) return ~Value{&c, select};
    return make(c, {.op = Op::mux, .range = join(ra, rb), .args = {select, a, b}});
}

Value concat(const std::vector<Value>& parts) {
    auto& c = circuit_of(parts);
    Node node{.op = Op::concat, .args = ids_in(c, parts)};
    unsigned width = 0;
    for (auto id : node.args) {
        auto part = range_of(c, id);
        node.data.push_back(part.width());
        width += part.width();
    }
    node.range = Range::unsigned_bits(width);
    return node.args.size() == 1 ? Value{&c, node.args[0]} : make(c, std::move(node));
}

Value lookup(const Value& index, const std::vector<Int>& table) {
    auto& c = circuit_of({&index});
    auto id = index.id_in(c);
    require_nonnegative(c, id, "index of a table");
    auto known = range_of(c, id);
    if (known.hi >= table.size())
        fail(c, fmt::format("a table of {} entries has no entry for {}", table.size(),
                            described(c, id)));
    auto [lo, hi] = std::minmax_element(table.begin(), table.end());
    return make(c, {.op = Op::lookup, .range = Range{*lo, *hi}, .args = {id}, .data = table});
}

Value leading_zeros(const Value& x) {
    auto& c = circuit_of({&x});
    auto id = x.id_in(c);
    require_nonnegative(c, id, "operand of leading_zeros");
    unsigned width = range_of(c, id).width();
    return make(c,
                {.op = Op::leading_zeros, .range = Range{0, width}, .args = {id}, .data = {width}});
}

Value max(const std::vector<Value>& values) {
    auto& c = circuit_of(values);
    Node node{.op = Op::max, .args = ids_in(c, values)};
    node.range = range_of(c, node.args[0]);
    for (auto id : node.args) {
        node.range.lo = std::max(node.range.lo, range_of(c, id).lo);
        node.range.hi = std::max(node.range.hi, range_of(c, id).hi);
    }
    return node.args.size() == 1 ? Value{&c, node.args[0]} : make(c, std::move(node));
}

Value max(const Array& values) {
    if (values.size() == 1) return values[0];
    return make(*values.circuit(), {.op = Op::max, .range = values.range(), .args = {values.id()}});
}

Value sum(const std::vector<Value>& terms) {
    auto& c = circuit_of(terms);
    return make_sum(c, ids_in(c, terms), std::vector<bool>(terms.size(), false));
}

Value sum(const Array& terms) {
    if (terms.size() == 1) return terms[0];
    return make_sum(*terms.circuit(), {terms.id()}, {false});
}

Value any(const Array& bits) {
    auto& c = *bits.circuit();
    require_bit(c, bits.id(), "element of any()");
    if (bits.size() == 1) return bits[0];
    return make(c, {.op = Op::bit_or, .range = bits.range(), .args = {bits.id()}});
}

Shifted shift_right_sticky(const Value& x, const Value& n) {
    Shifted s{x, Value(0)};
    for (unsigned stage = 0; stage < n.width(); ++stage) {
        auto step = n.bit(stage);
        auto distance = Int(pow2(stage)) < s.value.width() ? 1u << stage : s.value.width();
        auto dropped = step & (s.value.low(distance) != 0);
        s.sticky = s.sticky.is_literal() ? dropped : s.sticky | dropped;
        s.value = mux(step, s.value >> Value(Int(distance)), s.value);
    }
    return s;
}

}  // namespace mxgen::ir
