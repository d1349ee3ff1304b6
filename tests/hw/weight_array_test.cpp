// SPDX-License-Identifier: Apache-2.0
#include "tests/hw/bench.h"

using namespace mxgen;
using namespace mxgen::sim;
using namespace mxgen::test;

namespace {

class WeightBench : public Bench {
  public:
    WeightBench(const Shape& shape, const Stalls& stalls,
                const std::filesystem::path& folder = hand_written)
        : Bench(shape, stalls,
                array_of(shape, folder, "mx_weight_array", "mx_chained_pe.sv", "W_W",
                         {make_port(Role::valid, Stream::weights),
                          make_port(Role::ready, Stream::weights),
                          make_port(Role::b, Stream::weights, {shape.cols, 8}),
                          make_port(Role::c, Stream::input, {shape.cols, 32})})) {}

    /// Appends a load of random weights, random vectors that meet it, and what the array must
    /// answer.
    void add_tile(int vectors) {
        std::vector<std::int8_t> weights;
        for (int word = 0; word < shape_.rows * shape_.beats; ++word) {
            append(weights_);
            const auto bytes = draw(weights_, Role::b);
            weights.insert(weights.end(), bytes.begin(), bytes.end());
        }
        for (int round = 0; round < vectors; ++round) add_round(weights, round + 1 == vectors);
    }

    int beats_per_round() const { return shape_.beats * shape_.turns; }

  private:
    /// Vectors that take turns.
    void add_round(const std::vector<std::int8_t>& weights, bool last) {
        std::vector<Sums> sums(shape_.turns, Sums(shape_.cols));
        for (int beat = 0; beat < beats_per_round(); ++beat) {
            const int part = beat / shape_.turns;
            auto& sum = sums[beat % shape_.turns];
            const auto record = append(beats_);
            // last_i counts with the last vector's last beat.
            const bool noise = beat + 1 < beats_per_round() && random_() % 2;
            beats_.put(record, beats_.slot(Role::last), 0, 1, noise || last);
            const auto a = draw(beats_, Role::a), c = draw(beats_, Role::c);
            if (part == 0) std::memcpy(sum.data(), c.data(), c.size());
            for (int row = 0; row < shape_.rows; ++row)
                for (int col = 0; col < shape_.cols; ++col)
                    sum[col] += static_cast<std::int8_t>(a[row]) *
                                weights[(row * shape_.beats + part) * shape_.cols + col];
        }
        for (const auto& sum : sums) expect_row(sum, last && &sum == &sums.back());
    }
};

const std::vector<Shape> weight_shapes = {
    {1, 1, 1, 1}, {1, 5, 2, 1},    {6, 1, 1, 3},    {3, 4, 3, 2},       {5, 3, 1, 1},
    {8, 8, 2, 1}, {3, 4, 3, 2, 2}, {2, 3, 5, 3, 4}, {4, 4, 2, 1, 1, 2}, {4, 8, 3, 2, 3, 4}};

int columns_of(const Shape& shape) { return shape.cols / shape.cluster; }

/// Cycles from the acceptance of a beat to the row that it completes.
int latency_of(const Shape& shape) { return shape.rows * shape.latency + columns_of(shape) + 2; }

}  // namespace

TEST_CASE("the weight-stationary array computes every tile under any stalls") {
    const auto shape = GENERATE(from_range(weight_shapes));
    const auto stalls = GENERATE(from_range(any_stalls));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, shape.turns, shape.cluster,
            stalls.seed);
    WeightBench bench(shape, stalls);
    for (int tile = 0; tile < 100; ++tile)
        bench.add_tile(bench.random()() % 4 ? 1 + bench.random()() % 12 : 1);
    bench.run();
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("long tiles meet their weights back to back without a bubble") {
    const auto shape = GENERATE(from_range(weight_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, shape.turns, shape.cluster);
    WeightBench bench(shape, {});
    // The next weights are all there when the last element has turned to these and loaded them.
    const int load = shape.rows * shape.beats;
    const int turn = (shape.rows - 1) * shape.latency + columns_of(shape);
    const int round = bench.beats_per_round();
    const int vectors = (load + turn + round - 1) / round, tiles = 12;
    for (int tile = 0; tile < tiles; ++tile) bench.add_tile(vectors);
    bench.run();
    CHECK(static_cast<int>(bench.driver().cycles()) ==
          load + tiles * vectors * round + latency_of(shape));
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("short tiles wait for their weights and no longer") {
    const auto shape = GENERATE(from_range(weight_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, shape.turns, shape.cluster);
    WeightBench bench(shape, {});
    const int tiles = 12, load = shape.rows * shape.beats;
    const int turn = (shape.rows - 1) * shape.latency + columns_of(shape);
    for (int tile = 0; tile < tiles; ++tile) bench.add_tile(1);
    bench.run();
    const int interval = std::max(bench.beats_per_round(), turn + load);
    CHECK(static_cast<int>(bench.driver().cycles()) ==
          load + bench.beats_per_round() + (tiles - 1) * interval + latency_of(shape));
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("the bench sees a fault planted in the weight-stationary array") {
    const auto [file, text, fault] = GENERATE(table<std::string, std::string, std::string>({
        {"mx_weight_array.sv", "row_ready | ~row_valid_q", "1'b1"},
        {"mx_weight_array.sv", "~opens | weights_full", "1'b1"},
        {"mx_weight_array.sv", "{swap_q, start}", "{swap_q, accept}"},
        {"mx_weight_array.sv", "block_first ? c_i : c_q[ROW_W-1:0]", "c_i"},
        {"mx_weight_array.sv", "accept & round_last)", "accept)"},
        {"mx_weight_array.sv", "tile_first & round_first;", "tile_first;"},
        {"mx_weight_array.sv", "last_q[ROWS*LATENCY+CLUSTERS]", "last_q[ROWS*LATENCY+CLUSTERS-1]"},
        {"mx_loader.sv", "fill_q[WORDS] & ~taken_q", "fill_q[WORDS]"},
        {"mx_weights.sv", "else if (next_i)", "else"},
    }));
    CAPTURE(file, fault);
    WeightBench bench({3, 5, 2, 2, 2}, {0.2, 0.5, 20, 8}, planted(file, text, fault));
    for (int tile = 0; tile < 100; ++tile) bench.add_tile(1 + tile % 5);
    CHECK(bench.fails());
}

TEST_CASE("the weight-stationary array forgets everything at reset") {
    const auto shape = GENERATE(from_range(weight_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, shape.turns, shape.cluster);
    WeightBench bench(shape, {0.2, 0.4, 4, 7});
    check_resets(bench);
}
