// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "gen/view/target.h"

namespace mxgen::characterize {

/// A measured value of `depth` times a growth at n.
struct Point {
    double n = 1, depth = 1, measured = 0;
};

/// A growth fitted to points, and how far off it is.
struct Fit {
    view::Growth growth;
    double typical_error = 0;  ///< root mean square of (fitted - measured) / measured
    double worst_error = 0;
};

/// The growth of least squared relative error: the best of the unconstrained fits to each subset of
/// its three terms in which per_log and per_bit are not negative. Points of value 0 or less are
/// left out.
Fit fit(const std::vector<Point>& points);

}  // namespace mxgen::characterize
