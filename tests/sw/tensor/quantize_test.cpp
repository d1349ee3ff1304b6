// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/quantize.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>

#include "sw/fast/matmul.h"
#include "sw/support/error.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/operand.h"
#include "sw/tensor/statistics.h"

using namespace mxgen;
using namespace mxgen::tensor;

namespace {

BlockFormat block_format(const char* name, int block = 0) {
    BlockFormat f = find_block_format(name).value();
    if (block > 0) f.block = block;
    return f;
}

Tensor random_tensor(Shape shape, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Tensor x{shape, {}};
    for (std::size_t i = 0; i < element_count(shape, 4, "test"); ++i)
        x.data.push_back(normal(random));
    return x;
}

Tensor transposed(const Tensor& x) {
    Tensor y{{x.shape[1], x.shape[0]}, {}};
    for (std::size_t col = 0; col < x.shape[1]; ++col)
        for (std::size_t row = 0; row < x.shape[0]; ++row)
            y.data.push_back(x.data[row * x.shape[1] + col]);
    return y;
}

}  // namespace

TEST_CASE("blocks along any axis are blocks of the transposed tensor along the other") {
    const Tensor x = random_tensor({37, 70}, 1);
    const BlockFormat format = block_format("mxfp6_e2m3");
    QuantizeOptions down;
    down.axis = 0;
    const Quantized a = quantize(x, format, down), b = quantize(transposed(x), format);
    CHECK(a.scale_shape == Shape{2, 70});
    CHECK(b.scale_shape == Shape{70, 2});
    CHECK(transposed(dequantize(a)).data == dequantize(b).data);
    const Tensor cube{{5, 7, 74}, random_tensor({37, 70}, 1).data};
    QuantizeOptions middle;
    middle.axis = 1;
    CHECK(quantize(cube, block_format("mxfp4", 3), middle).scale_shape == Shape{5, 3, 74});
}

TEST_CASE("a tail block is as if padded with zeros") {
    const Tensor x = random_tensor({1, 40}, 2);
    Tensor padded = x;
    padded.shape = {1, 64};
    padded.data.resize(64);
    const Quantized q = quantize(x, block_format("mxint8")),
                    full = quantize(padded, block_format("mxint8"));
    CHECK(q.scales == full.scales);
    CHECK(std::equal(q.codes.begin(), q.codes.end(), full.codes.begin()));
}

TEST_CASE("a matrix and its transpose share codes in tiles") {
    const Tensor w = random_tensor({50, 33}, 3);
    QuantizeOptions tiles;
    tiles.tiles = true;
    for (const char* name : {"nvfp4", "nvint4", "mxfp8_e4m3"}) {
        const Quantized a = quantize(w, block_format(name, 16), tiles),
                        b = quantize(transposed(w), block_format(name, 16), tiles);
        CHECK(a.scale_shape == Shape{4, 3});
        CHECK(transposed(dequantize(a)).data == dequantize(b).data);
    }
}

TEST_CASE("quantizing twice changes nothing") {
    const Tensor x = random_tensor({16, 64}, 4);
    for (const char* name : {"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4",
                             "mxint8", "mxint6", "mxint4", "int8", "bf16", "dfp16"}) {
        const Tensor once = dequantize(quantize(x, block_format(name)));
        INFO(name);
        CHECK(dequantize(quantize(once, block_format(name))).data == once.data);
    }
}

TEST_CASE("the default tensor scale maps the largest element to the largest code") {
    const Tensor x = random_tensor({4, 64}, 5);
    float amax = 0;
    for (const float value : x.data) amax = std::max(amax, std::fabs(value));
    CHECK(default_tensor_scale(x, block_format("nvfp4")) == 2688.0f / amax);
    CHECK(default_tensor_scale(x, block_format("nvint4")) == 3136.0f / amax);
    CHECK(default_tensor_scale({{1}, {0}}, block_format("nvfp4")) == 1);
    const Quantized q = quantize(x, block_format("nvfp4"));
    const Tensor back = dequantize(q);
    for (std::size_t i = 0; i < x.data.size(); ++i)
        if (std::fabs(x.data[i]) == amax) CHECK(back.data[i] == Approx(x.data[i]).epsilon(1e-6));
    QuantizeOptions bad;
    bad.tensor_scale = std::numeric_limits<float>::infinity();
    const Quantized refused = quantize(x, block_format("nvfp4"), bad);
    CHECK(refused.invalid);
    CHECK(refused.scales == std::vector<std::uint32_t>(refused.scales.size(), 0x7F));
}

TEST_CASE("one exponent a tensor: dfp16") {
    const Tensor x{{1, 3}, {3.0f, -0.5f, 0x1p-12f}};
    const Quantized q = quantize(x, block_format("dfp16"));
    CHECK(q.tensor_scale == 0x1p13f);
    CHECK(q.codes == std::vector<std::uint32_t>{24576, 0xF000, 2});
    CHECK(dequantize(q).data == x.data);
}

TEST_CASE("stochastic rounding is unbiased and depends on seed and position alone") {
    const Tensor x{{1, 20001}, [] {
                       std::vector<float> data(20001, 1.0f + 0.25f / 2);  // a quarter up in e2m1
                       data[0] = 4;
                       return data;
                   }()};
    QuantizeOptions options;
    options.rule.rounding = {Rounding::sr, Overflow::saturate, 8};
    const BlockFormat format = block_format("mxfp4", 1024);
    const auto mean = [&](const Quantized& q) {
        double sum = 0;
        for (const float value : dequantize(q).data) sum += value;
        return sum / static_cast<double>(q.codes.size());
    };
    const Quantized q = quantize(x, format, options);
    CHECK(mean(q) == Approx(1.125).epsilon(0.01));
    CHECK(quantize(x, format, options).codes == q.codes);
    options.seed = 2;
    CHECK(quantize(x, format, options).codes != q.codes);
}

