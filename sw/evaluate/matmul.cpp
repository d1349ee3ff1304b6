// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/matmul.h"

#include <fmt/format.h>

#include <cmath>

#include "sw/support/error.h"
#include "sw/support/json.h"
#include "sw/tensor/results.h"
#include "sw/tensor/statistics.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

double number_of(const model::ExactValue& value) {
    if (value.is_nan()) return std::nan("");
    if (value.is_infinite()) return value.negative ? -HUGE_VAL : HUGE_VAL;
    const double number = to_double(value.number);
    return value.is_zero() && value.negative ? -number : number;
}

/// Sums in integers may have more digits than fp32.
bool leaves_integers(const ArrayOutput& output) {
    return !output.converts() && output.sum.kind == Kind::integer;
}

/// The design in the mode asked for.
UnitDesign native_design(const MatrixUnit& unit, const Config& config, std::size_t mode) {
    const auto modes = unit.modes(config.design);
    if (mode < modes.size()) return modes[mode];
    throw Error(Exit::usage,
                fmt::format("--mode: {} is no mode of {}; allowed: 0{}; nearest: {}", mode,
                            config.name, modes.size() > 1 ? ", 1" : "", modes.size() - 1));
}

/// The product in a design without run-time modes.
MatmulResult product_of(const UnitDesign& native, const Operands& formats, const Matrices& m) {
    const MatrixUnit& unit = *unit_of(native).matrices();
    const DesignProduct product = unit.multiply(native, operands_of(m, formats));
    const auto a_scales = outer_scales(m.qa, formats.a), b_scales = outer_scales(m.qb, formats.b);
    std::vector<double> values;
    for (std::size_t i = 0; i < product.values.size(); ++i) {
        const double scale = a_scales[i / b_scales.size()] * b_scales[i % b_scales.size()];
        values.push_back(number_of(product.values[i]) / scale);
    }
    const tensor::Shape shape{m.a.shape[0], m.b.shape[1]};
    const std::vector<float> narrow(values.begin(), values.end());
    return {leaves_integers(unit.output(native)) ? tensor::from_doubles(shape, values)
                                                 : tensor::from_floats(shape, narrow),
            tensor::sqnr_db(tensor::matmul_fp64(weighted_by_groups(m.a, m.groups), m.b), values),
            product.flagged, changed_integers(m)};
}

}  // namespace

Metrics matmul_metrics(const std::string& name, const MatmulResult& result) {
    Metrics metrics{{"name", name},
                    {"rows", result.product.shape[0]},
                    {"cols", result.product.shape[1]},
                    {"error__sqnr__db", tensor::json_number(result.sqnr_db)},
                    {"error__flagged__count", result.flagged}};
    metrics.update(changed_metrics(result.changed));
    return metrics;
}

MatmulResult multiply_matrices(const Config& config, const TensorFiles& tensors, std::size_t mode) {
    const UnitDesign native = native_design(matrix_unit_of(config), config, mode);
    const Operands formats = unit_of(native).operands(native).value();
    const DataRule rule = data_rule(config.design, tensors);
    return product_of(native, formats, read_matrices(formats, rule, tensors));
}

MatmulResult multiply_matrices(const Config& config, tensor::Tensor a, tensor::Tensor b,
                               std::size_t mode) {
    const UnitDesign native = native_design(matrix_unit_of(config), config, mode);
    const Operands formats = unit_of(native).operands(native).value();
    const DataRule rule = data_rule(config.design, {});
    return product_of(native, formats, make_matrices(std::move(a), std::move(b), formats, rule));
}

}  // namespace mxgen
