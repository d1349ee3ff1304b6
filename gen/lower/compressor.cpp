// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/compressor.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <utility>

#include "gen/ir/poll.h"

namespace mxgen::lower {

namespace {

using Kind = AdderStep::Kind;

/// A bit and a constant one, by their transistors.
constexpr double one_gates = 3;

/// What serves a step's kind.
const Counter& counter_of(Kind kind, const Costs& costs) {
    if (kind == Kind::half || kind == Kind::one) return costs.half;
    return kind == Kind::gates ? *costs.full_gates : *costs.full_cell;
}

/// A counter's pins, the slowest first.
std::vector<unsigned> slowest_first(const Counter& counter, std::size_t pins) {
    std::vector<unsigned> order(pins);
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [&](unsigned a, unsigned b) {
        return std::max(counter.sum[a], counter.carry[a]) >
               std::max(counter.sum[b], counter.carry[b]);
    });
    return order;
}

/// Bits on a counter's pins, and when its sum and carry are there.
struct PlacedCounter {
    std::vector<WaitingBit> pins;
    double sum = 0, carry = 0;
};

/// Puts bits on a counter's pins, the latest on the quickest.
PlacedCounter placed(std::vector<WaitingBit> bits, const Counter& counter) {
    std::stable_sort(bits.begin(), bits.end(), [](const WaitingBit& a, const WaitingBit& b) {
        return a.arrival < b.arrival;
    });
    PlacedCounter result{bits};
    const auto order = slowest_first(counter, bits.size());
    for (std::size_t i = 0; i < bits.size(); ++i) {
        result.pins[order[i]] = bits[i];
        result.sum = std::max(result.sum, bits[i].arrival + counter.sum[order[i]]);
        result.carry = std::max(result.carry, bits[i].arrival + counter.carry[order[i]]);
    }
    // A constant alone in its column waits for nothing.
    if (bits.empty()) result.sum = counter.sum[0], result.carry = counter.carry[0];
    return result;
}

double cost_of(Kind kind, const Costs& costs) {
    return kind == Kind::one ? one_gates : counter_of(kind, costs).gates;
}

class CompressorPlanner {
  public:
    CompressorPlanner(const std::vector<std::vector<WaitingBit>>& columns, const Costs& costs,
                      Kind full)
        : costs_(costs), full_(full), columns_(columns.size()) {
        for (unsigned weight = 0; weight < columns.size(); ++weight)
            for (const auto& bit : columns[weight]) {
                add(weight, bit);
                next_ = std::max(next_, bit.number + 1);
            }
    }

