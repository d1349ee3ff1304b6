// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <vector>

#include "sim/stream.h"
#include "sim/verilate.h"
#include "sw/support/error.h"

namespace fs = std::filesystem;
using namespace mxgen;
using namespace mxgen::sim;

namespace {

struct Shape {
    int rows, cols, latency, beats;
};

const fs::path rtl = fs::path(MXGEN_SOURCE_DIR) / "hw/rtl";

/// The array on stand-in PEs that multiply and accumulate bytes.
Design array_of(const Shape& shape, const fs::path& folder) {
    Design design;
    design.top = "mx_array";
    for (const auto& entry : fs::directory_iterator(folder)) design.files.push_back(entry.path());
    std::sort(design.files.begin(), design.files.end());
    design.files.push_back(fs::path(MXGEN_SOURCE_DIR) / "tests/hw/mx_pe.sv");
    design.parameters = {{"ROWS", shape.rows}, {"COLS", shape.cols},       {"A_W", 8},
                         {"B_W", 8},           {"LATENCY", shape.latency}, {"BEATS", shape.beats}};
    design.defines = {{"PE_LATENCY", shape.latency}, {"PE_BEATS", shape.beats}};
    design.ports = {{"clk_i"},
                    {"rst_ni"},
                    {"valid_i"},
                    {"ready_o", false},
                    {"last_i"},
                    {"a_i", true, shape.rows * 8},
                    {"b_i", true, shape.cols * 8},
                    {"valid_o", false},
                    {"ready_i"},
                    {"c_o", false, shape.cols * 32},
                    {"last_o", false}};
    return design;
}

std::string read_text(const fs::path& path) {
    std::ifstream in(path);
    return {std::istreambuf_iterator<char>(in), {}};
}

class Bench {
  public:
    Bench(const Shape& shape, const Stalls& stalls, const fs::path& folder = rtl)
        : shape_(shape),
          dut_(verilate(array_of(shape, folder)), array_of(shape, folder).ports),
          driver_(dut_, stalls, 4 * (shape.rows + shape.cols + shape.latency) + 8),
          random_(stalls.seed + 99),
          beats_(dut_.ports(), {dut_.find("last_i"), dut_.find("a_i"), dut_.find("b_i")}) {
        driver_.reset();
    }

    /// Appends a tile of random bytes and what the array must answer.
    void add_tile(int blocks) {
        std::vector<std::int32_t> sums(shape_.rows * shape_.cols);
        for (int beat = 0; beat < blocks * shape_.beats; ++beat) {
            beats_.append();
            const auto record = beats_.size() - 1;
            beats_.bytes(record, 0)[0] = beat >= (blocks - 1) * shape_.beats;
            for (auto& byte : beats_.bytes(record, 1)) byte = random_();
            for (auto& byte : beats_.bytes(record, 2)) byte = random_();
            for (int r = 0; r < shape_.rows; ++r)
                for (int c = 0; c < shape_.cols; ++c)
                    sums[r * shape_.cols + c] +=
                        static_cast<std::int8_t>(beats_.bytes(record, 1)[r]) *
                        static_cast<std::int8_t>(beats_.bytes(record, 2)[c]);
        }
        expected_.insert(expected_.end(), sums.begin(), sums.end());
    }

    void run() {
        driver_.feed(beats_);
        driver_.drain(expected_.size() / shape_.cols);
    }

    /// Rows that differ from what is due, in their sums or their last flag.
    int wrong_rows() {
        const Beats& rows = driver_.rows();
        REQUIRE(rows.size() > 0);
        REQUIRE(rows.size() * shape_.cols == expected_.size());
        int wrong = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            wrong += std::memcmp(rows.bytes(i, 0).data(), &expected_[i * shape_.cols],
                                 shape_.cols * 4) != 0 ||
                     rows.bytes(i, 1)[0] != ((i + 1) % shape_.rows == 0);
        return wrong;
    }

    void forget() {
        beats_.clear();
        expected_.clear();
        driver_.rows().clear();
    }

    StreamDriver& driver() { return driver_; }
    const Beats& beats() const { return beats_; }
    std::mt19937_64& random() { return random_; }

  private:
    Shape shape_;
    Dut dut_;
    StreamDriver driver_;
    std::mt19937_64 random_;
    Beats beats_;
    std::vector<std::int32_t> expected_;
};

const std::vector<Shape> shapes = {{1, 1, 1, 1}, {1, 5, 2, 1}, {6, 1, 1, 3},
                                   {3, 4, 3, 2}, {5, 3, 1, 1}, {8, 8, 4, 1}};

}  // namespace

TEST_CASE("array computes every tile under any stalls") {
    const auto shape = GENERATE(from_range(shapes));
    const auto stalls = GENERATE(values<Stalls>({{0, 0, 1, 1},
                                                 {0.3, 0.3, 3, 2},
                                                 {0.5, 0, 6, 3},
                                                 {0, 0.5, 6, 4},
                                                 {0.05, 0.05, 90, 5},
                                                 {0, 0.9, 2, 6}}));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats, stalls.seed);
    Bench bench(shape, stalls);
    for (int tile = 0; tile < 300; ++tile)
        bench.add_tile(bench.random()() % 4 ? 1 + bench.random()() % 12 : 1);
    bench.run();
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("array takes full tiles back to back without a bubble") {
    const auto shape = GENERATE(from_range(shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats);
    Bench bench(shape, {});
    const int longest = std::max(shape.rows, shape.cols);
    const int blocks = (longest + shape.beats - 1) / shape.beats;
    const int tiles = 20;
    for (int tile = 0; tile < tiles; ++tile) bench.add_tile(blocks);
    bench.driver().feed(bench.beats());
    CHECK(bench.driver().cycles() == bench.beats().size());
    bench.driver().drain(tiles * shape.rows);
    CHECK(bench.driver().cycles() ==
          bench.beats().size() + shape.rows + shape.cols + shape.latency + 1);
    CHECK(bench.wrong_rows() == 0);
}

TEST_CASE("array spaces short tiles by its longer side") {
    const auto shape = GENERATE(from_range(shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats);
    Bench bench(shape, {});
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
    const fs::path folder = fs::path(MXGEN_BINARY_DIR) / "planted";
    fs::remove_all(folder);
    fs::copy(rtl, folder);
    std::string body = read_text(folder / file);
    REQUIRE(body.find(text) != std::string::npos);
    std::ofstream(folder / file) << body.replace(body.find(text), text.size(), fault);

    Bench bench({3, 5, 2, 2}, {0.2, 0.5, 20, 8}, folder);
    for (int tile = 0; tile < 200; ++tile) bench.add_tile(1 + tile % 5);
    bool caught = false;
    try {
        bench.run();
        caught = bench.wrong_rows() > 0;
    } catch (const Error& error) {
        caught = error.code() == Exit::check_failed;
    }
    CHECK(caught);
}

TEST_CASE("array forgets everything at reset") {
    const auto shape = GENERATE(from_range(shapes));
    CAPTURE(shape.rows, shape.cols, shape.latency, shape.beats);
    Bench bench(shape, {0.2, 0.4, 4, 7});
    for (int round = 0; round < 20; ++round) {
        bench.add_tile(1 + round);
        bench.driver().feed(bench.beats());
        bench.driver().idle(round);
        bench.driver().reset();
        bench.forget();
        bench.add_tile(1 + round % 3);
        bench.add_tile(2);
        bench.run();
        CHECK(bench.wrong_rows() == 0);
        bench.forget();
    }
}
