// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>

#include "sw/support/names.h"
#include "sw/support/numbers.h"

namespace mxgen::cli {

namespace {

using MakeCommand = Command (*)(CLI::App& parent);

/// By their place in the help. Made by whichever registration comes first.
std::map<int, MakeCommand>& registered() {
    static std::map<int, MakeCommand> commands;
    return commands;
}

/// The parser of flags clamps what is too large, reads 010 as 8 and nothing as 0.
template <std::integral T>
std::string fault_of_integer(const std::string& text) {
    if (parse_integer<T>(text)) return "";
    constexpr T lowest = std::numeric_limits<T>::min(), highest = std::numeric_limits<T>::max();
    const bool is_number =
        !text.empty() && text.find_first_not_of("0123456789", text[0] == '-') == text.npos;
    std::string_view digits = text;
    while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
    const auto decimal = parse_integer<T>(digits);
    const T legal = decimal ? *decimal : !is_number ? T{0} : text[0] == '-' ? lowest : highest;
    return fmt::format("= {} is not an integer; allowed: {} to {}; nearest: {}", in_quotes(text),
                       lowest, highest, legal);
}

}  // namespace

CommandOption& CommandOption::required() {
    option_->required();
    return *this;
}

CommandOption& CommandOption::one_of(const std::vector<std::string>& values) {
    option_->check(CLI::IsMember(values));
    return *this;
}

CommandOption& CommandOption::within(long long smallest, long long largest) {
    option_->check(CLI::Range(smallest, largest));
    return *this;
}

CommandOption& CommandOption::existing_file() {
    option_->check(CLI::ExistingFile);
    return *this;
}

CommandOption& CommandOption::with_default() {
    option_->capture_default_str();
    return *this;
}

void Command::flag(const std::string& names, bool& value, const std::string& help) const {
    app->add_flag(names, value, help);
}

template <class T>
CommandOption Command::option(const std::string& names, T& value, const std::string& help) const {
    auto* option = app->add_option(names, value, help);
    if constexpr (std::is_integral_v<T>) option->check(fault_of_integer<T>, "");
    return CommandOption(*option);
}

template CommandOption Command::option(const std::string&, int&, const std::string&) const;
template CommandOption Command::option(const std::string&, std::uint64_t&,
                                       const std::string&) const;
template CommandOption Command::option(const std::string&, std::string&, const std::string&) const;
template CommandOption Command::option(const std::string&, std::vector<std::string>&,
                                       const std::string&) const;
template CommandOption Command::option(const std::string&, std::optional<float>&,
                                       const std::string&) const;

Command make_command(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::string& example) {
    Command command;
    command.common = std::make_shared<Common>();
    command.app = parent.add_subcommand(name, description);
    command.app->footer("\nExample:\n  " + example);
    command.flag("--json", command.common->json, "Print the result as JSON");
    command.flag("--quiet,-q", command.common->quiet, "Print nothing but errors");
    return command;
}

Registration::Registration(int place, MakeCommand make) {
    if (!registered().emplace(place, make).second)
        throw std::logic_error(fmt::format("two subcommands are registered at place {}", place));
}

std::vector<Command> make_commands(CLI::App& parent) {
    std::vector<Command> commands;
    for (const auto& [place, make] : registered()) commands.push_back(make(parent));
    return commands;
}

}  // namespace mxgen::cli
