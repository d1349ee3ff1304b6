// SPDX-License-Identifier: Apache-2.0
#include "gen/view/schedule.h"

#include <catch2/catch.hpp>
#include <deque>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "gen/ir/module.h"
#include "gen/lower/plain.h"
#include "gen/view/interpret.h"
#include "gen/view/verilog.h"

using namespace mxgen;
using namespace mxgen::ir;
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
        if (n.op == Op::state || n.op == Op::delay) bits += n.range.width() * n.count();
    for (const auto& i : c.instances) bits += i.count() * register_bits(*i.module);
    return bits;
}

std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& e) {
        return e.what();
    }
    return "no error";
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
    m.output("valid_o", cut(m, cuts, valid).control());
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

TEST_CASE("without a constraint only the registers asked for are placed") {
    auto plain_sum = schedule(lanes);
    CHECK(plain_sum.latency == 0);
    CHECK(register_bits(*plain_sum.circuit) == 0);
    CHECK_FALSE(plain_sum.circuit->is_clocked());
    CHECK(agrees(lanes, plain_sum));

    auto cut_once = schedule(polynomial);
    CHECK(cut_once.latency == 1);
    // total, c and the one element of a that is compared.
    CHECK(register_bits(*cut_once.circuit) == 18 + 5 + 8);
    CHECK(agrees(polynomial, cut_once));
}

TEST_CASE("an accumulator's output register is the accumulator") {
    auto build = [](bool cuts) { return mac(cuts); };
    auto mac_at_once = schedule(build);
    CHECK(mac_at_once.latency == 1);
    CHECK(register_bits(*mac_at_once.circuit) == 24 + 1);
    CHECK(agrees(build, mac_at_once));
}

TEST_CASE("every period that can be met gives the same beats and stages that fit") {
    auto with_enable = [](bool cuts) { return mac(cuts, true); };
    auto without = [](bool cuts) { return mac(cuts); };
    for (const Build& build : {Build(polynomial), Build(lanes), Build(with_enable), Build(without)})
        for (double period : {4.2, 5.0, 6.5, 9.0, 20.0}) {
            auto dut = schedule(build, {.period_ns = period});
            CHECK(dut.period_ns <= period + 1e-6);
            CHECK(agrees(build, dut));
        }
}

TEST_CASE("a register left out is noticed") {
    auto build = [](bool cuts) { return mac(cuts, true); };
    for (const Build& each : {Build(lanes), Build(build)}) {
        auto dut = schedule(each, {.stages = 3});
        unsigned faults = 0;
        for (NodeId id = 0; id < dut.circuit->nodes.size(); ++id) {
            if (dut.circuit->node(id).op != Op::delay) continue;
            auto faulty = std::make_shared<Circuit>(*dut.circuit);
            for (auto& n : faulty->nodes)
                std::replace(n.args.begin(), n.args.end(), id, dut.circuit->node(id).args[0]);
            for (auto& port : faulty->ports)
                if (port.node == id) port.node = dut.circuit->node(id).args[0];
            for (auto& instance : faulty->instances)
                std::replace(instance.inputs.begin(), instance.inputs.end(), id,
                             dut.circuit->node(id).args[0]);
            INFO(dut.circuit->name << " " << dut.circuit->node(id).name);
            CHECK_FALSE(agrees(each, {.circuit = faulty, .latency = dut.latency}));
            ++faults;
        }
        CHECK(faults > 2);
    }
}

TEST_CASE("a number of stages is met exactly, with a period that shrinks") {
    double last = 1e9;
    for (unsigned stages : {0u, 1u, 2u, 3u, 4u}) {
        auto dut = schedule(lanes, {.stages = stages});
        CHECK(dut.latency == stages);
        CHECK(dut.period_ns <= last);
        last = dut.period_ns;
        CHECK(agrees(lanes, dut));
    }
    auto most = schedule(lanes, {.stages = 20});
    CHECK(most.latency == 20);
    CHECK(agrees(lanes, most));
}

