// SPDX-License-Identifier: Apache-2.0
// Tensors in block formats: told from numbers, read code for code, written and read again.
#include "sw/tensor/packed.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "sw/support/json.h"
#include "sw/tensor/inputs.h"
#include "sw/tensor/inventory.h"
#include "sw/tensor/pack.h"
#include "tests/support/refusal.h"
#include "tests/support/scratch_folder.h"
#include "tests/sw/tensor/files.h"

using namespace mxgen;
using namespace mxgen::tensor;
using Catch::Matchers::Contains;
using mxgen::testing::little;
using mxgen::testing::refusal;
using mxgen::testing::ScratchFolder;
using mxgen::testing::write;

namespace {

/// Random codes; scales count through all that the format has.
Quantized every_scale(const std::string& format, const Shape& shape, std::mt19937& random) {
    Quantized q;
    q.format = find_block_format(format).value();
    q.blocking = {q.format.block, -1, false};
    q.shape = q.scale_shape = shape;
    const auto block = static_cast<std::size_t>(q.format.block);
    q.scale_shape.back() = (shape.back() + block - 1) / block;
    const std::uint32_t scale_codes = q.format.tensor_scale ? 128 : 256;
    for (std::size_t i = 0; i < element_count(shape, 1, ""); ++i)
        q.codes.push_back(random() % (1u << q.format.element.bits));
    for (std::size_t i = 0; i < element_count(q.scale_shape, 1, ""); ++i)
        q.scales.push_back(static_cast<std::uint32_t>(i) % scale_codes);
    if (q.format.tensor_scale) q.tensor_scale = 2688.5f;
    return q;
}

void check_equal(const Quantized& read, const Quantized& q) {
    CHECK(read.format == q.format);
    CHECK(read.shape == q.shape);
    CHECK(read.scale_shape == q.scale_shape);
    CHECK(read.codes == q.codes);
    CHECK(read.scales == q.scales);
    CHECK(read.tensor_scale == q.tensor_scale);
    CHECK(read.tensor_factor == 1);
}

std::string bits_of(float x) { return little(std::bit_cast<std::uint32_t>(x), 4); }

}  // namespace

TEST_CASE("what is packed is read again code for code, every scale with it") {
    const ScratchFolder scratch("round_trip");
    std::mt19937 random(1);
    int files = 0;
    const auto round_trip = [&](Pack pack, const std::string& format, const Shape& shape) {
        INFO(static_cast<int>(pack) << " " << format << " " << to_string(shape));
        const Quantized q = every_scale(format, shape, random),
                        other = every_scale(format, shape, random);
        check_pack(pack, q.format, {});
        PackedFile file(pack);
        file.add("w", q);
        file.add("layers.0/other", other);
        file.write(scratch.path());
        const std::string path =
            (scratch.path() / (pack == Pack::gguf ? "packed.gguf" : "packed.safetensors")).string();
        check_equal(read_quantized(path + ":w"), q);
        check_equal(read_quantized(path + ":layers.0/other"), other);
        ++files;
    };
    for (const Shape& shape :
         {Shape{256, 32}, Shape{3, 5, 96}, Shape{64}, Shape{1, 32}, Shape{7, 3, 1, 32}}) {
        round_trip(Pack::gpt_oss, "mxfp4", shape);
        round_trip(Pack::gguf, "mxfp4", shape);
        for (const char* format : {"mxfp4", "nvfp4", "mxfp8_e4m3"})
            round_trip(Pack::compressed_tensors, format, shape);
    }
    for (const Shape& shape : {Shape{5, 2}, Shape{3, 50}, Shape{2, 3, 18}}) {
        round_trip(Pack::compressed_tensors, "mxfp4", shape);
        round_trip(Pack::compressed_tensors, "nvfp4", shape);
    }
    round_trip(Pack::compressed_tensors, "mxfp8_e4m3", {3, 33});
    CHECK(files == 32);
}

TEST_CASE("what a layout cannot hold is refused, with what it can") {
    std::mt19937 random(1);
    const auto check = [](Pack pack, const char* format, QuantizeOptions options = {}) {
        return refusal([&] { check_pack(pack, find_block_format(format).value(), options); });
    };
    const auto add = [&](Pack pack, const char* format, const Shape& shape, int axis = -1) {
        Quantized q = every_scale(format, shape, random);
        q.blocking.axis = axis;
        return refusal([&] { PackedFile(pack).add("w", q); });
    };
    QuantizeOptions tiles;
    tiles.tiles = true;
    CHECK(check(Pack::codes, "e4m3").empty());
    CHECK_THAT(check(Pack::gpt_oss, "nvfp4"), Contains("allowed: mxfp4"));
    CHECK_THAT(check(Pack::compressed_tensors, "mxint8"), Contains("nvfp4, mxfp4 or mxfp8_e4m3"));
    CHECK_THAT(check(Pack::gguf, "e2m1"), Contains("allowed: mxfp4"));
    CHECK_THAT(check(Pack::gguf, "mxfp4", tiles), Contains("per block"));
    CHECK_THAT(add(Pack::gpt_oss, "mxfp4", {2, 33}), Contains("multiples of 32"));
    CHECK_THAT(add(Pack::gguf, "mxfp4", {2, 16}), Contains("multiples of 32"));
    CHECK_THAT(add(Pack::gguf, "mxfp4", {1, 1, 1, 1, 32}), Contains("at most 4 axes"));
    CHECK_THAT(add(Pack::compressed_tensors, "nvfp4", {2, 15}), Contains("multiples of 2"));
    CHECK_THAT(add(Pack::gpt_oss, "mxfp4", {32, 32}, 0), Contains("--axis -1"));
    CHECK(add(Pack::gpt_oss, "mxfp4", {32, 32}, 1).empty());
    CHECK_THAT(refusal([] { parse_pack("gpt_oss"); }), Contains("nearest: gpt-oss"));
    const Quantized q = every_scale("mxfp4", {32}, random);
    CHECK_THAT(refusal([&] {
                   PackedFile file(Pack::gpt_oss);
                   file.add("w", q);
                   file.add("w", q);
               }),
               Contains("two tensors"));
}

