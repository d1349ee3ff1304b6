// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <stdexcept>

#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/support/numbers.h"

namespace mxgen::cli {

namespace {

using MakeCommand = Command (*)(CLI::App& parent);

/// By their place in the help. Made by whichever registration comes first.
std::map<int, MakeCommand>& registered() {
    static std::map<int, MakeCommand> commands;
    return commands;
}

constexpr auto whole_range = "whole range";  ///< the check that an integer has its type's

/// "= "x" is WHAT; allowed: ...; nearest: ...", as the parser of flags says it after the option.
std::string fault(const std::string& text, std::string_view what, const std::string& allowed,
                  const std::string& next) {
    return fmt::format("= {} is {}; allowed: {}; nearest: {}", in_quotes(text), what, allowed,
                       next);
}

/// The parser of flags clamps what is too large, reads 010 as 8 and nothing as 0.
template <std::integral T>
std::string fault_of_integer(const std::string& text, T lowest, T highest) {
    const auto number = parse_integer<T>(text);
    if (number && *number >= lowest && *number <= highest) return "";
    const bool is_number = !text.empty() &&
                           text.find_first_not_of("0123456789", text[0] == '-') == text.npos &&
                           text != "-";
    std::string_view digits = text;
    while (digits.size() > 1 && digits[0] == '0') digits.remove_prefix(1);
    const auto decimal = parse_integer<T>(digits);
    const T legal = decimal          ? std::clamp(*decimal, lowest, highest)
                    : !is_number     ? std::clamp(T{0}, lowest, highest)
                    : text[0] == '-' ? lowest
                                     : highest;
    return fault(text, number ? "out of range" : "not an integer",
                 fmt::format("{} to {}", lowest, highest), fmt::format("{}", legal));
}

std::string fault_of_number(const std::string& text) {
    const auto number = parse_number(text);
    if (number && std::abs(*number) <= std::numeric_limits<float>::max()) return "";
    return fault(text, "no number", "finite numbers of single precision", "1");
}

std::string fault_of_quantity(const std::string& text) {
    const auto number = parse_number(text);
    constexpr double largest = 1e12;
    if (number && *number > 0 && *number <= largest) return "";
    return fault(text, "no number above 0", fmt::format("above 0 to {}", largest), "1");
}

}  // namespace

CommandOption& CommandOption::required() {
    option_->required();
    return *this;
}

CommandOption& CommandOption::one_of(const std::vector<std::string>& values) {
    const auto fault_of = [values](const std::string& text) {
        if (std::ranges::find(values, text) != values.end()) return std::string();
        return fault(text, "unknown", enumerated(values), nearest(text, values));
    };
    option_->check(fault_of, "");
    option_->type_name(fmt::format("{}", fmt::join(values, "|")));
    return *this;
}

CommandOption& CommandOption::within(long long smallest, long long largest) {
    const auto fault_of = [=](const std::string& text) {
        return fault_of_integer<long long>(text, smallest, largest);
    };
    option_->get_validator(whole_range)->active(false);
    option_->check(fault_of, "");
    return *this;
}

CommandOption& CommandOption::existing_file() {
    const auto fault_of = [](const std::string& text) {
        try {
            check_regular(text);
            return std::string();
        } catch (const Error& error) {
            return std::string(error.what());
        }
    };
    option_->check(fault_of, "");
    return *this;
}

CommandOption& CommandOption::hidden() {
    option_->group("");
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
    if constexpr (std::is_same_v<T, std::optional<float>>) option->check(fault_of_number, "");
    if constexpr (std::is_same_v<T, std::optional<double>>) option->check(fault_of_quantity, "");
    if constexpr (std::is_integral_v<T>)
        option->check(
            [](const std::string& text) {
                using Limits = std::numeric_limits<T>;
                return fault_of_integer<T>(text, Limits::min(), Limits::max());
            },
            "", whole_range);
    return CommandOption(*option);
}

template CommandOption Command::option(const std::string&, int&, const std::string&) const;
template CommandOption Command::option(const std::string&, std::uint64_t&,
                                       const std::string&) const;
template CommandOption Command::option(const std::string&, std::string&, const std::string&) const;
template CommandOption Command::option(const std::string&, std::optional<std::string>&,
                                       const std::string&) const;
template CommandOption Command::option(const std::string&, std::vector<std::string>&,
                                       const std::string&) const;
template CommandOption Command::option(const std::string&, std::optional<float>&,
                                       const std::string&) const;
template CommandOption Command::option(const std::string&, std::optional<double>&,
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

std::vector<const CLI::App*> subcommands(const CLI::App& program) {
    return program.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<Command> make_commands(CLI::App& parent) {
    std::vector<Command> commands;
    for (const auto& [place, make] : registered()) commands.push_back(make(parent));
    return commands;
}

}  // namespace mxgen::cli
