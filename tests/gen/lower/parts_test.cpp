// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <map>

#include "gen/lower/compressed.h"
#include "gen/lower/plain.h"

using namespace mxgen;
using namespace mxgen::ir;
using namespace mxgen::lower;

namespace {

/// How many nodes of an operation each part has.
std::map<DesignPart, int> count(const Circuit& circuit, Op op) {
    std::map<DesignPart, int> counts;
    for (const auto& n : circuit.nodes)
        if (n.op == op) ++counts[n.part];
    return counts;
}

}  // namespace

TEST_CASE("what lowering makes of a value belongs to the value's part") {
    Module lane{"lane", "A product at its place."};
    lane.belongs_to(DesignPart::multipliers);
    auto product = lane.input("a_i", {0, 15}) * lane.input("b_i", {0, 15});
    {
        const PartScope scope(lane, DesignPart::alignment);
        auto neg = lane.input("neg_i", Range::bit());
        auto placed = product << lane.input("by_i", {0, 7});
        lane.output("term_o", mux(neg, -placed, placed));
    }
    CHECK(lane.part() == DesignPart::multipliers);
    Module m{"sum", "A sum of lanes."};
    std::vector<Binding> inputs;
    for (const auto* port : lane.circuit()->inputs())
        inputs.emplace_back(port->name, m.input(port->name, port->range, 4));
    auto terms = m.instances(lane, "u_lane", 4, inputs).array("term_o");
    const PartScope scope(m, DesignPart::sum);
    m.output("sum_o", sum(terms));
    const auto lowered = plain(compressed(m.circuit()));
    const auto& low_lane = *lowered->instances.at(0).module;
    CHECK(count(low_lane, Op::bit_and)[DesignPart::multipliers] >= 16);
    CHECK(count(low_lane, Op::mux)[DesignPart::alignment] > 8);
    const auto cells = count(*lowered, Op::instance);
    CHECK(cells.at(DesignPart::sum) > 20);
    CHECK_FALSE(cells.contains(DesignPart::alignment));
    CHECK(count(*lowered, Op::bit_xor)[DesignPart::sum] > 4);
}
