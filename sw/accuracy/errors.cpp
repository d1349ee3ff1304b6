// SPDX-License-Identifier: Apache-2.0
#include "sw/accuracy/errors.h"

#include <algorithm>
#include <cmath>

namespace mxgen::accuracy {

void ErrorSums::Moments::add(long double x) {
    sum += x;
    squares += x * x;
    ++count;
}

ErrorEstimate ErrorSums::Moments::estimate(bool complete) const {
    if (count == 0) return {};
    const long double mean = sum / count;
    if (complete || count < 2) return {static_cast<double>(mean), 0};
    const long double variance = std::max(0.0L, squares / count - mean * mean) / (count - 1);
    constexpr long double z95 = 1.959963984540054L;
    return {static_cast<double>(mean), static_cast<double>(z95 * std::sqrt(variance))};
}

void ErrorSums::add(double exact, double approximate) {
    const long double error = static_cast<long double>(approximate) - exact;
    const long double distance = std::abs(error);
    probability_.add(error == 0 ? 0 : 1);
    absolute_.add(distance);
    squared_.add(error * error);
    bias_.add(error);
    largest_ = std::max(largest_, std::abs(exact));
    worst_absolute_ = std::max(worst_absolute_, static_cast<double>(distance));
    if (exact == 0) return;
    relative_.add(distance / std::abs(exact));
    relative_bias_.add(error / exact);
    worst_relative_ = std::max(worst_relative_, static_cast<double>(distance / std::abs(exact)));
}

Errors ErrorSums::errors(bool complete) const {
    Errors e;
    e.pairs = probability_.count;
    e.probability = probability_.estimate(complete);
    e.mean_absolute = absolute_.estimate(complete);
    e.mean_relative = relative_.estimate(complete);
    e.mean_squared = squared_.estimate(complete);
    e.bias = bias_.estimate(complete);
    e.relative_bias = relative_bias_.estimate(complete);
    e.root_mean_square = std::sqrt(e.mean_squared.value);
    e.worst_absolute = worst_absolute_;
    e.worst_relative = worst_relative_;
    if (largest_ > 0) e.normalized_mean = e.mean_absolute.value / largest_;
    if (worst_absolute_ > 0) e.normalized_distance = e.mean_absolute.value / worst_absolute_;
    return e;
}

}  // namespace mxgen::accuracy
