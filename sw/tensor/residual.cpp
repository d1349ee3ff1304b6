// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/residual.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/model/residual.h"
#include "sw/support/error.h"
#include "sw/tensor/exact_quantize.h"

namespace mxgen::tensor {

namespace {

[[noreturn]] void refuse(const std::string& what) {
    throw Error(Exit::usage, "--residual-channels: " + what);
}

/// The last axis, and how many rows lie along it.
struct Rows {
    explicit Rows(const Shape& shape) : length(shape.back()), count(1) {
        for (const std::size_t extent : shape) count *= extent;
        count /= length;
    }
    std::size_t length, count;
};

Shape widened(Shape shape, std::size_t columns) {
    shape.back() += columns;
    return shape;
}

/// The first `kept` of each `length` elements.
std::vector<std::uint32_t> first_of_rows(const std::vector<std::uint32_t>& codes,
                                         std::size_t length, std::size_t kept) {
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < codes.size(); ++i)
        if (i % length < kept) out.push_back(codes[i]);
    return out;
}

}  // namespace

void check_residuals(const BlockFormat& format, const QuantizeOptions& options, int channels,
                     std::size_t columns) {
    const auto block = static_cast<std::size_t>(format.block);
    const auto count = static_cast<std::size_t>(channels);
    if (!format.scale || !format.tensor_scale)
        refuse(fmt::format("{} has no scale of the tensor; allowed: nvfp4, nvint4; nearest: nvfp4",
                           format.name));
    if (channels < 1 || count % block != 0 || columns % block != 0 || count > columns)
        refuse(
            fmt::format("{} of {} columns; allowed: multiples of the block of {}, up to all "
                        "columns; nearest: {}",
                        channels, columns, format.block, block));
    if (is_stochastic(options.rule.rounding.rounding) ||
        options.rule.nonfinite != NonFinite::nan_block || options.profile != Profile::exact ||
        options.tiles || options.whole_axis || !options.scales.empty() ||
        options.search != ScaleSearch::none)
        refuse(
            "goes with blocks under scales by rule, rounded without chance, that NaN makes NaN; "
            "nearest: without it");
}

Quantized quantize_with_residuals(const Tensor& x, const BlockFormat& format,
                                  const QuantizeOptions& options, int channels) {
    const Rows rows(x.shape);
    check_residuals(format, options, channels, rows.length);
    const auto block = static_cast<std::size_t>(format.block);
    const auto more = static_cast<std::size_t>(channels);
    Quantized out;
    out.format = format;
    out.blocking = {format.block, -1, false};
    out.shape = widened(x.shape, more);
    out.scale_shape = BlockLayout(out.shape, out.blocking).scale_shape();
    out.tensor_scale = options.tensor_scale.value_or(default_tensor_scale(x, format));
    const auto take = [&out](const model::ConvertedBlock& from, std::vector<std::uint32_t>& codes,
                             std::vector<std::uint32_t>& scales) {
        codes.insert(codes.end(), from.codes.begin(), from.codes.end());
        scales.push_back(from.scale);
        out.invalid |= from.invalid;
    };
    for (std::size_t row = 0; row < rows.count; ++row) {
        std::vector<std::uint32_t> codes, scales;
        for (std::size_t first = 0; first < rows.length; first += block) {
            std::vector<model::ExactValue> values;
            for (std::size_t i = 0; i < block; ++i)
                values.push_back(value_of(x.number(row * rows.length + first + i)));
            const auto both = model::convert_with_residual(format, values, options.rule,
                                                           value_of(out.tensor_scale));
            take(both.primary, out.codes, out.scales);
            if (first >= rows.length - more) take(both.residual, codes, scales);
        }
        out.codes.insert(out.codes.end(), codes.begin(), codes.end());
        out.scales.insert(out.scales.end(), scales.begin(), scales.end());
    }
    return out;
}

Quantized without_residuals(const Quantized& q, int channels) {
    const auto more = static_cast<std::size_t>(channels);
    Quantized out = q;
    out.shape.back() -= more;
    out.scale_shape.back() -= more / static_cast<std::size_t>(q.format.block);
    out.codes = first_of_rows(q.codes, q.shape.back(), out.shape.back());
    out.scales = first_of_rows(q.scales, q.scale_shape.back(), out.scale_shape.back());
    return out;
}

Tensor with_residuals_added(const Tensor& x, int channels) {
    const Rows rows(x.shape);
    const auto more = static_cast<std::size_t>(channels), length = rows.length - more;
    Tensor out{.shape = x.shape, .data = {}};
    out.shape.back() = length;
    for (std::size_t row = 0; row < rows.count; ++row)
        for (std::size_t i = 0; i < length; ++i) {
            const std::size_t at = row * rows.length + i;
            const double residual = i < length - more ? 0 : double{x.data[at + more]};
            out.data.push_back(static_cast<float>(double{x.data[at]} + residual));
        }
    return out;
}

Tensor with_last_rows_repeated(const Tensor& b, int channels) {
    const std::size_t count = static_cast<std::size_t>(channels) * b.shape[1];
    const auto repeat = [count](auto& numbers) {
        if (numbers.empty()) return;
        const std::size_t first = numbers.size() - count;
        for (std::size_t i = 0; i < count; ++i) numbers.push_back(numbers[first + i]);
    };
    Tensor out = b;
    out.shape[0] += static_cast<std::size_t>(channels);
    repeat(out.data);
    repeat(out.exact);
    return out;
}

}  // namespace mxgen::tensor
