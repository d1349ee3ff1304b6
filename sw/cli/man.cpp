// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "sw/cli/command.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::cli {

namespace {

/// Text as the macros of man(7) show it: no character of it is one of theirs.
std::string roff(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool begins_line = out.empty() || out.back() == '\n';
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else if (c == '|')
            out += "|\\:";  // a line may end there
        else if (begins_line && (c == '.' || c == '\''))
            out += std::string("\\&") + c;
        else
            out += c;
    }
    return out;
}

std::string in_capitals(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return std::toupper(c); });
    return text;
}

/// "\fB\-o\fR, \fB\-\-out\fR TEXT", and below it what it means.
std::string entry(const CLI::Option& option) {
    std::string names;
    for (const std::string& name : CLI::detail::split(option.get_name(false, true), ','))
        names += fmt::format("{}\\fB{}\\fR", names.empty() ? "" : ", ", roff(name));
    const bool takes_value = option.get_items_expected_max() > 0;
    const std::string type = takes_value ? " " + option.get_type_name() : "";
    const std::string initial = option.get_default_str();
    return fmt::format(".TP\n{}{}\n{}{}{}\n", names, roff(type), roff(option.get_description()),
                       initial.empty() ? "" : " [" + roff(initial) + "]",
                       option.get_required() ? " (required)" : "");
}

/// Options by their groups, positional arguments first, as the help has them.
std::string options_of(const CLI::App& app) {
    std::string arguments, options;
    for (const std::string& group : app.get_groups()) {
        if (group.empty()) continue;  // hidden
        std::string entries;
        for (const CLI::Option* option : app.get_options()) {
            if (option->get_group() != group) continue;
            (option->get_positional() ? arguments : entries) += entry(*option);
        }
        if (!entries.empty()) options += fmt::format(".SS {}\n{}", roff(group), entries);
    }
    return (arguments.empty() ? "" : ".SH ARGUMENTS\n" + arguments) +
           (options.empty() ? "" : ".SH OPTIONS\n" + options);
}

std::string head(const std::string& page, const std::string& description,
                 const std::string& version) {
    return fmt::format(
        ".\\\" SPDX-License-Identifier: Apache-2.0\n.TH {} 1 \"\" \"mxgen {}\" "
        "\"mxgen\"\n.SH NAME\n{} \\- {}\n",
        in_capitals(page), version, page, roff(description));
}

constexpr auto exit_status = R"(.SH EXIT STATUS
.TP
0
done
.TP
1
a check failed: a mismatch, a refuted proof, lost equivalence
.TP
2
wrong usage, configuration or input file
.TP
3
a tool is missing or too old; \fBmxgen doctor\fR names it
.TP
4
a tool failed or ran out of time, or output could not be written
)";

std::string page_of_program(const CLI::App& program) {
    std::string text = head("mxgen", program.get_description(), program.version());
    text += ".SH SYNOPSIS\n\\fBmxgen\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR]...\n";
    text += ".SH COMMANDS\n";
    for (const CLI::App* command : subcommands(program))
        text += fmt::format(".TP\n\\fBmxgen\\-{}\\fR(1)\n{}\n", roff(command->get_name()),
                            roff(command->get_description()));
    return text + options_of(program) + exit_status;
}

std::string page_of(const CLI::App& command, const CLI::App& program) {
    std::string text =
        head("mxgen-" + command.get_name(), command.get_description(), program.version());
    std::string arguments;
    for (const CLI::Option* option : command.get_options()) {
        if (!option->get_positional()) continue;
        const std::string name = fmt::format("\\fI{}\\fR", roff(option->get_name(true)));
        const bool repeats = option->get_items_expected_max() > 1;
        arguments += option->get_required() ? " " + name : " [" + name + "]";
        if (repeats) arguments += "...";
    }
    text += fmt::format(".SH SYNOPSIS\n\\fBmxgen {}\\fR [\\fIOPTION\\fR]...{}\n",
                        roff(command.get_name()), arguments);
    text += options_of(command);
    text += fmt::format(".SH EXAMPLE\n.EX\n{}\n.EE\n{}",
                        roff(CLI::detail::trim_copy(command.get_footer())
                                 .substr(std::string_view("Example:\n  ").size())),
                        exit_status);
    return text + ".SH SEE ALSO\n\\fBmxgen\\fR(1)\n";
}

Command man(CLI::App& parent) {
    Command command = make_command(parent, "man", "Print the manual page of mxgen or of a command",
                                   "mxgen man gen > mxgen-gen.1");
    const auto name = std::make_shared<std::string>();
    command.option("COMMAND", *name, "A command of mxgen; without one, mxgen as a whole");
    command.run = [name, &parent] {
        if (name->empty()) {
            fmt::print("{}", page_of_program(parent));
            return Exit::done;
        }
        std::vector<std::string> names;
        for (const CLI::App* other : subcommands(parent)) {
            names.push_back(other->get_name());
            if (names.back() != *name) continue;
            fmt::print("{}", page_of(*other, parent));
            return Exit::done;
        }
        throw Error(Exit::usage,
                    fmt::format("mxgen man: COMMAND {} is none; allowed: {}; "
                                "nearest: {}",
                                in_quotes(*name), enumerated(names), nearest(*name, names)));
    };
    return command;
}

const Registration man_registration(120, man);

}  // namespace

}  // namespace mxgen::cli
