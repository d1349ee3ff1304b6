// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "sw/sweep/figures.h"
#include "sw/unit/config.h"

namespace mxgen::sweep {

inline constexpr double infinite = std::numeric_limits<double>::infinity();

/// Where a figure lies: between its best and its worst, smaller is better (of figures where more is
/// better the negated one). Equal: it is known.
struct FigureBounds {
    double best, worst;
};

/// The bounds of a design, one for each objective.
using DesignBounds = std::vector<FigureBounds>;

/// The figures of a list "energy,area,sqnr". Throws Error (usage) for other names and none.
std::vector<const SweepFigure*> read_objectives(const std::string& list);

/// What is known of the estimates of a figure: measured ones are `bias` times them, give or take a
/// share of `spread`; without it twice the error (root mean square) of the family's fit
/// (gates::FamilyFit).
struct EstimateTrust {
    double bias = 1;
    std::optional<double> spread = {};
};

/// The bounds of a figure of a design: where it was measured, that; else around its estimate;
/// without either it is not known at all. `keep` (from 1 on) makes the best of unmeasured ones
/// better by so much a factor.
FigureBounds bounds_of(const SweepFigure& figure, const Config& config, const Json& metrics,
                       double keep, const EstimateTrust& trust = {});

/// For each design whether it can be on the front: none is, even at its worst, at least as good in
/// every objective, and better in one, than this one at its best.
std::vector<bool> front_candidates(const std::vector<DesignBounds>& designs);

}  // namespace mxgen::sweep
