// SPDX-License-Identifier: Apache-2.0
#include "sw/config/product.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/config/cycles.h"
#include "sw/config/dot.h"
#include "sw/config/resolve.h"
#include "sw/model/round.h"
#include "sw/support/error.h"

namespace mxgen {

namespace {

using Codes = std::vector<std::uint32_t>;

int rounded_up(int number, int multiple) { return (number + multiple - 1) / multiple * multiple; }

std::uint32_t code_of(const Format& format, int number) {
    return model::encode(format, model::finite_value(number)).code;
}

/// A part of a row-major matrix, into the upper left of another.
void copy_part(const Codes& all, int all_rows, const Window& part, Codes& to) {
    if (all_rows == 0 || part.rows == 0) return;
    const int length = static_cast<int>(all.size()) / all_rows;
    const int to_length = static_cast<int>(to.size()) / part.rows;
    const int rows = std::min(part.rows, all_rows - part.row);
    const int count = std::min(part.depth, length - part.from);
    for (int row = 0; row < rows && count > 0; ++row)
        std::copy_n(all.begin() + std::ptrdiff_t{part.row + row} * length + part.from, count,
                    to.begin() + std::ptrdiff_t{row} * to_length);
}

bool has_zero(const Format& format) { return model::decode(format, code_of(format, 0)).is_zero(); }

/// Elements of a row that pass a design before the next sum may begin.
int depth_multiple(const Config& c) {
    return is_weight_stationary(c) ? depth_a_pass(c) : std::max(c.a.block, c.dot.lanes);
}

}  // namespace

void check_product(const Config& c, int depth) {
    const Accumulator& acc = c.dot.accumulator;
    const int multiple = depth_multiple(c);
    if (acc.kind == Accumulator::Kind::none && depth > c.a.block)
        throw Error(Exit::usage, fmt::format("dot.accumulator = \"none\" gives the sums of {} "
                                             "products, the matrices have {}; nearest: --block {}, "
                                             "or --accumulator fp32",
                                             c.a.block, depth, depth));
    if (sums_single_blocks(c) && depth > c.a.block)
        throw Error(
            Exit::usage,
            fmt::format("dot.blocks = 1 keeps no sum beyond {} products, the matrices have {}; "
                        "nearest: --blocks {}",
                        c.a.block, depth, (depth + c.a.block - 1) / c.a.block));
    if (cannot_overflow(acc) && exact_sum_bits(c.a.element, c.b.element, depth) > acc.bits)
        throw Error(Exit::usage,
                    fmt::format("dot.accumulator = \"{}\" is as wide as sums of {} products need, "
                                "the matrices have {}; nearest: --blocks {}",
                                acc.name, c.dot.blocks * c.a.block, depth,
                                (depth + c.a.block - 1) / c.a.block));
    if (depth % multiple != 0 && !has_zero(c.a.element) && !has_zero(c.b.element))
        throw Error(Exit::usage,
                    fmt::format("{} and {} have no zero to fill a sum of {} products up with; "
                                "allowed: multiples of {}; nearest: {}",
                                c.a.element.name, c.b.element.name, depth, multiple,
                                rounded_up(depth, multiple)));
}

model::Operand window_of(const BlockFormat& format, const model::Operand& operand,
                         const Window& window, int block) {
    model::Operand part{window.rows, window.depth, {}, {}};
    const auto rows = static_cast<std::size_t>(window.rows);
    part.codes.assign(rows * window.depth, code_of(format.element, 0));
    copy_part(operand.codes, operand.rows, window, part.codes);
    if (!format.scale) return part;
    part.scales.assign(rows * (window.depth / block), code_of(*format.scale, 1));
    const Window scales{window.row, window.rows, window.from / block, window.depth / block};
    copy_part(operand.scales, operand.rows, scales, part.scales);
    return part;
}

ProductOperands padded_product(const Config& c, const ProductOperands& operands) {
    const auto& [a, b] = operands;
    check_product(c, a.depth);
    const int depth = rounded_up(a.depth, depth_multiple(c));
    const int columns = c.unit == "array" ? rounded_up(b.rows, c.array.cols) : b.rows;
    return {window_of(c.a, a, {0, a.rows, 0, depth}, c.a.block),
            window_of(c.b, b, {0, columns, 0, depth}, c.b.block)};
}

DesignProduct design_product(const Config& c, const ProductOperands& operands) {
    const auto [a, b] = padded_product(c, operands);
    const std::vector<Integer> first(c.dot.initial ? std::size_t(a.rows) * b.rows : 0);
    const model::Product sums = model::matmul(dot_spec(c), a, b, first);
    const ArrayOutput output = array_output(c).value();
    const int beat = c.unit == "array" ? c.array.cols : b.rows;
    DesignProduct product{operands.a.rows, operands.b.rows, {}, 0};
    for (int row = 0; row < product.rows; ++row) {
        for (int from = 0; from < product.cols; from += beat) {
            const std::size_t at = static_cast<std::size_t>(row) * b.rows + from;
            const ResultRow result = result_row(c, output, std::span(sums.acc).subspan(at, beat));
            product.flagged += result.invalid;
            for (int i = 0; i < beat && from + i < product.cols; ++i) {
                product.values.push_back(result_value(output, result, i));
                product.flagged += sums.overflow[at + i] != 0 || sums.invalid[at + i] != 0;
            }
        }
    }
    return product;
}

}  // namespace mxgen
