// SPDX-License-Identifier: Apache-2.0
// mxgen_convert is the converter: equal to its stepper and, without its ports, to mxgen_quantize.
#include <bit>
#include <catch2/catch.hpp>
#include <cstring>
#include <random>
#include <string>

#include "sw/library/mxgen.h"

using Catch::Matchers::Contains;

namespace {

constexpr std::size_t rows = 9, columns = 70;
const std::size_t shape[] = {rows, columns};

/// fp32 numbers with bits below those of bf16 zero.
std::vector<float> numbers() {
    std::mt19937 random(23);
    std::vector<float> x;
    for (std::size_t i = 0; i < rows * columns; ++i) {
        const float value = std::ldexp(float(random() % 512) - 255, int(random() % 12) - 6);
        x.push_back(std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) & 0xffff0000u));
    }
    return x;
}

/// The bytes of an array of a result, none where there is none.
std::string bytes_of(const mxgen_result* result, const char* name) {
    mxgen_array array;
    if (mxgen_get(result, name, &array) != 0) return "";
    std::size_t count = array.type == MXGEN_U16 ? 2 : 1;
    for (int axis = 0; axis < array.rank; ++axis) count *= array.shape[axis];
    return {static_cast<const char*>(array.data), count};
}

/// Blocks of 8 bf16 numbers into MXFP4, a block a beat.
const std::string small =
    "design.unit = \"convert\"\n[a]\nformat = \"mxfp4\"\nblock = 8\n"
    "[convert]\ninput = \"bf16\"\n";

/// Codes and scales of 64 numbers by the stepper: codes as bytes of two each.
std::string stepped(const std::string& config, const std::vector<std::uint16_t>& x,
                    std::uint32_t random) {
    mxgen_design* design = mxgen_open(config.c_str());
    REQUIRE(design != nullptr);
    const int in = mxgen_find_port(design, "x"), codes = mxgen_find_port(design, "codes"),
              scale = mxgen_find_port(design, "scale"), bits = mxgen_find_port(design, "random");
    std::string text, scales;
    for (std::size_t first = 0; first < 64; first += 8) {
        REQUIRE(mxgen_drive(design, in, &x[first], 16) == 0);
        if (bits >= 0) REQUIRE(mxgen_drive(design, bits, &random, 4) == 0);
        REQUIRE(mxgen_step(design) == 1);
        std::uint8_t packed[4], code = 0;
        REQUIRE(mxgen_read(design, codes, packed, 4) == 0);
        REQUIRE(mxgen_read(design, scale, &code, 1) == 0);
        for (const std::uint8_t two : packed) text += {char(two & 15), char(two >> 4)};
        scales += char(code);
        mxgen_next(design);
    }
    mxgen_close(design);
    return text + scales;
}

}  // namespace

TEST_CASE("converters without random bits give what quantization gives") {
    const std::vector<float> x = numbers();
    std::vector<std::uint16_t> halves;
    for (const float value : x)
        halves.push_back(std::uint16_t(std::bit_cast<std::uint32_t>(value) >> 16));
    const mxgen_array floats{MXGEN_F32, 2, shape, x.data()},
        codes{MXGEN_U16, 2, shape, halves.data()};
    std::size_t done = 0;
    for (const std::string format : {"mxfp8_e4m3", "mxfp6_e2m3", "mxfp4", "mxint8", "nvfp4"})
        for (const std::string rest :
             {"", "lanes = 8\n", "scale_rule = \"rceil\"\nrounding = \"rna\"\n"}) {
            if (format == "nvfp4" && rest.find("rceil") != std::string::npos) continue;
            const std::string a = "[a]\nformat = \"" + format + "\"\n[convert]\n";
            const std::string unit = "[design]\nunit = \"convert\"\n" + a + rest;
            INFO(unit);
            mxgen_quantize_options options;
            mxgen_quantize_defaults(&options);
            if (format == "nvfp4") options.tensor_scale = 0.5f;
            mxgen_result* wanted = mxgen_quantize((a + rest).c_str(), &floats, &options);
            for (const auto& [input, array] :
                 {std::pair{"fp32", &floats}, std::pair{"bf16", &codes}}) {
                mxgen_result* result =
                    mxgen_convert((unit + "input = \"" + input + "\"\n").c_str(), array,
                                  std::bit_cast<std::uint32_t>(0.5f), nullptr);
                INFO(mxgen_last_error());
                REQUIRE(wanted != nullptr);
                REQUIRE(result != nullptr);
                CHECK(bytes_of(result, "codes").size() == rows * columns);
                CHECK(bytes_of(result, "codes") == bytes_of(wanted, "codes"));
                CHECK(bytes_of(result, "scales") == bytes_of(wanted, "scales"));
                CHECK(bytes_of(result, "invalid") ==
                      std::string(bytes_of(result, "scales").size(), '\0'));
                mxgen_free(result);
                ++done;
            }
            mxgen_free(wanted);
        }
    CHECK(done == 28);
}

