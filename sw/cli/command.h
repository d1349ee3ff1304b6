// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "sw/support/error.h"

namespace mxgen::cli {

/// The options that every subcommand has.
struct Common {
    bool json = false;   ///< the result as one JSON document on standard output
    bool quiet = false;  ///< nothing but errors
};

/// A subcommand: its options, and what runs when it was chosen. run() returns the exit code and
/// throws Error for everything that goes wrong.
struct Command {
    CLI::App* app = nullptr;
    std::shared_ptr<Common> common;
    std::function<Exit()> run;
};

/// A subcommand with the common options and an example at the end of its help; its file adds the
/// rest of the options and sets run.
Command make_command(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::string& example);

/// Whether standard output shows colours: a terminal, and NO_COLOR is unset or empty.
bool colours();

}  // namespace mxgen::cli
