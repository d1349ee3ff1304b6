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
        Sums sums(shape_.rows * shape_.cols);
        for (int beat = 0; beat < blocks * shape_.beats; ++beat) {
            const auto record = append(beats_);
            beats_.put(record, beats_.slot(Role::last), 0, 1, beat >= (blocks - 1) * shape_.beats);
            const auto a = draw(beats_, Role::a), b = draw(beats_, Role::b);
            for (int r = 0; r < shape_.rows; ++r)
                for (int c = 0; c < shape_.cols; ++c)
                    sums[r * shape_.cols + c] +=
                        static_cast<std::int8_t>(a[r]) * static_cast<std::int8_t>(b[c]);
        }
        for (int r = 0; r < shape_.rows; ++r)
            expect_row(std::span(sums).subspan(r * shape_.cols, shape_.cols), r + 1 == shape_.rows);
    }
};

const std::vector<Shape> array_shapes = {{1, 1, 1, 1}, {1, 5, 2, 1}, {6, 1, 1, 3},
                                         {3, 4, 3, 2}, {5, 3, 1, 1}, {8, 8, 4, 1}};

}  // namespace

TEST_CASE("array computes every tile under any stalls") {
    const auto shape = GENERATE(from_range(array_shapes));
    const auto stalls = GENERATE(from_range(any_stalls));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, stalls.seed);
    OutputBench bench(shape, stalls);
    for (int tile = 0; tile < 300; ++tile)
        bench.add_tile(bench.random()() % 4 ? 1 + bench.random()() % 12 : 1);
    bench.run();
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("array takes full tiles back to back without a bubble") {
    const auto shape = GENERATE(from_range(array_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats);
    OutputBench bench(shape, {});
    const int max_extent = std::max(shape.rows, shape.cols);
    const int blocks = (max_extent + shape.beats - 1) / shape.beats;
    const int tiles = 20;
    for (int tile = 0; tile < tiles; ++tile) bench.add_tile(blocks);
    bench.feed();
    CHECK(bench.driver().cycles() == bench.beats());
    bench.driver().drain(tiles * shape.rows);
    CHECK(bench.driver().cycles() == bench.beats() + shape.rows + shape.cols + shape.latency + 1);
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("array spaces short tiles by its longer side") {
    const auto shape = GENERATE(from_range(array_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats);
    OutputBench bench(shape, {});
    const int tiles = 20;
    for (int tile = 0; tile < tiles; ++tile) bench.add_tile(1);
    bench.run();
    const int interval = std::max({shape.rows, shape.cols, shape.beats});
    CHECK(static_cast<int>(bench.driver().cycles()) ==
          shape.beats + (tiles - 1) * interval + shape.rows + shape.cols + shape.latency + 1);
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("the bench sees a fault planted in the array") {
    const auto [file, text, fault] = GENERATE(table<std::string, std::string, std::string>({
        {"mx_drain.sv", "~|clash", "1'b1"},
        {"mx_array.sv", "last_q[LATENCY+COLS-1+:ROWS]", "last_q[LATENCY+COLS-2+:ROWS]"},
        {"mx_array.sv", "ROWS > COLS ? ROWS : COLS", "ROWS > COLS ? COLS : ROWS"},
        {"mx_array.sv", "(en & acc_valid", "(acc_valid"},
        {"mx_stream.sv", "spare_valid_q ? spare_q : data_i", "data_i"},
        {"mx_tile.sv", "first_q <= last_o", "first_q <= 1'b1"},
        {"mx_skew.sv", ".en_i, .data_i", ".en_i(1'b1), .data_i"},
        {"mx_hold.sv", "if (en_i) data_q", "data_q"},
    }));
    CAPTURE(file, fault);
    OutputBench bench({3, 5, 2, 2}, {0.2, 0.5, 20, 8}, planted(file, text, fault));
    for (int tile = 0; tile < 200; ++tile) bench.add_tile(1 + tile % 5);
    CHECK(bench.fails());
}

TEST_CASE("array forgets everything at reset") {
    const auto shape = GENERATE(from_range(array_shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats);
    OutputBench bench(shape, {0.2, 0.4, 4, 7});
    check_resets(bench);
}
