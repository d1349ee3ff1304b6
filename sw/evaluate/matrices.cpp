// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/matrices.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/tensor/inputs.h"
#include "sw/tensor/operand.h"
#include "sw/tensor/residual.h"
#include "sw/tensor/rotate.h"
#include "sw/unit/rotation_keys.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

tensor::Tensor given_matrix(const std::filesystem::path& file, const std::string& dtype,
                            const std::string& flag) {
    if (file.empty()) {
        throw Error(Exit::usage,
                    fmt::format("{}: give a matrix, for example {} X.npy", flag, flag));
    }
    return read_matrix(file, dtype);
}

/// Throws Error(usage) prefixed with `where` unless it is a matrix of finite numbers.
void check_matrix(const tensor::Tensor& x, const std::string& where) {
    if (x.shape.size() != 2) {
        throw Error(Exit::usage, fmt::format("{}: has shape {}; allowed: two axes", where,
                                             tensor::to_string(x.shape)));
    }
    constexpr std::size_t max_extent = 1u << 30;
    if (x.data.empty() || std::max(x.shape[0], x.shape[1]) > max_extent) {
        throw Error(Exit::usage, fmt::format("{}: has shape {}; allowed: axes of 1 to {}", where,
                                             tensor::to_string(x.shape), max_extent));
    }
    const auto bad = std::find_if(x.data.begin(), x.data.end(),
                                  [](float value) { return !std::isfinite(value); });
    if (bad == x.data.end()) return;
    const auto at = static_cast<std::size_t>(bad - x.data.begin());
    throw Error(Exit::usage, fmt::format("{}: element [{}, {}] is {}; allowed: finite numbers",
                                         where, at / x.shape[1], at % x.shape[1], *bad));
}

/// Throws Error(usage) unless the matrices have a product.
void check_inner(const Matrices& m) {
    if (m.a.shape[1] == m.b.shape[0]) return;
    throw Error(Exit::usage, fmt::format("--b: {} rows do not meet the {} columns of --a",
                                         m.b.shape[0], m.a.shape[1]));
}

/// Throws Error(usage) for a rotation that the operands cannot have.
void check_rotation(const Matrices& m, const Operands& formats, const Rotation& rotation) {
    if (m.a_is_given || m.b_is_given)
        throw Error(Exit::usage,
                    "--rotate: codes that are given are not rotated; nearest: without it");
    if (rotation.has_sign_port())
        throw Error(Exit::usage,
                    "--rotate-signs: a product has no port; allowed: a mask; nearest: 0x0");
    check_rotation({}, formats.a, {}, rotation);
    check_rotation({}, formats.b, {}, rotation);
}

/// One scale a row becomes one of every block of it, or stays outside of the design.
model::MatrixOperand with_block_scales(model::MatrixOperand operand, const BlockFormat& format) {
    if (!format.per_row) return operand;
    const std::vector<std::uint32_t> rows = std::exchange(operand.scales, {});
    if (!format.scale) return operand;
    for (const std::uint32_t scale : rows)
        operand.scales.insert(operand.scales.end(),
                              (operand.depth + format.block - 1) / format.block, scale);
    return operand;
}

}  // namespace

tensor::Tensor read_matrix(const std::filesystem::path& file, const std::string& dtype) {
    tensor::Tensor x = tensor::read_tensor(file.string(), dtype);
    check_matrix(x, file.string());
    return x;
}

DataRule data_rule(const UnitDesign& design, const TensorFiles& files) {
    const MatrixUnit* unit = unit_of(design).matrices();
    DataRule rule = (unit ? unit->data_rule(design) : std::nullopt).value_or(files.rule);
    rule.rotation = files.rule.rotation;
    rule.residual_channels = files.rule.residual_channels;
    return rule;
}

void take_codes(Matrices& m, const Operands& formats, const TensorFiles& files) {
    const auto take = [](const tensor::CodeFiles& given, const BlockFormat& format, int axis,
                         tensor::Tensor& x, tensor::Quantized& q, bool& is_given) {
        is_given = !given.codes.empty();
        if (!is_given) return;
        q = tensor::read_quantized(given, format, axis);
        x = tensor::exact_numbers(q);
    };
    take(files.a_codes, formats.a, 1, m.a, m.qa, m.a_is_given);
    take(files.b_codes, formats.b, 0, m.b, m.qb, m.b_is_given);
}

Matrices read_matrices(const Operands& formats, const DataRule& rule, const TensorFiles& files) {
    Matrices m;
    m.groups = files.groups;
    if (files.a_codes.codes.empty()) m.a = given_matrix(files.a, files.a_dtype, "--a");
    if (files.b_codes.codes.empty()) m.b = given_matrix(files.b, files.b_dtype, "--b");
    take_codes(m, formats, files);
    check_inner(m);
    requantize(m, formats, rule);
    return m;
}

