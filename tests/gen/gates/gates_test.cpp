// SPDX-License-Identifier: Apache-2.0
// Circuits as gates compute what the interpreter does, covered with cells as well; small figures by
// hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "gen/gates/bits.h"
#include "gen/gates/blast.h"
#include "gen/gates/estimate.h"
#include "gen/ir/module.h"
#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"
#include "gen/unit/dot.h"
#include "gen/view/interpret.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::gates;
using namespace mxgen::ir;

namespace {

using Words = std::vector<std::uint64_t>;  ///< by literal or by bit: 64 patterns at once

/// The cells of a small library, all areas and loads their own.
CellSet small_cells() {
    CellSet set;
    const auto cell = [&](const char* name, unsigned inputs, unsigned table, double area) {
        set.gates.push_back({name, inputs, static_cast<std::uint16_t>(table), area, {0.1, 0}, 1});
    };
    cell("inv", 1, 0b01, 0.5);
    cell("nand2", 2, 0b0111, 1);
    cell("nor2", 2, 0b0001, 1.1);
    cell("aoi21", 3, 0x07, 1.4);
    cell("oai22", 4, 0x111f, 1.7);
    cell("xor2", 2, 0b0110, 2.3);
    cell("mux2", 3, 0xac, 2.2);
    set.full_adder = {5, {0.3, 0}, {0.2, 0}, 2};
    set.half_adder = {3, {0.2, 0}, {0.1, 0}, 2};
    set.reg = {4, 2, {0.25, 0}, 0.5, 1};
    set.pj_per_load = 1;
    set.clock_pj = 0.125;
    return set;
}

std::uint64_t of(const Words& words, Literal bit) {
    return words[vertex_of(bit)] ^ (bit & 1 ? ~std::uint64_t{0} : 0);
}

/// The values of every vertex for these inputs and register contents.
Words values(const Graph& g, const Words& inputs) {
    Words words(g.vertices().size());
    for (std::size_t i = 0; i < inputs.size(); ++i)
        if (vertex_of(g.inputs()[i]) != 0) words[vertex_of(g.inputs()[i])] = inputs[i];
    auto adder = g.adders().begin();
    for (std::uint32_t v = 1; v < words.size(); ++v) {
        const auto& gate = g.vertices()[v];
        if (!gate.is_source()) words[v] = of(words, gate.a) & of(words, gate.b);
        if (adder == g.adders().end() || vertex_of(adder->sum) != v) continue;
        const auto x = of(words, adder->inputs[0]), y = of(words, adder->inputs[1]);
        const auto z = adder->is_full() ? of(words, adder->inputs[2]) : 0;
        words[vertex_of(adder->sum)] = x ^ y ^ z;
        words[vertex_of(adder->carry)] = (x & y) | (z & (x | y));
        ++adder;
    }
    return words;
}

Words outputs(const Graph& g, const Words& inputs) {
    const auto words = values(g, inputs);
    Words found;
    for (const Literal bit : g.outputs()) found.push_back(of(words, bit));
    return found;
}

/// What a combinational circuit makes of 64 patterns of its inputs' bits.
Words interpreted(const std::shared_ptr<const Circuit>& circuit, const Words& inputs) {
    view::Interpreter interpreter(circuit);
    Words found;
    for (unsigned pattern = 0; pattern < 64; ++pattern) {
        std::size_t place = 0;
        for (const auto* port : circuit->inputs())
            for (unsigned e = 0; e < std::max(1u, port->elements); ++e) {
                Int value = 0;
                for (unsigned bit = 0; bit < port->range.width(); ++bit)
                    if (inputs[place++] >> pattern & 1) value |= pow2(bit);
                interpreter.set(port->name,
                                from_pattern(value, port->range.width(), port->range.is_signed()),
                                e);
            }
        interpreter.eval();
        place = 0;
        for (const auto* port : circuit->outputs())
            for (unsigned e = 0; e < std::max(1u, port->elements); ++e)
                for (unsigned bit = 0; bit < port->range.width(); ++bit, ++place) {
                    if (found.size() <= place) found.push_back(0);
                    const bool one = slice(interpreter.get(port->name, e), bit, bit) != 0;
                    found[place] |= std::uint64_t{one} << pattern;
                }
    }
    return found;
}

/// The values of the literals that a cover makes.
void check_cover(const Covered& design, const Words& inputs) {
    const auto words = values(design.graph, inputs);
    for (const auto& gate : design.gates) {
        std::uint64_t out = 0;
        for (unsigned pattern = 0; pattern < 64; ++pattern) {
            unsigned row = 0;
            for (unsigned i = 0; i < gate.cell->inputs; ++i)
                row |= (of(words, gate.inputs[i]) >> pattern & 1) << i;
            out |= std::uint64_t{gate.cell->table >> row & 1u} << pattern;
        }
        if (out != of(words, gate.output)) FAIL("a cell of a cover computes another function");
    }
}

/// Every literal that something reads is a source's, a constant or the output of one cell.
void check_complete(const Covered& design) {
    std::vector<char> made(2 * design.graph.vertices().size());
    made[no] = made[yes] = 1;
    for (std::uint32_t v = 1; v < design.graph.vertices().size(); ++v)
        made[2 * v] = design.graph.vertices()[v].is_source();
    for (const auto& gate : design.gates) {
        CHECK_FALSE(made[gate.output]);
        made[gate.output] = 1;
        for (const Literal bit : gate.inputs) CHECK(made[bit]);
    }
    for (const Literal bit : design.graph.outputs()) CHECK(made[bit]);
    for (const auto& adder : design.graph.adders())
        for (const Literal bit : adder.inputs) CHECK(made[bit]);
    for (const auto& reg : design.graph.registers()) CHECK(made[reg.next]);
}

void check_circuit(const std::shared_ptr<const Circuit>& circuit, std::uint32_t seed) {
    std::mt19937_64 random(seed);
    const auto cells = small_cells();
    const Graph graph = blast(*circuit);
    const Covered design = covered(*circuit, cells);
    check_complete(design);
    for (int turn = 0; turn < 4; ++turn) {
        Words inputs(graph.inputs().size());
        for (auto& word : inputs) word = turn % 2 ? random() & random() : random() | random();
        const auto expected = interpreted(circuit, inputs);
        REQUIRE(!expected.empty());
        CHECK(outputs(graph, inputs) == expected);
        CHECK(outputs(design.graph, inputs) == expected);
        check_cover(design, inputs);
    }
}

/// A circuit with every operation that a lowered one may have, and n-ary ones besides.
std::shared_ptr<const Circuit> every_operation() {
    Module m{"every", "Every operation."};
    auto a = m.input("a_i", Range::unsigned_bits(6)), b = m.input("b_i", Range::signed_bits(5));
    auto s = m.input("s_i", Range::unsigned_bits(3)), t = m.input("t_i", Range::bit());
    auto x = m.input("x_i", Range::unsigned_bits(4), 3);
    m.output("sum_o", a + b - s);
    m.output("sums_o", sum(std::vector<Value>{x[0], x[1], x[2]}) - b);
    m.output("product_o", a * b);
    m.output("left_o", b << s);
    m.output("right_o", b >> s);
    m.output("and_o", a & s);
    m.output("or_o", a | s);
    m.output("xor_o", a ^ s);
    m.output("not_o", ~a);
    m.output("less_o", a < b);
    m.output("equal_o", x[0] == x[1]);
    m.output("select_o", mux(t, a, b));
    m.output("bits_o", a.bits(4, 2));
    m.output("side_o", concat({a.bits(1, 0), s, t}));
    m.output("table_o", lookup(s, {5, 0, 3, 7, 1, 6, 2, 4}));
    m.output("zeros_o", leading_zeros(a));
    m.output("most_o", max(x));
    return m.circuit();
}

std::shared_ptr<const Circuit> dot(const std::string& format, bool with_cells) {
    auto operand = find_block_format(format).value();
    operand.block = 4;
    const unit::DotOptions options{.name = "dot",
                                   .a = operand,
                                   .b = operand,
                                   .lanes = 4,
                                   .accumulator = find_accumulator("none").value()};
    const auto unit = unit::dot(options).circuit();
    return lower::plain(with_cells ? lower::compressed(unit).circuit : unit);
}

}  // namespace

