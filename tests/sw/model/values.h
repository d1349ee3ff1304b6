// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <vector>

#include "sw/model/value.h"

namespace mxgen::testing {

/// Exact numbers; zeros keep their sign.
inline std::vector<model::ExactValue> values(const std::vector<double>& numbers) {
    std::vector<model::ExactValue> list;
    for (const double x : numbers)
        list.push_back(model::finite_value(from_double(x), std::signbit(x)));
    return list;
}

}  // namespace mxgen::testing
