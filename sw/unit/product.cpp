// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/product.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "sw/fast/matmul.h"
#include "sw/model/round.h"
#include "sw/support/error.h"

namespace mxgen {

namespace {

int rounded_up(int number, int multiple) { return (number + multiple - 1) / multiple * multiple; }

std::uint32_t code_of(const Format& format, int number) {
    return model::encode(format, model::finite_value(number)).code;
}

/// A part of a row-major matrix, into the upper left of another.
void copy_part(const std::vector<std::uint32_t>& all, int all_rows, const Window& part,
               std::vector<std::uint32_t>& to) {
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
int depth_multiple(const DotDesign& dot) { return dot.beats().products(); }
int depth_multiple(const ArrayDesign& array) {
    return array.is_weight_stationary() ? depth_per_pass(array) : depth_multiple(array.dot);
}

void check_product(const DotDesign& dot, int depth, int multiple) {
    const Accumulator& accumulator = dot.accumulator;
    const int block = dot.a.block;
    if (!accumulator.keeps_sums() && depth > block)
        throw Error(Exit::usage, fmt::format("dot.accumulator = \"none\" gives the sums of {} "
                                             "products, the matrices have {}; nearest: --block {}, "
                                             "or --accumulator fp32",
                                             block, depth, depth));
    if (sums_single_blocks(dot) && depth > block)
        throw Error(
            Exit::usage,
            fmt::format("dot.blocks = 1 keeps no sum beyond {} products, the matrices have {}; "
                        "nearest: --blocks {}",
                        block, depth, (depth + block - 1) / block));
    const Format &a = dot.a.element, &b = dot.b.element;
    if (accumulator.is_exact() && exact_sum_bits(a, b, depth) > accumulator.bits)
        throw Error(
            Exit::usage,
            fmt::format("dot.accumulator = \"{}\" is as wide as sums of {} products need, "
                        "the matrices have {}; nearest: --blocks {}",
                        accumulator.name, dot.blocks * block, depth, (depth + block - 1) / block));
    const bool late = accumulator.kind == Accumulator::Kind::late;
    if (late && depth > std::int64_t{dot.blocks} * block)
        throw Error(
            Exit::usage,
            fmt::format("dot.accumulator = \"{}\" has bits for sums of {} products, the matrices "
                        "have {}; nearest: --blocks {}",
                        accumulator.name, std::int64_t{dot.blocks} * block, depth,
                        (depth + block - 1) / block));
    if (depth % multiple != 0 && !has_zero(a) && !has_zero(b))
        throw Error(Exit::usage,
                    fmt::format("{} and {} have no zero to fill a sum of {} products up with; "
                                "allowed: multiples of {}; nearest: {}",
                                a.name, b.name, depth, multiple, rounded_up(depth, multiple)));
}

/// Filled up to `depth` elements of each row, and `columns` columns of B.
ProductOperands padded(const DotDesign& dot, const ProductOperands& operands, int depth,
                       int columns) {
    const auto &a = operands.a, &b = operands.b;
    const auto fill = filling_scale(dot);
    return {window_of(dot.a, a, {0, a.rows, 0, depth}, dot.a.block, fill),
            window_of(dot.b, b, {0, columns, 0, depth}, dot.b.block, fill)};
}

/// An operand without scales whose groups are filled up to whole blocks, one at least.
model::MatrixOperand with_whole_groups(const BlockFormat& format,
                                       const model::MatrixOperand& operand,
                                       const std::vector<int>& groups,
                                       const std::vector<int>& whole) {
    model::MatrixOperand filled{
        operand.rows, std::accumulate(whole.begin(), whole.end(), 0), {}, {}};
    for (int row = 0; row < operand.rows; ++row) {
        int from = 0;
        for (std::size_t i = 0; i < groups.size(); ++i) {
            const auto first = operand.codes.begin() + std::ptrdiff_t{row} * operand.depth + from;
            filled.codes.insert(filled.codes.end(), first, first + groups[i]);
            filled.codes.insert(filled.codes.end(), std::size_t(whole[i] - groups[i]),
                                code_of(format.element, 0));
            from += groups[i];
        }
    }
    return filled;
}

ProductOperands with_whole_groups(const DotDesign& dot, const ProductOperands& operands) {
    std::vector<int> whole;
    for (const int group : operands.groups)
        whole.push_back(rounded_up(std::max(group, 1), depth_multiple(dot)));
    return {with_whole_groups(dot.a, operands.a, operands.groups, whole),
            with_whole_groups(dot.b, operands.b, operands.groups, whole), whole};
}

void check_groups(const DotDesign& dot, const ProductOperands& operands) {
    const std::string written = fmt::format("{}", fmt::join(operands.groups, ","));
    if (!dot.rescale)
        throw Error(Exit::usage,
                    fmt::format("--groups = {}: the design does not double its sums; allowed: with "
                                "--rescale; nearest: --rescale",
                                written));
    const int all = std::accumulate(operands.groups.begin(), operands.groups.end(), 0);
    if (all != operands.a.depth)
        throw Error(Exit::usage, fmt::format("--groups = {}: has {} elements, the matrices {}; "
                                             "allowed: {}; nearest: {}",
                                             written, all, operands.a.depth, operands.a.depth,
                                             operands.a.depth));
}

model::MatrixProduct sums_of(const DotDesign& dot, const ProductOperands& operands) {
    const auto &a = operands.a, &b = operands.b;
    const std::vector<Integer> first(dot.initial ? std::size_t(a.rows) * b.rows : 0);
    return fast::matmul(dot_spec(dot), a, b, first, rescaled_blocks(operands, dot.a.block));
}

bool is_flagged(const model::MatrixProduct& sums, std::size_t i) {
    return sums.overflow[i] != 0 || sums.invalid[i] != 0;
}

}  // namespace

void check_product(const DotDesign& dot, int depth) {
    check_product(dot, depth, depth_multiple(dot));
}

void check_product(const ArrayDesign& array, int depth) {
    check_product(array.dot, depth, depth_multiple(array));
}

model::MatrixOperand window_of(const BlockFormat& format, const model::MatrixOperand& operand,
                               const Window& window, int block, std::optional<std::uint32_t> fill) {
    model::MatrixOperand part{window.rows, window.depth, {}, {}};
    const auto rows = static_cast<std::size_t>(window.rows);
    part.codes.assign(rows * window.depth, code_of(format.element, 0));
    copy_part(operand.codes, operand.rows, window, part.codes);
    if (!format.scale) return part;
    part.scales.assign(rows * (window.depth / block), fill.value_or(code_of(*format.scale, 1)));
    const Window scales{window.row, window.rows, window.from / block, window.depth / block};
    copy_part(operand.scales, operand.rows, scales, part.scales);
    return part;
}

std::optional<std::uint32_t> filling_scale(const DotDesign& dot) {
    const bool places = dot.accumulator.kind == Accumulator::Kind::late ||
                        dot.round.kind == SumRounding::Kind::window;
    return places ? std::optional(std::uint32_t{0}) : std::nullopt;
}

std::set<std::size_t> rescaled_blocks(const ProductOperands& operands, int block) {
    std::set<std::size_t> blocks;
    int from = 0;
    for (const int group : operands.groups) {
        if (from > 0) blocks.insert(static_cast<std::size_t>(from / block));
        from += group;
    }
    return blocks;
}

ProductOperands padded_product(const DotDesign& dot, const ProductOperands& operands) {
    check_product(dot, operands.a.depth);
    if (!operands.groups.empty()) {
        check_groups(dot, operands);
        return with_whole_groups(dot, operands);
    }
    return padded(dot, operands, rounded_up(operands.a.depth, depth_multiple(dot)),
                  operands.b.rows);
}

ProductOperands padded_product(const ArrayDesign& array, const ProductOperands& operands) {
    check_product(array, operands.a.depth);
    return padded(array.dot, operands, rounded_up(operands.a.depth, depth_multiple(array)),
                  rounded_up(operands.b.rows, array.cols));
}

DesignProduct design_product(const DotDesign& dot, const ProductOperands& operands) {
    const model::MatrixProduct sums = sums_of(dot, padded_product(dot, operands));
    const Format sum = sum_format(dot);
    DesignProduct product{sums.rows, sums.cols, {}, 0};
    for (std::size_t i = 0; i < sums.acc.size(); ++i) {
        product.values.push_back(sum_value(sum, sums.acc[i]));
        product.flagged += is_flagged(sums, i);
    }
    return product;
}

DesignProduct design_product(const ArrayDesign& array, const ProductOperands& operands) {
    const model::MatrixProduct sums = sums_of(array.dot, padded_product(array, operands));
    const ArrayOutput output = array_output(array).value();
    DesignProduct product{operands.a.rows, operands.b.rows, {}, 0};
    for (int row = 0; row < product.rows; ++row) {
        for (int from = 0; from < product.cols; from += array.cols) {
            const std::size_t at = static_cast<std::size_t>(row) * sums.cols + from;
            const ResultRow result =
                result_row(array, output, std::span(sums.acc).subspan(at, array.cols));
            product.flagged += result.invalid;
            for (int i = 0; i < array.cols && from + i < product.cols; ++i) {
                product.values.push_back(result_value(output, result, i));
                product.flagged += is_flagged(sums, at + i);
            }
        }
    }
    return product;
}

}  // namespace mxgen
