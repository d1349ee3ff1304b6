// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/array.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/unit/word.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// The grid's ports that leave or enter the array as they are.
constexpr auto offered = {"valid_i", "last_i", "ready_i"};

/// The two operands as they travel.
struct OperandWords {
    explicit OperandWords(const ArrayOptions& o)
        : a(o.dot, "a", "a"), b(o.dot, "b", o.weight_stationary ? "w" : "b") {}

    PackedWord a, b;
};

Module processing_element(const ArrayOptions& o, const OperandWords& words,
                          const ScheduledCircuit& dot) {
    Module m{"mx_pe", "One processing element: takes the words apart for its dot product."};
    std::vector<Binding> bindings;
    auto pass = [&](const char* port) {
        bindings.emplace_back(port, m.input(port, dot.circuit->find_port(port)->range));
    };
    pass("valid_i");
    if (o.weight_stationary) {
        pass("en_i");
        pass("c_i");
    } else {
        auto tokens = m.input("first_i", Range::unsigned_bits(o.dot.interleave > 1 ? 2 : 1));
        bindings.emplace_back("first_i", tokens.bits(0, 0));
        if (o.dot.interleave > 1) bindings.emplace_back("read_i", tokens.bits(1, 1));
    }
    words.a.bind(m, bindings);
    words.b.bind(m, bindings);
    auto outputs = m.instance(dot.circuit, "u_dot", bindings);
    m.output("valid_o", outputs.value("valid_o"));
    m.output("acc_o", outputs.value("acc_o"));
    return m;
}

/// The hand-written array with its processing element inside.
Module grid_of(const ArrayOptions& o, const OperandWords& words, const ScheduledCircuit& dot) {
    auto pe = processing_element(o, words, dot);
    auto acc = pe.circuit()->find_port("acc_o")->range;
    auto beats = std::max(1u, static_cast<unsigned>(o.dot.a.block) / o.dot.lanes);
    bool weights = o.weight_stationary;
    auto grid = Module::external(weights ? "mx_weight_array" : "mx_array",
                                 {{"ROWS", o.rows},
                                  {"COLS", o.cols},
                                  {"A_W", words.a.width()},
                                  {weights ? "W_W" : "B_W", words.b.width()},
                                  {"C_W", acc.width()},
                                  {"LATENCY", dot.latency},
                                  {"BEATS", beats},
                                  {"TURNS", o.dot.interleave},
                                  {"CLUSTER", o.cluster}});
    grid.contains(pe);
    for (const auto* port : offered) grid.input(port, Range::bit());
    grid.input("a_i", Range::unsigned_bits(words.a.width()), o.rows);
    grid.input(weights ? "w_i" : "b_i", Range::unsigned_bits(words.b.width()), o.cols);
    if (weights) {
        grid.input("w_valid_i", Range::bit());
        grid.input("c_i", Range::unsigned_bits(acc.width()), o.cols);
        grid.external_output("w_ready_o", Range::bit());
    }
    for (const auto* port : {"ready_o", "valid_o", "last_o"})
        grid.external_output(port, Range::bit());
    grid.external_output("c_o", acc, o.cols);
    return grid;
}

std::string doc(const ArrayOptions& o) {
    return fmt::format(
        "{}-stationary array of {} x {} dot products, {} products of {} and {} each "
        "a beat, accumulated as {}.",
        o.weight_stationary ? "Weight" : "Output", o.rows, o.cols, o.dot.lanes, o.dot.a.name,
        o.dot.b.name, o.dot.accumulator.name);
}

/// The grid in its array.
Outputs instance_of(Module& m, const ArrayOptions& o, const OperandWords& words, const Module& grid,
                    const std::vector<Binding>& streams) {
    auto bindings = streams;
    bindings.emplace_back("a_i", words.a.gathered(m, o.rows));
    auto b = words.b.gathered(m, o.cols);
    bindings.emplace_back(o.weight_stationary ? "w_i" : "b_i", b);
    if (o.weight_stationary) {
        const auto* sums = grid.circuit()->find_port("c_i");
        bindings.emplace_back("w_valid_i", m.input("w_valid_i", Range::bit()));
        bindings.emplace_back("c_i", m.input("c_i", sums->range, o.cols));
    }
    return m.instance(grid, "u_array", bindings);
}

/// Registers that move on while `enable` stands, one for each cycle of a result's latency.
class Delay {
  public:
    Delay(Module& m, const std::string& name, unsigned cycles) : m_(m) {
        for (unsigned i = 1; i <= cycles; ++i)
            states_.push_back(m.state(fmt::format("{}_q{}", name, i), Range::bit(), 0));
    }
    const Value& out() const { return states_.back(); }
    void feed(const Value& in, const Value& enable) const {
        for (std::size_t i = 0; i < states_.size(); ++i)
            m_.next(states_[i], mux(enable, i ? states_[i - 1] : in, states_[i]));
    }

  private:
    Module& m_;
    std::vector<Value> states_;
};

/// Rows of sums through the circuit that makes them results, which stops while one waits.
void add_results(Module& m, const Outputs& grid, const ScheduledCircuit& result,
                 const Value& enable) {
    auto sums = split(joined(grid.array("c_o")), result.circuit->find_port("x_i")->range.width());
    auto outputs = m.instance(result.circuit, "u_result", {{"en_i", enable}, {"x_i", sums}});
    for (const auto& port : result.circuit->ports) {
        if (port.is_input) continue;
        if (port.elements)
            m.output(port.name, outputs.array(port.name));
        else
            m.output(port.name, outputs.value(port.name));
    }
}

}  // namespace

DotOptions element_options(const ArrayOptions& options) {
    auto o = options.dot;
    o.name = options.name + "_dot";
    o.clock_enable = options.weight_stationary;
    if (options.weight_stationary) o.start = Start::link;
    // What was the last beat of a tile is known after the turns before have passed it.
    o.on_request = !options.weight_stationary && o.interleave > 1;
    o.carries_sums = o.accumulator.kind == AccumulatorKind::late;
    return o;
}

Module array_dot(const ArrayOptions& options) { return dot(element_options(options)); }

Module array(const ArrayOptions& o, const ScheduledCircuit& dot, const ScheduledCircuit& result) {
    OperandWords words(o);
    auto grid = grid_of(o, words, dot);
    Module m{o.name, doc(o)};
    std::vector<Binding> streams;
    for (const auto* port : {"valid_i", "last_i"})
        streams.emplace_back(port, m.input(port, Range::bit()));
    auto ready = m.input("ready_i", Range::bit());
    Delay valid(m, "result_valid", result.latency), last(m, "result_last", result.latency);
    auto enable = result.latency ? (ready | !valid.out()).as("result_enable") : ready;
    streams.emplace_back("ready_i", enable);
    auto outputs = instance_of(m, o, words, grid, streams);
    m.output("ready_o", outputs.value("ready_o"));
    if (o.weight_stationary) m.output("w_ready_o", outputs.value("w_ready_o"));
    valid.feed(outputs.value("valid_o"), enable);
    last.feed(outputs.value("last_o"), enable);
    m.output("valid_o", result.latency ? valid.out() : outputs.value("valid_o"));
    if (result.circuit)
        add_results(m, outputs, result, result.latency ? enable : m.constant(1));
    else
        m.output("c_o", outputs.array("c_o"));
    m.output("last_o", result.latency ? last.out() : outputs.value("last_o"));
    return m;
}

}  // namespace mxgen::unit