TEST_CASE("converters with random bits give what their stepper gives") {
    std::vector<std::uint16_t> x;
    for (const float value : numbers())
        x.push_back(std::uint16_t(std::bit_cast<std::uint32_t>(value) >> 16));
    const std::size_t length[] = {64};
    const mxgen_array array{MXGEN_U16, 1, length, x.data()};
    const std::string port = small + "rounding = \"sr\"\nrandom_bits = 4\n";
    const std::vector<std::uint8_t> nines(64, 9);
    const mxgen_array random{MXGEN_U8, 1, length, nines.data()};
    const std::string lfsr = port + "random = \"lfsr\"\n";
    std::vector<std::string> results;
    for (const auto& [config, bits] :
         {std::pair{port, &random}, {port, nullptr}, {lfsr, nullptr}}) {
        mxgen_result* result = mxgen_convert(config.c_str(), &array, 0, bits);
        INFO(mxgen_last_error());
        REQUIRE(result != nullptr);
        results.push_back(bytes_of(result, "codes") + bytes_of(result, "scales"));
        CHECK(results.back() == stepped(config, x, bits != nullptr ? 0x99999999u : 0));
        mxgen_free(result);
    }
    CHECK(results[0] != results[1]);
    CHECK(results[0] != results[2]);
}

TEST_CASE("what a converter cannot take is refused in words") {
    const std::uint32_t wide[] = {0x3f80, 0x10000, 0, 0};
    const std::uint16_t codes[] = {1, 2, 3, 4};
    const double doubles[] = {1, 2, 3, 4};
    const std::size_t four[] = {4}, two[] = {2};
    const mxgen_array good{MXGEN_U16, 1, four, codes}, large{MXGEN_U32, 1, four, wide},
        real{MXGEN_F64, 1, four, doubles}, fewer{MXGEN_U16, 1, two, codes},
        scalar{MXGEN_U16, 0, nullptr, codes};
    const auto refused = [&](const char* config, const mxgen_array* x, const mxgen_array* random,
                             const std::string& message) {
        CHECK(mxgen_convert(config, x, 0, random) == nullptr);
        CHECK_THAT(mxgen_last_error(), Contains(message));
    };
    refused(small.c_str(), nullptr, nullptr, "x: a null pointer");
    refused(small.c_str(), &large, nullptr, "element 1 is 0x10000; allowed: codes of 16 bits");
    refused(small.c_str(), &real, nullptr, "F64");
    refused(small.c_str(), &scalar, nullptr, "one axis");
    refused(small.c_str(), &good, &fewer, "random: not of x's shape, (4,)");
    refused("design.unit = \"multiply\"\na.format = \"e4m3\"\n", &good, nullptr,
            "allowed: convert");
    const mxgen_array* x = &good;
    CHECK(mxgen_dequantize("a.format = \"e4m3\"\n", x, x, nullptr) == nullptr);
    CHECK_THAT(mxgen_last_error(), Contains("e4m3 has none"));
    CHECK(mxgen_dequantize("a.format = \"mxfp4\"\n", &large, x, nullptr) == nullptr);
    CHECK_THAT(mxgen_last_error(), Contains("allowed: codes of 4 bits"));
    CHECK(mxgen_dequantize("a.format = \"mxfp4\"\n", x, x, nullptr) == nullptr);
    CHECK_THAT(mxgen_last_error(), Contains("one a block; allowed: (1,)"));
}
