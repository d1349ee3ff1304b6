// SPDX-License-Identifier: Apache-2.0
#include "gen/lower/plain.h"
#include "gen/unit/dot.h"
#include "gen/view/interpret.h"
#include "sw/tensor/npy.h"
#include "tests/gen/unit/bench.h"
#include "tests/support/vectors.h"

using namespace mxgen;
using namespace mxgen::testing;

namespace {

/// A circuit of `lanes` products a beat that adds whole rows of codes.
class Circuit {
  public:
    Circuit(const std::string& a, const std::string& b, unsigned lanes, unsigned depth,
            const std::string& rule)
        : lanes_(lanes), depth_(depth), dut_(lowered(a, b, lanes, depth, rule)) {}

    Integer sum(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                std::uint32_t c) {
        dut_.set("valid_i", 1);
        dut_.set("c_i", c);
        for (unsigned at = 0; at < depth_; at += lanes_) {
            dut_.set("first_i", at == 0);
            for (unsigned i = 0; i < lanes_; ++i) {
                dut_.set("a_i", a[at + i], i);
                dut_.set("b_i", b[at + i], i);
            }
            dut_.eval();
            dut_.clock();
        }
        dut_.eval();
        return dut_.get("acc_o");
    }

  private:
    static std::shared_ptr<const ir::Circuit> lowered(const std::string& a, const std::string& b,
                                                      unsigned lanes, unsigned depth,
                                                      const std::string& rule) {
        auto o = dot_options(a, b, lanes, rule, static_cast<int>(depth));
        o.start = unit::Start::port;
        return lower::plain(unit::dot(o).circuit());
    }

    unsigned lanes_, depth_;
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
    Circuit circuit(a_format, b_format, 32, depth, rule);
    unsigned different = 0;
    for (std::size_t i = 0; i < d.size(); ++i)
        different += circuit.sum(std::span(a).subspan(i / 64 * depth, depth),
                                 std::span(b).subspan(i % 64 * depth, depth), 0) != d[i];
    INFO(name);
    CHECK(different == 0);
}
