// SPDX-License-Identifier: Apache-2.0
#include "sw/characterize/fit.h"

#include <catch2/catch.hpp>

#include "sw/characterize/samples.h"

using namespace mxgen;
using characterize::fit;
using characterize::Point;

namespace {

std::vector<Point> points_of(const view::Growth& growth) {
    std::vector<Point> points;
    for (double n : {1.0, 2.0, 5.0, 16.0, 40.0, 64.0})
        for (double depth : {1.0, 3.0}) points.push_back({n, depth, depth * growth.at(n)});
    return points;
}

}  // namespace

TEST_CASE("a growth is found again from its own values") {
    for (const view::Growth& growth :
         {view::Growth{0.3, 0.2, 0.01}, {0, 0.5, 0}, {0.1, 0, 0.3}, {2, 0, 0}, {-0.1, 0.4, 0.1}}) {
        auto found = fit(points_of(growth));
        CHECK(found.growth.fixed == Approx(growth.fixed).margin(1e-6));
        CHECK(found.growth.per_log == Approx(growth.per_log).margin(1e-6));
        CHECK(found.growth.per_bit == Approx(growth.per_bit).margin(1e-6));
        CHECK(found.worst_error < 1e-6);
    }
}

TEST_CASE("growth is never negative and errors are those of the fit") {
    // Falls with n: only a constant is left.
    auto found = fit({{1, 1, 3}, {2, 1, 2}, {4, 1, 1}});
    CHECK(found.growth.per_log == 0);
    CHECK(found.growth.per_bit == 0);
    CHECK(found.growth.fixed > 1);
    CHECK(found.growth.fixed < 2);
    CHECK(found.worst_error > 0.3);
    CHECK(found.typical_error <= found.worst_error);
}

TEST_CASE("every sample uses the row that it is named after") {
    for (const auto& sample : characterize::operations()) {
        INFO(sample.name);
        CHECK(sample.use.row != nullptr);
        CHECK(sample.input_bits > 0);
        if (sample.name.starts_with("add_")) CHECK(sample.use.row == &view::Target::add);
        if (sample.name.starts_with("shift_")) CHECK(sample.use.row == &view::Target::shift);
        if (sample.name.starts_with("gate_")) CHECK(sample.use.row == &view::Target::gate);
    }
}
