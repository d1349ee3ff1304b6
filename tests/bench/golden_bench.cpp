// SPDX-License-Identifier: Apache-2.0
// Throughput of the quantizer and of the golden matrix product, one thread.
#include <fmt/format.h>

#include <cstring>
#include <functional>
#include <random>

#include "sw/fast/matmul.h"
#include "sw/tensor/fast_quantize.h"
#include "sw/tensor/operand.h"
#include "sw/tensor/threshold_quantize.h"
#include "tests/bench/rate.h"

using namespace mxgen;
using namespace mxgen::tensor;

namespace {

/// Millions of items a second.
template <typename Work>
double rate(std::size_t items, int runs, Work work) {
    return static_cast<double>(items) / bench::seconds(runs, work) * 1e-6;
}

Tensor normal_tensor(std::size_t rows, std::size_t cols) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    Tensor x{{rows, cols}, std::vector<float>(rows * cols)};
    for (float& value : x.data) value = normal(random);
    return x;
}

/// A conversion of blocks into codes and scales.
using Convert = std::function<void(std::span<const float>, std::uint8_t*, std::uint8_t*)>;

/// Millions of elements a second, and as a share of memcpy of the same input: both in turns, since
/// other programs disturb either.
void bench_quantizer(const char* name, const char* rule, const Tensor& x, const Convert& convert) {
    const std::size_t count = x.data.size();
    std::vector<std::uint8_t> codes(count), scales(count / 16 + 1);
    std::vector<float> copy(count);
    // memcpy is called through a pointer so that it is not left out.
    void* (*volatile copy_bytes)(void*, const void*, std::size_t) = std::memcpy;
    double copying = 1e30, converting = 1e30;
    for (int run = 0; run < 40; ++run) {
        copying = std::min(copying, bench::seconds(1, [&] {
                               copy_bytes(copy.data(), x.data.data(), count * sizeof(float));
                           }));
        converting = std::min(
            converting, bench::seconds(1, [&] { convert(x.data, codes.data(), scales.data()); }));
    }
    fmt::print("{:<12} {:<6} {:>8.0f} {:>8.2f}\n", name, rule,
               static_cast<double>(count) / converting * 1e-6, copying / converting);
}

void bench_quantizers(const Tensor& x) {
    for (const char* name : {"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4",
                             "mxint8", "mxint6", "mxint4"})
        for (const ScaleRule rule : values_of<ScaleRule>()) {
            ConvertRule how;
            how.scale = rule;
            const auto fast = FastQuantizer::make(find_block_format(name).value(), how).value();
            bench_quantizer(name, name_of(rule).data(), x,
                            [&](auto values, auto codes, auto scales) {
                                fast.blocks(values, 32, codes, scales);
                            });
        }
    for (const char* name : {"nvfp4", "nvint4"}) {
        const BlockFormat format = find_block_format(name).value();
        const float g = default_tensor_scale(x, format);
        bench_quantizer(name, "", x, [&](auto values, auto codes, auto scales) {
            ThresholdQuantizer::make(format, {}, g)->blocks(values, 16, codes, scales);
        });
    }
}

void bench_matmul(const Tensor& x) {
    const std::size_t products = x.shape[0] * x.shape[0] * x.shape[1];
    const std::pair<const char*, const char*> rows[] = {
        {"mxfp8_e4m3", "fp32"}, {"mxfp8_e5m2", "fp32"},
        {"mxint8", "fp32"},     {"mxfp4", "fp32"},
        {"nvfp4", "fp32"},      {"fp16", "fp32"},
        {"bf16", "fp32"},       {"int8", "int32"},
        {"e4m3", "fixed"},      {"e4m3", "tensorcore<13,32,14>"}};
    for (const auto& [name, accumulator] : rows) {
        model::DotSpec spec;
        spec.a = spec.b = find_block_format(name).value();
        spec.accumulator = find_accumulator(accumulator).value();
        if (!spec.a.scale) spec.block = 32;
        const model::MatrixOperand a = rows_of(quantize(x, spec.a));
        fmt::print("{:<12} {:<22} {:>8.1f}\n", name, accumulator,
                   rate(products, 2, [&] { fast::matmul(spec, a, a); }));
    }
}

}  // namespace

int main() {
    fmt::print("quantizer, million elements a second, and the share of memcpy's, fp32 in\n");
    bench_quantizers(normal_tensor(4096, 4096));
    fmt::print("\ngolden matrix product, million products a second\n");
    bench_matmul(normal_tensor(32, 1024));
}
