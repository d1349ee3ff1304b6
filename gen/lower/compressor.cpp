// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/compressor.h"

#include <algorithm>
#include <map>
#include <utility>

#include "gen/ir/poll.h"

namespace mxgen::lower {

namespace {

/// Cells in full adders, by their transistors.
constexpr double half_cost = 0.55, one_cost = 0.6;

class CompressorPlanner {
  public:
    CompressorPlanner(const std::vector<std::vector<WaitingBit>>& columns, const Delays& d)
        : delays_(d), columns_(columns.size()) {
        for (unsigned weight = 0; weight < columns.size(); ++weight)
            for (const auto& bit : columns[weight]) {
                add(weight, bit);
                next_ = std::max(next_, bit.number + 1);
            }
    }

    CompressorPlan run(const ir::Int& constant, unsigned rippled) {
        for (unsigned weight = 0; weight < columns_.size(); ++weight) {
            if (bit_test(constant, weight)) step(AdderStep::Kind::one, weight);
            auto left = weight < rippled ? 1u : 2u;
            // An odd one out is paired early, so that the latest two remain.
            if (size(weight) > left && (size(weight) - left) % 2)
                step(AdderStep::Kind::half, weight);
            while (size(weight) > left) step(AdderStep::Kind::full, weight);
        }
        for (const auto& column : columns_) plan_.columns.push_back(in_order(column));
        return std::move(plan_);
    }

  private:
    /// Bits by arrival, those that came into the column first before others.
    using Column = std::map<std::pair<double, unsigned>, unsigned>;

    static std::vector<WaitingBit> in_order(const Column& column) {
        std::map<unsigned, WaitingBit> bits;
        for (const auto& [key, number] : column) bits[key.second] = {number, key.first};
        std::vector<WaitingBit> ordered;
        for (const auto& [place, bit] : bits) ordered.push_back(bit);
        return ordered;
    }

    std::size_t size(unsigned weight) const { return columns_[weight].size(); }

    void add(unsigned weight, const WaitingBit& bit) {
        columns_[weight].emplace(std::pair(bit.arrival, added_++), bit.number);
    }

    WaitingBit take_earliest(unsigned weight) {
        const auto bit = columns_[weight].extract(columns_[weight].begin());
        return {bit.mapped(), bit.key().first};
    }

    void step(AdderStep::Kind kind, unsigned weight) {
        ir::poll();
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
        add(weight, {step.sum, ready + (full ? delays_.full_sum : delays_.half_sum)});
        if (weight + 1 < columns_.size())
            add(weight + 1, {step.carry, ready + (full ? delays_.full_carry : delays_.half_carry)});
        plan_.cost += full ? 1 : kind == AdderStep::Kind::half ? half_cost : one_cost;
        plan_.steps.push_back(std::move(step));
    }

    Delays delays_;
    CompressorPlan plan_;
    std::vector<Column> columns_;
    unsigned next_ = 0, added_ = 0;
};

}  // namespace

CompressorPlan plan_compressor(const std::vector<std::vector<WaitingBit>>& columns,
                               const ir::Int& constant, unsigned rippled, const Delays& delays) {
    return CompressorPlanner(columns, delays).run(constant, rippled);
}

}  // namespace mxgen::lower
