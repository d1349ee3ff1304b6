// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <iterator>
#include <string_view>
#include <system_error>

#include "gen/ir/poll.h"
#include "sw/cli/command.h"
#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/interrupt.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
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

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : cli::subcommands(app)) names.push_back(command->get_name());
    return names;
}

std::string nearest_flag(const CLI::App& app, const std::string& word) {
    std::vector<std::string> words;
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_group().empty()) continue;  // hidden
        for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
    }
    std::ranges::copy(command_names(app), std::back_inserter(words));
    return nearest(word.substr(0, word.find('=')), words);
}

/// What the parser found, in the words of every other error.
std::string fault_of(const CLI::App& command, const CLI::ParseError& error) {
    if (const auto extras = command.remaining(true); !extras.empty())
        return fmt::format("unknown argument {}; nearest: {}", extras[0],
                           nearest_flag(command, extras[0]));
    const std::string text = error.what();
    const std::string name = text.substr(0, text.find_first_of(": "));
    const CLI::Option* option = command.get_option_no_throw(name);
    const bool is_missing =
        error.get_name() == "RequiredError" || error.get_name() == "ArgumentMismatch";
    if (option == nullptr || !is_missing) return text;
    if (text.find("At Most") != text.npos)
        return fmt::format("{} is given too often; allowed: {}", name,
                           option->get_items_expected_max());
    return fmt::format("{} needs a value; allowed: {} ({})", name, option->get_type_name(),
                       option->get_description());
}

[[noreturn]] void usage_error(const CLI::App& app, const CLI::ParseError& error) {
    const CLI::App& command = chosen(app);
    const bool has_command = &command != &app;
    const bool is_bare = !has_command && app.remaining(true).empty();
    throw Error(Exit::usage,
                fmt::format("mxgen{}{}: {}; see --help", has_command ? " " : "",
                            has_command ? command.get_name() : "",
                            is_bare ? "no command; allowed: " + enumerated(command_names(app))
                                    : fault_of(command, error)));
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
        usage_error(app, error);
    }
    for (const cli::Command& command : commands) {
        if (!command.app->parsed()) continue;
        const Exit exit = command.run();
        finish_output();
        return code(exit);
    }
    return code(Exit::usage);
}

/// The message for people, and where the results were to be JSON an object for programs: a command
/// that fails a check has printed its result.
int fail(const std::string& message, Exit exit, bool is_json) {
    print_error(message);
    if (is_json && exit != Exit::check_failed) {
        const Json error{{"error", visible(message)}, {"exit_code", code(exit)}};
        const std::string text = error.dump() + "\n";
        std::fwrite(text.data(), 1, text.size(), stdout);
        std::fflush(stdout);
    }
    return code(exit);
}

int run_guarded(int argc, char** argv, bool is_json) {
    try {
        return run(argc, argv);
    } catch (const Error& error) {
        return fail(error.what(), error.code(), is_json);
    } catch (const std::system_error& error) {
        // What prints throws, too, where standard output takes no more.
        const std::string what = std::ferror(stdout) != 0 ? "standard output: cannot be written: " +
                                                                error.code().message()
                                                          : std::string("mxgen: ") + error.what();
        return fail(what, Exit::tool_failed, is_json);
    } catch (const std::bad_alloc&) {
        return fail("mxgen: out of memory", Exit::tool_failed, is_json);
    } catch (const std::exception& error) {
        return fail(fmt::format("mxgen: {}", error.what()), Exit::tool_failed, is_json);
    }
}

}  // namespace

int main(int argc, char** argv) {
    reserve_standard_streams();
    const InterruptScope interruptible;
    ir::set_poll(check_interrupt);
    const bool is_json = std::any_of(
        argv, argv + argc, [](const char* word) { return std::string_view(word) == "--json"; });
    return run_guarded(argc, argv, is_json);
}
