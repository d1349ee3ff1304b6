// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sw/support/error.h"

// The parser's header takes longer to compile than a subcommand: only command.cpp and what walks
// over options includes it.
namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace mxgen::cli {

/// The options that every subcommand has.
struct Common {
    bool json = false;   ///< the result as one JSON document on standard output
    bool quiet = false;  ///< nothing but errors
};

/// The limits and default of an option.
class CommandOption {
  public:
    explicit CommandOption(CLI::Option& option) : option_(&option) {}

    CommandOption& required();
    CommandOption& one_of(const std::vector<std::string>& values);
    CommandOption& within(long long smallest, long long largest);
    CommandOption& existing_file();

    /// For the program's own use: no help, man page or completion has it.
    CommandOption& hidden();

    /// The help shows the value that the variable has now.
    CommandOption& with_default();

  private:
    CLI::Option* option_;
};

/// A subcommand: its options, and what runs when it was chosen. run() returns the exit code and
/// throws Error for everything that goes wrong.
struct Command {
    CLI::App* app = nullptr;
    std::shared_ptr<Common> common;
    std::function<Exit()> run;

    /// `--name` or `-n,--name`: true when given.
    void flag(const std::string& names, bool& value, const std::string& help) const;

    /// An option with a value, or a positional argument when `names` begins without a dash. T:
    /// std::string, std::vector<std::string>, int, std::uint64_t, std::optional of std::string,
    /// float, or double for a quantity above 0.
    template <class T>
    CommandOption option(const std::string& names, T& value, const std::string& help) const;
};

/// A subcommand with the common options and an example at the end of its help; its file adds the
/// rest of the options and sets run.
Command make_command(CLI::App& parent, const std::string& name, const std::string& description,
                     const std::string& example);

/// Brings a subcommand into the program: each is one file with one such object, which nothing else
/// names.
class Registration {
  public:
    /// `place` orders the help, lowest first; throws std::logic_error where it is taken.
    Registration(int place, Command (*make)(CLI::App& parent));
};

/// The subcommands of the program that a parser stands for, in the order of the help.
std::vector<const CLI::App*> subcommands(const CLI::App& program);

/// Every registered subcommand, in the order of the help.
std::vector<Command> make_commands(CLI::App& parent);

}  // namespace mxgen::cli
