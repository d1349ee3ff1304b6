// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "gen/ir/build.h"

namespace mxgen::ir {

using namespace detail;

Array gather(const std::vector<Value>& values) {
    auto& c = circuit_of(values);
    auto ids = ids_in(c, values);
    auto range = range_of(c, ids[0]);
    for (auto id : ids) range = join(range, range_of(c, id));
    auto count = static_cast<unsigned>(ids.size());
    return {&c, c.add({.op = Op::gather, .range = range, .elements = count, .args = ids})};
}

Value mux(const Value& condition, const Value& when, const Value& otherwise) {
    auto& c = circuit_of({&condition, &when, &otherwise});
    auto select = condition.id_in(c), a = when.id_in(c), b = otherwise.id_in(c);
    require_bit(c, select, "condition");
    const auto& s = c.node(select);
    if (s.op == Op::constant) return {&c, s.data[0] != 0 ? a : b};
    if (a == b) return {&c, a};
    if (s.op == Op::bit_not && s.data[0] == 1) return mux(Value{&c, s.args[0]}, otherwise, when);
    auto ra = range_of(c, a), rb = range_of(c, b);
    if (ra == Range::point(1) && rb == Range::point(0)) return {&c, select};
    if (ra == Range::point(0) && rb == Range::point(1)) return ~Value{&c, select};
    return make(c, {.op = Op::mux, .range = join(ra, rb), .args = {select, a, b}});
}

Value absolute(const Value& a) {
    auto range = a.range();
    return mux(a < Value(0), -a, a).within(0, std::max(Int(-range.lo), range.hi));
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

Value joined(const Array& elements) {
    unsigned width = elements.range().width();
    return make(*elements.circuit(), {.op = Op::concat,
                                      .range = Range::unsigned_bits(width * elements.size()),
                                      .args = {elements.id()},
                                      .data = std::vector<Int>(elements.size(), width)});
}

Array split(const Value& x, unsigned width) {
    auto& c = circuit_of({&x});
    if (width == 0 || x.width() % width != 0)
        fail(c, fmt::format("{} does not split into elements of {} bits", described(c, x.id_in(c)),
                            width));
    Node node{.op = Op::split,
              .range = Range::unsigned_bits(width),
              .elements = x.width() / width,
              .args = {x.id_in(c)}};
    if (const auto source = c.node(node.args[0]); source.op == Op::constant) {
        node.op = Op::gather, node.args.clear();
        for (unsigned i = 0; i < node.elements; ++i)
            node.args.push_back(c.constant(slice(source.data[0], (i + 1) * width - 1, i * width)));
    }
    return {&c, c.add(node)};
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
    auto& c = circuit_of({&x, &n});
    require_nonnegative(c, n.id_in(c), "shift amount");
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
