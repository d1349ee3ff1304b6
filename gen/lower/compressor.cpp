// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/compressor.h"

#include <algorithm>

namespace mxgen::lower {

namespace {

/// Cells in full adders, by their transistors.
constexpr double half_cost = 0.55, one_cost = 0.6;

class Planner {
  public:
    Planner(const std::vector<std::vector<WaitingBit>>& columns, const Delays& d) : delays_(d) {
        plan_.columns = columns;
        for (const auto& column : columns)
            for (const auto& bit : column) next_ = std::max(next_, bit.number + 1);
    }

    CompressorPlan run(const ir::Int& constant, unsigned rippled) {
        for (unsigned weight = 0; weight < plan_.columns.size(); ++weight) {
            if (bit_test(constant, weight)) step(AdderStep::Kind::one, weight);
            auto left = weight < rippled ? 1u : 2u;
            // An odd one out is paired early, so that the latest two remain.
            if (size(weight) > left && (size(weight) - left) % 2)
                step(AdderStep::Kind::half, weight);
            while (size(weight) > left) step(AdderStep::Kind::full, weight);
        }
        return std::move(plan_);
    }

  private:
    std::size_t size(unsigned weight) const { return plan_.columns[weight].size(); }

    WaitingBit take_earliest(unsigned weight) {
        auto& column = plan_.columns[weight];
        auto earliest = std::min_element(
            column.begin(), column.end(),
            [](const WaitingBit& a, const WaitingBit& b) { return a.arrival < b.arrival; });
        auto bit = *earliest;
        column.erase(earliest);
        return bit;
    }

    void step(AdderStep::Kind kind, unsigned weight) {
        AdderStep step{kind, weight, {}, 0, 0};
        std::size_t wanted = kind == AdderStep::Kind::full ? 3 : 2;
        double ready = 0;
        for (auto count = std::min(wanted, size(weight)); count > 0; --count) {
            auto bit = take_earliest(weight);
            step.operands.push_back(bit.number);
            ready = std::max(ready, bit.arrival);
        }
        bool full = kind == AdderStep::Kind::full;
        step.sum = next_++, step.carry = next_++;
        plan_.columns[weight].push_back(
            {step.sum, ready + (full ? delays_.full_sum : delays_.half_sum)});
        if (weight + 1 < plan_.columns.size())
            plan_.columns[weight + 1].push_back(
                {step.carry, ready + (full ? delays_.full_carry : delays_.half_carry)});
        plan_.cost += full ? 1 : kind == AdderStep::Kind::half ? half_cost : one_cost;
        plan_.steps.push_back(std::move(step));
    }

    Delays delays_;
    CompressorPlan plan_;
    unsigned next_ = 0;
};

}  // namespace

CompressorPlan plan_compressor(const std::vector<std::vector<WaitingBit>>& columns,
                               const ir::Int& constant, unsigned rippled, const Delays& delays) {
    return Planner(columns, delays).run(constant, rippled);
}

}  // namespace mxgen::lower