TEST_CASE("layouts of other programs, byte by byte") {
    const ScratchFolder scratch("layouts");
    const std::string file = (scratch.path() / "m.safetensors").string();
    std::string pairs("\x21\x43", 2);
    pairs.resize(16, '\0');
    write(file, mxgen::testing::safetensors({{"up_blocks", "U8", "[1,1,16]", pairs},
                                             {"up_scales", "U8", "[1,1]", "\x80"},
                                             {"q.weight_packed", "U8", "[1,8]", pairs.substr(0, 8)},
                                             {"q.weight_scale", "F8_E4M3", "[1,1]", "\x38"},
                                             {"q.weight_global_scale", "F32", "[1]", bits_of(4)},
                                             {"o.weight", "U8", "[1,8]", pairs.substr(0, 8)},
                                             {"o.weight_scale", "F8_E4M3", "[1,1]", "\x38"},
                                             {"o.weight_scale_2", "F32", "[]", bits_of(0.1f)},
                                             {"m.weight", "F8_E4M3", "[1,2]", "\x38\x40"},
                                             {"m.weight_scale_inv", "F8_E8M0", "[1,1]", "\x7e"},
                                             {"e.weight", "F8_E5M2", "[1,2]", "\x3c\x40"},
                                             {"e.weight_scale", "U8", "[1,1]", "\x7f"},
                                             {"plain", "U8", "[2]", "ab"},
                                             {"odd_blocks", "U8", "[3]", "abc"},
                                             {"n", "F32", "[]", bits_of(1)}}));
    const auto start = [&](const std::string& name, std::size_t count) {
        auto data = dequantize(read_quantized(file + ":" + name)).data;
        data.resize(count);
        return data;
    };
    CHECK(start("up", 4) == std::vector<float>{1, 2, 3, 4});
    CHECK(start("up_scales", 4) == std::vector<float>{1, 2, 3, 4});
    CHECK(start("q.weight", 4) == std::vector<float>{0.125f, 0.25f, 0.375f, 0.5f});
    CHECK(start("q.weight_packed", 2) == std::vector<float>{0.125f, 0.25f});
    CHECK(start("o.weight", 4) ==
          std::vector<float>{0.5f * 0.1f, 0.1f, static_cast<float>(1.5 * double{0.1f}), 2 * 0.1f});
    CHECK(start("m.weight", 2) == std::vector<float>{0.5f, 1});
    CHECK(start("e.weight", 2) == std::vector<float>{1, 2});
    CHECK(read_quantized(file + ":e.weight").format.name == "mxfp8_e5m2");
    const auto read = [&](const std::string& name) {
        return refusal([&] { read_tensor(file + ":" + name); });
    };
    CHECK_THAT(read("up_blocks"),
               Contains("packed codes of mxfp4 (gpt-oss layout, scales in \"up_scales\")") &&
                   Contains("mxgen tensors"));
    CHECK_THAT(read("up_scales"), Contains("scales of mxfp4") && Contains("up_blocks"));
    CHECK_THAT(read("q.weight_packed"), Contains("nvfp4 (compressed-tensors"));
    CHECK_THAT(read("o.weight"), Contains("nvfp4 (modelopt"));
    CHECK_THAT(read("o.weight_scale_2"), Contains("scales of nvfp4"));
    CHECK_THAT(read("m.weight"), Contains("mxfp8_e4m3 (mx"));
    CHECK_THAT(read("odd_blocks"), Contains("nearest: --dtype uint8"));
    CHECK(read_tensor(file + ":odd_blocks", "uint8").data == std::vector<float>{97, 98, 99});
    CHECK(read_tensor(file + ":m.weight", "e4m3").data == std::vector<float>{1, 2});
    CHECK(read_tensor(file + ":plain").data == std::vector<float>{97, 98});
    CHECK_THAT(refusal([&] { read_quantized(file + ":plain"); }), Contains("packed in no layout"));
    CHECK_THAT(refusal([&] { read_quantized(file + ":plaim"); }), Contains("nearest: \"plain\""));

    const auto rows = inventory(*open_tensor_file(file));
    REQUIRE(rows.size() == 15);
    CHECK(describe(rows[0]) == "mxfp4 codes (gpt-oss) with \"up_scales\"");
    CHECK(describe(rows[1]) == "mxfp4 scales of \"up_blocks\"");
    CHECK(describe(rows[2]) ==
          "nvfp4 codes (compressed-tensors) with \"q.weight_scale\", \"q.weight_global_scale\"");
    CHECK(describe(rows[12]) == "numbers");
    CHECK(describe(rows[13]) == "bytes: numbers by --dtype");
    const Json json = inventory_json(rows)["tensors"];
    CHECK(json[5]["tensor_scale"] == "o.weight_scale_2");
    CHECK(json[5]["elements"] == Json({1, 16}));
    CHECK(json[14]["as"] == "numbers");
    CHECK(json[14]["shape"] == Json::array());
}

