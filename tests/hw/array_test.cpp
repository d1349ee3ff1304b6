// SPDX-License-Identifier: Apache-2.0
#include "tests/hw/bench.h"

using namespace mxgen;
using namespace mxgen::sim;
using namespace mxgen::test;

namespace {

class OutputBench : public Bench {
  public:
    OutputBench(const Shape& shape, const Stalls& stalls,
                const std::filesystem::path& folder = hand_written)
        : Bench(shape, stalls,
                array_of(shape, folder, "mx_array", "mx_pe.sv", "B_W",
                         {make_port(Role::b, Stream::input, {shape.cols, 8})})) {}

    /// Appends a tile of random bytes and what the array must answer.
    void add_tile(int blocks) {
        const int beats = blocks * shape_.beats * shape_.turns, width = shape_.cols * shape_.turns;
        Sums sums(shape_.rows * width);
        std::vector<std::uint8_t> a;
        for (int beat = 0; beat < beats; ++beat) {
            const auto record = append(beats_);
            const int turn = beat % shape_.turns;
            // Rows of A count with a round's first turn; last_i with a block's last beat.
            const bool may_end = (beat + 1) % (shape_.beats * shape_.turns) == 0;
            const bool last = beat + 1 == beats || (!may_end && random_() % 2);
            beats_.put(record, beats_.slot(Role::last), 0, 1, last);
            const auto drawn = draw(beats_, Role::a), b = draw(beats_, Role::b);
            if (turn == 0) a.assign(drawn.begin(), drawn.end());
            for (int r = 0; r < shape_.rows; ++r)
                for (int c = 0; c < shape_.cols; ++c)
                    sums[r * width + turn * shape_.cols + c] +=
                        static_cast<std::int8_t>(a[r]) * static_cast<std::int8_t>(b[c]);
        }
        for (int row = 0; row < rows_per_tile(); ++row)
            expect_row(std::span(sums).subspan(row * shape_.cols, shape_.cols),
                       row + 1 == rows_per_tile());
    }

    int rows_per_tile() const { return shape_.rows * shape_.turns; }
    int beats_per_block() const { return shape_.beats * shape_.turns; }
    /// Cycles between the last beats of short tiles.
    int interval() const {
        const int clusters = shape_.cols / shape_.cluster;
        const int left =
            clusters + rows_per_tile() - shape_.rows / shape_.cluster - shape_.turns + 1;
        return std::max({rows_per_tile(), clusters + shape_.turns - 1, left, beats_per_block()});
    }
    /// Cycles from the last beat to the last row.
    int tail() const {
        return rows_per_tile() + shape_.cols / shape_.cluster + shape_.latency + 1 +
               (shape_.turns > 1);
    }
};

const std::vector<Shape> array_shapes = {
    {1, 1, 1, 1},        {1, 5, 2, 1},        {6, 1, 1, 3},       {3, 4, 3, 2},
    {5, 3, 1, 1},        {8, 8, 4, 1},        {3, 4, 2, 1, 2},    {2, 3, 5, 3, 4},
    {1, 1, 3, 2, 3},     {4, 4, 2, 1, 1, 2},  {2, 6, 3, 2, 3, 2}, {8, 4, 1, 1, 2, 4},
    {4, 12, 6, 1, 4, 4}, {4, 16, 2, 1, 1, 2}, {2, 6, 2, 1, 4}};

}  // namespace

TEST_CASE("array computes every tile under any stalls") {
    const auto shape = GENERATE(from_range(array_shapes));
    const auto stalls = GENERATE(from_range(any_stalls));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, shape.turns, shape.cluster,
            stalls.seed);
    OutputBench bench(shape, stalls);
    for (int tile = 0; tile < 300; ++tile)
        bench.add_tile(bench.random()() % 4 ? 1 + bench.random()() % 12 : 1);
    bench.run();
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("array takes full tiles back to back without a bubble") {
    const auto shape = GENERATE(from_range(array_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, shape.turns, shape.cluster);
    OutputBench bench(shape, {});
    const int blocks = (bench.interval() + bench.beats_per_block() - 1) / bench.beats_per_block();
    const int tiles = 20;
    for (int tile = 0; tile < tiles; ++tile) bench.add_tile(blocks);
    bench.feed();
    CHECK(bench.driver().cycles() == bench.beats());
    bench.driver().drain(tiles * bench.rows_per_tile());
    CHECK(bench.driver().cycles() == bench.beats() + bench.tail());
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("array spaces short tiles by the rows that leave and the columns that finish") {
    const auto shape = GENERATE(from_range(array_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, shape.turns, shape.cluster);
    OutputBench bench(shape, {});
    const int tiles = 20;
    for (int tile = 0; tile < tiles; ++tile) bench.add_tile(1);
    bench.run();
    CHECK(static_cast<int>(bench.driver().cycles()) ==
          bench.beats_per_block() + (tiles - 1) * bench.interval() + bench.tail());
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("the bench sees a fault planted in the array") {
    const auto [file, text, fault] = GENERATE(table<std::string, std::string, std::string>({
        {"mx_drain.sv", "pending_q <= PLACES", "1'b1"},
        {"mx_queue.sv", "~|(full_q & write_q)", "1'b1"},
        {"mx_array.sv", "t+START+B_CLUSTERS-1]", "t+START+B_CLUSTERS-2]"},
        {"mx_array.sv", "RESULTS > SPACE ? RESULTS : SPACE", "1"},
        {"mx_array.sv", "accept & round_first}", "accept}"},
        {"mx_array.sv", "(r*TURNS+t)*ROW_W", "(r*TURNS+TURNS-1-t)*ROW_W"},
        {"mx_array.sv", "last_q[DIAGONAL+1+:TURNS]", "last_q[DIAGONAL+:TURNS]"},
        {"mx_tile.sv", "first_q <= last_o", "first_q <= 1'b1"},
        {"mx_skew.sv", ".en_i(moves_i[j]), .data_i", ".en_i(1'b1), .data_i"},
        {"mx_hold.sv", "if (en_i) data_q", "data_q"},
    }));
    CAPTURE(file, fault);
    OutputBench bench({3, 5, 2, 2, 2}, {0.2, 0.5, 20, 8}, planted(file, text, fault));
    for (int tile = 0; tile < 200; ++tile) bench.add_tile(1 + tile % 5);
    CHECK(bench.fails());
}

TEST_CASE("array forgets everything at reset") {
    const auto shape = GENERATE(from_range(array_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, shape.turns, shape.cluster);
    OutputBench bench(shape, {0.2, 0.4, 4, 7});
    check_resets(bench);
}
