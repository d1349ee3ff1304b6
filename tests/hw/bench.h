// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "sim/stream.h"
#include "sim/verilate.h"
#include "sw/support/error.h"
#include "sw/support/files.h"

namespace mxgen::test {

struct Shape {
    int rows, cols, latency, beats;
    int turns = 1, cluster = 1;
};

inline const std::filesystem::path hand_written =
    std::filesystem::path(MXGEN_SOURCE_DIR) / "hw/rtl";

/// A hand-written array on stand-in PEs that multiply and accumulate bytes; `ports` beside clock,
/// reset and the handshakes of values and rows.
inline sim::VerilogDesign array_of(const Shape& shape, const std::filesystem::path& folder,
                                   const std::string& top, const std::string& pe,
                                   const std::string& stationary, const std::vector<Port>& ports) {
    sim::VerilogDesign design;
    design.top = top;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        design.files.push_back(entry.path());
    std::sort(design.files.begin(), design.files.end());
    design.files.push_back(std::filesystem::path(MXGEN_SOURCE_DIR) / "tests/hw" / pe);
    design.parameters = {{"ROWS", shape.rows}, {"COLS", shape.cols},       {"A_W", 8},
                         {stationary, 8},      {"LATENCY", shape.latency}, {"BEATS", shape.beats}};
    if (shape.turns > 1) design.parameters.emplace_back("TURNS", shape.turns);
    if (shape.cluster > 1) design.parameters.emplace_back("CLUSTER", shape.cluster);
    design.defines = {
        {"PE_LATENCY", shape.latency}, {"PE_BEATS", shape.beats}, {"PE_TURNS", shape.turns}};
    design.ports = {make_port(Role::clock, Stream::none),
                    make_port(Role::reset, Stream::none),
                    make_port(Role::valid, Stream::input),
                    make_port(Role::ready, Stream::input),
                    make_port(Role::last, Stream::input),
                    make_port(Role::a, Stream::input, {shape.rows, 8}),
                    make_port(Role::valid, Stream::output),
                    make_port(Role::ready, Stream::output),
                    make_port(Role::last, Stream::output),
                    make_port(Role::result, Stream::output, {shape.cols, 32})};
    design.ports.insert(design.ports.end(), ports.begin(), ports.end());
    return design;
}

/// A copy of the hand-written modules with one piece of text replaced in one of them.
inline std::filesystem::path planted(const std::string& file, const std::string& text,
                                     const std::string& fault) {
    const auto folder = std::filesystem::path(MXGEN_BINARY_DIR) / "planted";
    std::filesystem::remove_all(folder);
    std::filesystem::copy(hand_written, folder);
    std::string body = read_file(folder / file);
    REQUIRE(body.find(text) != std::string::npos);
    write_file(folder / file, body.replace(body.find(text), text.size(), fault));
    return folder;
}

/// An array between a source and a sink, and the rows of sums that it owes.
class Bench {
  public:
    Bench(const Shape& shape, const sim::Stalls& stalls, const sim::VerilogDesign& design)
        : shape_(shape),
          dut_(sim::verilate(design), design.ports),
          driver_(dut_, stalls,
                  8 * (shape.rows * shape.latency * shape.beats + shape.cols + shape.latency) + 8),
          random_(stalls.seed + 99),
          beats_(dut_.ports(), Stream::input),
          weights_(dut_.ports(), Stream::weights) {
        driver_.reset();
    }

    void run() {
        feed();
        driver_.drain(last_.size());
    }
    void feed() { driver_.feed(beats_, &weights_); }

    /// Rows that differ from what is due, in their sums or their last flag.
    int wrong_rows() {
        const Beats& rows = driver_.rows();
        REQUIRE(rows.size() > 0);
        REQUIRE(rows.size() == last_.size());
        const int sums = rows.slot(Role::result), last = rows.slot(Role::last);
        int wrong = 0;
        for (std::size_t i = 0; i < rows.size(); ++i)
            wrong += std::memcmp(rows.bytes(i, sums).data(), &expected_[i * shape_.cols],
                                 shape_.cols * 4) != 0 ||
                     rows.bytes(i, last)[0] != last_[i];
        return wrong;
    }

    void forget() {
        beats_.clear();
        weights_.clear();
        expected_.clear();
        last_.clear();
        driver_.rows().clear();
    }

    /// Whether a run ends wrong, or breaks a rule of the streams.
    bool fails() {
        try {
            run();
            return wrong_rows() > 0;
        } catch (const Error& error) {
            return error.code() == Exit::check_failed;
        }
    }

    sim::StreamDriver& driver() { return driver_; }
    std::size_t beats() const { return beats_.size(); }
    std::mt19937_64& random() { return random_; }

  protected:
    using Sums = std::vector<std::int32_t>;

    /// Appends a record; the bytes of one of its ports, random.
    static std::size_t append(Beats& beats) {
        beats.append();
        return beats.size() - 1;
    }
    std::span<std::uint8_t> draw(Beats& beats, Role role) {
        const auto bytes = beats.bytes(beats.size() - 1, beats.slot(role));
        for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_());
        return bytes;
    }
    void expect_row(std::span<const std::int32_t> sums, bool last) {
        expected_.insert(expected_.end(), sums.begin(), sums.end());
        last_.push_back(last);
    }

    Shape shape_;
    sim::Dut dut_;
    sim::StreamDriver driver_;
    std::mt19937_64 random_;
    Beats beats_, weights_;
    Sums expected_;
    std::vector<std::uint8_t> last_;  ///< per row
};

/// None, on both sides, on one of them, rare ones longer than any pipeline, many short ones.
inline const std::vector<sim::Stalls> any_stalls = {{0, 0, 1, 1},        {0.3, 0.3, 3, 2},
                                                    {0.5, 0, 6, 3},      {0, 0.5, 6, 4},
                                                    {0.05, 0.05, 90, 5}, {0, 0.9, 2, 6}};

/// Resets a bench amid tiles of every length; what comes after each reset must be right.
template <class AnyBench>
void check_resets(AnyBench& bench) {
    for (int round = 0; round < 20; ++round) {
        bench.add_tile(1 + round);
        bench.feed();
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

}  // namespace mxgen::test