TEST_CASE("gates of every operation compute what the operation does") {
    const mxgen::testing::CaseSeed seed("gates");
    check_circuit(every_operation(), seed);
}

TEST_CASE("gates of dot products compute them, with adder cells and without") {
    const mxgen::testing::CaseSeed seed("gates");
    for (const char* format : {"int4", "e2m1", "e4m3"})
        for (const bool with_cells : {false, true}) {
            INFO(format << with_cells);
            check_circuit(dot(format, with_cells), seed);
        }
}

TEST_CASE("constants fold and equal gates are one") {
    Graph g;
    const Literal a = g.source(), b = g.source(), c = g.source();
    CHECK(g.both(a, no) == no);
    CHECK(g.both(a, yes) == a);
    CHECK(g.both(a, inverse(a)) == no);
    const Literal ab = g.both(a, b);
    CHECK(g.both(b, a) == ab);
    CHECK(g.both(ab, a) == ab);
    CHECK(g.both(ab, inverse(a)) == no);
    CHECK(g.both(inverse(ab), a) == g.both(a, inverse(b)));
    CHECK(g.exclusive(a, b) == inverse(g.exclusive(inverse(a), b)));
    CHECK(g.select(a, b, b) == b);
    CHECK(g.select(c, a, inverse(a)) == g.exclusive(c, inverse(a)));
    CHECK(g.delayed(a, false, 0) == g.delayed(a, false, 0));
    CHECK(g.delayed(a, false, 0) != g.delayed(a, true, 0));
}

