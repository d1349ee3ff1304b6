// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "gen/ir/poll.h"
#include "sw/cli/command.h"
#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/interrupt.h"
#include "sw/support/nearest.h"

namespace {

using namespace mxgen;

/// Standard error may be closed or full: whatever becomes of the message, the exit code stands.
void print_error(const std::string& message) {
    std::fflush(stdout);
    say(visible(message) + "\n");
}

int code(Exit exit) { return static_cast<int>(exit); }

/// The subcommand that the words chose, or the program itself.
const CLI::App& chosen(const CLI::App& app) {
    const auto parsed = app.get_subcommands();
    return parsed.empty() ? app : *parsed.front();
}

std::string nearest_flag(const CLI::App& app, const std::string& word) {
    std::vector<std::string> flags;
    for (const CLI::Option* option : app.get_options()) {
        for (const std::string& name : option->get_lnames()) flags.push_back("--" + name);
    }
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
        flags.push_back(command->get_name());
    }
    return nearest(word.substr(0, word.find('=')), flags);
}

int usage_error(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App& command = chosen(app);
    const std::string name = &command == &app ? "mxgen" : "mxgen " + command.get_name();
    const auto extras = command.remaining(true);
    std::string message = fmt::format("{}: {}", name, error.what());
    if (!extras.empty()) {
        message = fmt::format("{}: unknown argument {}; nearest: {}", name, extras[0],
                              nearest_flag(command, extras[0]));
    }
    print_error(message + "; see --help");
    return code(Exit::usage);
}

int run(int argc, char** argv) {
    CLI::App app{"Generates, verifies and costs low-precision arithmetic in SystemVerilog.",
                 "mxgen"};
    app.set_version_flag("--version", MXGEN_VERSION);
    app.require_subcommand(1);
    const auto commands = cli::make_commands(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& wanted) {
        app.exit(wanted);
        finish_output();
        return code(Exit::done);
    } catch (const CLI::ParseError& error) {
        return usage_error(app, error);
    }
    for (const cli::Command& command : commands) {
        if (!command.app->parsed()) continue;
        const Exit exit = command.run();
        finish_output();
        return code(exit);
    }
    return code(Exit::usage);
}

}  // namespace

int main(int argc, char** argv) {
    reserve_standard_streams();
    const InterruptScope interruptible;
    ir::set_poll(check_interrupt);
    try {
        return run(argc, argv);
    } catch (const Error& error) {
        print_error(error.what());
        return code(error.code());
    } catch (const std::bad_alloc&) {
        print_error("mxgen: out of memory");
        return code(Exit::tool_failed);
    } catch (const std::exception& error) {
        print_error(fmt::format("mxgen: {}", error.what()));
        return code(Exit::tool_failed);
    }
}
