// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/samples.h"

#include <fmt/format.h>

#include <functional>

#include "gen/ir/module.h"
#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/unit/dot.h"
#include "gen/view/schedule.h"

namespace mxgen::characterize {

using namespace ir;

namespace {

/// One operation under construction.
class Behind {
  public:
    Behind(const std::string& name, bool alone)
        : m_(name, alone ? "One operation." : "One operation behind exclusive ors."),
          alone_(alone) {}

    /// An operand of so many bits.
    Value operand(const std::string& name, unsigned width) {
        auto range = Range::unsigned_bits(width);
        if (alone_) return m_.input(name + "_i", range);
        bits_ += width;
        return m_.input(name + "0_i", range) ^ m_.input(name + "1_i", range);
    }
    Sample done(const Value& result) {
        m_.output("y_o", result);
        const auto& c = *m_.circuit();
        return {m_.name(), m_.circuit(), view::use_of(c, c.node(c.outputs()[0]->node)), bits_};
    }

  private:
    Module m_;
    bool alone_;
    unsigned bits_ = 0;
};

using Operation = std::function<Value(const Value&, const Value&)>;

/// Single operations, one kind after the other.
class Operations {
  public:
    explicit Operations(bool alone) : alone_(alone) {}
    std::vector<Sample> take() { return std::move(samples_); }

    void binary(const std::string& name, const std::vector<unsigned>& widths,
                const Operation& operation) {
        for (auto width : widths) {
            Behind sample(fmt::format("{}_{}", name, width), alone_);
            auto a = sample.operand("a", width), b = sample.operand("b", width);
            samples_.push_back(sample.done(operation(a, b)));
        }
    }

    void shifts() {
        for (unsigned width : {8u, 16u, 32u, 64u})
            for (unsigned stages : {2u, 4u, 6u}) {
                if (1u << stages > 2 * width) continue;
                Behind sample(fmt::format("shift_{}_{}", width, stages), alone_);
                auto a = sample.operand("a", width), s = sample.operand("s", stages);
                samples_.push_back(sample.done(a >> s));
            }
    }

    /// Tables of 8 bits without a pattern.
    void lookups() {
        for (unsigned width = 3; width <= 8; ++width) {
            Behind sample(fmt::format("lookup_{}", width), alone_);
            std::vector<Int> table;
            unsigned value = 12345;
            for (unsigned i = 0; i < 1u << width; ++i) {
                value = value * 1103515245u + 12345u;
                table.push_back(value >> 16 & 255);
            }
            samples_.push_back(sample.done(lookup(sample.operand("a", width), table)));
        }
    }

    void selects() {
        for (unsigned width : {1u, 4u, 16u, 32u, 64u}) {
            Behind sample(fmt::format("select_{}", width), alone_);
            auto s = sample.operand("s", 1);
            auto a = sample.operand("a", width), b = sample.operand("b", width);
            samples_.push_back(sample.done(mux(s, a, b)));
        }
    }

