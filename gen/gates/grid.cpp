// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/grid.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "gen/ir/module.h"

namespace mxgen::gates {

using namespace ir;

namespace {

/// The parameters of a hand-written array.
struct GridSizes {
    explicit GridSizes(const Circuit& external) {
        std::map<std::string, double> values;
        for (const auto& [name, value] : external.parameters)
            values[name] = static_cast<double>(value);
        rows = values["ROWS"], cols = values["COLS"];
        a = values["A_W"], b = values.contains("W_W") ? values["W_W"] : values["B_W"];
        sum = values["C_W"], latency = values["LATENCY"], beats = values["BEATS"];
        turns = values["TURNS"], cluster = values["CLUSTER"];
    }

    double rows, cols, a, b, sum, latency, beats, turns, cluster;

    /// Count beats and turns; left out where there is one.
    double beat_ring() const { return beats > 1 ? ring(beats) : 0; }
    double turn_ring() const { return turns > 1 ? ring(turns) : 0; }
    /// A ring of one bit a place; of two places the other is the complement.
    static double ring(double places) { return places == 2 ? 1 : places; }
};

/// Places of a skew: one for the first stream, `step` more for each one after it.
double skew(double count, double step) { return count + step * count * (count - 1) / 2; }

/// The output stream's two places and which of them are full.
void add_stream(Grid& grid, double width) {
    grid.sums += 2 * width;
    grid.selected += width;
    grid.tokens += 2;
}

/// A queue of rows: which places are full, which is written, which is read.
void add_queue(Grid& grid, double width, double depth) {
    grid.sums += depth * width;
    grid.gathered += depth * width;
    grid.tokens += 3 * depth;
}

Grid output_stationary(const GridSizes& s) {
    const double high = s.rows / s.cluster, wide = s.cols / s.cluster, diagonals = high + wide - 1;
    const double results = s.turns * s.rows;
    const double gap = std::max({results, wide + s.turns - 1, wide + results - high - s.turns + 1});
    const double rings = (s.beats > 1 ? s.beats : 0) + (s.turns > 1 ? s.turns : 0);
    const double depth = s.latency + (s.turns > 1) + wide + 2;
    Grid grid;
    grid.a = s.a * s.cluster * (skew(high, 1) + high * (wide - 1));
    grid.b = s.b * s.cluster * (skew(wide, 1) + wide * (high - 1));
    grid.sums = grid.gathered = results * s.cols * s.sum;
    // The waves, the gap between tiles, the first beat, which rows are full and whose turn it is,
    // and how many have not left. Where sums take turns, a wave of first turns and a longer one of
    // ends.
    grid.tokens = 3 * diagonals + s.latency + (gap - 1) + 1 + rings + 2 * results +
                  std::ceil(std::log2(depth + results + 1));
    if (s.turns > 1) grid.tokens += diagonals - 1 + s.turns;
    add_queue(grid, s.cols * s.sum + 1, depth);
    return grid;
}

Grid weight_stationary(const GridSizes& s) {
    const double wide = s.cols / s.cluster, places = (s.rows - 1) * s.latency + wide;
    const double weights = s.rows * s.cols * s.b * s.beats, waiting = s.turns * s.cols * s.sum;
    Grid grid;
    grid.sums_travel = true;
    grid.a = s.a * (skew(s.rows, s.latency) + s.rows * (wide - 1));
    grid.b = 2 * weights;
    grid.sums = s.sum * s.cluster * 2 * skew(wide, 1) + (s.beats > 1 ? waiting : 0);
    if (s.beats > 1) grid.selected = weights + s.cols * s.sum;
    // The waves, the first beat, the loader's words, and whether a row waits.
    grid.tokens = 2 * places + (s.rows * s.latency + wide + 1) + 1 + s.beat_ring() + s.turn_ring() +
                  (s.rows * s.beats + 2) + 1;
    if (s.turns > 1 && s.beats > 1) grid.tokens += places;
    add_stream(grid, s.cols * s.sum + 1);
    return grid;
}

constexpr unsigned word = 8;  ///< bits that a part's figures are the mean of

Covered held_word(const CellSet& cells, bool has_reset) {
    Module m{"held", "A word that is held."};
    auto x = m.input("x_i", Range::unsigned_bits(word));
    m.clock_enable(m.input("en_i", Range::bit()));
    m.output("y_o", m.registered(has_reset ? x.control() : x));
    return covered(*m.circuit(), cells);
}

Covered selected_word(const CellSet& cells) {
    Module m{"selected", "One of two words."};
    auto s = m.input("s_i", Range::bit());
    auto x = m.input("x_i", Range::unsigned_bits(word), 2);
    m.output("y_o", mux(s, x[0], x[1]));
    return covered(*m.circuit(), cells);
}

/// Two of two words, so that each bit has its AND and its OR.
Covered gathered_word(const CellSet& cells) {
    Module m{"gathered", "Words let through and joined."};
    auto s = m.input("s_i", Range::bit(), 2);
    auto x = m.input("x_i", Range::unsigned_bits(word), 2);
    m.output("y_o", mux(s[0], x[0], m.constant(0)) | mux(s[1], x[1], m.constant(0)));
    return covered(*m.circuit(), cells);
}

}  // namespace

std::shared_ptr<const Circuit> find_module(const Circuit& top, const std::string& instance) {
    const auto found = std::ranges::find(top.instances, instance, &Instance::name);
    return found == top.instances.end() ? nullptr : found->module;
}

std::shared_ptr<const Circuit> element_of(const Circuit& top) {
    return find_module(*find_module(top, "u_array"), "mx_pe");
}

Grid grid_of(const Circuit& top) {
    const auto external = find_module(top, "u_array");
    if (!external || !external->is_external) return {};
    const GridSizes sizes(*external);
    Grid grid = external->name == "mx_array" ? output_stationary(sizes) : weight_stationary(sizes);
    grid.elements = static_cast<unsigned>(sizes.rows * sizes.cols);
    return grid;
}

Estimate estimate(const Grid& grid, const CellSet& cells) {
    const auto bit_area = [&](const Covered& part, unsigned bits) {
        return estimate(part, cells).area / bits;
    };
    Estimate found;
    found.registers = static_cast<std::size_t>(grid.registers());
    found.register_area = grid.registers() * cells.reg.area + grid.tokens * cells.reg.reset_area;
    found.area = (grid.a + grid.b + grid.sums) * bit_area(held_word(cells, false), word) +
                 grid.tokens * bit_area(held_word(cells, true), word) +
                 grid.selected * bit_area(selected_word(cells), word) +
                 grid.gathered * bit_area(gathered_word(cells), 2 * word);
    return found;
}

double energy_pj(const Grid& grid, const CellSet& cells, const GridRates& rates) {
    const Covered held = held_word(cells, false);
    // Every bit of the word changes in each cycle.
    std::vector<std::vector<std::uint8_t>> cycles;
    for (std::uint8_t value : {0, 1, 0, 1, 0, 1}) {
        cycles.emplace_back(word, value).push_back(1);
    }
    const double change = activity_of(held, cells, cycles) / word;
    const double changes = grid.a * rates.a + grid.b * rates.b + grid.sums * rates.sums;
    return FamilyFit{}.energy * cells.pj_per_load * change * changes +
           cells.clock_pj * grid.registers();
}

}  // namespace mxgen::gates
