// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/carries.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <tuple>

namespace mxgen::lower {

using namespace ir;

namespace {

using Columns = std::vector<std::vector<TimedBit>>;

std::shared_ptr<const Circuit> carry_module(const char* name, const char* what, AdderCell kind,
                                            Value (*carry)(const Value&, const Value&,
                                                           const Value&)) {
    Module m{name, what};
    m.stands_for(kind);
    auto g = m.input("g_i", Range::bit()), p = m.input("p_i", Range::bit());
    m.output("carry_o", carry(g, p, m.input("c_i", Range::bit())));
    return m.circuit();
}

std::shared_ptr<const Circuit> propagate_module(const char* name, const char* what, AdderCell kind,
                                                Value (*both)(const Value&, const Value&)) {
    Module m{name, what};
    m.stands_for(kind);
    auto p = m.input("p_i", Range::bit());
    m.output("propagate_o", both(p, m.input("q_i", Range::bit())));
    return m.circuit();
}

/// Generate and propagate of columns high..low: g7_4 and p7_4.
struct Carry {
    Value generate, propagate;
    std::size_t high, low;

    Carry named() const {
        auto interval = fmt::format("{}_{}", high, low);
        return {generate.as("g" + interval), propagate.as("p" + interval), high, low};
    }
};

/// A column that generates counts as one that propagates, too: an or is there before an exclusive
/// or.
Carry column_carry(Circuit& c, const std::vector<TimedBit>& column, std::size_t at) {
    Value zero{&c, c.constant(0)};
    if (column.empty()) return {zero, zero, at, at};
    if (column.size() == 1) return {zero, column[0].wire, at, at};
    auto a = column[0].wire, b = column[1].wire;
    return {(a & b).as(fmt::format("g{}", at)), (a | b).as(fmt::format("p{}", at)), at, at};
}

Value cell(Circuit& c, const std::shared_ptr<const Circuit>& module,
           const std::vector<Binding>& pins) {
    const auto name = fmt::format("u_{}_{}", module->name.substr(3), c.instances.size());
    return instantiate(c, module, name, 0, pins).value(module->outputs()[0]->name);
}

/// The lower bit of a column's sum, a wire of its own: the carry joins it last.
Value column_sum(Circuit& c, const std::vector<TimedBit>& column, std::size_t at, bool as_cell) {
    if (column.empty()) return {&c, c.constant(0)};
    if (column.size() == 1) return column[0].wire;
    const auto &a = column[0].wire, &b = column[1].wire;
    const auto sum = as_cell ? cell(c, exclusive_or(), {{"p_i", a}, {"q_i", b}}) : a ^ b;
    return sum.as(fmt::format("h{}", at));
}

/// The carries into all columns but the lowest, steps as expressions.
std::vector<Value> carries(Circuit& c, const Columns& columns, const PrefixPlan& plan) {
    std::vector<Carry> all;
    for (std::size_t i = 0; i < columns.size(); ++i) all.push_back(column_carry(c, columns[i], i));
    for (const auto& join : plan.joins) {
        auto upper = all[join.upper], lower = all[join.lower];
        all.push_back(Carry{upper.generate | (upper.propagate & lower.generate),
                            upper.propagate & lower.propagate, upper.high, lower.low}
                          .named());
    }
    std::vector<Value> found;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i)
        found.push_back(all[plan.carries[i]].generate);
    return found;
}

/// The same, steps as cells. Intervals are there as they are or as complements.
class CellCarries {
  public:
    CellCarries(Circuit& c, const Columns& columns, const Delays& delays)
        : c_(c), columns_(columns), delays_(delays) {}

    std::vector<Value> run(const PrefixPlan& plan) {
        for (std::size_t i = 0; i < columns_.size(); ++i) add_column(i);
        for (const auto& join : plan.joins) add_join(join);
        std::vector<Value> found;
        for (std::size_t i = 0; i + 1 < columns_.size(); ++i)
            found.push_back(form(plan.carries[i], false).generate);
        return found;
    }

  private:
    /// A cell of one size drives so many pins well; a copy of it drives more.
    static constexpr unsigned max_readers = 3;

    /// An inverter in front of the pins of several steps, and an AND beside a NAND, in gates.
    static constexpr double inverter = 1.3, and_over_nand = 0.5;

    struct Step {
        PrefixPlan::Join operands;
        bool of_complements;  ///< whose carry is as it is
    };

    /// First as it is, then as complements: carries as far as they are made, and arrivals.
    struct Interval {
        std::array<std::optional<Carry>, 2> forms = {};
        std::array<double, 2> arrivals = {};
        unsigned readers = 0;           ///< of the cell that drives the carry
        std::optional<Step> step = {};  ///< what it reads; a column has none
    };

    void add_column(std::size_t at) {
        double latest = 0;
        for (const auto& bit : columns_[at]) latest = std::max(latest, bit.arrival);
        Interval column{{column_carry(c_, columns_[at], at)}, {latest, latest}};
        // Two bits make complements first, by a gate each.
        const bool single = columns_[at].size() < 2;
        column.arrivals[single] += single ? inverter * delays_.gate : and_over_nand * delays_.gate;
        all_.push_back(column);
    }