Matrices make_matrices(tensor::Tensor a, tensor::Tensor b, const Operands& formats,
                       const DataRule& rule) {
    check_matrix(a, "a");
    check_matrix(b, "b");
    Matrices m;
    m.a = std::move(a);
    m.b = std::move(b);
    check_inner(m);
    requantize(m, formats, rule);
    return m;
}

namespace {

/// A matrix with blocks along an axis: as it is, or rotated, or with residuals, of B with the rows
/// that these meet.
tensor::Quantized quantized(const tensor::Tensor& x, BlockFormat format, int axis,
                            const DataRule& rule, const Rotation& rotation) {
    format.element.asymmetric |= rule.clip == Clip::asymmetric;
    tensor::QuantizeOptions options;
    options.rule = rule.rule;
    options.axis = axis;
    options.whole_axis = format.per_row;
    if (format.per_row && !format.scale) format.scale = find_format("e8m0");
    const tensor::Tensor turned =
        rotation ? tensor::rotated(x, rotation, axis, format.block) : tensor::Tensor{};
    const tensor::Tensor& numbers = rotation ? turned : x;
    const int residuals = rule.residual_channels;
    if (residuals == 0) return tensor::quantize(numbers, format, options);
    if (axis == 1) return tensor::quantize_with_residuals(numbers, format, options, residuals);
    return tensor::quantize(tensor::with_last_rows_repeated(numbers, residuals), format, options);
}

}  // namespace

void requantize(Matrices& m, const Operands& formats, const DataRule& rule) {
    if (rule.rotation) check_rotation(m, formats, rule.rotation);
    if (rule.residual_channels != 0 && (m.a_is_given || m.b_is_given))
        throw Error(Exit::usage,
                    "--residual-channels: codes that are given have theirs; nearest: without it");
    if (!m.a_is_given) m.qa = quantized(m.a, formats.a, 1, rule, rule.rotation);
    if (!m.b_is_given) m.qb = quantized(m.b, formats.b, 0, rule, rule.rotation.counterpart());
}

ProductOperands operands_of(const Matrices& m, const Operands& formats) {
    return {with_block_scales(tensor::rows_of(m.qa), formats.a),
            with_block_scales(tensor::columns_of(m.qb), formats.b), m.groups};
}

tensor::Tensor weighted_by_groups(const tensor::Tensor& a, const std::vector<int>& groups) {
    if (groups.empty()) return a;
    std::vector<int> doublings;
    for (std::size_t i = 0; i < groups.size(); ++i)
        doublings.insert(doublings.end(), static_cast<std::size_t>(groups[i]),
                         static_cast<int>(groups.size() - 1 - i));
    std::vector<double> weighted(a.data.size());
    for (std::size_t i = 0; i < weighted.size(); ++i)
        weighted[i] = std::ldexp(static_cast<double>(a.number(i)), doublings[i % doublings.size()]);
    return tensor::to_tensor(tensor::from_doubles(a.shape, weighted));
}

std::vector<double> outer_scales(const tensor::Quantized& q, const BlockFormat& operand) {
    const std::size_t rows = q.shape[q.blocking.axis == 0 ? 1 : 0];
    std::vector<double> scales(rows, double{q.tensor_scale} / double{q.tensor_factor});
    if (!operand.per_row || operand.scale) return scales;
    for (std::size_t row = 0; row < rows; ++row)
        scales[row] = 1 / to_double(model::decode(*q.format.scale, q.scales[row]).number);
    return scales;
}

std::vector<ChangedOperand> changed_integers(const Matrices& m) {
    std::vector<ChangedOperand> changed;
    const auto add = [&](const char* flag, const tensor::Tensor& x, const tensor::Quantized& q) {
        if (q.codes.size() != x.data.size()) return;  // rotated, or with residuals
        if (const auto integers = tensor::changed_integers(x, q))
            changed.push_back({flag, *integers});
    };
    add("--a", m.a, m.qa);
    add("--b", m.b, m.qb);
    return changed;
}

std::vector<ChangedOperand> changed_integers(const UnitDesign& design, const TensorFiles& files) {
    const auto formats = unit_of(design).operands(design);
    Matrices m;
    if (!files.a.empty()) m.a = read_matrix(files.a, files.a_dtype);
    if (!files.b.empty()) m.b = read_matrix(files.b, files.b_dtype);
    // An operand without integers is not quantized for this.
    m.a_is_given = !m.a.holds_integers;
    m.b_is_given = !m.b.holds_integers;
    if (!formats || (m.a_is_given && m.b_is_given)) return {};
    requantize(m, *formats, data_rule(design, files));
    return changed_integers(m);
}

Metrics changed_metrics(const std::vector<ChangedOperand>& changed) {
    Metrics metrics = Metrics::object();
    for (const auto& [flag, integers] : changed)
        metrics[fmt::format("data__{}__changed__count", flag.substr(2))] = integers.changed;
    return metrics;
}

}  // namespace mxgen
