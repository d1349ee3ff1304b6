// SPDX-License-Identifier: Apache-2.0
// Every kind of energy of a chain, a register file and a dot product, against a calculator of the
// tests' own: slews and delays at inner nets, causes, conditions, clock, glitches, leakage.
#include <catch2/catch.hpp>
#include <random>

#include "sw/liberty/liberty.h"
#include "sw/power/energy.h"
#include "tests/support/case_seed.h"
#include "tests/sw/power/reference_circuits.h"

using namespace mxgen;
using namespace mxgen::ppa;
using namespace mxgen::ppa::tests;

namespace {

constexpr double period_ns = 7;
constexpr std::size_t cycles = 300;

void check_against_reference(const ReferenceCircuit& circuit, unsigned seed, bool glitches) {
    const auto cells = reference_cells();
    const auto library =
        make_library(parse_liberty(reference_liberty(cells, reference_volts), "r.lib"), "r");
    std::mt19937 random(seed);
    NetlistStimulus stimulus{"random", {}};
    for (std::size_t i = 0; i <= cycles; ++i)
        for (auto& bits = stimulus.cycles.emplace_back(); bits.size() < circuit.inputs.size();)
            // The first input of a register file takes turns: each word is written in time.
            bits.push_back(static_cast<std::uint8_t>(bits.empty() ? i % 2 : random() >> 31));
    const auto expected = reference_energy(circuit, cells, stimulus.cycles, reference_volts,
                                           reference_slew, reference_load, period_ns);
    const auto netlist = circuit.netlist(cells);
    const auto found = compute_energy(
        make_event_circuit(netlist, library, {reference_volts, reference_slew, reference_load}),
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
    const auto own =
        compute_energy(make_event_circuit(netlist, library, {0, reference_slew, reference_load}),
                       stimulus, period_ns);
    CHECK(own.total() == Approx(found.total()));
}

}  // namespace

TEST_CASE("the energy of a chain is the reference's") {
    check_against_reference(reference_chain(), testing::CaseSeed("energy of a chain"), true);
}

TEST_CASE("the energy of a register file is the reference's") {
    check_against_reference(reference_register_file(),
                            testing::CaseSeed("energy of a register file"), true);
}

TEST_CASE("the energy of a dot product is the reference's") {
    check_against_reference(reference_dot_product(), testing::CaseSeed("energy of a dot product"),
                            true);
}
