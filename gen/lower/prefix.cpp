// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/prefix.h"

#include <algorithm>
#include <limits>
#include <map>

#include "gen/ir/poll.h"

namespace mxgen::lower {

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
    std::size_t size() const { return best_.size(); }

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

class Network {
  public:
    Network(const EarliestCarries& earliest, double step)
        : earliest_(earliest), step_(step), arrivals_(earliest_.size()) {
        for (std::size_t i = 0; i < arrivals_.size(); ++i) arrivals_[i] = earliest_(i, i);
    }

    PrefixPlan run(double allowance) {
        auto required = earliest_.latest() * (1 + allowance);
        for (std::size_t i = 0; i < earliest_.size(); ++i) {
            plan_.carries.push_back(carry(i, 0, required));
            if (i + 1 < earliest_.size())
                plan_.arrival = std::max(plan_.arrival, arrivals_[plan_.carries[i]]);
        }
        return std::move(plan_);
    }

  private:
    /// The carry out of columns high..low, settled at `required` or as early as it can be.
    std::size_t carry(std::size_t high, std::size_t low, double required) {
        if (high == low) return high;
        if (is_there(high, low, required)) return made_.at({high, low});
        auto slack = std::max(required, earliest_(high, low)) - step_;
        auto middle = split(high, low, slack);
        auto upper = carry(high, middle + 1, slack), lower = carry(middle, low, slack);
        plan_.joins.push_back({upper, lower});
        arrivals_.push_back(std::max(arrivals_[upper], arrivals_[lower]) + step_);
        return made_[{high, low}] = arrivals_.size() - 1;
    }

    bool is_there(std::size_t high, std::size_t low, double required) const {
        auto found = made_.find({high, low});
        return found != made_.end() && arrivals_[found->second] <= required;
    }

    /// Intervals that a part would add to the network, at most.
    std::size_t price(std::size_t high, std::size_t low, double required) const {
        return high == low || is_there(high, low, required) ? 0 : high - low;
    }

    /// The cheapest split whose parts are there in time.
    std::size_t split(std::size_t high, std::size_t low, double slack) const {
        ir::poll();
        std::size_t chosen = low, cheapest = std::numeric_limits<std::size_t>::max();
        for (auto middle = high; middle-- > low;) {
            if (earliest_(high, middle + 1) > slack || earliest_(middle, low) > slack) continue;
            auto cost = price(high, middle + 1, slack) + price(middle, low, slack);
            if (cost < cheapest) cheapest = cost, chosen = middle;
        }
        return chosen;
    }

    const EarliestCarries& earliest_;
    double step_;
    PrefixPlan plan_;
    std::vector<double> arrivals_;  ///< by interval
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> made_;
};

/// When a column's generate and propagate are there.
double column_arrival(const std::vector<double>& bits, const Delays& d) {
    if (bits.empty()) return 0;
    auto latest = *std::max_element(bits.begin(), bits.end());
    return bits.size() == 1 ? latest : latest + d.gate;
}

}  // namespace

std::vector<PrefixPlan> plan_prefixes(const std::vector<std::vector<double>>& columns,
                                      const std::vector<double>& allowances, const Delays& d) {
    std::vector<double> ready;
    for (const auto& column : columns) ready.push_back(column_arrival(column, d));
    const EarliestCarries earliest(ready, d.prefix);
    std::vector<PrefixPlan> plans;
    for (double allowance : allowances) plans.push_back(Network(earliest, d.prefix).run(allowance));
    return plans;
}

}  // namespace mxgen::lower
