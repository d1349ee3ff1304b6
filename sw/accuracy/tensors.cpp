// SPDX-License-Identifier: Apache-2.0
#include "sw/accuracy/tensors.h"

#include <algorithm>
#include <vector>

#include "sw/fast/elements.h"
#include "sw/model/multiply.h"
#include "sw/tensor/operand.h"
#include "sw/tensor/statistics.h"

namespace mxgen::accuracy {
namespace {

/// An exact product and what the multiplier makes of it.
struct ProductPair {
    double exact, approximate;
};

/// The products of codes, by table where two codes have at most 16 bits.
class Pairs {
  public:
    explicit Pairs(const MultiplySpec& spec) : spec_(spec) {
        if (!has_table()) return;
        for (std::uint32_t a = 0; a < model::code_count(spec.a); ++a)
            for (std::uint32_t b = 0; b < model::code_count(spec.b); ++b)
                table_.push_back(by_definition(a, b));
    }
    bool has_table() const { return spec_.a.bits + spec_.b.bits <= 16; }
    ProductPair operator()(std::uint32_t a, std::uint32_t b) const {
        return table_.empty() ? by_definition(a, b) : table_[(std::size_t{a} << spec_.b.bits) + b];
    }

  private:
    ProductPair by_definition(std::uint32_t a, std::uint32_t b) const {
        const model::ExactValue x = model::decode(spec_.a, a), y = model::decode(spec_.b, b);
        const model::ExactValue p = model::product(spec_.multiplier, spec_.a, spec_.b, x, y);
        return {to_double(x.number * y.number), to_double(p.number)};
    }

    const MultiplySpec& spec_;
    std::vector<ProductPair> table_;
};

/// The values of an operand's scales, a tensor scale included; ones where it has none.
std::vector<double> scale_values(const model::MatrixOperand& operand,
                                 const tensor::Quantized& quantized, int blocks) {
    const fast::Elements elements(quantized.format);
    std::vector<double> values(static_cast<std::size_t>(operand.rows) * blocks);
    for (std::size_t i = 0; i < values.size(); ++i) {
        // One scale a row serves all of its blocks.
        const std::size_t at = quantized.blocking.block == 0 ? i / blocks : i;
        const std::uint32_t code = operand.scales.empty() ? 0 : operand.scales[at];
        values[i] = to_double(elements.scale(code).number) * quantized.tensor_factor /
                    quantized.tensor_scale;
    }
    return values;
}

/// One element of the product, by exact and by approximate products.
struct ProductSums {
    std::vector<double> exact, approximate;
};

/// The rows of which the products are few enough for the definition.
int rows_within(const model::MatrixOperand& a, const model::MatrixOperand& b, bool has_table) {
    constexpr std::int64_t max_products = 500000;
    const std::int64_t products_per_row = std::int64_t{b.rows} * b.depth;
    if (has_table) return a.rows;
    return static_cast<int>(std::clamp<std::int64_t>(max_products / products_per_row, 1, a.rows));
}

}  // namespace

TensorAccuracy measure(const MultiplySpec& spec, const tensor::Tensor& a, const tensor::Tensor& b,
                       const tensor::Quantized& qa, const tensor::Quantized& qb) {
    const model::MatrixOperand rows = tensor::rows_of(qa), columns = tensor::columns_of(qb);
    const int depth = rows.depth, block = qa.format.block;
    const int blocks = (depth + block - 1) / block;
    const auto a_scales = scale_values(rows, qa, blocks);
    const auto b_scales = scale_values(columns, qb, blocks);
    const Pairs pairs(spec);
    TensorAccuracy result;
    result.rows = rows_within(rows, columns, pairs.has_table());
    ErrorSums products;
    ProductSums sums;
    for (int row = 0; row < result.rows; ++row) {
        for (int col = 0; col < columns.rows; ++col) {
            double exact = 0, approximate = 0;
            for (int k = 0; k < depth; ++k) {
                const ProductPair pair = pairs(rows.codes[std::size_t(row) * depth + k],
                                               columns.codes[std::size_t(col) * depth + k]);
                products.add(pair.exact, pair.approximate);
                const double scale = a_scales[std::size_t(row) * blocks + k / block] *
                                     b_scales[std::size_t(col) * blocks + k / block];
                exact += pair.exact * scale;
                approximate += pair.approximate * scale;
            }
            sums.exact.push_back(exact);
            sums.approximate.push_back(approximate);
        }
    }
    auto reference = tensor::matmul_fp64(a, b);
    reference.resize(sums.exact.size());
    result.products = products.errors(result.rows == rows.rows);
    result.lane_sqnr_db = tensor::sqnr_db(sums.exact, sums.approximate);
    result.total_sqnr_db = tensor::sqnr_db(reference, sums.approximate);
    result.exact_sqnr_db = tensor::sqnr_db(reference, sums.exact);
    return result;
}

}  // namespace mxgen::accuracy
