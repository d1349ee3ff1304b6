// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/prefix.h"

#include <algorithm>
#include <limits>
#include <map>

namespace mxgen::lower {

using namespace ir;

namespace {

/// When the carry of each interval of columns can be there at the earliest.
class EarliestCarries {
  public:
    EarliestCarries(const std::vector<double>& columns, double step) : step_(step) {
        auto n = columns.size();
        best_.assign(n, std::vector<double>(n, std::numeric_limits<double>::infinity()));
        for (std::size_t i = 0; i < n; ++i) best_[i][i] = columns[i];
        for (std::size_t length = 1; length < n; ++length)
            for (std::size_t low = 0; low + length < n; ++low) settle(low + length, low);
    }

    double operator()(std::size_t high, std::size_t low) const { return best_[high][low]; }

    /// When all carries that a sum needs are there.
    double latest() const {
        double latest = 0;
        for (std::size_t i = 0; i + 1 < best_.size(); ++i) latest = std::max(latest, best_[i][0]);
        return latest;
    }

  private:
    void settle(std::size_t high, std::size_t low) {
        for (auto middle = low; middle < high; ++middle)
            best_[high][low] = std::min(
                best_[high][low], std::max(best_[high][middle + 1], best_[middle][low]) + step_);
    }

    double step_;
    std::vector<std::vector<double>> best_;
};

/// Generate and propagate of an interval of columns.
struct Carry {
    Value generate, propagate;
    double arrival = 0;
};

class PrefixNetwork {
  public:
    PrefixNetwork(std::vector<Carry> columns, EarliestCarries earliest, double step)
        : columns_(std::move(columns)), earliest_(std::move(earliest)), step_(step) {}

    /// The carry out of columns high..low, settled at `required` or as early as it can be.
    const Carry& carry(std::size_t high, std::size_t low, double required) {
        auto found = made_.find({high, low});
        if (found != made_.end() && found->second.arrival <= required) return found->second;
        if (high == low) return made_[{high, low}] = columns_[high];
        auto slack = std::max(required, earliest_(high, low)) - step_;
        auto middle = split(high, low, slack);
        auto upper = carry(high, middle + 1, slack), lower = carry(middle, low, slack);
        Carry joined{upper.generate | (upper.propagate & lower.generate),
                     upper.propagate & lower.propagate,
                     std::max(upper.arrival, lower.arrival) + step_};
        return made_[{high, low}] = joined;
    }

  private:
    /// Intervals that a part would add to the network, at most.
    std::size_t price(std::size_t high, std::size_t low, double required) const {
        auto found = made_.find({high, low});
        bool is_there = found != made_.end() && found->second.arrival <= required;
        return high == low || is_there ? 0 : high - low;
    }

    /// The cheapest split whose parts are there in time.
    std::size_t split(std::size_t high, std::size_t low, double slack) const {
        std::size_t chosen = low, cheapest = std::numeric_limits<std::size_t>::max();
        for (auto middle = high; middle-- > low;) {
            if (earliest_(high, middle + 1) > slack || earliest_(middle, low) > slack) continue;
            auto cost = price(high, middle + 1, slack) + price(middle, low, slack);
            if (cost < cheapest) cheapest = cost, chosen = middle;
        }
        return chosen;
    }

    std::vector<Carry> columns_;
    EarliestCarries earliest_;
    double step_;
    std::map<std::pair<std::size_t, std::size_t>, Carry> made_;
};

/// When a column's generate and propagate are there.
double column_arrival(const std::vector<double>& bits, const Delays& d) {
    if (bits.empty()) return 0;
    auto latest = *std::max_element(bits.begin(), bits.end());
    return bits.size() == 1 ? latest : latest + d.gate;
}

Carry column_carry(Circuit& c, const std::vector<TimedBit>& column, double arrival) {
    Value zero{&c, c.constant(0)};
    if (column.empty()) return {zero, zero, arrival};
    if (column.size() == 1) return {zero, column[0].wire, arrival};
    return {column[0].wire & column[1].wire, column[0].wire ^ column[1].wire, arrival};
}

EarliestCarries earliest_carries(const std::vector<std::vector<double>>& columns, const Delays& d) {
    std::vector<double> ready;
    for (const auto& column : columns) ready.push_back(column_arrival(column, d));
    return {ready, d.prefix};
}

}  // namespace

double sum_arrival(const std::vector<std::vector<double>>& columns, const Delays& d) {
    return earliest_carries(columns, d).latest();
}

Value add_rows(Circuit& c, const std::vector<std::vector<TimedBit>>& columns, const Delays& d) {
    std::vector<std::vector<double>> times;
    std::vector<Carry> own;
    for (const auto& column : columns) {
        times.emplace_back();
        for (const auto& bit : column) times.back().push_back(bit.arrival);
        own.push_back(column_carry(c, column, column_arrival(times.back(), d)));
    }
    auto earliest = earliest_carries(times, d);
    double required = earliest.latest();
    PrefixNetwork network(own, std::move(earliest), d.prefix);
    std::vector<Value> bits{own[0].propagate};
    for (std::size_t i = 1; i < own.size(); ++i)
        bits.push_back(own[i].propagate ^ network.carry(i - 1, 0, required).generate);
    std::reverse(bits.begin(), bits.end());
    return concat(bits);
}

}  // namespace mxgen::lower
