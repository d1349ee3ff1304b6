// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sw/cli/commands.h"
#include "sw/cli/design_options.h"
#include "sw/cli/matrices.h"
#include "sw/support/progress.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/statistics.h"
#include "sw/unit/units.h"

namespace mxgen::cli {

namespace {

struct Options {
    DesignOptions design;
    std::string output;
    std::uint64_t mode = 0;
};

double to_double(const model::Value& value) {
    if (value.is_nan()) return std::nan("");
    if (value.is_infinite()) return value.negative ? -HUGE_VAL : HUGE_VAL;
    const double number = mxgen::to_double(value.number);
    return value.is_zero() && value.negative ? -number : number;
}

/// Sums in integers may have more digits than fp32.
bool leaves_integers(const ArrayOutput& output) {
    return !output.converts() && output.sum.kind == Kind::integer;
}

struct Result {
    tensor::Array product;
    double sqnr_db = 0;
    std::size_t flagged = 0;  ///< sums that overflowed or met a special, blocks that lost NaN
};

Result multiply(const MatrixUnit& unit, const UnitDesign& design, const Operands& formats,
                const Matrices& m) {
    const DesignProduct product = unit.multiply(design, operands_of(m, formats));
    const auto a_scales = outer_scales(m.qa, formats.a), b_scales = outer_scales(m.qb, formats.b);
    std::vector<double> values;
    for (std::size_t i = 0; i < product.values.size(); ++i) {
        const double scale = a_scales[i / b_scales.size()] * b_scales[i % b_scales.size()];
        values.push_back(to_double(product.values[i]) / scale);
    }
    const tensor::Shape shape{m.a.shape[0], m.b.shape[1]};
    const std::vector<float> narrow(values.begin(), values.end());
    return {leaves_integers(unit.output(design)) ? tensor::from_doubles(shape, values)
                                                 : tensor::from_floats(shape, narrow),
            tensor::sqnr_db(tensor::matmul_fp64(m.a, m.b), values), product.flagged};
}

/// A number for JSON, which has no infinity.
nlohmann::ordered_json number(double x) {
    return std::isfinite(x) ? nlohmann::ordered_json(x) : nlohmann::ordered_json(nullptr);
}

/// The design in the mode asked for.
UnitDesign native_design(const MatrixUnit& unit, const Config& config, std::size_t mode) {
    const auto modes = unit.modes(config.design);
    if (mode < modes.size()) return modes[mode];
    throw Error(Exit::usage,
                fmt::format("--mode: {} is no mode of {}; allowed: 0{}; nearest: {}", mode,
                            config.name, modes.size() > 1 ? ", 1" : "", modes.size() - 1));
}

Exit run(const Options& options, const Common& common) {
    const Config config = options.design.config();
    const MatrixUnit& unit = matrix_unit_of(config);
    const UnitDesign native = native_design(unit, config, options.mode);
    const Operands formats = unit_of(native).operands(native).value();
    Progress progress(common.quiet, !common.json);
    progress.show(config.name + ": product");
    const Matrices matrices = read_matrices(formats, options.design.data_rule(config),
                                            options.design.tensor_a(), options.design.tensor_b());
    const Result result = multiply(unit, native, formats, matrices);
    progress.show("");
    tensor::write_npy(options.output, result.product);
    if (common.json) {
        const nlohmann::ordered_json json{{"name", config.name},
                                          {"rows", result.product.shape[0]},
                                          {"cols", result.product.shape[1]},
                                          {"error__sqnr__db", number(result.sqnr_db)},
                                          {"error__flagged__count", result.flagged}};
        fmt::print("{}\n", json.dump(2));
    } else if (!common.quiet) {
        fmt::print("{}: {} in {}, SQNR {:.2f} dB against fp64, {} sums flagged\n", config.name,
                   tensor::to_string(result.product.shape), options.output, result.sqnr_db,
                   result.flagged);
    }
    return Exit::done;
}

}  // namespace

Command matmul(CLI::App& parent) {
    Command command = make_command(
        parent, "matmul", "Multiply two matrices as the configured array does (golden model)",
        "mxgen matmul hw/configs/array_mxfp8.toml --a act1.npy --b w2.npy -o c.npy");
    const auto options = std::make_shared<Options>();
    options->design.add_to(*command.app, DesignOptions::Files::at_most_one,
                           DesignOptions::Tensors::yes);
    command.option("-o,--out", options->output, "Product to write (.npy)").required();
    command.option("--mode", options->mode, "Run-time mode, as mode_i counts them [0]");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

}  // namespace mxgen::cli
