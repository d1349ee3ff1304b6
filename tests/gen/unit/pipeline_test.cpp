// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <deque>
#include <random>

#include "gen/view/schedule.h"
#include "tests/gen/unit/bench.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

const view::Target& osu018() { return view::target("osu018"); }

/// Outputs of a run of random beats with bubbles, from the cycle `latency` on.
class Run {
  public:
    explicit Run(const view::Scheduled& dut) : dut_(dut), run_(dut.circuit) {
        run_.check_facts(false);
    }

    void beat(std::mt19937& random) {
        for (const auto* port : dut_.circuit->inputs())
            for (unsigned e = 0; e < std::max(1u, port->elements); ++e)
                run_.set(port->name, value(*port, random), e);
        run_.eval();
        if (cycle_++ >= dut_.latency) {
            std::vector<ir::Int> now;
            for (const auto* port : dut_.circuit->outputs()) now.push_back(run_.get(port->name));
            outputs.push_back(std::move(now));
        }
        run_.clock();
        // Until the first sum starts, registers hold what no beat has brought.
        if (cycle_ == 2 + dut_.latency) run_.check_facts(true);
    }
    std::deque<std::vector<ir::Int>> outputs;

  private:
    ir::Int value(const ir::CircuitPort& port, std::mt19937& random) const {
        if (cycle_ == 0 && (port.name == "first_i" || port.name == "valid_i")) return 1;
        if (port.name == "first_i") return random() % 8 == 0;
        if (port.name == "valid_i") return random() % 4 != 0;
        return ir::Int(random()) & ir::Int(ir::pow2(port.range.width()) - 1);
    }

    const view::Scheduled& dut_;
    view::Interpreter run_;
    unsigned cycle_ = 0;
};

void require_equal(const view::Scheduled& one, const view::Scheduled& other, unsigned beats) {
    Run first(one), second(other);
    std::mt19937 random_one(3), random_other(3);
    for (unsigned beat = 0; beat < beats; ++beat) first.beat(random_one), second.beat(random_other);
    unsigned compared = 0;
    while (!first.outputs.empty() && !second.outputs.empty()) {
        INFO("beat " << compared << ", latency " << other.latency);
        REQUIRE(first.outputs.front() == second.outputs.front());
        first.outputs.pop_front();
        second.outputs.pop_front();
        ++compared;
    }
    REQUIRE(compared + other.latency == beats);
}

}  // namespace

TEST_CASE("pipelined dot products give the same sums, later") {
    auto [format, accumulator] =
        GENERATE(table<std::string, std::string>({{"mxfp8_e4m3", "fp32"},
                                                  {"mxfp4", "fp32"},
                                                  {"mxint8", "fp32"},
                                                  {"int8", "int32 saturate"}}));
    bool compressed = GENERATE(false, true);

    auto o = dot_options(format, format, 4, accumulator, 8);
    auto unit = unit::dot(o).circuit();
    auto lowered = lower::plain(compressed ? lower::compressed(unit) : unit);
    CHECK(view::schedule(lowered, osu018()).latency == 1);
    auto at_once = view::schedule(lowered, osu018(), {.stages = 1});
    for (unsigned stages : {2u, 4u}) {
        auto dut = view::schedule(lowered, osu018(), {.stages = stages});
        CHECK(dut.latency == stages);
        CHECK(dut.period_ns <= at_once.period_ns);
        require_equal(at_once, dut, 200);
    }
}
