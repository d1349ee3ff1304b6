// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/command.h"
#include "sw/cli/design_options.h"
#include "sw/network/inference.h"
#include "sw/support/json.h"
#include "sw/support/progress.h"

namespace mxgen::cli {

namespace {

struct InferOptions {
    std::string network;
    DesignOptions design;
    int mode = 0;
};

Exit run(const InferOptions& options, const Common& common) {
    const auto network = network::read_trained_network(options.network);
    Progress progress(common.quiet, !common.json);
    const auto exact = network::exact_results(network);
    std::vector<network::Inference> inferences;
    for (const Config& config : options.design.configs())
        inferences.push_back(
            network::infer(network, exact, config, static_cast<std::size_t>(options.mode),
                           [&](std::string_view layer) {
                               progress.show(fmt::format("{}: {}", config.name, layer));
                           }));
    progress.show("");
    if (common.json)
        fmt::print("{}", to_text(network::to_json(network, exact, inferences)));
    else if (!common.quiet)
        fmt::print("{}", network::to_text(network, exact, inferences));
    return Exit::done;
}

Command infer(CLI::App& parent) {
    Command command = make_command(
        parent, "infer", "Accuracy of a trained network whose products designs make (golden model)",
        "mxgen infer hw/networks/digits.toml hw/configs/array_mxfp8.toml");
    const auto options = std::make_shared<InferOptions>();
    command.option("FILE", options->network, "The network, its tensors beside it (TOML)")
        .required();
    options->design.add_to(*command.app, DesignOptions::Files::several);
    command.option("--mode", options->mode, "Run-time mode [0]").within(0, 63);
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration infer_registration(86, infer);

}  // namespace

}  // namespace mxgen::cli
