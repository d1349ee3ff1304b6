// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/front.h"

#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <set>

#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/sweep/narrow.h"
#include "tests/support/case_seed.h"

using namespace mxgen;
using namespace mxgen::sweep;

namespace {

/// Figures of points, drawn: what is estimated, and what synthesis would find.
class DrawnFigures {
  public:
    DrawnFigures(const std::vector<SweepPoint>& points, double error, unsigned seed)
        : random_(seed) {
        std::uniform_real_distribution<double> size(0, 3), noise(-error, error);
        for (const SweepPoint& point : points) {
            Json& known = known_[point.index] = Json::object();
            const double cost = size(random_);
            for (const SweepFigure* figure : read_objectives("area,energy")) {
                const double value = 1000 * std::exp(figure->name == "area" ? cost : -cost) *
                                     std::exp(size(random_) / 2);
                known[figure->estimated] = value;
                // All of them are 30 % too low, and each is wrong on its own.
                measured_[point.index][figure->measured] = value * 1.3 * std::exp(noise(random_));
            }
        }
    }

    const Json& of(const SweepPoint& point) const { return known_.at(point.index); }
    void measure(const std::vector<SweepPoint>& points) {
        for (const SweepPoint& point : points) {
            ++measurements_;
            known_[point.index].update(measured_[point.index]);
        }
    }
    std::size_t measurements() const { return measurements_; }

  private:
    std::mt19937 random_;
    std::map<std::uint64_t, Json> known_, measured_;
    std::size_t measurements_ = 0;
};

Space drawn_space() {
    return parse_space(
        "[axes]\na.format = [\"int3\", \"int4\"]\ndot.lanes = \"1..100\"\n"
        "dot.accumulator = [\"none\"]\n",
        "s.toml");
}

std::set<std::string> names_of_points(const std::vector<SweepPoint>& points) {
    std::set<std::string> names;
    for (const SweepPoint& point : points) names.insert(point.name);
    return names;
}

}  // namespace

TEST_CASE("who is beaten for certain is no candidate, and nobody else") {
    CHECK(front_candidates({}).empty());
    using Designs = std::vector<DesignBounds>;
    const auto known = [](double x, double y) { return DesignBounds{{x, x}, {y, y}}; };
    CHECK(front_candidates(Designs{known(1, 2), known(2, 1), known(2, 2), known(1, 2)}) ==
          std::vector<bool>{true, true, false, true});
    // The bounds of the third reach below the first.
    CHECK(front_candidates(Designs{known(1, 2), known(2, 1), {{0.9, 2}, {2, 3}}}) ==
          std::vector<bool>{true, true, true});
    // The first may be as bad as 3: it beats nobody.
    CHECK(front_candidates(Designs{{{1, 3}, {1, 1}}, known(2, 2)}) ==
          std::vector<bool>{true, true});
    CHECK(front_candidates(Designs{known(1, 1), {{-infinite, infinite}, {2, 2}}}) ==
          std::vector<bool>{true, true});
}

TEST_CASE("candidates of random bounds are those of the definition") {
    std::mt19937 random(mxgen::testing::CaseSeed("front"));
    for (int turn = 0; turn < 50; ++turn) {
        std::vector<DesignBounds> designs(random() % 30);
        for (auto& design : designs)
            for (int i = 0; i < 3; ++i) {
                const double best = random() % 6;
                design.push_back({best, best + random() % 3});
            }
        const auto can = front_candidates(designs);
        for (std::size_t i = 0; i < designs.size(); ++i) {
            bool beaten = false;
            for (std::size_t j = 0; j < designs.size(); ++j) {
                bool all = i != j, one = false;
                for (std::size_t k = 0; k < 3; ++k) {
                    all &= designs[j][k].worst <= designs[i][k].best;
                    one |= designs[j][k].worst < designs[i][k].best;
                }
                beaten |= all && one;
            }
            CHECK(can[i] == !beaten);
        }
    }
}

TEST_CASE("narrowing finds the front of all with a part of the measurements") {
    const Space space = drawn_space();
    const auto points = expand(space).points;
    REQUIRE(points.size() == 200);
    const auto objectives = read_objectives("area,energy");
    std::size_t most = 0;
    for (unsigned seed = 1; seed <= 10; ++seed) {
        INFO(seed);
        DrawnFigures drawn(points, 0.1, seed), full(points, 0.1, seed);
        const auto narrowed = narrow(
            space, points, {objectives, 1.1},
            [&](const SweepPoint& point) -> const Json& { return drawn.of(point); },
            [&](const std::vector<SweepPoint>& some) { drawn.measure(some); });
        full.measure(points);
        const auto found =
            front_of(space, narrowed, objectives,
                     [&](const SweepPoint& point) -> const Json& { return drawn.of(point); });
        const auto wanted =
            front_of(space, points, objectives,
                     [&](const SweepPoint& point) -> const Json& { return full.of(point); });
        CHECK(names_of_points(found) == names_of_points(wanted));
        CHECK(narrowed.size() == drawn.measurements());
        most = std::max(most, drawn.measurements());
    }
    WARN("at most " << most << " of 200 measured");
    CHECK(most < 100);
}

TEST_CASE("what cannot be measured is tried once and beats nobody") {
    const Space space = drawn_space();
    const auto points = expand(space).points;
    DrawnFigures drawn(points, 0.1, 1);
    std::size_t tries = 0;
    const auto narrowed = narrow(
        space, points, {read_objectives("area,energy"), 1},
        [&](const SweepPoint& point) -> const Json& { return drawn.of(point); },
        [&](const std::vector<SweepPoint>& some) { tries += some.size(); });
    CHECK(tries == 200);
    CHECK(narrowed.size() == 200);
}

TEST_CASE("objectives are figures that there are") {
    CHECK(read_objectives("energy,area,sqnr,area").size() == 3);
    for (const char* wrong : {"", "enrgy", "area,", "area;delay"}) {
        INFO(wrong);
        CHECK_THROWS_WITH(read_objectives(wrong),
                          Catch::Matchers::StartsWith("--objective: ") &&
                              Catch::Matchers::Contains("allowed: a list of area, delay, energy") &&
                              Catch::Matchers::Contains("nearest: "));
    }
}