    CompressorPlan run(const ir::Int& constant, unsigned rippled) {
        for (unsigned weight = 0; weight < columns_.size(); ++weight) {
            if (bit_test(constant, weight)) step(Kind::one, weight);
            auto left = weight < rippled ? 1u : 2u;
            // An odd one out is paired early, so that the latest two remain.
            if (size(weight) > left && (size(weight) - left) % 2) step(Kind::half, weight);
            while (size(weight) > left) step(full_, weight);
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

    void step(Kind kind, unsigned weight) {
        ir::poll();
        std::vector<WaitingBit> bits;
        const std::size_t wanted = kind == full_ ? 3 : 2;
        for (auto count = std::min(wanted, size(weight)); count > 0; --count)
            bits.push_back(take_earliest(weight));
        const auto at = placed(bits, counter_of(kind, costs_));
        AdderStep step{kind, weight, {}, next_, next_ + 1};
        for (const auto& bit : at.pins) step.operands.push_back(bit.number);
        next_ += 2;
        add(weight, {step.sum, at.sum});
        if (weight + 1 < columns_.size()) add(weight + 1, {step.carry, at.carry});
        plan_.cost += cost_of(kind, costs_);
        plan_.steps.push_back(std::move(step));
    }

    Costs costs_;
    Kind full_;
    CompressorPlan plan_;
    std::vector<Column> columns_;
    unsigned next_ = 0, added_ = 0;
};

/// Puts cells into a plan of gates wherever they come in time.
class Mixer {
  public:
    Mixer(CompressorPlan plan, const std::vector<std::vector<WaitingBit>>& columns,
          const Costs& costs)
        : plan_(std::move(plan)), costs_(costs) {
        for (const auto& column : columns)
            for (const auto& bit : column) at(arrival_, bit.number, 0) = bit.arrival;
    }

    CompressorPlan run() {
        require_columns();
        for (auto step = plan_.steps.rbegin(); step != plan_.steps.rend(); ++step)
            require_operands(*step);
        plan_.cost = 0;
        for (auto& step : plan_.steps) settle(step);
        for (auto& column : plan_.columns)
            for (auto& bit : column) bit.arrival = arrival_[bit.number];
        return std::move(plan_);
    }

  private:
    static constexpr double never = std::numeric_limits<double>::infinity();

    static double& at(std::vector<double>& times, unsigned number, double initial) {
        if (times.size() <= number) times.resize(number + 1, initial);
        return times[number];
    }

    /// The final adder waits for the latest column; from one that is n columns away it needs
    /// log2(n + 1) steps more.
    void require_columns() {
        double latest = 0;
        unsigned place = 0;
        for (unsigned weight = 0; weight < plan_.columns.size(); ++weight)
            for (const auto& bit : plan_.columns[weight])
                if (bit.arrival > latest) latest = bit.arrival, place = weight;
        for (unsigned weight = 0; weight < plan_.columns.size(); ++weight) {
            const double away = weight > place ? weight - place : place - weight;
            const double due = latest - costs_.delays.prefix * std::log2(away + 1);
            for (const auto& bit : plan_.columns[weight])
                at(required_, bit.number, never) = std::max(bit.arrival, due);
        }
    }

    void require_operands(const AdderStep& step) {
        const auto& counter = counter_of(step.kind, costs_);
        const double sum = at(required_, step.sum, never), carry = at(required_, step.carry, never);
        for (std::size_t i = 0; i < step.operands.size(); ++i) {
            double& due = at(required_, step.operands[i], never);
            due = std::min({due, sum - counter.sum[i], carry - counter.carry[i]});
        }
    }

    /// A cell drives pins of gates and of cells here, and its figure is for cells alone: what it
    /// takes may be longer by a share.
    bool is_in_time(const PlacedCounter& cell, const AdderStep& step) const {
        constexpr double margin = 0.1;
        const double sum = margin * costs_.full_cell->latest_sum();
        const double carry = margin * costs_.full_cell->latest_carry();
        return cell.sum + sum <= required_[step.sum] && cell.carry + carry <= required_[step.carry];
    }

    void settle(AdderStep& step) {
        std::vector<WaitingBit> bits;
        for (auto number : step.operands) bits.push_back({number, at(arrival_, number, 0)});
        if (step.kind == Kind::gates) {
            if (is_in_time(placed(bits, *costs_.full_cell), step)) step.kind = Kind::full;
        }
        const auto now = placed(bits, counter_of(step.kind, costs_));
        for (std::size_t i = 0; i < bits.size(); ++i) step.operands[i] = now.pins[i].number;
        at(arrival_, step.sum, 0) = now.sum, at(arrival_, step.carry, 0) = now.carry;
        plan_.cost += cost_of(step.kind, costs_);
    }

    CompressorPlan plan_;
    Costs costs_;
    std::vector<double> arrival_, required_;  ///< by number of the bit
};

}  // namespace

CompressorPlan plan_compressor(const std::vector<std::vector<WaitingBit>>& columns,
                               const ir::Int& constant, unsigned rippled, const Costs& costs,
                               Counters counters) {
    const bool cells = costs.full_cell && (counters == Counters::cells || !costs.full_gates);
    auto plan =
        CompressorPlanner(columns, costs, cells ? Kind::full : Kind::gates).run(constant, rippled);
    return counters == Counters::mixed && !cells && costs.full_cell
               ? Mixer(std::move(plan), columns, costs).run()
               : plan;
}

}  // namespace mxgen::lower
