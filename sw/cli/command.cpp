// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/command.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <optional>

namespace mxgen::cli {

Option& Option::required() {
    option_->required();
    return *this;
}

Option& Option::one_of(const std::vector<std::string>& values) {
    option_->check(CLI::IsMember(values));
    return *this;
}

Option& Option::within(long long least, long long most) {
    option_->check(CLI::Range(least, most));
    return *this;
}

Option& Option::existing_file() {
    option_->check(CLI::ExistingFile);
    return *this;
}

Option& Option::with_default() {
    option_->capture_default_str();
    return *this;
}

void Command::flag(const std::string& names, bool& value, const std::string& help) const {
    app->add_flag(names, value, help);
}

template <class T>
Option Command::option(const std::string& names, T& value, const std::string& help) const {
    auto* option = app->add_option(names, value, help);
    // The parser reads -1 as the largest number.
    if constexpr (std::is_unsigned_v<T>)
        option->check(
            [](const std::string& text) {
                return text.starts_with('-') ? text + " is negative; nearest: 0" : std::string();
            },
            "at least 0");
    return Option(*option);
}

template Option Command::option(const std::string&, int&, const std::string&) const;
template Option Command::option(const std::string&, std::uint64_t&, const std::string&) const;
template Option Command::option(const std::string&, std::string&, const std::string&) const;
template Option Command::option(const std::string&, std::vector<std::string>&,
                                const std::string&) const;
template Option Command::option(const std::string&, std::optional<float>&,
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

bool colours() {
    const char* unwanted = std::getenv("NO_COLOR");
    return (unwanted == nullptr || *unwanted == '\0') && isatty(STDOUT_FILENO) == 1;
}

}  // namespace mxgen::cli