    /// Whether a step takes complements: as its later operand is there first.
    bool polarity(const PrefixPlan::Join& join) const {
        const auto start = [&](bool inverted) {
            return std::max(all_[join.upper].arrivals[inverted],
                            all_[join.lower].arrivals[inverted]);
        };
        return start(true) < start(false);
    }

    const Carry& form(std::size_t interval, bool inverted) {
        auto& [forms, arrivals, readers, step] = all_[interval];
        if (!forms[inverted]) {
            const auto& other = form(interval, !inverted);
            forms[inverted] = {!other.generate, !other.propagate, other.high, other.low};
        } else if (step && inverted != step->of_complements && ++readers > max_readers) {
            const bool complements = step->of_complements;
            forms[inverted]->generate = carry(form(step->operands.upper, complements),
                                              form(step->operands.lower, complements), complements);
            readers = 1;
        }
        return *forms[inverted];
    }

    void add_join(const PrefixPlan::Join& join) {
        const bool inverted = polarity(join);
        const auto upper = form(join.upper, inverted), lower = form(join.lower, inverted);
        Interval made{.step = Step{join, inverted}};
        const double ready = delays_.prefix + std::max(all_[join.upper].arrivals[inverted],
                                                       all_[join.lower].arrivals[inverted]);
        made.arrivals[!inverted] = ready;
        made.arrivals[inverted] = ready + inverter * delays_.gate;
        made.forms[!inverted] = Carry{carry(upper, lower, inverted),
                                      propagate(upper, lower, inverted), upper.high, lower.low}
                                    .named();
        all_.push_back(made);
    }

    bool is_constant(const Value& bit) const { return c_.node(bit.id_in(c_)).op == Op::constant; }

    /// Without a cell where a column of one bit brings in a constant.
    Value carry(const Carry& upper, const Carry& lower, bool inverted) {
        const auto& [g, p, c] = std::tie(upper.generate, upper.propagate, lower.generate);
        if (is_constant(g) || is_constant(c)) return inverted ? !(g & (p | c)) : !(g | (p & c));
        return cell(c_, inverted ? carry_step_of_complements() : carry_step(),
                    {{"g_i", g}, {"p_i", p}, {"c_i", c}});
    }

    /// The lowest interval propagates nothing that a sum needs.
    Value propagate(const Carry& upper, const Carry& lower, bool inverted) {
        const auto &p = upper.propagate, &q = lower.propagate;
        if (lower.low == 0 || is_constant(p) || is_constant(q))
            return inverted ? !(p | q) : !(p & q);
        return cell(c_, inverted ? propagate_step_of_complements() : propagate_step(),
                    {{"p_i", p}, {"q_i", q}});
    }

    Circuit& c_;
    const Columns& columns_;
    Delays delays_;
    std::vector<Interval> all_;
};

}  // namespace

const std::shared_ptr<const Circuit>& carry_step() {
    static const auto cell = carry_module(
        "mx_cn", "Step of carries: carry_o = !(g_i | p_i & c_i).", AdderCell::carry_step,
        [](const Value& g, const Value& p, const Value& c) { return !(g | (p & c)); });
    return cell;
}

const std::shared_ptr<const Circuit>& carry_step_of_complements() {
    static const auto cell =
        carry_module("mx_cp", "Step of carries, of complements: carry_o = !(g_i & (p_i | c_i)).",
                     AdderCell::carry_step_of_complements,
                     [](const Value& g, const Value& p, const Value& c) { return !(g & (p | c)); });
    return cell;
}

const std::shared_ptr<const Circuit>& propagate_step() {
    static const auto cell = propagate_module(
        "mx_pn", "Step of propagates: propagate_o = !(p_i & q_i).", AdderCell::propagate_step,
        [](const Value& p, const Value& q) { return !(p & q); });
    return cell;
}

const std::shared_ptr<const Circuit>& propagate_step_of_complements() {
    static const auto cell =
        propagate_module("mx_pp", "Step of propagates, of complements: propagate_o = !(p_i | q_i).",
                         AdderCell::propagate_step_of_complements,
                         [](const Value& p, const Value& q) { return !(p | q); });
    return cell;
}

const std::shared_ptr<const Circuit>& exclusive_or() {
    static const auto cell =
        propagate_module("mx_xo", "Exclusive or: propagate_o = p_i ^ q_i.", AdderCell::exclusive_or,
                         [](const Value& p, const Value& q) { return p ^ q; });
    return cell;
}

Value add_rows(Circuit& c, const Columns& columns, const PrefixPlan& plan, const Costs& costs) {
    const auto carried = costs.carry_cells ? CellCarries(c, columns, costs.delays).run(plan)
                                           : carries(c, columns, plan);
    std::vector<Value> bits{column_sum(c, columns[0], 0, costs.carry_cells)};
    for (std::size_t i = 1; i < columns.size(); ++i)
        bits.push_back(column_sum(c, columns[i], i, costs.carry_cells) ^ carried[i - 1]);
    std::reverse(bits.begin(), bits.end());
    return concat(bits);
}

}  // namespace mxgen::lower
