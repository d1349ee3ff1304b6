// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "gen/ir/module.h"
#include "gen/lower/compressed.h"
#include "gen/lower/compressor.h"
#include "gen/lower/heap.h"
#include "gen/lower/plain.h"
#include "gen/lower/terms.h"
#include "gen/view/interpret.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::ir;
using namespace mxgen::lower;

namespace {

using BitColumns = std::vector<std::vector<WaitingBit>>;

/// Gates as they are, and a full adder cell so many times as slow as in other libraries.
Costs costs_of_cell(double slower) {
    Costs costs;
    for (auto* delays : {&costs.full_cell->sum, &costs.full_cell->carry})
        for (double& delay : *delays) delay *= slower;
    costs.full_gates = Counter{{4, 4, 2}, {4, 4, 2}, 7.6};
    return costs;
}

BitColumns square(unsigned width) {
    BitColumns columns(2 * width);
    unsigned number = 0;
    for (unsigned row = 0; row < width; ++row)
        for (unsigned i = 0; i < width; ++i) columns[row + i].push_back({number++, 1});
    return columns;
}

double latest(const CompressorPlan& plan) {
    double when = 0;
    for (const auto& column : plan.columns)
        for (const auto& bit : column) when = std::max(when, bit.arrival);
    return when;
}

std::ptrdiff_t count(const CompressorPlan& plan, AdderStep::Kind kind) {
    return std::ranges::count(plan.steps, kind, &AdderStep::kind);
}

/// Sum and carry of each step by the pins that its operands are on.
void check_times(const CompressorPlan& plan, const BitColumns& columns, const Costs& costs) {
    std::map<unsigned, double> when;
    for (const auto& column : columns)
        for (const auto& bit : column) when[bit.number] = bit.arrival;
    for (const auto& step : plan.steps) {
        const auto& counter = step.kind == AdderStep::Kind::full    ? *costs.full_cell
                              : step.kind == AdderStep::Kind::gates ? *costs.full_gates
                                                                    : costs.half;
        double sum = 0, carry = 0;
        for (std::size_t i = 0; i < step.operands.size(); ++i) {
            sum = std::max(sum, when.at(step.operands[i]) + counter.sum[i]);
            carry = std::max(carry, when.at(step.operands[i]) + counter.carry[i]);
        }
        when[step.sum] = sum, when[step.carry] = carry;
    }
    for (const auto& column : plan.columns)
        for (const auto& bit : column) REQUIRE(bit.arrival == Approx(when.at(bit.number)));
}

/// Five products of four bits by three, added.
Module sum_of_products() {
    constexpr unsigned lanes = 5;
    Module lane{"lane", "A product."};
    lane.output("product_o", lane.input("a_i", Range::signed_bits(4)) *
                                 lane.input("b_i", Range::signed_bits(3)));
    Module m{"dut", "Sums of lanes."};
    std::vector<Binding> inputs;
    for (const auto* port : lane.circuit()->inputs())
        inputs.emplace_back(port->name, m.input(port->name, port->range, lanes));
    m.output("sum_o", sum(m.instances(lane, "u_lane", lanes, inputs).array("product_o")));
    return m;
}

unsigned cells(const Circuit& c, AdderCell kind) {
    return static_cast<unsigned>(
        std::ranges::count_if(c.instances, [&](const auto& i) { return i.module->cell == kind; }));
}

void check_sums(Goal goal, const Costs& costs) {
    view::Interpreter dut(plain(compressed(sum_of_products().circuit(), goal, costs)));
    const testing::CaseSeed seed("sums of made adders");
    std::mt19937 random(seed);
    for (int n = 0; n < 300; ++n) {
        Int expected = 0;
        for (unsigned i = 0; i < 5; ++i) {
            const int a = static_cast<int>(random() % 16) - 8;
            const int b = static_cast<int>(random() % 8) - 4;
            dut.set("a_i", a, i), dut.set("b_i", b, i);
            expected += a * b;
        }
        dut.eval();
        REQUIRE(dut.get("sum_o") == expected);
    }
}

}  // namespace

TEST_CASE("the latest bit is on the pin that is quickest, wherever it is") {
    auto costs = costs_of_cell(1);
    costs.full_cell = Counter{{2, 5, 4}, {2, 5, 4}, 5};
    const auto plan = plan_compressor({{{0, 9}, {1, 0}, {2, 3}}, {}, {}}, 0, 1, costs);
    REQUIRE(plan.steps.size() == 1);
    CHECK(plan.steps[0].operands == std::vector<unsigned>{0, 1, 2});
    CHECK(plan.columns[0][0].arrival == 11);
}

TEST_CASE("cells among gates save area and make nothing later") {
    const auto columns = square(9);
    const auto costs = costs_of_cell(1.6);
    const auto plan = [&](Counters counters) {
        return plan_compressor(columns, 0, 0, costs, counters);
    };
    const auto cells = plan(Counters::cells), gates = plan(Counters::gates),
               mixed = plan(Counters::mixed);
    CHECK(count(cells, AdderStep::Kind::gates) == 0);
    CHECK(count(gates, AdderStep::Kind::full) == 0);
    CHECK(count(mixed, AdderStep::Kind::gates) > 0);
    CHECK(count(mixed, AdderStep::Kind::full) > 0);
    CHECK(latest(gates) < latest(cells));
    CHECK(latest(mixed) <= latest(gates) + 1e-9);
    CHECK(mixed.cost < gates.cost);
    CHECK(cells.cost < mixed.cost);
    for (const auto& made : {cells, gates, mixed}) check_times(made, columns, costs);
}