TEST_CASE("chains of ANDs become trees, and what nobody reads goes") {
    Graph g;
    Literal chain = yes;
    for (int i = 0; i < 8; ++i) {
        const Literal bit = g.source();
        g.add_input(bit);
        chain = g.both(chain, bit);
    }
    g.both(chain, g.source());
    g.add_output(chain);
    CellSet cells = small_cells();
    const Covered design{balanced(g), {}};
    std::size_t ands = 0;
    for (const auto& v : design.graph.vertices()) ands += !v.is_source();
    CHECK(ands == 7);
    const auto gates = cover(design.graph, cells);
    // Three levels of two inputs each, of NAND and NOR by turns, and one inversion at most.
    CHECK(gates.size() <= 8);
    Covered placed{design.graph, gates};
    CHECK(estimate(placed, cells).delay_ns == Approx(0.1 * 4).margin(0.101));
}

TEST_CASE("ANDs of one function are one in a swept graph, rare ones stay") {
    Graph graph;
    Literals x;
    for (int i = 0; i < 24; ++i) {
        x.push_back(graph.source());
        graph.add_input(x.back());
    }
    const Literal apart = graph.either(graph.both(x[0], x[1]), graph.both(x[0], x[2]));
    const Literal together = graph.both(x[0], graph.either(x[1], x[2]));
    CHECK(vertex_of(apart) != vertex_of(together));
    graph.add_output(apart);
    graph.add_output(inverse(together));
    graph.add_output(graph.all(x));
    const Graph swept = balanced(graph, true);
    CHECK(swept.ands() < balanced(graph).ands());
    CHECK(swept.outputs()[0] == inverse(swept.outputs()[1]));
    CHECK(vertex_of(swept.outputs()[2]) != 0);
}

