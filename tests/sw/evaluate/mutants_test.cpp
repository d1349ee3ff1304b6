// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/mutants.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "gen/ir/module.h"
#include "gen/ir/mutate.h"
#include "gen/ir/verify.h"
#include "gen/view/interpret.h"
#include "sw/evaluate/mutant_proof.h"
#include "tests/support/config_of.h"
#include "tests/support/refusal.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using mxgen::testing::config_of;
using mxgen::testing::refusal;

namespace {

MutantReport report_of(Config config, std::uint64_t count, const StimulusOptions& options) {
    Workpiece design(std::move(config), {});
    return try_mutants(design, count, options, [](std::string_view) {});
}

Config int3_dot() {
    return config_of({{"--unit", "dot"}, {"--a", "int3"}, {"--lanes", "3"}, {"--block", "3"}});
}

/// Any inputs, in some cycles: throws where a wire leaves its range.
void run_on_anything(const std::shared_ptr<const ir::Circuit>& circuit, std::mt19937& random) {
    view::Interpreter dut(circuit);
    dut.reset();
    for (int cycle = 0; cycle < 20; ++cycle) {
        for (const auto* port : circuit->inputs())
            for (unsigned i = 0; i < std::max(1u, port->elements); ++i)
                dut.set(port->name, ir::Int(random()) % (port->range.hi + 1), i);
        dut.eval();
        dut.clock();
    }
}

}  // namespace

TEST_CASE("all inputs of a multiplier tell every mutant that is not equivalent") {
    const auto report =
        report_of(config_of({{"--unit", "multiply"}, {"--a", "e2m1"}}), 100000, {.vectors = 1});
    CHECK(report.tried == report.possible);
    CHECK(report.killed + report.equivalent == report.tried);
    CHECK(report.survivors.empty());
    CHECK(report.killed > 3 * report.tried / 4);
    CHECK(report.killed_by_package > report.killed * 9 / 10);
}

TEST_CASE("mutants that few vectors do not tell survive by name") {
    const StimulusOptions few{.vectors = 1, .corners_every = 1000, .exhaustive_bits = 0};
    const auto report = report_of(int3_dot(), 300, few);
    CHECK(report.tried == 300);
    CHECK(report.equivalent == 0);
    REQUIRE(report.survivors.size() == report.tried - report.killed);
    REQUIRE_FALSE(report.survivors.empty());
    CHECK_THAT(report.survivors.front(), Contains("dot_int3") && Contains("node"));
    CHECK(report_of(int3_dot(), 300, {.vectors = 3000}).killed > report.killed);
}

TEST_CASE("a mutant is a legal circuit that differs in one node") {
    Workpiece design(int3_dot(), {});
    const auto& top = design.built().top;
    const auto all = ir::mutations_of(top);
    std::set<std::string> described;
    std::mt19937 random(Catch::rngSeed());
    for (const ir::Mutation& mutation : all) {
        const auto mutant = ir::mutated(top, mutation);
        CHECK_NOTHROW(ir::verify(*mutant));
        described.insert(ir::describe(mutation));
        if (described.size() % 4 == 0) run_on_anything(mutant, random);
    }
    CHECK(described.size() == all.size());
}

TEST_CASE("Yosys tells equivalent mutants from others") {
    ir::Module m{"parity", "A bit, and a bit above it that never is with it."};
    const auto x = m.input("x_i", ir::Range::unsigned_bits(2));
    const auto low = (x == 1).as("low"), high = (x == 2).as("high");
    m.output("y_o", (low | high).as("either"));
    const MutantProver prover;
    unsigned equal = 0;
    for (const auto& mutation : ir::mutations_of(m.circuit())) {
        const bool is_exclusive = mutation.fault == ir::Fault::operation &&
                                  m.circuit()->node(mutation.node).op == ir::Op::bit_or;
        INFO(ir::describe(mutation));
        CHECK(prover.proves_equal(mutation) == is_exclusive);
        equal += is_exclusive;
    }
    CHECK(equal == 1);
}

TEST_CASE("arrays have no mutants") {
    CHECK_THAT(refusal([] {
                   report_of(config_of({{"--unit", "array"}, {"--a", "int4"}}), 1, {.vectors = 1});
               }),
               Contains("--mutants") && Contains("nearest: unit dot"));
}
