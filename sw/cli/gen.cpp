// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/cli/commands.h"
#include "sw/cli/design_options.h"
#include "sw/config/json.h"

namespace mxgen::cli {

namespace {

struct Options {
    DesignOptions design;
    std::string directory;
};

Exit run(const Options& options, const Common& common) {
    const Config config = options.design.config();
    if (common.json) fmt::print("{}\n", to_json(config).dump(2));
    return Exit::done;
}

}  // namespace

Command gen(CLI::App& parent) {
    Command command = make_command(parent, "gen", "Write the RTL package of a design",
                                   "mxgen gen --unit dot --a mxfp8_e4m3 --lanes 32 -o out");
    const auto options = std::make_shared<Options>();
    options->design.add_to(*command.app);
    command.app->add_option("-o,--out", options->directory, "Directory to write")->required();
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

}  // namespace mxgen::cli
