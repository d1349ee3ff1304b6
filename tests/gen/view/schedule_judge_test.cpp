// SPDX-License-Identifier: Apache-2.0
#include "gen/view/schedule_judge.h"

#include "gen/gates/estimate.h"
#include "tests/gen/view/schedule_bench.h"

namespace {

/// The osu018 data, with its gates or by single operations alone.
view::Target osu018(bool with_gates) {
    auto target = view::target("osu018");
    REQUIRE(target.gate_cells);
    if (!with_gates) target.gate_cells.reset();
    return target;
}

/// What gates::estimate() makes of a scheduled circuit's longest path, between registers.
double longest_path(const Scheduled& made) {
    const auto target = osu018(true);
    const auto& cells = *target.gate_cells;
    return gates::estimate(gates::covered(*made.circuit, cells), cells, {}, target.clock_to_q_ns)
        .delay_ns;
}

/// A product, then next to nothing, then a sum that takes turns.
Module uneven() {
    Module m{"uneven", "A product, an inversion and a sum."};
    auto a = m.input("a_i", Range::unsigned_bits(8));
    auto b = m.input("b_i", Range::unsigned_bits(8));
    auto product = m.registered((a * b).as("product"));
    auto flipped = m.registered((~product).as("flipped"));
    m.output("sum_o", flipped + product);
    return m;
}

/// What floating sums are made of: alignment, sum, leading zeros, normalisation.
Module floating(bool) {
    Module m{"floating", "Aligns, adds and normalises."};
    auto x = m.input("x_i", Range::unsigned_bits(24), 4);
    auto shift = m.input("shift_i", Range::unsigned_bits(5));
    std::vector<Value> terms;
    for (unsigned i = 0; i < 4; ++i) terms.push_back(x[i] >> shift);
    auto total = sum(terms).as("total");
    m.output("y_o", (total << leading_zeros(total)).as("normal"));
    return m;
}

}  // namespace

TEST_CASE("every stage is judged by its own gates") {
    const auto made = view::schedule(lower::plain(uneven().circuit()), osu018(true));
    REQUIRE(made.latency == 2);
    const auto target = osu018(true);
    const auto& cells = *target.gate_cells;
    const auto covered = gates::covered(*made.circuit, cells);
    const auto delays = gates::stage_delays(covered, cells, {}, 0, 2);
    REQUIRE(delays.size() == 3);
    CHECK(delays[0] > 2 * delays[1]);
    CHECK(delays[2] > 2 * delays[1]);
    CHECK(*std::ranges::max_element(delays) == gates::estimate(covered, cells).delay_ns);
}

TEST_CASE("stages are balanced by their gates") {
    auto with_enable = [](bool cuts) { return mac(cuts, true); };
    double better = 0, before = 0;
    for (const Build& build : {Build(polynomial), Build(floating), Build(with_enable)})
        for (const unsigned stages : {2, 3, 4}) {
            const auto circuit = lower::plain(build(true).circuit());
            const auto judged = view::schedule(circuit, osu018(true), {.stages = stages});
            const auto blind = view::schedule(circuit, osu018(false), {.stages = stages});
            INFO(circuit->name << ", " << stages << " stages");
            CHECK(judged.latency == stages);
            CHECK(longest_path(judged) <= longest_path(blind) + 1e-9);
            CHECK(judged.period_ns == Approx(longest_path(judged)));
            CHECK(agrees(build, judged));
            better += longest_path(judged), before += longest_path(blind);
        }
    CHECK(better < before);
}

TEST_CASE("a period is met by gates where it can be") {
    for (const double period : {7.0, 8.0, 12.0}) {
        const auto circuit = lower::plain(lanes(true).circuit());
        const auto made = view::schedule(circuit, osu018(true), {.period_ns = period});
        INFO(period);
        CHECK(made.period_ns <= period);
        CHECK(agrees(lanes, made));
    }
}