TEST_CASE("a pulse that outlives the delay of a cell counts, a shorter one does not") {
    // x and not a later x: true for as long as the adder takes.
    Module cell{"fa", "A full adder."};
    cell.stands_for(AdderCell::full_adder);
    auto a = cell.input("a_i", Range::bit()), b = cell.input("b_i", Range::bit());
    auto c = cell.input("c_i", Range::bit());
    cell.output("sum_o", (a + b + c).bit(0));
    cell.output("carry_o", (a + b + c).bit(1));
    Module m{"top", "A pulse."};
    auto x = m.input("x_i", Range::bit()), y = m.input("y_i", Range::bit());
    auto later = m.instance(cell, "u_later", {{"a_i", x}, {"b_i", y}, {"c_i", y}});
    m.output("p_o", m.registered(x & ~later.value("sum_o")));
    const std::vector<std::vector<std::uint8_t>> cycles{{0, 0}, {1, 0}, {0, 0}, {1, 0}, {0, 0}};
    auto cells = small_cells();
    const auto slow = activity_of(covered(*m.circuit(), cells), cells, cycles);
    cells.full_adder.sum.fixed = 0.001;
    const auto fast = activity_of(covered(*m.circuit(), cells), cells, cycles);
    // Two changes of the register's input in each second cycle, and of what makes it.
    CHECK(fast == Approx(5));
    CHECK(slow == Approx(6));
}

TEST_CASE("adders of words have the area and the delay that they had") {
    struct Pinned {
        unsigned width;
        double area, delay_ns;
    };
    for (const auto& [width, area, delay_ns] :
         {Pinned{4, 26.166, 0.5}, Pinned{8, 62.628, 0.8}, Pinned{16, 136.644, 1.2},
          Pinned{32, 289.278, 1.6}}) {
        Module m("sum", "A sum.");
        m.output("y_o", m.input("a_i", Range::unsigned_bits(width)) +
                            m.input("b_i", Range::unsigned_bits(width)));
        const auto cells = small_cells();
        const auto design = covered(*m.circuit(), cells);
        const auto found = estimate(design, cells);
        INFO(width << " bits: " << found.area << ", " << found.delay_ns << " ns");
        CHECK(found.area == Approx(area).epsilon(1e-4));
        CHECK(found.delay_ns == Approx(delay_ns).epsilon(1e-4));
    }
}

TEST_CASE("area, time and energy of registers and adder cells are those of the cells") {
    Module cell{"ha", "A half adder."};
    cell.stands_for(AdderCell::half_adder);
    auto a = cell.input("a_i", Range::bit()), b = cell.input("b_i", Range::bit());
    cell.output("sum_o", (a + b).bit(0));
    cell.output("carry_o", (a + b).bit(1));
    Module m{"top", "Two registers behind a half adder."};
    auto x = m.input("x_i", Range::bit()), y = m.input("y_i", Range::bit());
    auto made = m.instance(cell, "u_ha", {{"a_i", x}, {"b_i", y}});
    m.output("s_o", m.registered(made.value("sum_o")));
    m.output("c_o", m.registered(made.value("carry_o").control()));
    const auto cells = small_cells();
    const auto design = covered(*m.circuit(), cells);
    CHECK(design.gates.empty());
    const auto found = estimate(design, cells);
    CHECK(found.registers == 2);
    CHECK(found.register_area == Approx(4 + 4 + 2));
    CHECK(found.area == Approx(3 + 10));
    CHECK(found.delay_ns == Approx(0.2 + 0.5));
    // x changes in each of four cycles, y never: loads of 2 at x, of 1 at the sum.
    const std::vector<std::vector<std::uint8_t>> cycles{{0, 0}, {1, 0}, {0, 0}, {1, 0}, {0, 0}};
    CHECK(activity_of(design, cells, cycles) == Approx(2 + 1));
    FamilyFit fit;
    fit.energy = 3;
    CHECK(energy_pj(design, cells, 3, fit) == Approx(3 * 3 + 2 * 0.125));
}