TEST_CASE("control registers are reset, datapath registers are not") {
    auto dut = schedule([](bool cuts) { return mac(cuts); }, {.stages = 3});
    unsigned control = 0;
    for (const auto& n : dut.circuit->nodes)
        if (n.op == Op::delay) {
            CHECK(n.reset.has_value() == n.name.starts_with("valid"));
            control += n.reset.has_value();
        }
    CHECK(control == 3);
    view::Interpreter run(dut.circuit);
    run.set("valid_i", 0);
    for (int cycle = 0; cycle < 5; ++cycle) {
        run.eval();
        CHECK(run.get("valid_o") == 0);
        run.clock();
    }
}

TEST_CASE("lanes with equal arrivals share one module, others are copied under their own names") {
    auto build = [](bool) {
        Module m{"top", "Lanes with different arrivals."};
        auto a = m.input("a_i", Range::signed_bits(8));
        auto b = m.input("b_i", Range::signed_bits(8));
        auto c = m.input("c_i", Range::unsigned_bits(3));
        auto shared = lane("lane");
        auto one = m.instance(shared, "u_one", {{"a_i", a}, {"b_i", b}, {"c_i", c}});
        auto two = m.instance(shared, "u_two", {{"a_i", b}, {"b_i", a}, {"c_i", c}});
        auto late = (a.low(8) ^ b.low(8)).as_signed(8);
        auto three = m.instance(shared, "u_three", {{"a_i", late}, {"b_i", b}, {"c_i", c}});
        auto later = three.value("p_o").low(8).as_signed(8);
        auto four = m.instance(shared, "u_four", {{"a_i", later}, {"b_i", b}, {"c_i", c}});
        m.output("x_o", one.value("p_o") + two.value("p_o") + three.value("p_o"));
        m.output("y_o", four.value("p_o"));
        return m;
    };
    auto at_once = schedule(build);
    CHECK(view::modules(at_once.circuit).size() == 2);
    // A product and a shift fit one stage from registers on, but not after another gate.
    auto dut = schedule(build, {.period_ns = 4.1});
    CHECK(agrees(build, dut));
    std::map<std::string, std::string> modules;
    for (const auto& instance : dut.circuit->instances)
        modules[instance.name] = instance.module->name;
    CHECK(modules["u_one"] == modules["u_two"]);
    CHECK(modules["u_three"] == modules["u_four"]);
    CHECK(std::set{modules["u_one"], modules["u_three"]} ==
          std::set<std::string>{"lane", "lane_v2"});
}

TEST_CASE("a clock enable reaches the registers of submodules") {
    auto build = [](bool) {
        Module m{"top", "An accumulator in a submodule behind lanes."};
        m.clock_enable(m.input("en_i", Range::bit()));
        auto valid = m.input("valid_i", Range::bit()).control();
        auto a = m.input("a_i", Range::signed_bits(8), 2);
        Module inner{"inner", "Sums from reset on."};
        auto x = inner.input("x_i", Range::signed_bits(8));
        auto v = inner.input("v_i", Range::bit());
        auto s = inner.state("s", Range::signed_bits(12), 0);
        inner.next(s, mux(v, (s + x).bits(11, 0).as_signed(12), s));
        inner.output("s_o", s * x);
        auto out = m.instances(inner, "u_inner", 2, {{"x_i", a}, {"v_i", valid}});
        m.output("s_o", out.array("s_o"));
        return m;
    };
    for (auto constraint : {Constraint{}, Constraint{.stages = 3}}) {
        auto dut = schedule(build, constraint);
        REQUIRE(dut.circuit->instances[0].module->clock_enable.has_value());
        CHECK(agrees(build, dut, 1000));
        CHECK_NOTHROW(view::verilog(*dut.circuit));
    }
}

TEST_CASE("states that feed each other share a stage, others wait for their next value") {
    auto build = [](bool) {
        Module m{"states", "A pair of states and one behind a product."};
        auto valid = m.input("valid_i", Range::bit()).control();
        auto a = m.input("a_i", Range::signed_bits(8));
        auto x = m.state("x", Range::signed_bits(8), 0);
        auto y = m.state("y", Range::signed_bits(8), 0);
        auto z = m.state("z", Range::signed_bits(16), 0);
        m.next(x, mux(valid, y, x));
        m.next(y, mux(valid, (x + a).bits(7, 0).as_signed(8), y));
        m.next(z, mux(valid, a * a, 0));
        m.output("xy_o", x * y);
        m.output("z_o", z - a);
        return m;
    };
    for (auto period : {3.7, 4.5, 30.0})
        CHECK(agrees(build, schedule(build, {.period_ns = period})));
}

