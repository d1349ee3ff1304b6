// SPDX-License-Identifier: Apache-2.0
// Sums that take turns against as many units of one sum each.
#include <catch2/catch.hpp>
#include <deque>
#include <random>

#include "gen/view/cost.h"
#include "gen/view/schedule.h"
#include "tests/gen/unit/bench.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

struct TurnCase {
    std::string format, accumulator;
    unsigned lanes;
    int block;
    std::vector<std::string> modes = {};
};

std::vector<TurnCase> turn_cases() {
    return {{"mxfp8_e4m3", "fp32", 4, 8},
            {"mxfp4", "bf16", 8, 4},
            {"mxfp8_e4m3", "late<40>", 8, 4},
            {"mxfp8_e4m3", "late<40>", 2, 4},
            {"mxint8", "fp32", 2, 4},
            {"int8", "int32 saturate", 4, 8},
            {"mxfp4", "fixed<24,-12>", 4, 4},
            {"e4m3", "tensorcore<13,4,14>", 8, 8},
            {"e4m3", "tensorcore<13,4,14> promote=16", 2, 8}};
}

unit::DotOptions options_of(const TurnCase& c, unsigned interleave) {
    auto o = dot_options(c.format, c.format, c.lanes, c.accumulator, c.block);
    o.interleave = interleave;
    return o;
}

using Inputs = std::map<std::string, std::vector<ir::Int>>;

Inputs random_inputs(const ir::Circuit& circuit, std::mt19937& random) {
    Inputs inputs;
    for (const auto* port : circuit.inputs())
        for (unsigned e = 0; e < std::max(1u, port->elements); ++e)
            inputs[port->name].push_back(ir::Int(random()) &
                                         ir::Int(ir::pow2(port->range.width()) - 1));
    return inputs;
}

void drive(view::Interpreter& unit, const ir::Circuit& circuit, const Inputs& inputs) {
    for (const auto& [name, values] : inputs)
        for (unsigned e = 0; e < values.size(); ++e)
            if (circuit.find_port(name)) unit.set(name, values[e], e);
    unit.eval();
}

std::vector<ir::Int> outputs_of(const view::Interpreter& unit, const ir::Circuit& circuit) {
    std::vector<ir::Int> values;
    for (const auto* port : circuit.outputs()) values.push_back(unit.get(port->name));
    return values;
}

/// What the units of one sum each answer, a beat at a time.
class Separate {
  public:
    Separate(const ir::Circuit& circuit, unsigned count) : circuit_(circuit) {
        for (unsigned i = 0; i < count; ++i)
            units_.emplace_back(std::make_shared<const ir::Circuit>(circuit)).check_facts(false);
    }
    /// The outputs after a valid beat, to be seen one cycle later.
    std::vector<ir::Int> beat(const Inputs& inputs) {
        auto& unit = units_[turn_];
        turn_ = (turn_ + 1) % units_.size();
        drive(unit, circuit_, inputs);
        unit.clock();
        unit.eval();
        return outputs_of(unit, circuit_);
    }
    unsigned turn() const { return static_cast<unsigned>(turn_); }

  private:
    const ir::Circuit& circuit_;
    std::deque<view::Interpreter> units_;
    std::size_t turn_ = 0;
};

/// Beats with gaps through both; every valid result is compared. Returns how many there were.
unsigned compare(const ir::Circuit& one, const view::Scheduled& dut, unsigned interleave,
                 std::mt19937& random, bool no_gaps) {
    Separate separate(one, interleave);
    view::Interpreter turns(dut.circuit);
    turns.check_facts(false);
    std::deque<std::optional<std::vector<ir::Int>>> expected;
    unsigned results = 0;
    for (unsigned cycle = 0, rounds = 0; cycle < 60 * interleave; ++cycle) {
        auto inputs = random_inputs(*dut.circuit, random);
        const bool valid = no_gaps || random() % 4 != 0;
        // Every sum begins with its first beat.
        const bool begins = rounds < interleave * 8 || random() % 4 == 0;
        inputs["valid_i"] = {valid};
        inputs["first_i"] = {begins};
        expected.emplace_back();
        if (valid) {
            auto after = separate.beat(inputs);
            ++rounds;
            if (after[0] == 1) expected.back() = after;
        }
        drive(turns, *dut.circuit, inputs);
        if (cycle >= dut.latency) {
            auto now = outputs_of(turns, *dut.circuit);
            INFO("cycle " << cycle << ", latency " << dut.latency);
            REQUIRE((now[0] == 1) == expected.front().has_value());
            if (expected.front()) {
                REQUIRE(now == *expected.front());
                ++results;
            }
            expected.pop_front();
        }
        turns.clock();
    }
    return results;
}

}  // namespace

TEST_CASE("sums that take turns have the bits of sums alone") {
    const auto turn_case = GENERATE(from_range(turn_cases()));
    const unsigned interleave = GENERATE(2u, 3u, 4u);
    const CaseSeed seed(
        fmt::format("{} {} interleave {}", turn_case.format, turn_case.accumulator, interleave));
    std::mt19937 random(seed);

    auto one = lowered(unit::dot(options_of(turn_case, 1)), std::nullopt);
    auto turns = lowered(unit::dot(options_of(turn_case, interleave)), lowering_of(random()));
    const auto& target = view::target("osu018");
    const auto slowest = view::schedule(turns, target).period_ns;
    const std::vector<view::Constraint> constraints{{.period_ns = slowest},
                                                    {.period_ns = slowest * 0.6},
                                                    {.period_ns = slowest * 0.45},
                                                    {.stages = interleave + 2}};
    unsigned latest = 0;
    for (const auto& constraint : constraints) {
        view::Scheduled dut;
        try {
            dut = view::schedule(turns, target, constraint);
        } catch (const view::ConstraintError& error) {
            dut = view::schedule(turns, target, error.nearest());
        }
        INFO("period " << dut.period_ns << " of " << slowest);
        CHECK(compare(*one, dut, interleave, random, constraint.stages.has_value()) > 5);
        latest = std::max(latest, dut.latency);
    }
    CHECK(latest >= interleave + 2);
}
