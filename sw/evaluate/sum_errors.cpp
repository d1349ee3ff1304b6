// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/sum_errors.h"

#include <algorithm>
#include <vector>

#include "sw/model/multiply.h"
#include "sw/tensor/statistics.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

/// The first rows of an operand with blocks of `block`.
model::MatrixOperand first_rows(const model::MatrixOperand& all, int rows) {
    const auto part = [&](const std::vector<std::uint32_t>& codes) {
        const std::size_t count = codes.size() / static_cast<std::size_t>(all.rows) * rows;
        return std::vector(codes.begin(), codes.begin() + static_cast<std::ptrdiff_t>(count));
    };
    return {rows, all.depth, part(all.codes), part(all.scales)};
}

/// Every element of an operand, decoded.
std::vector<model::ExactValue> values_of(const Format& element, const model::MatrixOperand& x) {
    std::vector<model::ExactValue> values;
    for (const std::uint32_t code : x.codes) values.push_back(model::decode(element, code));
    return values;
}

/// Exact sums of the products of a dot product's lanes.
class ExactSums {
  public:
    ExactSums(const DotDesign& dot, const ProductOperands& operands)
        : dot_(dot),
          lane_(lane_spec(dot)),
          operands_(operands),
          a_(values_of(dot.a.element, operands.a)),
          b_(values_of(dot.b.element, operands.b)) {}

    model::ExactValue operator()(int row, int col) const {
        const auto depth = static_cast<std::size_t>(operands_.a.depth);
        const auto block = static_cast<std::size_t>(dot_.a.block);
        const std::size_t blocks = (depth + block - 1) / block;
        model::ExactValue total;
        for (std::size_t i = 0; i < blocks; ++i) {
            model::ExactValue sum;
            for (std::size_t k = i * block; k < std::min(depth, (i + 1) * block); ++k)
                sum = sum + product(row * depth + k, col * depth + k);
            total = total + sum * scale(dot_.a, operands_.a, row * blocks + i) *
                                scale(dot_.b, operands_.b, col * blocks + i);
        }
        return total;
    }

  private:
    model::ExactValue product(std::size_t i, std::size_t j) const {
        return model::product(lane_.multiplier, lane_.a, lane_.b, a_[i], b_[j]);
    }
    static model::ExactValue scale(const BlockFormat& format, const model::MatrixOperand& operand,
                                   std::size_t i) {
        return model::scale_value(format, operand.scales.empty() ? 0 : operand.scales[i]);
    }

    const DotDesign& dot_;
    MultiplySpec lane_;
    const ProductOperands& operands_;
    std::vector<model::ExactValue> a_, b_;
};

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
    const ExactSums exact(dot, operands);
    accuracy::ErrorSums errors;
    std::vector<double> exact_sums, sums;
    for (std::size_t i = 0; i < product.values.size(); ++i) {
        const auto sum =
            exact(static_cast<int>(i) / product.cols, static_cast<int>(i) % product.cols);
        if (!product.values[i].is_finite() || !sum.is_finite()) {
            ++found.not_finite;
            continue;
        }
        exact_sums.push_back(to_double(sum.number));
        sums.push_back(to_double(product.values[i].number));
        errors.add(exact_sums.back(), sums.back());
    }
    found.errors = errors.errors(complete);
    found.sqnr_db = tensor::sqnr_db(exact_sums, sums);
    return found;
}

}  // namespace mxgen
