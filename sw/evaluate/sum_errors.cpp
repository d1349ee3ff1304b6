// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/sum_errors.h"

#include <algorithm>
#include <vector>

#include "sw/accuracy/exact_sums.h"
#include "sw/tensor/statistics.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

/// The first rows of an operand.
model::MatrixOperand first_rows(const model::MatrixOperand& all, int rows) {
    const auto part = [&](const std::vector<std::uint32_t>& codes) {
        const std::size_t count = codes.size() / static_cast<std::size_t>(all.rows) * rows;
        return std::vector(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(count));
    };
    return {rows, all.depth, part(all.codes), part(all.scales)};
}

/// Rows whose exact sums take about a second.
int rows_within(const ProductOperands& operands) {
    constexpr std::int64_t max_products = 400000;
    const std::int64_t products_per_row = std::int64_t{operands.b.rows} * operands.a.depth;
    return static_cast<int>(
        std::clamp<std::int64_t>(max_products / products_per_row, 1, operands.a.rows));
}

bool takes(const DotDesign& dot, int depth) {
    const bool single = sums_single_blocks(dot) && depth > dot.a.block;
    const bool late = dot.accumulator.kind == Accumulator::Kind::late;
    const bool too_long = late && depth > std::int64_t{dot.blocks} * dot.a.block;
    return dot.accumulator.is_float() && !single && !too_long;
}

}  // namespace

std::optional<SumErrors> measure_sum_errors(const Config& config, const Matrices& matrices) {
    const MatrixUnit* unit = unit_of(config).matrices();
    if (unit == nullptr) return std::nullopt;
    const DotDesign dot = unit->dot(unit->modes(config.design)[0]);
    ProductOperands operands = operands_of(matrices, {dot.a, dot.b});
    if (!takes(dot, operands.a.depth)) return std::nullopt;
    SumErrors found;
    found.rows = rows_within(operands);
    const bool complete = found.rows == operands.a.rows;
    operands.a = first_rows(operands.a, found.rows);
    const DesignProduct product = design_product(dot, operands);
    const auto exact = accuracy::exact_sums(dot_spec(dot), operands.a, operands.b);
    accuracy::ErrorSums errors;
    std::vector<double> exact_sums, sums;
    for (std::size_t i = 0; i < product.values.size(); ++i) {
        if (!product.values[i].is_finite() || !exact[i].is_finite()) {
            ++found.not_finite;
            continue;
        }
        exact_sums.push_back(to_double(exact[i].number));
        sums.push_back(to_double(product.values[i].number));
        errors.add(exact_sums.back(), sums.back());
    }
    found.errors = errors.errors(complete);
    found.sqnr_db = tensor::sqnr_db(exact_sums, sums);
    return found;
}

}  // namespace mxgen
