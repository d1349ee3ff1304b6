// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/cli/command.h"

namespace mxgen::cli {

// One function a subcommand, each in the file of its name; commands.cpp lists them for main.
Command completion(CLI::App& parent);
Command formats_command(CLI::App& parent);
Command gen(CLI::App& parent);
Command cosim(CLI::App& parent);
Command matmul(CLI::App& parent);
Command accuracy(CLI::App& parent);
Command quantize(CLI::App& parent);
Command ppa(CLI::App& parent);
Command compare(CLI::App& parent);
Command explain(CLI::App& parent);
Command doctor(CLI::App& parent);

/// All subcommands, in the order of the help.
std::vector<Command> add_commands(CLI::App& parent);

}  // namespace mxgen::cli
