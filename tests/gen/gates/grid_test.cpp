// SPDX-License-Identifier: Apache-2.0
// What stands around an array's elements, counted by hand.
#include "gen/gates/grid.h"

#include <catch2/catch.hpp>

#include "gen/lower/plain.h"
#include "gen/unit/array.h"

using namespace mxgen;
using namespace mxgen::gates;

namespace {

/// Rows x cols elements of one lane of int4, sums of 16 bits, each beat a block of its own or two.
unit::ArrayOptions options(bool weights, unsigned rows, unsigned cols, int block) {
    unit::ArrayOptions options{.name = "small", .dot = {}, .rows = rows, .cols = cols};
    options.weight_stationary = weights;
    options.dot.a = options.dot.b = find_block_format("int4").value();
    options.dot.a.block = options.dot.b.block = block;
    options.dot.accumulator = find_accumulator("int16").value();
    options.dot.blocks = 4;
    return options;
}

Grid grid(const unit::ArrayOptions& options, unsigned latency = 1) {
    const auto dot = lower::plain(unit::array_dot(options).circuit());
    return grid_of(*lower::plain(unit::array(options, {dot, latency}).circuit()));
}

Grid grid(bool weights, unsigned latency = 1, int block = 1) {
    return grid(options(weights, 2, 3, block), latency);
}

CellSet cells() {
    CellSet set;
    set.gates = {{"inv", 1, 0b01, 0.5, {0.1, 0}, 1}, {"nand", 2, 0b0111, 1, {0.1, 0}, 1}};
    set.reg = {4, 2, {0.25, 0}, 0.5, 1};
    set.pj_per_load = 0.25;
    set.clock_pj = 0.125;
    return set;
}

}  // namespace

TEST_CASE("registers of an array whose sums stay") {
    const Grid found = grid(false);
    CHECK(found.elements == 6);
    CHECK(found.a == 4 * ((1 + 2) + 2 * 2));
    CHECK(found.b == 4 * ((1 + 2 + 3) + 3));
    // A queue of 6 rows.
    CHECK(found.sums == 6 * 16 + 6 * (3 * 16 + 1));
    CHECK(found.gathered == found.sums);
    CHECK(found.selected == 0);
    // Waves of 4, 4 and 5; a gap of 2; the first beat; 2 rows full, 2 turns, up to 8 rows pending;
    // the queue's places full, written, read.
    CHECK(found.tokens == 13 + 2 + 1 + 4 + 4 + 18);
    CHECK_FALSE(found.sums_travel);
    CHECK(grid(false, 3).tokens == found.tokens + 2 + 6);
    CHECK(grid(false, 1, 2).tokens == found.tokens + 2);
    CHECK(grid(false, 1, 3).tokens == found.tokens + 3);
}

TEST_CASE("registers of an array whose weights stay") {
    const Grid found = grid(true);
    CHECK(found.a == 4 * ((1 + 2) + 2 * 2));
    CHECK(found.b == 2 * 6 * 4);
    CHECK(found.sums == 2 * (1 + 2 + 3) * 16 + 2 * (3 * 16 + 1));
    CHECK(found.gathered == 0);
    // Waves of 4, 4 and 6; the first beat; words 0 to 2 and one taken; a row; the stream's 2.
    CHECK(found.tokens == 14 + 1 + 4 + 1 + 2);
    CHECK(found.sums_travel);
    const Grid later = grid(true, 3);
    CHECK(later.a == found.a + 2 * 4);
    CHECK(later.tokens == found.tokens + 2 * 2 + 2 * 2);
    const Grid two = grid(true, 1, 2);
    CHECK(two.b == 2 * found.b);
    CHECK(two.sums == found.sums + 3 * 16);
    CHECK(two.selected == found.selected + 2 * 6 * 4 + 3 * 16);
}

TEST_CASE(
    "clusters share what passes them, and sums that take turns wait in results of their own") {
    auto clusters = options(false, 4, 4, 1);
    clusters.cluster = 2;
    const Grid found = grid(clusters);
    // Two clusters of two rows: skew 1 + 2, and one place more in each.
    CHECK(found.a == 2 * 4 * (1 + 2 + 2));
    CHECK(found.b == found.a);
    // Waves of 3, 3 and 4; a gap of 3; the first beat; 4 rows full, 4 turns, up to 9 pending; a
    // queue of 5.
    CHECK(found.tokens == 10 + 3 + 1 + 8 + 4 + 15);
    auto travelling = clusters;
    travelling.weight_stationary = true;
    const Grid weights = grid(travelling);
    CHECK(weights.a == 4 * ((1 + 2 + 3 + 4) + 4));
    CHECK(weights.sums == 2 * 2 * (1 + 2) * 16 + 2 * (4 * 16 + 1));
    // Waves of 5, 5 and 7; the first beat; words 0 to 4 and one taken; a row; the stream's 2.
    CHECK(weights.tokens == 17 + 1 + 6 + 1 + 2);

    auto turns = options(false, 2, 3, 1);
    turns.dot.interleave = 3;
    const Grid three = grid(turns), one = grid(false);
    CHECK(three.a == one.a);
    // And a place more in the queue.
    CHECK(three.sums == one.sums + 2 * 6 * 16 + 3 * 16 + 1);
    CHECK(three.gathered == three.sums);
    // A wave of first turns that ends one place earlier, ends for three turns, the turn; a gap of 5
    // instead of 2; 6 results full and 6 turns to leave instead of 2 and 2; the queue's place.
    CHECK(three.tokens == one.tokens + 3 + 3 + 3 + 3 + 8 + 3);
}

TEST_CASE("a top without an array has no grid") {
    unit::DotOptions options{.name = "dot",
                             .a = find_block_format("int4").value(),
                             .b = find_block_format("int4").value(),
                             .lanes = 1,
                             .accumulator = find_accumulator("int16").value()};
    options.a.block = options.b.block = 1;
    CHECK(grid_of(*unit::dot(options).circuit()).elements == 0);
}

TEST_CASE("area and energy of a grid are sums over its bits") {
    const auto set = cells();
    Grid one;
    one.elements = 1;
    one.a = 8;
    const auto held = estimate(one, set);
    CHECK(held.registers == 8);
    CHECK(held.register_area == 8 * 4);
    // A selection is three ANDs of which the cover makes three NANDs and an inverter for them all.
    CHECK(held.area > 8 * (4 + 2));
    CHECK(held.area < 8 * (4 + 4));
    Grid tokens;
    tokens.tokens = 8;
    CHECK(estimate(tokens, set).area == Approx(held.area + 8 * 2));
    CHECK(estimate(tokens, set).register_area == 8 * 6);
    Grid both = one;
    both.b = 4, both.sums = 2;
    CHECK(estimate(both, set).area == Approx(held.area * 14 / 8));

    const double idle = energy_pj(one, set, {});
    CHECK(idle == Approx(8 * 0.125));
    // What changes in every cycle: the word's input, two NANDs of the selection, the register.
    const double changes = energy_pj(one, set, {1, 0, 0}) - idle;
    CHECK(changes > 8 * 2 * 0.25 * 2);
    CHECK(energy_pj(tokens, set, {1, 1, 1}) == Approx(8 * 0.125));
    CHECK(energy_pj(both, set, {}) == Approx(14 * 0.125));
    CHECK(energy_pj(one, set, {0.5, 1, 1}) - idle == Approx(changes / 2));
    const double all = energy_pj(both, set, {1, 1, 1}) - energy_pj(both, set, {});
    CHECK(all == Approx(changes * 14 / 8));
}
