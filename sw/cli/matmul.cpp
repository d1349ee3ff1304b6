// SPDX-License-Identifier: Apache-2.0
#include "sw/model/matmul.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "sw/cli/commands.h"
#include "sw/cli/design_options.h"
#include "sw/cli/matrices.h"
#include "sw/config/multiplier.h"
#include "sw/model/window.h"
#include "sw/tensor/npy.h"
#include "sw/tensor/operand.h"
#include "sw/tensor/statistics.h"

namespace mxgen::cli {

namespace {

struct Options {
    DesignOptions design;
    std::string output;
};

/// The number that an accumulator's code stands for.
double value_of(const model::DotSpec& spec, const Integer& code, int width) {
    const Accumulator& acc = spec.accumulator;
    if (acc.kind == Accumulator::Kind::floating || acc.kind == Accumulator::Kind::tensorcore) {
        const Format format =
            acc.kind == Accumulator::Kind::floating ? acc.format : find_format("fp32").value();
        const auto value = model::decode(format, static_cast<std::uint32_t>(code));
        if (value.is_nan()) return std::nan("");
        if (value.is_infinite()) return value.negative ? -HUGE_VAL : HUGE_VAL;
        return to_double(value.number);
    }
    const int unit =
        acc.kind == Accumulator::Kind::fixed ? acc.lsb.value_or(0) : model::product_unit(spec);
    return to_double(Dyadic(model::from_twos_complement(code, width), unit));
}

struct Result {
    tensor::Array product;
    double sqnr_db = 0;
    std::size_t flagged = 0;  ///< sums that overflowed or met a special
};

Result multiply(const Config& config, const Matrices& m) {
    const model::DotSpec spec{.a = config.a,
                              .b = config.b,
                              .accumulator = config.dot.accumulator,
                              .blocks = config.dot.blocks,
                              .block = config.a.block,
                              .multiplier = multiplier_of(config)};
    const auto product = model::matmul(spec, tensor::rows_of(m.qa), tensor::columns_of(m.qb));
    const int width = model::make_accumulate(spec)->width();
    const double scale = double{m.qa.tensor_scale} * double{m.qb.tensor_scale};
    std::vector<double> values;
    for (const Integer& code : product.acc) values.push_back(value_of(spec, code, width) / scale);
    Result result;
    const std::vector<float> narrow(values.begin(), values.end());
    result.product = tensor::from_floats({m.a.shape[0], m.b.shape[1]}, narrow);
    result.sqnr_db = tensor::sqnr_db(tensor::matmul_fp64(m.a, m.b), values);
    for (std::size_t i = 0; i < product.acc.size(); ++i) {
        result.flagged += product.overflow[i] != 0 || product.invalid[i] != 0;
    }
    return result;
}

Exit run(const Options& options, const Common& common) {
    const Config config = options.design.config();
    if (config.unit != "dot" && config.unit != "array") {
        throw Error(Exit::usage,
                    fmt::format("design.unit = \"{}\" multiplies no matrices; allowed: "
                                "dot, array; nearest: array",
                                config.unit));
    }
    const Matrices matrices =
        read_matrices(config, options.design.tensor_a(), options.design.tensor_b());
    const Result result = multiply(config, matrices);
    tensor::write_npy(options.output, result.product);
    if (common.json) {
        const nlohmann::ordered_json json{{"name", config.name},
                                          {"rows", result.product.shape[0]},
                                          {"cols", result.product.shape[1]},
                                          {"error__sqnr__db", result.sqnr_db},
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
    command.app->add_option("-o,--out", options->output, "Product to write (.npy)")->required();
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

}  // namespace mxgen::cli
