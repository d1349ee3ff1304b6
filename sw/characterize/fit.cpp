// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/fit.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>

namespace mxgen::characterize {

namespace {

using Row = std::array<double, 3>;

/// fixed, per_log and per_bit as they enter a point, relative to its value.
Row terms(const Point& p) {
    double weight = p.depth / p.measured, n = std::max(p.n, 1.0);
    return {weight, weight * std::log2(n), weight * n};
}

/// Solves the normal equations of the chosen terms by elimination; empty when they are dependent.
std::optional<Row> solve(const std::vector<Point>& points, unsigned chosen) {
    std::array<std::array<double, 4>, 3> m{};
    for (const auto& p : points) {
        auto row = terms(p);
        for (int i = 0; i < 3; ++i) {
            for (int j = 0; j < 3; ++j) m[i][j] += row[i] * row[j];
            m[i][3] += row[i];
        }
    }
    for (int i = 0; i < 3; ++i)
        if (!(chosen >> i & 1)) {
            for (int j = 0; j < 4; ++j) m[i][j] = 0;
            for (int j = 0; j < 3; ++j) m[j][i] = 0;
            m[i][i] = 1;
        }
    for (int i = 0; i < 3; ++i) {
        if (m[i][i] < 1e-9) return std::nullopt;
        for (int k = 0; k < 3; ++k) {
            if (k == i) continue;
            double factor = m[k][i] / m[i][i];
            for (int j = i; j < 4; ++j) m[k][j] -= factor * m[i][j];
        }
    }
    return Row{m[0][3] / m[0][0], m[1][3] / m[1][1], m[2][3] / m[2][2]};
}

Fit judged(const view::Growth& growth, const std::vector<Point>& points) {
    Fit fit{growth};
    for (const auto& p : points) {
        double error = std::abs(p.depth * growth.at(p.n) - p.measured) / p.measured;
        fit.typical_error += error * error / static_cast<double>(points.size());
        fit.worst_error = std::max(fit.worst_error, error);
    }
    fit.typical_error = std::sqrt(fit.typical_error);
    return fit;
}

}  // namespace

Fit fit(const std::vector<Point>& all) {
    std::vector<Point> points;
    std::copy_if(all.begin(), all.end(), std::back_inserter(points),
                 [](const Point& p) { return p.measured > 0; });
    Fit best;
    best.typical_error = std::numeric_limits<double>::infinity();
    for (unsigned chosen = 1; chosen < 8; ++chosen) {
        auto solved = solve(points, chosen);
        if (!solved || (*solved)[1] < 0 || (*solved)[2] < 0) continue;
        auto found = judged({(*solved)[0], (*solved)[1], (*solved)[2]}, points);
        if (found.typical_error < best.typical_error) best = found;
    }
    return best;
}

}  // namespace mxgen::characterize
