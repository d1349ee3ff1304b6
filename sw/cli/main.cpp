// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "sw/cli/command.h"
#include "sw/support/nearest.h"

namespace {

using namespace mxgen;

void print_error(const std::string& message) {
    std::fflush(stdout);
    fmt::print(stderr, "{}\n", message);
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
        return app.exit(wanted);
    } catch (const CLI::ParseError& error) {
        return usage_error(app, error);
    }
    for (const cli::Command& command : commands) {
        if (command.app->parsed()) return code(command.run());
    }
    return code(Exit::usage);
}

}  // namespace

int main(int argc, char** argv) {
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
