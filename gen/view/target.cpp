// SPDX-License-Identifier: Apache-2.0
#include "gen/view/target.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace mxgen::view {

using namespace ir;

namespace {

double log2_up(double n) { return std::ceil(std::log2(std::max(n, 1.0))); }

/// The nonzero digits of a number in canonical signed-digit form: terms of a constant product.
unsigned signed_digits(Int value) {
    if (value < 0) value = -value;
    Int changes = value ^ Int(3 * value);
    unsigned digits = 0;
    for (; changes != 0; changes >>= 1) digits += bit_test(changes, 0);
    return digits;
}

/// Arguments of a node with arrays expanded.
unsigned operands(const Circuit& c, const Node& n) {
    unsigned count = 0;
    for (auto id : n.args) count += c.node(id).count();
    return count;
}

unsigned max_width(const Circuit& c, const Node& n) {
    unsigned width = 1;
    for (auto id : n.args) width = std::max(width, c.node(id).range.width());
    return width;
}

bool is_constant(const Circuit& c, NodeId id) { return c.node(id).op == Op::constant; }

/// Select stages of a shifter: the bits of the shift amount.
unsigned shift_stages(const Circuit& c, const Node& n) {
    return is_constant(c, n.args[1]) ? 0 : c.node(n.args[1]).range.width();
}

bool selects_constant(const Circuit& c, const Node& n) {
    return is_constant(c, n.args[1]) || is_constant(c, n.args[2]);
}

Use use_of_sum(const Circuit& c, const Node& n) {
    unsigned terms = operands(c, n);
    double width = n.range.width();
    return {&Target::add, width, width, log2_up(std::max(2u, terms)), std::max(1.0, terms - 1.0)};
}

Use use_of_product(const Circuit& c, const Node& n) {
    for (int i : {0, 1}) {
        if (!is_constant(c, n.args[i])) continue;
        double terms = signed_digits(c.node(n.args[i]).data[0]), width = n.range.width();
        return {&Target::add, width, width, log2_up(terms), terms - 1};
    }
    double a = c.node(n.args[0]).range.width(), b = c.node(n.args[1]).range.width();
    if (a == 1 || b == 1) return {&Target::gate, a * b, a * b};
    return {&Target::product, a + b, a * b};
}

Use use_of_bitwise(const Circuit& c, const Node& n) {
    double terms = std::max(2u, operands(c, n)), width = n.range.width();
    auto row = n.op == Op::bit_xor ? &Target::exclusive : &Target::gate;
    return {row, 1, width, log2_up(terms), terms - 1};
}

Use use_of_lookup(const Circuit& c, const Node& n) {
    unsigned index = c.node(n.args[0]).range.width();
    double entries = std::min<double>(static_cast<double>(n.data.size()), std::ldexp(1.0, index));
    return {&Target::lookup, double(index), entries * n.range.width()};
}

double register_area(const Target& t, const Circuit& c, const Node& n) {
    double bit =
        t.register_gates + (n.reset ? t.reset_gates : 0) + (c.clock_enable ? t.enable_gates : 0);
    return bit * n.range.width() * n.count();
}

const std::vector<Target>& known_targets() {
    static const std::vector<Target> known = [] {
        auto targets = fitted_targets();
        for (auto& t : targets)
            if (const auto* cells = gates::find_fitted(t.name))
                t.gate_cells = std::make_shared<const gates::CellSet>(*cells);
        return targets;
    }();
    return known;
}

}  // namespace

Merging merging_of(const Circuit& c, const std::vector<NodeId>& loop) {
    const auto shifts = [&](NodeId id) {
        const auto& n = c.node(id);
        const bool shift = n.op == Op::shift_left || n.op == Op::shift_right;
        return n.op == Op::leading_zeros || (shift && !is_constant(c, n.args[1]));
    };
    return std::any_of(loop.begin(), loop.end(), shifts) ? Merging::loop : Merging::whole;
}

Use use_of(const Circuit& c, const Node& n) {
    double width = n.range.width();
    switch (n.op) {
        case Op::sum:
            return use_of_sum(c, n);
        case Op::product:
            return use_of_product(c, n);
        case Op::shift_left:
        case Op::shift_right: {
            double wide = std::max(max_width(c, n), n.range.width()), stages = shift_stages(c, n);
            return {&Target::shift, wide, wide * stages, stages};
        }
        case Op::bit_and:
        case Op::bit_or:
        case Op::bit_xor:
            return use_of_bitwise(c, n);
        case Op::bit_not:
            return {&Target::gate, 1, width, 0.5, 0.5};
        case Op::less:
            return {&Target::less, double(max_width(c, n)), double(max_width(c, n))};
        case Op::equal:
            return {&Target::equal, double(max_width(c, n)), double(max_width(c, n))};
        case Op::mux:
            return {selects_constant(c, n) ? &Target::gate : &Target::select, width, width};
        case Op::lookup:
            return use_of_lookup(c, n);
        case Op::leading_zeros: {
            double from = static_cast<double>(n.data[0]), levels = log2_up(from + 1);
            return {&Target::select, 1, from, levels, levels / 2};
        }
        case Op::max: {
            unsigned terms = operands(c, n);
            return {&Target::less, width, 2 * width, log2_up(terms), terms - 1.0};
        }
        default:
            return {};
    }
}

double Growth::at(double n) const {
    n = std::max(n, 1.0);
    return std::max(0.0, fixed + per_log * std::log2(n) + per_bit * n);
}

double Target::delay(const Circuit& circuit, const Node& node, Merging merging) const {
    auto use = use_of(circuit, node);
    double merged = merging == Merging::loop ? loop_delay : merged_delay;
    return use.row ? merged * use.depth * (this->*use.row).delay.at(use.delay_n) : 0;
}

double Target::gates(const Circuit& circuit, const Node& node) const {
    if (node.is_register()) return register_area(*this, circuit, node);
    auto use = use_of(circuit, node);
    if (!use.row || use.depth == 0) return 0;
    return merged_gates * use.copies * (this->*use.row).gates.at(use.gates_n);
}

const CellData* Target::cell(const Circuit& module) const {
    auto found = cells.find(module.cell);
    return found == cells.end() ? nullptr : &found->second;
}

double Target::register_overhead(bool has_enable) const {
    return clock_to_q_ns + setup_ns + (has_enable ? enable_ns : 0);
}

const Target* find_target(const std::string& name) {
    for (const auto& t : known_targets())
        if (t.name == name) return &t;
    return nullptr;
}

const Target& target(const std::string& name) {
    if (const auto* found = find_target(name)) return *found;
    std::string names;
    for (const auto& t : known_targets()) names += (names.empty() ? "" : ", ") + t.name;
    throw CircuitError(
        fmt::format("no delay and area data for technology {}: known are {}", name, names));
}

}  // namespace mxgen::view
