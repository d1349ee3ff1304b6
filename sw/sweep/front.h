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

/// The bounds of a figure of a design: where it was measured, that; else around its estimate, times
/// `bias`, by the error of its family's fit (gates::FamilyFit), or by `spread` where that is given.
/// Without either it is not known at all. `keep` (from 1 on) makes best of unmeasured ones better
/// by so much a factor.
struct EstimateTrust {
    double bias = 1;
    std::optional<double> spread = {};
};
FigureBounds bounds_of(const SweepFigure& figure, const Config& config, const Json& metrics,
                       double keep, const EstimateTrust& trust = {});

/// The error of the estimates of a figure, as a share, for designs of this family.
double estimate_error(const SweepFigure& figure, const Config& config);

/// For each design whether it can be on the front: none is, even at its worst, at least as good in
/// every objective, and better in one, than this one at its best.
std::vector<bool> front_candidates(const std::vector<DesignBounds>& designs);

}  // namespace mxgen::sweep