TEST_CASE("a loop through a submodule stays in one stage") {
    auto build = [](bool) {
        Module m{"outer", "A state whose next value a submodule computes."};
        auto valid = m.input("valid_i", Range::bit()).control();
        auto a = m.input("a_i", Range::signed_bits(8));
        auto s = m.state("s", Range::signed_bits(8), 0);
        Module inner{"inner", "A sum."};
        auto x = inner.input("x_i", Range::signed_bits(8));
        auto y = inner.input("y_i", Range::signed_bits(8));
        inner.output("sum_o", (x + y).bits(7, 0).as_signed(8));
        inner.output("product_o", x * y);
        auto out = m.instance(inner, "u_inner", {{"x_i", s}, {"y_i", a}});
        m.next(s, mux(valid, out.value("sum_o"), s));
        m.output("s_o", s);
        m.output("product_o", out.value("product_o") * a);
        return m;
    };
    for (auto period : {5.0, 6.0, 30.0})
        CHECK(agrees(build, schedule(build, {.period_ns = period})));
}

TEST_CASE("errors name wire, delay, period and the difference") {
    Module counter{"counter", "A sum that is too long for the period."};
    auto acc = counter.state("acc", Range::unsigned_bits(16), 0);
    counter.next(acc, (acc + counter.input("x_i", Range::bit())).low(16));
    counter.output("acc_o", acc);
    // 17 bits: 0.25 + 0.24 * log2(17) = 1.23 ns, clk-to-q 0.20 and setup 0.12.
    CHECK(error_of([&] { view::schedule(counter.circuit(), made_up(), {.period_ns = 1.5}); }) ==
          "counter: the loop of register acc takes 1.23 ns and with register overhead 1.55 ns, "
          "0.05 ns more than the period of 1.50 ns");
    CHECK_NOTHROW(view::schedule(counter.circuit(), made_up(), {.period_ns = 1.56}));
    CHECK(error_of([] { schedule(lanes, {.period_ns = 2}); }).find("lane: product p takes ") == 0);
    CHECK(error_of([] { schedule(polynomial, {.stages = 0}); }) ==
          "polynomial: 0 pipeline stages asked for, at least 1 needed");
    CHECK(error_of([] {
              schedule(lanes, {.period_ns = 3, .stages = 1});
          }).find("1 pipeline stages need a period of") != std::string::npos);

    Module looped{"looped", "A register inside a loop."};
    auto s = looped.state("s", Range::bit());
    looped.next(s, looped.registered(~s));
    looped.output("s_o", s);
    CHECK(error_of([&] { view::schedule(looped.circuit(), made_up()); }) ==
          "looped: a pipeline register lies in the loop of register s");

    auto external = Module::external("stream_register", {});
    external.external_output("q_o", Range::bit());
    Module outer{"outer", "Hand-written text inside."};
    outer.output("q_o", outer.instance(external, "u_q", {}).value("q_o"));
    CHECK(error_of([&] {
              view::schedule(outer.circuit(), made_up());
          }).starts_with("stream_register: hand-written"));
    CHECK(error_of([] { view::target("osu081"); }).find("known are osu018") != std::string::npos);
}

TEST_CASE("equal circuits give equal text") {
    auto text = [](const Build& build, const Constraint& constraint) {
        std::string all;
        for (const auto& c : view::modules(schedule(build, constraint).circuit))
            all += view::verilog(*c);
        return all;
    };
    for (auto constraint : {Constraint{}, Constraint{.period_ns = 5}, Constraint{.stages = 3}})
        CHECK(text(lanes, constraint) == text(lanes, constraint));
}

TEST_CASE("a scheduled circuit schedules to itself") {
    auto once = schedule(lanes, {.period_ns = 5});
    auto twice = view::schedule(once.circuit, made_up());
    CHECK(twice.latency == once.latency);
    CHECK(register_bits(*twice.circuit) == register_bits(*once.circuit));
}
