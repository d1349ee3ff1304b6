// SPDX-License-Identifier: Apache-2.0
// Every kind of energy of a chain, a register file and a dot product, against a calculator of the
// tests' own: slews and delays at inner nets, causes, conditions, clock, glitches, leakage.
#include "tests/sw/power/reference_energy.h"

#include <catch2/catch.hpp>
#include <random>

#include "sw/liberty/liberty.h"
#include "sw/power/energy.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

constexpr double volts = 1.3, input_slew = 0.07, output_load = 0.011, period_ns = 7;
constexpr std::size_t cycles = 300;

/// Inverters and gates on one path, each with a load of its own.
ReferenceCircuit chain() {
    ReferenceCircuit circuit;
    int net = circuit.reg(circuit.input());
    const int other = circuit.input();
    for (int i = 0; i < 12; ++i) {
        net = i % 3 == 0   ? circuit.add("rinv", {net})
              : i % 3 == 1 ? circuit.add("rnand", {net, other})
                           : circuit.add("rxor", {other, net});
        for (int load = 0; load < i % 4; ++load) circuit.add("rinv", {net});
    }
    circuit.outputs = {circuit.reg(net)};
    return circuit;
}

/// choose ? b : a
int choice(ReferenceCircuit& circuit, int choose, int a, int b) {
    const int not_choose = circuit.add("rinv", {choose});
    return circuit.add("rnand",
                       {circuit.add("rnand", {a, not_choose}), circuit.add("rnand", {b, choose})});
}

/// Two words of three bits, one written in each cycle, one read.
ReferenceCircuit register_file() {
    ReferenceCircuit circuit;
    const int write = circuit.input(), read = circuit.input();
    const int not_write = circuit.add("rinv", {write});
    for (int bit = 0; bit < 3; ++bit) {
        const int data = circuit.input();
        int words[2];
        for (int word : {0, 1}) {
            // The register reads a gate that is added behind it: its net is known beforehand.
            const int held = circuit.reg(0);
            const auto place = circuit.gates.size() - 1;
            const int next = choice(circuit, word == 1 ? write : not_write, held, data);
            circuit.gates[place].inputs[0] = next;
            words[word] = held;
        }
        circuit.outputs.push_back(choice(circuit, read, words[0], words[1]));
    }
    return circuit;
}

int conjunction(ReferenceCircuit& circuit, int a, int b) {
    return circuit.add("rinv", {circuit.add("rnand", {a, b})});
}

/// The sum of two products of two bits, in a register: three levels of ripple, so that it glitches.
ReferenceCircuit dot_product() {
    ReferenceCircuit circuit;
    std::vector<int> sum;
    for (int lane = 0; lane < 2; ++lane) {
        int a[2], b[2];
        for (int& bit : a) bit = circuit.reg(circuit.input());
        for (int& bit : b) bit = circuit.reg(circuit.input());
        const int low = conjunction(circuit, a[0], b[0]), high = conjunction(circuit, a[1], b[1]);
        const int x = conjunction(circuit, a[0], b[1]), y = conjunction(circuit, a[1], b[0]);
        const int carry = conjunction(circuit, x, y);
        const std::vector<int> product{low, circuit.add("rxor", {x, y}),
                                       circuit.add("rxor", {high, carry}),
                                       conjunction(circuit, high, carry)};
        if (lane == 0) {
            sum = product;
            continue;
        }
        int in = conjunction(circuit, sum[0], product[0]);
        sum[0] = circuit.add("rxor", {sum[0], product[0]});
        for (std::size_t i = 1; i < 4; ++i) {
            const int half = circuit.add("rxor", {sum[i], product[i]});
            const int out = circuit.add("rnand", {circuit.add("rnand", {half, in}),
                                                  circuit.add("rnand", {sum[i], product[i]})});
            sum[i] = circuit.add("rxor", {half, in});
            in = out;
        }
        sum.push_back(in);
    }
    for (const int bit : sum) circuit.outputs.push_back(circuit.reg(bit));
    return circuit;
}

void check_against_reference(const ReferenceCircuit& circuit, unsigned seed, bool glitches) {
    const auto cells = reference_cells();
    const auto library = make_library(parse_liberty(reference_liberty(cells, volts), "r.lib"), "r");
    std::mt19937 random(seed);
    NetlistStimulus stimulus{"random", {}};
    for (std::size_t i = 0; i <= cycles; ++i)
        for (auto& bits = stimulus.cycles.emplace_back(); bits.size() < circuit.inputs.size();)
            // The first input of a register file takes turns: each word is written in time.
            bits.push_back(static_cast<std::uint8_t>(bits.empty() ? i % 2 : random() >> 31));
    const auto expected = reference_energy(circuit, cells, stimulus.cycles, volts, input_slew,
                                           output_load, period_ns);
    const auto netlist = circuit.netlist(cells);
    const auto found =
        compute_energy(make_event_circuit(netlist, library, {volts, input_slew, output_load}),
                       stimulus, period_ns);
    // Energies of the circuit are kept as floats; nothing else rounds.
    const auto same = [](double value) { return Approx(value).epsilon(1e-6); };
    CHECK(found.switching == same(expected.switching));
    CHECK(found.input_nets == same(expected.input_nets));
    // A condition seen in the picosecond in which it changes holds or not: up to 4.5e-5 of it.
    CHECK(found.internal == Approx(expected.internal).epsilon(7e-5));
    CHECK(found.clock_net == same(expected.clock_net));
    CHECK(found.clock_internal == same(expected.clock_internal));
    CHECK(found.glitch == same(expected.glitch).margin(1e-9));
    CHECK(found.leakage == same(expected.leakage));
    CHECK((found.glitch > 0.01 * found.switching) == glitches);
    CHECK(found.internal > 0);
    // What the library says of itself when nothing else is asked for.
    const auto own = compute_energy(
        make_event_circuit(netlist, library, {0, input_slew, output_load}), stimulus, period_ns);
    CHECK(own.total() == Approx(found.total()));
}

}  // namespace

TEST_CASE("the energy of a chain is the reference's") {
    check_against_reference(chain(), testing::CaseSeed("energy of a chain"), true);
}

TEST_CASE("the energy of a register file is the reference's") {
    check_against_reference(register_file(), testing::CaseSeed("energy of a register file"), true);
}

TEST_CASE("the energy of a dot product is the reference's") {
    check_against_reference(dot_product(), testing::CaseSeed("energy of a dot product"), true);
}
