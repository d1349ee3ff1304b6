// SPDX-License-Identifier: Apache-2.0
#include "tests/gen/view/schedule_bench.h"

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
    auto deepest = schedule(lanes, {.stages = 20});
    CHECK(deepest.latency == 20);
    CHECK(agrees(lanes, deepest));
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

TEST_CASE("lanes that are cut alike share one module") {
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
    // Cut where it is narrow, all of them are cut alike.
    CHECK(modules["u_one"] == modules["u_two"]);
    CHECK(modules["u_three"] == modules["u_four"]);
    CHECK(view::modules(dut.circuit).size() == 2);
}

TEST_CASE("registers of data do not reset because an equal value is control") {
    Module m{"m", "One function twice, behind a register once as control."};
    auto a = m.input("a_i", Range::bit()), b = m.input("b_i", Range::bit());
    m.output("data_o", m.registered((a & b).as("data")));
    m.output("valid_o", m.registered((a & b).control().as("valid")));
    auto scheduled = view::schedule(m, made_up()).circuit;
    for (const auto* port : scheduled->outputs())
        CHECK(scheduled->node(port->node).reset.has_value() == (port->name == "valid_o"));
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
