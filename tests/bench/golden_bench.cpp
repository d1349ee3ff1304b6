// SPDX-License-Identifier: Apache-2.0
// Throughput of the quantizer and of the golden matrix product, one thread.
#include <fmt/format.h>

#include <cstring>
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

void bench_quantizer(const Tensor& x) {
    const std::size_t count = x.data.size();
    std::vector<std::uint8_t> codes(count), scales(count / 32 + 1);
    std::vector<float> copy(count);
    // memcpy is called through a pointer so that it is not left out.
    void* (*volatile copy_bytes)(void*, const void*, std::size_t) = std::memcpy;
    fmt::print("{:<12} {:>8.0f}\n", "memcpy", rate(count, 20, [&] {
                   copy_bytes(copy.data(), x.data.data(), count * sizeof(float));
               }));
    for (const char* name : {"mxfp8_e4m3", "mxfp8_e5m2", "mxfp6_e3m2", "mxfp6_e2m3", "mxfp4",
                             "mxint8", "mxint6", "mxint4"}) {
        fmt::print("{:<12}", name);
        for (const char* rule : {"floor", "ceil", "even", "rceil"}) {
            ConvertRule how;
            how.scale = find_choice<ScaleRule>(rule).value();
            const auto fast = FastQuantizer::make(find_block_format(name).value(), how).value();
            fmt::print(" {:>8.0f}", rate(count, 20, [&] {
                           fast.blocks(x.data, 32, codes.data(), scales.data());
                       }));
        }
        fmt::print("\n");
    }
    for (const char* name : {"nvfp4", "nvint4"}) {
        const BlockFormat format = find_block_format(name).value();
        auto fast = ThresholdQuantizer::make(format, {}, default_tensor_scale(x, format)).value();
        fmt::print("{:<12} {:>8.0f}\n", name, rate(count, 20, [&] {
                       for (std::size_t first = 0; first < count; first += 16)
                           fast.block(std::span(x.data).subspan(first, 16), codes.data() + first);
                   }));
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
    fmt::print("quantizer, million elements a second, fp32 in, blocks of 32\n");
    fmt::print("{:<12} {:>8} {:>8} {:>8} {:>8}\n", "", "floor", "ceil", "even", "rceil");
    bench_quantizer(normal_tensor(1024, 1024));
    fmt::print("\ngolden matrix product, million products a second\n");
    bench_matmul(normal_tensor(32, 1024));
}
