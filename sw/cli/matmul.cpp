// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/matmul.h"

#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/support/json.h"
#include "sw/support/progress.h"
#include "sw/tensor/npy.h"

namespace mxgen::cli {

namespace {

struct MatmulOptions {
    DesignOptions design;
    std::string output;
    std::uint64_t mode = 0;
};

Exit run(const MatmulOptions& options, const Common& common) {
    const Config config = options.design.config();
    Progress progress(common.quiet, !common.json);
    progress.show(config.name + ": product");
    const auto result = multiply_matrices(config, options.design.tensors(), options.mode);
    progress.show("");
    if (!common.quiet) options.design.warn(result.changed);
    tensor::write_npy(options.output, result.product);
    if (common.json)
        fmt::print("{}", to_text(matmul_metrics(config.name, result)));
    else if (!common.quiet)
        fmt::print("{}: {} in {}, SQNR {:.2f} dB against fp64, {} sums flagged\n", config.name,
                   tensor::to_string(result.product.shape), options.output, result.sqnr_db,
                   result.flagged);
    return Exit::done;
}

Command matmul(CLI::App& parent) {
    Command command = make_command(
        parent, "matmul", "Multiply two matrices as the configured array does (golden model)",
        "mxgen matmul hw/configs/array_mxfp8.toml --a act1.npy --b w2.npy -o c.npy");
    const auto options = std::make_shared<MatmulOptions>();
    options->design.add_to(*command.app, DesignOptions::Files::at_most_one,
                           DesignOptions::Tensors::yes);
    options->design.add_groups(*command.app);
    command.option("-o,--out", options->output, "Product to write (.npy)").required();
    command.option("--mode", options->mode, "Run-time mode, as mode_i counts them [0]");
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration matmul_registration(30, matmul);

}  // namespace

}  // namespace mxgen::cli