TEST_CASE("mixed counters trade a share of the delay for area") {
    const auto columns = square(9);
    const auto costs = costs_of_cell(1.6);
    const auto gates = plan_compressor(columns, 0, 0, costs, Counters::gates);
    double before = gates.cost;
    for (const double slack : {0.05, 0.1, 0.2}) {
        const auto mixed = plan_compressor(columns, 0, 0, costs, Counters::mixed, slack);
        CAPTURE(slack);
        CHECK(mixed.cost < before);
        CHECK(latest(mixed) <= latest(gates) * (1 + slack) + 1e-9);
        check_times(mixed, columns, costs);
        before = mixed.cost;
    }
}

TEST_CASE("an adder waits for the inverter of an operand of the other polarity") {
    auto costs = costs_of_cell(1);
    costs.delays.inverter = 0.8;
    const auto plan = [&](bool third) {
        return plan_compressor({{{0, 0, true}, {1, 0, true}, {2, 5, third}}, {}, {}}, 0, 1, costs);
    };
    const auto same = plan(true), other = plan(false);
    CHECK(same.steps[0].inverted);
    CHECK(same.columns[0][0].inverted);
    CHECK(other.steps[0].inverted);
    CHECK(other.columns[0][0].arrival == Approx(same.columns[0][0].arrival + 0.8));
}

TEST_CASE("bits have the polarity that was planned for them") {
    const testing::CaseSeed seed("planned polarity");
    std::mt19937 random(seed);
    for (unsigned inverted = 0; inverted < 16; ++inverted) {
        auto costs = costs_of_cell(1.3);
        costs.delays.inverter = 0.7;
        costs.full_cell->inverted_sum = inverted & 1;
        costs.full_cell->inverted_carry = inverted & 2;
        costs.half.inverted_sum = inverted & 4, costs.half.inverted_carry = inverted & 8;
        Module m{"dut", "Bits."};
        const auto x = m.input("x_i", Range::unsigned_bits(40));
        BitHeap heap(*x.circuit(), 8, costs);
        heap.add_constant(random() % 256);
        for (unsigned i = 0; i < 40; ++i)
            heap.add({x.bit(i), static_cast<unsigned>(random() % 8), random() % 2 == 1,
                      0.5 * (random() % 8)});
        const auto planned = heap.preview(), built = heap.compressed();
        REQUIRE(planned.size() == built.size());
        for (std::size_t i = 0; i < built.size(); ++i) {
            CAPTURE(inverted, i);
            CHECK(built[i].inverted == planned[i].inverted);
        }
    }
}

TEST_CASE("a library's cells decode the amounts of a shift where they are few") {
    const auto shift = [](unsigned amounts, bool is_read) {
        auto costs = costs_of_cell(1.3);
        costs.carry_cells = is_read;
        Module m{"dut", "A product, shifted and negated."};
        const auto shifted = m.input("x_i", Range::unsigned_bits(8))
                             << m.input("n_i", Range{0, amounts - 1});
        const auto term = mux(m.input("neg_i", Range::bit()), -shifted, shifted);
        auto& c = *term.circuit();
        return terms_of(c, term.id_in(c), costs, Goal::delay).choices.at(0).chosen.structure;
    };
    CHECK(shift(29, false).starts_with("amounts decoded"));
    CHECK(shift(29, true).starts_with("sign flipped first"));
    CHECK(shift(13, true).starts_with("amounts decoded"));
}

TEST_CASE("the delay goal makes adders of gates where the library's cell is slow") {
    const auto lowered = [](double slower, Goal goal) {
        return compressed(sum_of_products().circuit(), goal, costs_of_cell(slower)).circuit;
    };
    const auto quick = lowered(0.8, Goal::delay), slow = lowered(1.8, Goal::delay);
    CHECK(cells(*slow, AdderCell::full_adder) < cells(*quick, AdderCell::full_adder));
    CHECK(cells(*slow, AdderCell::full_adder_of_gates) >
          cells(*quick, AdderCell::full_adder_of_gates) + 10);
    const auto small = lowered(1.8, Goal::area);
    CHECK(cells(*small, AdderCell::full_adder) > 10);
    CHECK(cells(*small, AdderCell::full_adder_of_gates) == 0);
    CHECK(cells(*lowered(3, Goal::balanced), AdderCell::full_adder_of_gates) > 10);
}

TEST_CASE("sums are the same whatever adders are made of") {
    for (const auto goal : {Goal::balanced, Goal::delay, Goal::area, Goal::energy})
        for (const double slower : {0.8, 1.3, 1.8, 3.0, 0.0}) {
            auto costs = costs_of_cell(slower);
            if (slower == 0) costs.full_cell.reset();
            check_sums(goal, costs);
            costs.carry_cells = true, costs.delays.inverter = 0.8;
            check_sums(goal, costs);
        }
}

TEST_CASE("adders whose outputs are complements pass the polarity on") {
    for (unsigned inverted = 1; inverted < 16; ++inverted) {
        auto costs = costs_of_cell(1.3);
        costs.full_cell->inverted_sum = inverted & 1,
        costs.full_cell->inverted_carry = inverted & 2;
        costs.half.inverted_sum = inverted & 4, costs.half.inverted_carry = inverted & 8;
        check_sums(Goal::balanced, costs);
        check_sums(Goal::delay, costs);
    }
}
