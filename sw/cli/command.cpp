// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/command.h"

#include <unistd.h>

#include <cstdlib>

namespace mxgen::cli {

Command make_command(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::string& example) {
    Command command;
    command.common = std::make_shared<Common>();
    command.app = parent.add_subcommand(name, description);
    command.app->footer("\nExample:\n  " + example);
    command.app->add_flag("--json", command.common->json, "Print the result as JSON");
    command.app->add_flag("--quiet,-q", command.common->quiet, "Print nothing but errors");
    return command;
}

bool colours() {
    const char* unwanted = std::getenv("NO_COLOR");
    return (unwanted == nullptr || *unwanted == '\0') && isatty(STDOUT_FILENO) == 1;
}

}  // namespace mxgen::cli