TEST_CASE("statistics of errors known in advance") {
    const Tensor x{{1, 4}, {6, 5, 0.125f, -6.5f}};
    const Quantized q = quantize(x, block_format("mxfp4", 4));
    const Tensor back = dequantize(q);
    CHECK(back.data == std::vector<float>{6, 4, 0, -6});
    const Statistics s = statistics(x, q, back);
    const double error = 1 + 0.125 * 0.125 + 0.25, signal = 36 + 25 + 0.125 * 0.125 + 6.5 * 6.5;
    CHECK(s.mse == Approx(error / 4));
    CHECK(s.qsnr_db == Approx(10 * std::log10(signal / error)));
    CHECK(s.max_error == 1);
    CHECK(s.crest_factor == Approx(6.5 / std::sqrt(signal / 4)));
    CHECK(s.clipped == 0.25);
    CHECK(s.flushed == 0.25);
    CHECK(s.elements == 4);
}

TEST_CASE("NaN and infinities are counted and left out of statistics") {
    Tensor x = random_tensor({2, 32}, 6);
    x.data[3] = std::numeric_limits<float>::quiet_NaN();
    const Quantized q = quantize(x, block_format("mxfp8_e4m3"));
    const Statistics s = statistics(x, q, dequantize(q));
    CHECK(s.nonfinite == 32);
    CHECK(s.elements == 32);
    CHECK(std::isfinite(s.qsnr_db));
}

TEST_CASE("a quantized matrix product comes close to fp64") {
    const Tensor a = random_tensor({6, 96}, 7), b = random_tensor({96, 5}, 8);
    QuantizeOptions down;
    down.axis = 0;
    const Quantized qa = quantize(a, block_format("mxint8")),
                    qb = quantize(b, block_format("mxfp8_e4m3"), down);
    model::DotSpec spec;
    spec.a = qa.format;
    spec.b = qb.format;
    spec.accumulator = find_accumulator("fp32").value();
    const model::MatrixProduct product = fast::matmul(spec, rows_of(qa), columns_of(qb));
    std::vector<double> measured;
    const Format fp32 = find_format("fp32").value();
    for (const Integer& acc : product.acc)
        measured.push_back(to_double(model::decode(fp32, acc.convert_to<std::uint32_t>()).number));
    const double db = sqnr_db(matmul_fp64(a, b), measured);
    CHECK(db > 25);
    CHECK(db < 45);
    CHECK_THROWS_AS(rows_of(qb), Error);
    CHECK_THROWS_AS(matmul_fp64(a, a), Error);
}

TEST_CASE("dequantization in fp32 arithmetic equals the golden model in every bit") {
    std::mt19937 random(31);
    for (const char* name : {"mxfp8_e4m3", "mxfp8_e5m2", "mxint8", "mxfp4", "nvfp4", "nvint4",
                             "dfp16", "nf4", "hifloat8", "bf16"}) {
        Quantized q;
        q.format = block_format(name);
        q.blocking = {4, -1, false};
        q.shape = {1, 4096};
        for (int i = 0; i < 4096; ++i)
            q.codes.push_back(random() & (model::code_count(q.format.element) - 1));
        for (int i = 0; i < 1024 && q.format.scale; ++i) q.scales.push_back(i % 256);
        q.tensor_scale = q.format.tensor_scale ? 0x1.234567p9f : 1;
        const Tensor fast = dequantize(q), exact = dequantize(q, Path::definition);
        INFO(name);
        CHECK(std::memcmp(fast.data.data(), exact.data.data(), 4096 * sizeof(float)) == 0);
    }
}

TEST_CASE("one scale a row") {
    const Tensor x = random_tensor({3, 1500}, 10);
    QuantizeOptions options;
    options.whole_axis = true;
    const Quantized q = quantize(x, block_format("mxint8"), options);
    CHECK(q.scale_shape == Shape{3, 1});
    CHECK(statistics(x, q, dequantize(q)).qsnr_db > 35);
}

TEST_CASE("shapes that cannot be blocked are refused") {
    const Tensor x = random_tensor({4, 8}, 9);
    QuantizeOptions options;
    options.axis = 2;
    CHECK_THROWS_AS(quantize(x, block_format("mxfp4"), options), Error);
    CHECK_THROWS_AS(quantize({{0, 4}, {}}, block_format("mxfp4")), Error);
    CHECK_THROWS_AS(quantize({{}, {1}}, block_format("mxfp4")), Error);
    options = {};
    options.tiles = true;
    CHECK_THROWS_AS(quantize({{8}, std::vector<float>(8)}, block_format("mxfp4"), options), Error);
    options = {};
    options.profile = Profile::te;
    CHECK_THROWS_AS(quantize(x, block_format("nvint4"), options), Error);
}

TEST_CASE("the trained tensors quantize with the QSNR that such weights have") {
    const Tensor w = to_tensor(read_npy(MXGEN_SOURCE_DIR "/tests/data/w2.npy"));
    REQUIRE(w.shape == Shape{256, 256});
    const auto qsnr = [&](const char* name) {
        const Quantized q = quantize(w, block_format(name));
        return statistics(w, q, dequantize(q)).qsnr_db;
    };
    CHECK(qsnr("mxint8") > qsnr("mxfp8_e4m3"));
    CHECK(qsnr("mxfp8_e4m3") > 28);
    CHECK(qsnr("nvfp4") > qsnr("mxfp4"));
    CHECK(qsnr("mxfp4") > 14);
}