TEST_CASE("blocks of GGUF's MXFP4 are codes, and numbers too") {
    const ScratchFolder scratch("ggml");
    const std::string file = (scratch.path() / "m.gguf").string();
    std::string block("\x80", 1);
    for (int i = 0; i < 16; ++i) block += static_cast<char>(i << 4 | (15 - i));
    write(file, mxgen::testing::gguf({{"w", 39, {32, 2}, block + block}}));
    const Quantized q = read_quantized(file);
    CHECK(q.shape == Shape{2, 32});
    CHECK(q.scales == std::vector<std::uint32_t>{128, 128});
    for (std::size_t i = 0; i < 32; ++i) CHECK(q.codes[i] == (i < 16 ? 15 - i : i - 16));
    const Tensor x = read_tensor(file);
    CHECK(x.data == dequantize(q).data);
    CHECK(x.data[15 + 3] == 2);
    CHECK_THAT(refusal([&] { read_tensor(file, "e4m3"); }), Contains("says what it is"));
}

TEST_CASE("scales that are none are refused") {
    const ScratchFolder scratch("scales");
    const std::string file = (scratch.path() / "m.safetensors").string();
    const auto read = [&](const std::string& scale, float tensor_scale, const char* suffix) {
        write(file, mxgen::testing::safetensors(
                        {{"w", "U8", "[1,8]", std::string(8, '\x21')},
                         {"w_scale", "F8_E4M3", "[1,1]", scale},
                         {std::string("w") + suffix, "F32", "[]", bits_of(tensor_scale)}}));
        return refusal([&] { read_quantized(file + ":w"); });
    };
    CHECK(read("\x38", 1, "_scale_2").empty());
    CHECK_THAT(read("\xb8", 1, "_scale_2"), Contains("sign bit"));
    for (const float bad : {0.0f, -1.0f, INFINITY, NAN})
        CHECK_THAT(read("\x38", bad, "_scale_2"), Contains("above 0"));
    CHECK_THAT(read("\x38", 1, "_scale_3"), Contains("no layout"));
}

TEST_CASE("a factor of the tensor rounds once, for every code and scale of NVFP4") {
    Quantized q;
    q.format = find_block_format("nvfp4").value();
    q.blocking = {16, -1, false};
    q.shape = {128, 16};
    q.scale_shape = {128, 1};
    for (std::uint32_t i = 0; i < 128 * 16; ++i) q.codes.push_back(i % 16);
    for (std::uint32_t i = 0; i < 128; ++i) q.scales.push_back(i);
    std::mt19937 random(7);
    std::size_t compared = 0;
    for (int draw = 0; draw < 100; ++draw) {
        const float factor =
            std::bit_cast<float>(static_cast<std::uint32_t>(random()) % 0x7F800000u);
        q.tensor_factor = factor;
        const Tensor x = dequantize(q), definition = dequantize(q, Path::definition);
        q.tensor_factor = 1;
        const Tensor exact = dequantize(q);
        for (std::size_t i = 0; i < x.data.size(); ++i) {
            if (std::isnan(exact.data[i])) continue;
            const auto expected = static_cast<float>(Extended{exact.data[i]} * Extended{factor});
            if (x.data[i] != expected || definition.data[i] != expected) FAIL(i);
            ++compared;
        }
    }
    CHECK(compared == 100 * 127 * 16);
}

TEST_CASE("a transposed matrix has its blocks along the other axis") {
    std::mt19937 random(1);
    const Quantized q = every_scale("nvfp4", {3, 50}, random);
    const Quantized t = transposed_matrix(q);
    CHECK(t.shape == Shape{50, 3});
    CHECK(t.scale_shape == Shape{4, 3});
    CHECK(t.blocking.axis == 0);
    CHECK(t.codes[7 * 3 + 2] == q.codes[2 * 50 + 7]);
    const auto x = dequantize(q).data, turned = dequantize(t).data;
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t col = 0; col < 50; ++col)
            CHECK((turned[col * 3 + row] == x[row * 50 + col] || std::isnan(x[row * 50 + col])));
    check_equal(transposed_matrix(t), q);
}
