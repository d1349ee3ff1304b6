// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/narrow.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "sw/package/estimate.h"
#include "sw/support/interrupt.h"
#include "sw/support/json.h"

namespace mxgen::sweep {

namespace {

constexpr std::size_t least_measured = 5;  ///< before a family's own errors are trusted
constexpr double least_spread = 0.03;      ///< synthesis itself is not smoother

/// Logarithms of measured over estimated, of one figure in one family.
struct RatioSample {
    std::vector<double> logarithms;

    EstimateTrust trust() const {
        if (logarithms.empty()) return {};
        const auto count = logarithms.size();
        // As if one that was right had been seen before.
        if (count < least_measured)
            return {std::exp(std::accumulate(logarithms.begin(), logarithms.end(), 0.0) /
                             double(count + 1)),
                    {}};
        const auto [least, most] = std::ranges::minmax(logarithms);
        // The middle of what was seen, and half as far beyond its ends again.
        const double spread = std::exp(0.75 * (most - least)) - 1;
        return {std::exp((least + most) / 2), std::max(least_spread, spread)};
    }
};

class Narrowing {
  public:
    Narrowing(const Space& space, const std::vector<SweepPoint>& points, const NarrowRule& rule,
              const std::function<const Json&(const SweepPoint&)>& metrics_of)
        : points_(points), rule_(rule), metrics_of_(metrics_of), measured_(points.size()) {
        for (const SweepPoint& point : points) {
            configs_.push_back(config_at(space, point.index));
            families_.push_back(package::family_of(configs_.back()));
        }
    }

    /// The points of the next round; none: it is done.
    std::vector<std::size_t> next_round() {
        learn();
        const auto can = front_candidates(all_bounds());
        std::vector<std::size_t> open;
        std::vector<DesignBounds> central;
        for (std::size_t i = 0; i < points_.size(); ++i)
            if (can[i] && !measured_[i]) {
                open.push_back(i);
                central.push_back(central_bounds(i));
            }
        const auto first = front_candidates(central);
        std::vector<std::size_t> round;
        for (std::size_t i = 0; i < open.size(); ++i)
            if (first[i]) round.push_back(open[i]);
        for (const std::size_t i : round) measured_[i] = true;
        return round;
    }

    std::vector<SweepPoint> measured() const {
        std::vector<SweepPoint> points;
        for (std::size_t i = 0; i < points_.size(); ++i)
            if (measured_[i]) points.push_back(points_[i]);
        return points;
    }

  private:
    bool has(std::size_t i, const std::string& key) const {
        return metrics_of_(points_[i]).contains(key);
    }

    /// Whether it was measured, and has not what it was measured for.
    bool has_failed(std::size_t i) const {
        return measured_[i] &&
               std::ranges::any_of(rule_.objectives, [&](const SweepFigure* figure) {
                   return !has(i, figure->measured);
               });
    }

    void learn() {
        samples_.clear();
        for (std::size_t i = 0; i < points_.size(); ++i)
            for (const SweepFigure* figure : rule_.objectives)
                if (has(i, figure->measured) && has(i, figure->estimated)) {
                    const Json& metrics = metrics_of_(points_[i]);
                    samples_[{families_[i], figure}].logarithms.push_back(
                        std::log(metrics.at(figure->measured).get<double>() /
                                 metrics.at(figure->estimated).get<double>()));
                }
    }

    FigureBounds bounds(std::size_t i, const SweepFigure* figure, double keep) const {
        const auto sample = samples_.find({families_[i], figure});
        return bounds_of(*figure, configs_[i], metrics_of_(points_[i]), keep,
                         sample == samples_.end() ? EstimateTrust{} : sample->second.trust());
    }

    std::vector<DesignBounds> all_bounds() const {
        std::vector<DesignBounds> all(points_.size());
        for (std::size_t i = 0; i < points_.size(); ++i)
            for (const SweepFigure* figure : rule_.objectives)
                all[i].push_back(has_failed(i) ? FigureBounds{infinite, infinite}
                                               : bounds(i, figure, rule_.keep));
        return all;
    }

    DesignBounds central_bounds(std::size_t i) const {
        DesignBounds all;
        for (const SweepFigure* figure : rule_.objectives) {
            const auto [best, worst] = bounds(i, figure, 1);
            // What nothing is known of comes first.
            const double middle = best > 0 && worst < infinite ? std::sqrt(best * worst) : best;
            all.push_back({middle, middle});
        }
        return all;
    }

    const std::vector<SweepPoint>& points_;
    const NarrowRule& rule_;
    const std::function<const Json&(const SweepPoint&)>& metrics_of_;
    std::vector<Config> configs_;
    std::vector<std::string> families_;
    std::vector<bool> measured_;
    std::map<std::pair<std::string, const SweepFigure*>, RatioSample> samples_;
};

}  // namespace

std::vector<SweepPoint> narrow(const Space& space, const std::vector<SweepPoint>& points,
                               const NarrowRule& rule,
                               const std::function<const Json&(const SweepPoint&)>& metrics_of,
                               const std::function<void(const std::vector<SweepPoint>&)>& measure) {
    Narrowing narrowing(space, points, rule, metrics_of);
    for (auto round = narrowing.next_round(); !round.empty(); round = narrowing.next_round()) {
        check_interrupt();
        std::vector<SweepPoint> chosen;
        for (const std::size_t i : round) chosen.push_back(points[i]);
        measure(chosen);
    }
    return narrowing.measured();
}

std::vector<SweepPoint> front_of(const Space& space, const std::vector<SweepPoint>& points,
                                 const std::vector<const SweepFigure*>& objectives,
                                 const std::function<const Json&(const SweepPoint&)>& metrics_of) {
    std::vector<DesignBounds> designs;
    for (const SweepPoint& point : points) {
        DesignBounds& bounds = designs.emplace_back();
        for (const SweepFigure* figure : objectives)
            bounds.push_back(bounds_of(*figure, config_at(space, point.index), metrics_of(point), 1,
                                       {.bias = 1, .spread = 0}));
    }
    const auto can = front_candidates(designs);
    std::vector<SweepPoint> front;
    for (std::size_t i = 0; i < points.size(); ++i)
        if (can[i]) front.push_back(points[i]);
    return front;
}

}  // namespace mxgen::sweep
