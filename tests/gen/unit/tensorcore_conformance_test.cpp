// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/plain.h"
#include "gen/unit/dot.h"
#include "gen/view/interpret.h"
#include "gen/view/schedule.h"
#include "sw/tensor/npy.h"
#include "tests/gen/unit/bench.h"
#include "tests/support/vectors.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

/// Rows of codes whose products are one sum, and its first value.
struct Row {
    std::span<const std::uint32_t> a, b;
    std::uint32_t c = 0;
};

/// A circuit of `lanes` products a beat that adds whole rows of codes, `turns` of them in turns;
/// with turns its loop holds registers.
class Circuit {
  public:
    Circuit(const std::string& a, const std::string& b, unsigned lanes, unsigned depth,
            const std::string& rule, unsigned turns = 1)
        : lanes_(lanes), depth_(depth), dut_(lowered(a, b, lanes, depth, rule, turns)) {
        // Before the first beat, registers of stages hold what no beat would.
        dut_.check_facts(turns == 1);
    }

    /// Of as many rows as take turns.
    std::vector<Integer> sums(const std::vector<Row>& rows) {
        std::vector<Integer> sums;
        auto clock = [&] {
            dut_.eval();
            if (dut_.get("valid_o") == 1) sums.push_back(dut_.get("acc_o"));
            dut_.clock();
        };
        dut_.set("valid_i", 1);
        for (unsigned at = 0; at < depth_; at += lanes_)
            for (const auto& row : rows) {
                dut_.set("c_i", row.c);
                dut_.set("first_i", at == 0);
                for (unsigned i = 0; i < lanes_; ++i) {
                    dut_.set("a_i", row.a[at + i], i);
                    dut_.set("b_i", row.b[at + i], i);
                }
                clock();
            }
        dut_.set("valid_i", 0);
        for (unsigned cycle = 0; cycle < latency_; ++cycle) clock();
        // A block is a whole row: nothing else leaves.
        REQUIRE(sums.size() == rows.size());
        return sums;
    }
    Integer sum(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                std::uint32_t c) {
        return sums({{a, b, c}})[0];
    }

  private:
    std::shared_ptr<const ir::Circuit> lowered(const std::string& a, const std::string& b,
                                               unsigned lanes, unsigned depth,
                                               const std::string& rule, unsigned turns) {
        auto o = dot_options(a, b, lanes, rule, static_cast<int>(depth));
        o.start = unit::Start::port;
        o.interleave = turns;
        const auto unit = lower::plain(unit::dot(o).circuit());
        if (turns == 1) return unit;
        const auto& target = view::target("osu018");
        const auto staged = view::schedule(unit, target, {.stages = turns});
        latency_ = staged.latency;
        REQUIRE(latency_ > 2);
        return staged.circuit;
    }

    unsigned lanes_, depth_, latency_ = 1;
    view::Interpreter dut_;
};

Codes read_codes(const std::filesystem::path& path, int bits) {
    Codes codes;
    if (bits == 8)
        for (auto code : read_binary<std::uint8_t>(path)) codes.push_back(code);
    else
        for (auto code : read_binary<std::uint16_t>(path)) codes.push_back(code);
    return codes;
}

}  // namespace

TEST_CASE("circuits return what GPUs of three generations returned", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    auto [name, format, rule, depth, lanes] =
        GENERATE(table<std::string, std::string, std::string, unsigned, unsigned>(
            {{"V100_fp16", "fp16", "tensorcore<23,4,24>", 4, 4},
             {"A100_fp16", "fp16", "tensorcore<24,8,24>", 8, 4},
             {"A100_bf16", "bf16", "tensorcore<24,8,24>", 8, 8},
             {"Ada_E4M3", "e4m3", "tensorcore<13,16,14>", 32, 32},
             {"Ada_E5M2", "e5m2", "tensorcore<13,16,14>", 32, 8}}));
    auto file = [&, stem = name](const char* part) {
        return *vectors / "tc" / (stem + "." + part + ".bin");
    };
    auto bits = find_format(format)->bits;
    auto a = read_codes(file("a"), bits), b = read_codes(file("b"), bits);
    auto c = read_binary<std::uint32_t>(file("c_f32"));
    auto d = read_binary<std::uint32_t>(file("d_f32"));
    REQUIRE(d.size() == 5000);
    REQUIRE(a.size() == d.size() * depth);
    Circuit circuit(format, format, lanes, depth, rule);
    unsigned different = 0;
    for (std::size_t i = 0; i < d.size(); ++i)
        different += circuit.sum(std::span(a).subspan(i * depth, depth),
                                 std::span(b).subspan(i * depth, depth), c[i]) != d[i];
    INFO(name);
    CHECK(different == 0);
}

TEST_CASE("circuits return what an H200 returned, slow accumulation too", "[conformance]") {
    const auto vectors = find_vectors();
    if (!vectors) return;
    auto [name, a_format, b_format, rule] =
        GENERATE(table<std::string, std::string, std::string, std::string>(
            {{"fp16_K32_m0", "fp16", "fp16", "tensorcore<25,16,24>"},
             {"bf16_K32_m1", "bf16", "bf16", "tensorcore<25,16,24>"},
             {"e4m3_K32_m0_fast", "e4m3", "e4m3", "tensorcore<13,32,14>"},
             {"e4m3_K64_m1_fast", "e4m3", "e4m3", "tensorcore<13,32,14>"},
             {"e5m2_K32_m2_fast", "e5m2", "e4m3", "tensorcore<13,32,14>"},
             {"e4m3_K256_m2_slow", "e4m3", "e4m3", "tensorcore<13,32,14> promote=128"}}));
    auto read = [&, stem = name](const char* part) {
        auto path = *vectors / "h200" / (stem + "." + part + ".npy");
        return tensor::to_codes(tensor::read_npy(path), path.string());
    };
    auto a = read("a"), b = read("b"), d = read("d");
    auto depth = static_cast<unsigned>(a.size() / 64);
    REQUIRE(d.size() == 64 * 64);
    REQUIRE(b.size() == a.size());
    const unsigned turns = GENERATE(1u, 4u);
    Circuit circuit(a_format, b_format, 32, depth, rule, turns);
    unsigned different = 0;
    for (std::size_t i = 0; i < d.size(); i += turns) {
        std::vector<Row> rows;
        for (std::size_t row = i; row < i + turns; ++row)
            rows.push_back({std::span(a).subspan(row / 64 * depth, depth),
                            std::span(b).subspan(row % 64 * depth, depth)});
        const auto sums = circuit.sums(rows);
        for (unsigned turn = 0; turn < turns; ++turn) different += sums[turn] != d[i + turn];
    }
    INFO(name << ", " << turns << " turns");
    CHECK(different == 0);
}