  private:
    bool alone_;
    std::vector<Sample> samples_;
};

Sample in_a_row(const std::string& name, bool enable, bool reset) {
    Module m{name, "Two registers in a row."};
    auto x = m.input("x_i", Range::unsigned_bits(8));
    if (reset) x = x.control();
    if (enable) m.clock_enable(m.input("en_i", Range::bit()));
    m.output("y_o", m.registered(m.registered(x)));
    return {name, m.circuit()};
}

Sample lowered(const Module& m) { return {m.name(), lower::plain(m.circuit())}; }

Sample sum_of_products(unsigned width) {
    Module m{fmt::format("products_{}", width), "A sum of eight products."};
    auto a = m.input("a_i", Range::signed_bits(width), 8);
    auto b = m.input("b_i", Range::signed_bits(width), 8);
    std::vector<Value> products;
    for (unsigned i = 0; i < 8; ++i) products.push_back(a[i] * b[i]);
    m.output("y_o", sum(products));
    return lowered(m);
}

Sample normalise(unsigned width) {
    Module m{fmt::format("normalise_{}", width), "Leading zeros, a shift and a rounding sum."};
    auto a = m.input("a_i", Range::unsigned_bits(width));
    auto zeros = leading_zeros(a);
    auto shifted = (a << zeros).low(width);
    auto half = width / 2;
    m.output("y_o", shifted.bits(width - 1, half) + (shifted.low(half) != 0));
    return lowered(m);
}

Sample largest(unsigned width) {
    Module m{fmt::format("largest_{}", width), "The largest of eight, less another number."};
    auto a = m.input("a_i", Range::unsigned_bits(width), 8);
    m.output("y_o", max(a) - m.input("b_i", Range::unsigned_bits(width)));
    return lowered(m);
}

Sample dot(const std::string& format, bool compressed) {
    auto operand = find_block_format(format).value();
    operand.block = 4;
    unit::DotOptions options{.name = fmt::format("dot_{}{}", format, compressed ? "_heap" : ""),
                             .a = operand,
                             .b = operand,
                             .lanes = 4,
                             .accumulator = find_accumulator("fp32").value()};
    auto unit = unit::dot(options).circuit();
    return {options.name, lower::plain(compressed ? lower::compressed(unit) : unit)};
}

}  // namespace

std::vector<Sample> operations(bool alone) {
    Operations samples(alone);
    const std::vector<unsigned> widths{4, 6, 8, 16, 32, 64};
    samples.binary("gate", {1, 8, 32}, [](auto& a, auto& b) { return a & b; });
    samples.binary("exclusive", {1, 8, 32}, [](auto& a, auto& b) { return a ^ b; });
    samples.binary("add", widths, [](auto& a, auto& b) { return a + b; });
    samples.binary("less", widths, [](auto& a, auto& b) { return a < b; });
    samples.binary("equal", widths, [](auto& a, auto& b) { return a == b; });
    samples.binary("product", {3, 4, 6, 8, 12, 16}, [](auto& a, auto& b) { return a * b; });
    samples.selects();
    samples.shifts();
    samples.lookups();
    return samples.take();
}

std::vector<Sample> registers() {
    return {in_a_row("registers", false, false), in_a_row("registers_enable", true, false),
            in_a_row("registers_reset", false, true)};
}

Sample adder_chain(unsigned inputs, unsigned count) {
    bool full = inputs == 3;
    Module cell{full ? "full" : "half", "Replaced by the technology's adder."};
    cell.stands_for(full ? AdderCell::full_adder : AdderCell::half_adder);
    auto a = cell.input("a_i", Range::bit()), b = cell.input("b_i", Range::bit());
    auto total = full ? a + b + cell.input("c_i", Range::bit()) : a + b;
    cell.output("sum_o", total.bit(0));
    cell.output("carry_o", total.bit(1));
    Module m{fmt::format("{}_chain_{}", cell.name(), count), "Adders in a row."};
    auto sum = m.input("x_i", Range::bit());
    std::vector<Value> carries;
    for (unsigned i = 0; i < count; ++i) {
        std::vector<Binding> pins{{"b_i", m.input(fmt::format("b{}_i", i), Range::bit())}};
        if (full) pins.emplace_back("a_i", m.input(fmt::format("a{}_i", i), Range::bit()));
        pins.emplace_back(full ? "c_i" : "a_i", sum);
        auto outputs = m.instance(cell, fmt::format("u_{}", i), pins);
        sum = outputs.value("sum_o");
        carries.push_back(outputs.value("carry_o"));
    }
    m.output("sum_o", sum);
    m.output("carries_o", concat(carries));
    return {m.name(), m.circuit()};
}

std::vector<Sample> composites(bool has_cells) {
    std::vector<Sample> samples;
    for (unsigned width : {4u, 8u}) samples.push_back(sum_of_products(width));
    for (unsigned width : {16u, 48u}) samples.push_back(normalise(width));
    for (unsigned width : {5u, 16u}) samples.push_back(largest(width));
    for (bool compressed : {false, true}) {
        if (compressed && !has_cells) continue;
        for (auto format : {"mxfp8_e4m3", "mxint8"}) samples.push_back(dot(format, compressed));
    }
    return samples;
}

std::vector<Loop> loops(const view::Target& target) {
    std::vector<Loop> loops;
    for (auto accumulator : {"fp32", "bf16", "fp16"}) {
        auto operand = find_block_format("e2m1").value();
        operand.block = 1;
        unit::DotOptions options{.name = fmt::format("loop_{}", accumulator),
                                 .a = operand,
                                 .b = operand,
                                 .lanes = 1,
                                 .accumulator = find_accumulator(accumulator).value()};
        auto dot =
            view::schedule(lower::plain(unit::dot(options).circuit()), target, {.stages = 3});
        loops.push_back({{options.name, dot.circuit}, dot.period_ns});
    }
    return loops;
}

}  // namespace mxgen::characterize
