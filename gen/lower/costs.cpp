// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/costs.h"

#include <algorithm>
#include <bit>

#include "gen/ir/analysis.h"
#include "gen/lower/goal.h"

namespace mxgen::lower {

using namespace ir;

namespace {

double levels(unsigned n) { return n < 2 ? 0 : static_cast<double>(std::bit_width(n - 1)); }

/// A small product ripples; a large one is a tree and an adder.
double product_delay(unsigned rows, unsigned width, const Costs& costs) {
    const auto& d = costs.delays;
    return std::min(2 * d.exclusive_or * (rows - 1),
                    1.7 * costs.full().latest_sum() * levels(rows) + d.prefix * levels(width));
}

/// The delay of a full or half adder to a port; other instances are taken to wait for nothing.
double delay_of_cell(const Circuit& cell, unsigned port, const Costs& costs) {
    const bool carry = cell.outputs().size() == 2 && port == 1;
    if (cell.cell == AdderCell::full_adder)
        return carry ? costs.full().latest_carry() : costs.full().latest_sum();
    if (cell.cell == AdderCell::half_adder)
        return carry ? costs.half.latest_carry() : costs.half.latest_sum();
    return 0;
}

/// The delay of one node through its slowest bit.
double delay_of(const Circuit& c, const Node& n, const Costs& costs) {
    const auto& d = costs.delays;
    auto width = n.range.width();
    auto first = n.args.empty() ? 0u : c.node(n.args[0]).range.width();
    auto terms = n.args.empty() ? 1u
                                : std::max<unsigned>(c.node(n.args[0]).count(),
                                                     static_cast<unsigned>(n.args.size()));
    switch (n.op) {
        case Op::sum:
            return costs.full().latest_sum() * 1.7 * std::max(0.0, levels(terms) - 1) +
                   d.exclusive_or + d.prefix * levels(width);
        case Op::product:
            return d.gate +
                   product_delay(std::min(first, c.node(n.args[1]).range.width()), width, costs);
        case Op::shift_left:
        case Op::shift_right:
            return d.select * c.node(n.args[1]).range.width();
        case Op::bit_and:
        case Op::bit_or:
            return d.gate * levels(terms);
        case Op::bit_xor:
            return d.exclusive_or * levels(terms);
        case Op::less:
        case Op::equal: {
            bool fixed =
                c.node(n.args[0]).op == Op::constant || c.node(n.args[1]).op == Op::constant;
            return (fixed ? 0 : d.exclusive_or) + d.gate * levels(first);
        }
        case Op::mux:
            return d.select;
        case Op::lookup:
            return d.select * levels(static_cast<unsigned>(n.data.size()));
        case Op::leading_zeros:
            return d.select * levels(first);
        case Op::max:
            return (d.exclusive_or + d.gate * levels(first) + d.select) * levels(terms);
        case Op::instance:
            return delay_of_cell(*c.instances[n.instance].module, n.port, costs);
        default:
            return 0;
    }
}

}  // namespace

double gates_of(const Circuit& c, const Node& n, const Costs& costs) {
    const auto& cost = costs.gates;
    double width = n.range.width(), terms = 0;
    for (auto arg : n.args) terms += c.node(arg).count();
    auto from = [&](std::size_t i) { return double(c.node(n.args[i]).range.width()); };
    auto is_fixed = [&](std::size_t i) { return c.node(n.args[i]).op == Op::constant; };
    switch (n.op) {
        case Op::sum:
            return std::max(1.0, terms - 1) * width * costs.full().gates;
        case Op::product:
            return from(0) * from(1) * (cost.gate + costs.full().gates);
        case Op::shift_left:
        case Op::shift_right:
            return is_fixed(1) ? 0 : std::max(width, from(0)) * from(1) * cost.select;
        case Op::bit_and:
        case Op::bit_or:
            return (terms - 1) * width * cost.gate;
        case Op::bit_xor:
            return (terms - 1) * width * cost.exclusive_or;
        case Op::less:
        case Op::equal:
            return (is_fixed(0) || is_fixed(1) ? cost.gate : cost.exclusive_or) * from(0);
        case Op::mux:
            return width * (is_fixed(1) || is_fixed(2) ? cost.gate : cost.select);
        case Op::lookup:
            return width * static_cast<double>(n.data.size()) * cost.gate / 2;
        case Op::leading_zeros:
            return from(0) * cost.select;
        case Op::max:
            return (terms - 1) * width * (cost.exclusive_or + cost.select);
        default:
            return 0;
    }
}

std::vector<double> arrivals(const Circuit& c, const Costs& costs) {
    std::vector<double> when(c.nodes.size());
    for (NodeId id = 0; id < c.nodes.size(); ++id) {
        const auto& n = c.node(id);
        if (n.is_register()) continue;
        double ready = 0;
        for (auto arg : reads(c, n)) ready = std::max(ready, when[arg]);
        when[id] = ready + delay_of(c, n, costs);
    }
    return when;
}

}  // namespace mxgen::lower
