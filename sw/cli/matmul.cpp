// SPDX-License-Identifier: Apache-2.0
#include "sw/model/matmul.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sw/cli/commands.h"
#include "sw/cli/conversion.h"
#include "sw/cli/design_options.h"
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

tensor::Tensor matrix(const std::filesystem::path& file, const std::string& flag) {
    if (file.empty()) {
        throw Error(Exit::usage,
                    fmt::format("{}: give a matrix, for example {} X.npy", flag, flag));
    }
    tensor::Tensor x = tensor::to_tensor(tensor::read_npy(file));
    if (x.shape.size() != 2) {
        throw Error(Exit::usage, fmt::format("{}: has shape {}; allowed: two axes", file.string(),
                                             tensor::to_string(x.shape)));
    }
    const auto bad = std::find_if(x.data.begin(), x.data.end(),
                                  [](float value) { return !std::isfinite(value); });
    if (bad == x.data.end()) return x;
    const auto at = static_cast<std::size_t>(bad - x.data.begin());
    throw Error(Exit::usage, fmt::format("{}: element [{}, {}] is {}; allowed: finite numbers",
                                         file.string(), at / x.shape[1], at % x.shape[1], *bad));
}

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

Result multiply(const Config& config, const tensor::Tensor& a, const tensor::Tensor& b) {
    if (a.shape[1] != b.shape[0]) {
        throw Error(Exit::usage, fmt::format("--b: {} rows do not meet the {} columns of --a",
                                             b.shape[0], a.shape[1]));
    }
    tensor::QuantizeOptions rows, columns;
    rows.rule = columns.rule = convert_rule(config.convert);
    rows.axis = 1;
    columns.axis = 0;
    const auto qa = tensor::quantize(a, config.a, rows);
    const auto qb = tensor::quantize(b, config.b, columns);
    const model::DotSpec spec{.a = config.a,
                              .b = config.b,
                              .accumulator = config.dot.accumulator,
                              .blocks = config.dot.blocks,
                              .block = config.a.block};
    const auto product = model::matmul(spec, tensor::rows_of(qa), tensor::columns_of(qb));
    const int width = model::make_accumulate(spec)->width();
    const double scale = double{qa.tensor_scale} * double{qb.tensor_scale};
    std::vector<double> values;
    for (const Integer& code : product.acc) values.push_back(value_of(spec, code, width) / scale);
    Result result;
    const std::vector<float> narrow(values.begin(), values.end());
    result.product = tensor::from_floats({a.shape[0], b.shape[1]}, narrow);
    result.sqnr_db = tensor::sqnr_db(tensor::matmul_fp64(a, b), values);
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
    const auto a = matrix(options.design.tensor_a(), "--a");
    const auto b = matrix(options.design.tensor_b(), "--b");
    const Result result = multiply(config, a, b);
    tensor::write_npy(options.output, result.product);
    if (common.json) {
        const nlohmann::ordered_json json{{"name", config.name},
                                          {"shape", result.product.shape},
                                          {"sqnr_db", result.sqnr_db},
                                          {"flagged", result.flagged}};
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
