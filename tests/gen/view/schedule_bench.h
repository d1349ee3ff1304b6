// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the schedule tests are made of: a made-up target, circuits, and the comparison of a
// scheduled circuit with the unscheduled one.

#include <catch2/catch.hpp>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "gen/ir/module.h"
#include "gen/lower/plain.h"
#include "gen/view/interpret.h"
#include "gen/view/schedule.h"
#include "gen/view/verilog.h"
#include "tests/gen/ir/error_of.h"

using namespace mxgen;
using namespace mxgen::ir;
using test::error_of;
using view::Constraint;
using view::Scheduled;

namespace {

/// Made-up data, so that the tests do not move with a technology's.
const view::Target& made_up() {
    static const view::Target target{.name = "made_up",
                                     .source = "this test",
                                     .gate = {{.fixed = 0.09}, {.per_bit = 1}},
                                     .exclusive = {{.fixed = 0.18}, {.per_bit = 2}},
                                     .select = {{.fixed = 0.16, .per_log = 0.05}, {.per_bit = 2}},
                                     .add = {{.fixed = 0.25, .per_log = 0.24}, {.per_bit = 9}},
                                     .less = {{.fixed = 0.15, .per_log = 0.22}, {.per_bit = 5}},
                                     .equal = {{.fixed = 0.15, .per_log = 0.15}, {.per_bit = 3}},
                                     .product = {{.per_log = 0.75}, {.per_bit = 8}},
                                     .shift = {{.fixed = 0.16, .per_log = 0.02}, {.per_bit = 2}},
                                     .lookup = {{.per_bit = 0.14}, {.per_bit = 0.5}},
                                     .clock_to_q_ns = 0.20,
                                     .setup_ns = 0.12,
                                     .enable_ns = 0.16,
                                     .register_gates = 6};
    return target;
}

/// Builds a circuit; registers are asked for only when `cuts`, so that the uncut one computes each
/// beat at once and serves as the reference.
using Build = std::function<Module(bool cuts)>;

Value cut(Module& m, bool cuts, const Value& x) { return cuts ? m.registered(x) : x; }

Int random_in(std::mt19937& random, const Range& r) {
    Int span = r.hi - r.lo + 1, pattern = 0;
    for (unsigned i = 0; i < span.str().size() / 8 + 2; ++i) pattern = (pattern << 32) + random();
    return r.lo + Int(pattern % span);
}

std::vector<Int> outputs_of(const view::Interpreter& run, const Circuit& c) {
    std::vector<Int> values;
    for (const auto* port : c.outputs())
        for (unsigned e = 0; e < std::max(1u, port->elements); ++e)
            values.push_back(run.get(port->name, e));
    return values;
}

/// Runs the scheduled circuit beside the uncut one: whether each beat's outputs come `latency`
/// enabled cycles later. Stalls hold the clock enable at 0.
bool agrees(const Build& build, const Scheduled& dut, unsigned beats = 300) {
    auto reference_circuit = build(false).circuit();
    view::Interpreter reference(reference_circuit), run(dut.circuit);
    run.check_facts(false);
    std::mt19937 random(7);
    std::deque<std::vector<Int>> expected;
    unsigned compared = 0;
    const auto& enable = dut.circuit->clock_enable;
    auto enable_name = enable ? dut.circuit->node(*enable).name : "";
    for (unsigned beat = 0; beat < beats; ++beat) {
        bool stall = enable && random() % 4 == 0;
        for (const auto* port : reference_circuit->inputs())
            for (unsigned e = 0; e < std::max(1u, port->elements); ++e) {
                auto value = random_in(random, port->range);
                if (port->name == enable_name) value = stall ? 0 : 1;
                reference.set(port->name, value, e);
                run.set(port->name, value, e);
            }
        run.eval();
        if (!stall) {
            reference.eval();
            expected.push_back(outputs_of(reference, *reference_circuit));
            if (expected.size() > dut.latency) {
                if (outputs_of(run, *dut.circuit) != expected.front()) return false;
                expected.pop_front();
                ++compared;
            }
            reference.clock();
        }
        run.clock();
    }
    REQUIRE(compared > beats / 2);
    return true;
}

Scheduled schedule(const Build& build, const Constraint& constraint = {}) {
    return view::schedule(lower::plain(build(true).circuit()), made_up(), constraint);
}

unsigned register_bits(const Circuit& c) {
    unsigned bits = 0;
    for (const auto& n : c.nodes)
        if (n.is_register()) bits += n.range.width() * n.count();
    for (const auto& i : c.instances) bits += i.count() * register_bits(*i.module);
    return bits;
}

/// (a * b) + c over many terms, without state.
Module polynomial(bool cuts) {
    Module m{"polynomial", "Products, a sum and a comparison."};
    auto a = m.input("a_i", Range::signed_bits(8), 4);
    auto b = m.input("b_i", Range::signed_bits(8), 4);
    auto c = m.input("c_i", Range::unsigned_bits(5));
    std::vector<Value> terms;
    for (unsigned i = 0; i < 4; ++i) terms.push_back(a[i] * b[i]);
    auto total = cut(m, cuts, sum(terms).as("total"));
    m.output("shifted_o", (total >> c).as("shifted"));
    m.output("less_o", total < a[0]);
    m.output("c_o", c);
    return m;
}

/// A multiply-accumulate with valid, first and an optional clock enable.
Module mac(bool cuts, bool enable = false) {
    Module m{"mac", "Sums products from a first beat on."};
    if (enable) m.clock_enable(m.input("en_i", Range::bit()));
    auto valid = m.input("valid_i", Range::bit()).control();
    auto first = m.input("first_i", Range::bit());
    auto a = m.input("a_i", Range::signed_bits(8));
    auto b = m.input("b_i", Range::signed_bits(8));
    auto acc = m.state("acc", Range::signed_bits(24));
    auto added = mux(first, 0, acc) + (a * b).as("product");
    auto next = mux(valid, added, acc).as_signed(24).as("acc_next");
    // The sum wraps within 24 bits.
    next = mux(valid, added.bits(23, 0).as_signed(24), acc).as("acc_held");
    m.next(acc, next);
    m.output("valid_o", cut(m, cuts, valid));
    m.output("acc_o", cut(m, cuts, next));
    return m;
}

Module lane(const std::string& name) {
    Module m{name, "A product and its sign."};
    auto a = m.input("a_i", Range::signed_bits(8));
    auto b = m.input("b_i", Range::signed_bits(8));
    auto c = m.input("c_i", Range::unsigned_bits(3));
    m.output("p_o", ((a * b).as("p") << c).as("shifted"));
    m.output("neg_o", a < b);
    return m;
}

Module lanes(bool) {
    Module m{"lanes", "Sixteen products and their sum."};
    auto a = m.input("a_i", Range::signed_bits(8), 8);
    auto b = m.input("b_i", Range::signed_bits(8), 8);
    auto c = m.input("c_i", Range::unsigned_bits(3));
    auto out = m.instances(lane("lane"), "u_lane", 8, {{"a_i", a}, {"b_i", b}, {"c_i", c}});
    m.output("sum_o", sum(out.array("p_o")).as("sum"));
    m.output("neg_o", out.array("neg_o")[2] ^ out.array("neg_o")[5]);
    return m;
}

}  // namespace
