// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/statistics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sw/support/error.h"

namespace mxgen::tensor {
namespace {

double decibels(double signal, double error) {
    if (error == 0) return std::numeric_limits<double>::infinity();
    return 10 * std::log10(signal / error);
}

/// The largest magnitude that a block can hold.
double block_limit(const Quantized& q, std::size_t block) {
    const double largest = to_double(model::max_finite(q.format.element)) / q.tensor_scale;
    if (q.scales.empty()) return largest;
    return largest * to_double(model::decode(*q.format.scale, q.scales[block]).number);
}

/// Running sums over elements.
struct StatisticSums {
    double signal = 0, error = 0;
    std::size_t nonzero = 0, clipped = 0, flushed = 0;
};

}  // namespace

Statistics statistics(const Tensor& x, const Quantized& q, const Tensor& dequantized) {
    Statistics result;
    StatisticSums all;
    double crest = 0;
    std::size_t nonzero_blocks = 0;
    const BlockLayout layout(q.shape, q.blocking);
    for (std::size_t block = 0; block < layout.blocks(); ++block) {
        const double limit = block_limit(q, block);
        double energy = 0, largest = 0;
        std::size_t count = 0;
        layout.for_each(block, [&](std::size_t i) {
            const auto value = static_cast<double>(x.number(i));
            const double quantized = dequantized.data[i];
            if (!std::isfinite(value) || !std::isfinite(quantized)) {
                ++result.nonfinite;
                return;
            }
            const double error = value - quantized;
            ++count;
            energy += value * value;
            largest = std::max(largest, std::fabs(value));
            all.error += error * error;
            all.clipped += std::fabs(value) > limit;
            all.flushed += value != 0 && quantized == 0;
            result.max_error = std::max(result.max_error, std::fabs(error));
        });
        result.elements += count;
        all.signal += energy;
        if (energy > 0) {
            crest += largest / std::sqrt(energy / static_cast<double>(count));
            ++nonzero_blocks;
        }
    }
    if (result.elements == 0) return result;
    const auto elements = static_cast<double>(result.elements);
    result.qsnr_db = decibels(all.signal, all.error);
    result.mse = all.error / elements;
    result.crest_factor = nonzero_blocks > 0 ? crest / static_cast<double>(nonzero_blocks) : 0;
    result.clipped = static_cast<double>(all.clipped) / elements;
    result.flushed = static_cast<double>(all.flushed) / elements;
    return result;
}

double sqnr_db(std::span<const double> reference, std::span<const double> measured) {
    double signal = 0, error = 0;
    for (std::size_t i = 0; i < reference.size(); ++i) {
        const double difference = reference[i] - measured[i];
        signal += reference[i] * reference[i];
        error += difference * difference;
    }
    return decibels(signal, error);
}

std::vector<double> matmul_fp64(const Tensor& a, const Tensor& b) {
    if (a.shape.size() != 2 || b.shape.size() != 2 || a.shape[1] != b.shape[0])
        throw Error(Exit::usage, fmt::format("cannot multiply shapes {} and {}", to_string(a.shape),
                                             to_string(b.shape)));
    const std::size_t rows = a.shape[0], depth = a.shape[1], cols = b.shape[1];
    std::vector<double> product(rows * cols);
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t k = 0; k < depth; ++k)
            for (std::size_t j = 0; j < cols; ++j)
                product[i * cols + j] += static_cast<double>(a.number(i * depth + k)) *
                                         static_cast<double>(b.number(k * cols + j));
    return product;
}

}  // namespace mxgen::tensor
