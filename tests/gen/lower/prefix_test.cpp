// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/prefix.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "gen/ir/module.h"
#include "gen/lower/carries.h"
#include "gen/lower/plain.h"
#include "gen/view/interpret.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::lower;

namespace {

using Arrivals = std::vector<std::vector<double>>;

constexpr double tolerance = 1e-9;

/// When a column's carry is there: behind a gate where it has two bits.
double ready(const std::vector<double>& bits, const Delays& d) {
    if (bits.empty()) return 0;
    return *std::ranges::max_element(bits) + (bits.size() > 1 ? d.gate : 0);
}

/// The earliest arrival of the latest carry that a sum needs, by trying every split.
double earliest_latest(const Arrivals& columns, const Delays& d) {
    const auto n = columns.size();
    std::vector<std::vector<double>> best(n, std::vector<double>(n));
    for (std::size_t low = n; low-- > 0;)
        for (std::size_t high = low; high < n; ++high) {
            best[high][low] = high == low ? ready(columns[low], d) : HUGE_VAL;
            for (auto middle = low; middle < high; ++middle)
                best[high][low] =
                    std::min(best[high][low],
                             std::max(best[high][middle + 1], best[middle][low]) + d.prefix);
        }
    double latest = 0;
    for (std::size_t i = 0; i + 1 < n; ++i) latest = std::max(latest, best[i][0]);
    return latest;
}

/// The arrival of the latest carry, from the joins alone.
double arrival_of(const PrefixPlan& plan, const Arrivals& columns, const Delays& d) {
    std::vector<double> arrivals;
    for (const auto& column : columns) arrivals.push_back(ready(column, d));
    for (const auto& join : plan.joins)
        arrivals.push_back(std::max(arrivals.at(join.upper), arrivals.at(join.lower)) + d.prefix);
    double latest = 0;
    for (std::size_t i = 0; i + 1 < columns.size(); ++i)
        latest = std::max(latest, arrivals.at(plan.carries.at(i)));
    return latest;
}

/// Arrivals of no, one or two bits: late in the middle as behind a compressor tree, or anyhow.
Arrivals random_arrivals(std::mt19937& random, std::size_t size) {
    Arrivals columns(size);
    const bool hill = random() % 2;
    for (std::size_t i = 0; i < size; ++i)
        for (auto bits = random() % 8 ? random() % 2 + 1 : 0; bits > 0; --bits) {
            const auto middle = static_cast<double>(std::min(i, size - i));
            const double base = hill ? middle : 0;
            columns[i].push_back(base + 0.5 * static_cast<double>(random() % 12));
        }
    return columns;
}

/// A cell of a carry drives three pins and an inverter at most.
void check_readers(const ir::Circuit& c) {
    std::vector<unsigned> readers(c.nodes.size());
    for (const auto& n : c.nodes)
        if (n.op != ir::Op::instance)
            for (const auto arg : n.args) ++readers[arg];
    for (const auto& instance : c.instances)
        for (const auto input : instance.inputs) ++readers[input];
    for (ir::NodeId id = 0; id < c.nodes.size(); ++id) {
        const auto& n = c.node(id);
        if (n.op == ir::Op::instance &&
            c.instances[n.instance].module->outputs()[0]->name == "carry_o")
            CHECK(readers[id] <= 4);
    }
}

}  // namespace

TEST_CASE("planned carries are there as early as they can be, and within each allowance") {
    const testing::CaseSeed seed("prefix plans");
    std::mt19937 random(seed);
    const Delays d;
    const std::vector<double> allowances{0, 0.1, 0.5, 100};
    for (int n = 0; n < 300; ++n) {
        const auto columns = random_arrivals(random, 1 + random() % 40);
        const double earliest = earliest_latest(columns, d);
        const auto plans = plan_prefixes(columns, allowances, d);
        REQUIRE(plans.size() == allowances.size());
        CAPTURE(n, columns.size(), earliest);
        CHECK(std::abs(plans[0].arrival - earliest) < tolerance);
        for (std::size_t i = 0; i < plans.size(); ++i) {
            CHECK(plans[i].arrival <= earliest * (1 + allowances[i]) + tolerance);
            CHECK(std::abs(plans[i].arrival - arrival_of(plans[i], columns, d)) < tolerance);
        }
    }
}

TEST_CASE("with a large allowance carries ripple: one join for each column") {
    const Arrivals columns(24, {0, 0});
    const auto plans = plan_prefixes(columns, {0, 100}, {});
    CHECK(plans[1].joins.size() == columns.size() - 1);
    CHECK(plans[0].joins.size() > columns.size() - 1);
}

TEST_CASE("steps of carries that are cells turn the polarity without inverters between them") {
    ir::Module m{"dut", "Two rows."};
    constexpr unsigned size = 8;
    const ir::Range row = ir::Range::unsigned_bits(size);
    const auto a = m.input("a_i", row), b = m.input("b_i", row);
    std::vector<std::vector<TimedBit>> timed;
    for (unsigned i = 0; i < size; ++i) timed.push_back({{a.bit(i), 0}, {b.bit(i), 0}});
    Costs costs;
    costs.carry_cells = true;
    const auto plans = plan_prefixes(Arrivals(size, {0, 0}), {100}, costs.delays);
    m.output("sum_o", add_rows(*a.circuit(), timed, plans[0], costs));
    std::string kinds;
    for (const auto& instance : m.circuit()->instances)
        if (instance.module->outputs()[0]->name == "carry_o")
            kinds += instance.module->cell == ir::AdderCell::carry_step ? 'n' : 'p';
    CHECK(kinds == "pnpnpnp");
}

TEST_CASE("two rows are added by every plan") {
    const testing::CaseSeed seed("prefix sums");
    std::mt19937 random(seed);
    for (const std::size_t size : {1, 2, 5, 9, 16, 24, 32, 40, 48}) {
        const auto columns = random_arrivals(random, size);
        for (const auto& plan : plan_prefixes(columns, {0, 0.3, 100}, {})) {
            ir::Module m{"dut", "Two rows."};
            const ir::Range row = ir::Range::unsigned_bits(static_cast<unsigned>(size));
            const auto a = m.input("a_i", row), b = m.input("b_i", row);
            std::vector<std::vector<TimedBit>> timed(size);
            ir::Int a_mask = 0, b_mask = 0;
            for (unsigned i = 0; i < size; ++i) {
                const auto& bits = columns[i];
                if (!bits.empty()) timed[i].push_back({a.bit(i), bits[0]}), a_mask += ir::pow2(i);
                if (bits.size() > 1) timed[i].push_back({b.bit(i), bits[1]}), b_mask += ir::pow2(i);
            }
            Costs costs;
            costs.carry_cells = random() % 2;
            m.output("sum_o", add_rows(*a.circuit(), timed, plan, costs));
            check_readers(*m.circuit());
            view::Interpreter dut(lower::plain(m.circuit()));
            for (int n = 0; n < 200; ++n) {
                const ir::Int x = ir::Int(random()) & row.hi, y = ir::Int(random()) & row.hi;
                dut.set("a_i", x), dut.set("b_i", y);
                dut.eval();
                REQUIRE(dut.get("sum_o") == (((x & a_mask) + (y & b_mask)) & row.hi));
            }
        }
    }
}
