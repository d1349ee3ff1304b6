// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/front.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <sstream>

#include "gen/gates/estimate.h"
#include "sw/package/estimate.h"
#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::sweep {

namespace {

std::optional<double> number_in(const Json& metrics, const std::string& key) {
    const auto found = metrics.find(key);
    if (key.empty() || found == metrics.end() || !found->is_number()) return std::nullopt;
    return found->get<double>();
}

/// Whether a design at its worst is as good as another at its best, and better in something.
bool beats(const DesignBounds& one, const DesignBounds& other) {
    bool is_better = false;
    for (std::size_t i = 0; i < one.size(); ++i) {
        if (one[i].worst > other[i].best) return false;
        is_better |= one[i].worst < other[i].best;
    }
    return is_better;
}

double worst_sum(const DesignBounds& design) {
    return std::accumulate(design.begin(), design.end(), 0.0,
                           [](double sum, const FigureBounds& one) { return sum + one.worst; });
}

/// Whether a design at its worst is beaten by another at its worst: it beats nobody whom that one
/// does not.
bool is_beaten_at_worst(const DesignBounds& one, const DesignBounds& other) {
    return std::ranges::equal(other, one, [](const FigureBounds& x, const FigureBounds& y) {
        return x.worst <= y.worst;
    });
}

/// Of 20 estimates one is further off than twice the root mean square.
constexpr double errors_within_bounds = 2;

/// The error of the estimates of a figure, as a share, for designs of this family.
double estimate_error(const SweepFigure& figure, const Config& config) {
    const auto& fit = gates::fit_of(gates::fitted_families(), package::family_of(config));
    return figure.name == "area"    ? fit.area_error
           : figure.name == "delay" ? fit.delay_error
                                    : fit.energy_error;
}

}  // namespace

std::vector<const SweepFigure*> read_objectives(const std::string& list) {
    std::vector<std::string> legal;
    for (const SweepFigure& figure : sweep_figures()) legal.push_back(figure.name);
    std::vector<const SweepFigure*> objectives;
    std::istringstream in(list + ",");
    for (std::string name; std::getline(in, name, ',');) {
        const auto figure = std::ranges::find(sweep_figures(), name, &SweepFigure::name);
        if (figure == sweep_figures().end())
            throw Error(Exit::usage,
                        fmt::format("--objective: {} is no figure; allowed: a list of {}; nearest: "
                                    "{}",
                                    in_quotes(name), enumerated(legal), nearest(name, legal)));
        if (std::ranges::find(objectives, &*figure) == objectives.end())
            objectives.push_back(&*figure);
    }
    return objectives;
}

FigureBounds bounds_of(const SweepFigure& figure, const Config& config, const Json& metrics,
                       double keep, const EstimateTrust& trust) {
    if (const auto measured = number_in(metrics, figure.measured)) {
        const double value = figure.more_is_better ? -*measured : *measured;
        return {value, value};
    }
    const auto estimate = number_in(metrics, figure.estimated);
    if (!estimate) return {-infinite, infinite};
    const double error =
        trust.spread.value_or(errors_within_bounds * estimate_error(figure, config));
    const double value = *estimate * trust.bias;
    return {value / ((1 + error) * keep), value * (1 + error)};
}

std::vector<bool> front_candidates(const std::vector<DesignBounds>& designs) {
    std::vector<std::size_t> order(designs.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return worst_sum(designs[i]); });
    // Those that none is at least as good as at their worst: they beat whoever is beaten.
    std::vector<std::size_t> front;
    for (const std::size_t i : order)
        if (std::ranges::none_of(
                front, [&](std::size_t j) { return is_beaten_at_worst(designs[i], designs[j]); }))
            front.push_back(i);
    std::vector<bool> can(designs.size());
    for (std::size_t i = 0; i < designs.size(); ++i)
        can[i] = std::ranges::none_of(
            front, [&](std::size_t j) { return j != i && beats(designs[j], designs[i]); });
    return can;
}

}  // namespace mxgen::sweep
