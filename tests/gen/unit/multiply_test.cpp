// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/multiply.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "gen/lower/plain.h"
#include "gen/view/interpret.h"
#include "sw/model/multiply.h"

using namespace mxgen;

namespace {

/// A multiplier in words: kind, mode, l, subnormals.
struct Words {
    std::string kind, mode = "packed", l = "paper", subnormals = "flush";
};

const std::vector<Words> ordinary_words{
    {"lmul"},        {"lmul", "packed", "none", "normalize"}, {"lmul", "packed", "1", "normalize"},
    {"lmul", "eq1"}, {"lmul", "eq1", "none", "normalize"},
};

/// Every offset from 2^2 to below the mantissa.
std::vector<Words> all_offsets(const std::string& format) {
    std::vector<Words> all;
    for (int l = -2; l <= find_format(format)->mantissa_bits + 2; ++l)
        for (const char* mode : {"packed", "eq1"})
            all.push_back({"lmul", mode, std::to_string(l), l % 2 ? "normalize" : "flush"});
    return all;
}

/// Circuit and golden model of one multiplier side by side.
class Bench {
  public:
    Bench(const std::string& format, const Words& words, bool full = false, bool saturate = true)
        : words_(words), format_(find_format(format).value()) {
        const auto multiplier = find_multiplier(words.kind, words.mode, words.l, words.subnormals,
                                                format_.mantissa_bits);
        REQUIRE(multiplier);
        model_ = {format_, format_, *multiplier, full, saturate};
        const auto unit = unit::multiply("dut", model_);
        dut_.emplace(lower::plain(unit.circuit()));
    }

    void pair(std::uint32_t a, std::uint32_t b) {
        dut_->set("a_i", a);
        dut_->set("b_i", b);
        dut_->eval();
        ++pairs_;
        const auto wanted = model::multiply(model_, a, b);
        const auto got = dut_->get("p_o");
        if (got == wanted) return;
        FAIL(fmt::format("{} {} {} l={} {}: {:x} * {:x} gives {:x}, expected {:x}", format_.name,
                         words_.kind, words_.mode, words_.l, words_.subnormals, a, b,
                         got.convert_to<std::uint64_t>(), wanted.convert_to<std::uint64_t>()));
    }

    void all_pairs() {
        const std::uint64_t codes = model::code_count(format_);
        for (std::uint32_t a = 0; a < codes; ++a)
            for (std::uint32_t b = 0; b < codes; ++b) pair(a, b);
        REQUIRE(pairs_ == codes * codes);
    }

    /// Every pair of corner codes, then random ones, half of them with products in range.
    void corners_and_random(unsigned count) {
        const auto corners = corner_codes();
        for (const std::uint32_t a : corners)
            for (const std::uint32_t b : corners) pair(a, b);
        std::mt19937 random(17);
        const std::uint32_t mask = static_cast<std::uint32_t>(model::code_count(format_) - 1);
        const std::uint32_t magnitudes = mask >> 1;
        for (unsigned i = 0; i < count; ++i) {
            const std::uint32_t a = static_cast<std::uint32_t>(random()) & mask;
            std::uint32_t b = static_cast<std::uint32_t>(random()) & mask;
            // The second near the first's reciprocal, or near where products become subnormal.
            const std::uint32_t around = i % 4 < 2 ? one() * 2 : one();
            const std::uint32_t jitter = (b & magnitudes) >> 3;
            if (i % 2 == 1) b = (around - (a & magnitudes) + jitter - magnitudes / 16) & mask;
            pair(a, b);
        }
        REQUIRE(pairs_ == corners.size() * corners.size() + count);
    }

  private:
    std::uint32_t one() const {
        return static_cast<std::uint32_t>(format_.bias) << format_.mantissa_bits;
    }

    std::vector<std::uint32_t> corner_codes() const {
        const std::uint32_t sign = 1u << (format_.bits - 1), low = 1u << format_.mantissa_bits;
        const std::uint32_t infinity = sign - low;
        std::vector<std::uint32_t> codes;
        for (const std::uint32_t code : {0u,
                                         1u,
                                         2u,
                                         3u,
                                         low / 2,
                                         low - 1,
                                         low,
                                         low + 1,
                                         2 * low - 1,
                                         one() - 1,
                                         one(),
                                         one() + 1,
                                         one() + low / 2,
                                         one() + low - 1,
                                         infinity / 2,
                                         infinity - 1,
                                         infinity,
                                         infinity + 1,
                                         infinity + low / 2,
                                         sign - 1}) {
            codes.push_back(code);
            codes.push_back(code | sign);
        }
        return codes;
    }

    Words words_;
    Format format_;
    MultiplySpec model_;
    std::optional<view::Interpreter> dut_;
    std::uint64_t pairs_ = 0;
};

const std::vector<std::string> narrow{"e4m3", "e5m2", "e3m2",   "e2m3",    "e2m1", "e1m6",
                                      "e2m5", "e3m4", "e4m3b7", "e5m2b15", "e6m1", "e3m3ieee"};

}  // namespace

TEST_CASE("L-Mul, every pair of codes of every 8-bit and smaller format") {
    auto format = GENERATE(from_range(narrow));
    for (const Words& words : ordinary_words) Bench(format, words).all_pairs();
}

TEST_CASE("L-Mul with every offset, every pair of codes") {
    auto format = GENERATE(as<std::string>{}, "e3m2", "e2m3", "e2m1");
    for (const Words& words : all_offsets(format)) Bench(format, words).all_pairs();
}

TEST_CASE("L-Mul with every offset, wide formats, corners and random pairs") {
    auto format = GENERATE(as<std::string>{}, "bf16", "fp16", "fp32");
    for (const Words& words : all_offsets(format)) Bench(format, words).corners_and_random(200);
}

TEST_CASE("rounded, every pair of codes") {
    auto format = GENERATE(as<std::string>{}, "e4m3", "e5m2", "e2m3", "e2m1", "e6m1", "e3m0");
    Bench(format, {"rounded"}).all_pairs();
    Bench(format, {"rounded", "packed", "paper", "normalize"}).all_pairs();
}

TEST_CASE("the exact product, every pair of codes, rounded and full") {
    auto format = GENERATE(from_range(narrow));
    Bench(format, {"exact"}).all_pairs();
    Bench(format, {"exact"}, false, false).all_pairs();
    Bench(format, {"exact"}, true).all_pairs();
}

TEST_CASE("wide formats, corners and random pairs") {
    auto format = GENERATE(as<std::string>{}, "bf16", "fp16", "fp32", "tf32", "e5m0", "e8m7b3fn");
    for (const Words& words : ordinary_words) Bench(format, words).corners_and_random(2000);
    Bench(format, {"exact"}).corners_and_random(20000);
    Bench(format, {"exact"}, false, false).corners_and_random(20000);
    Bench(format, {"exact"}, true).corners_and_random(5000);
}

TEST_CASE("a multiplier of two formats gives the full product") {
    const Format a = find_format("e5m2").value(), b = find_format("e2m3").value();
    view::Interpreter dut(
        lower::plain(unit::multiply("dut", {.a = a, .b = b, .full = true}).circuit()));
    for (std::uint32_t x = 0; x < 256; ++x) {
        for (std::uint32_t y = 0; y < 64; ++y) {
            dut.set("a_i", x);
            dut.set("b_i", y);
            dut.eval();
            if (dut.get("p_o") != model::multiply({.a = a, .b = b, .full = true}, x, y))
                FAIL(x << " * " << y);
        }
    }
    CHECK_THROWS_AS(unit::multiply("dut", {.a = a, .b = b}), ir::CircuitError);
}
