// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sw/cli/command.h"
#include "sw/evaluate/matrices.h"
#include "sw/unit/units.h"

namespace mxgen::cli {

/// The configuration on a command line: a TOML file and a flag for each key, which wins over it.
/// --a and --b are formats; a command that works on tensors also takes --a A.npy and --b B.npy, or
/// --a-codes and --b-codes with their scales.
class DesignOptions {
  public:
    enum class Files { at_most_one, several };
    enum class Tensors { no, yes };

    /// Adds the options to `app`; the object must outlive parsing.
    void add_to(CLI::App& app, Files files = Files::at_most_one, Tensors tensors = Tensors::no);

    /// Adds --groups, the groups of a matrix product's depth before which sums double.
    void add_groups(CLI::App& app);

    /// The resolved configurations, one a file, or one from the flags alone. Throws Error (usage).
    std::vector<Config> configs() const;

    /// The only configuration.
    Config config() const { return configs().front(); }

    /// The tensors given with --a and --b or as codes, and how the flags make them operands. Throws
    /// Error (usage) for an operand given both ways, scales without codes and a tensor scale that
    /// is no number.
    TensorFiles tensors() const;

    /// Says on standard error, once for each tensor, which integers the formats change.
    void warn(const std::vector<ChangedOperand>& changed) const;

    /// The files and flags again, for the command that repeats a run.
    std::vector<std::string> arguments() const;

  private:
    void add_dtype(CLI::App& app, const std::string& flag, const std::string& text);
    Settings flag_settings() const;
    Settings without_data_keys(Settings settings) const;
    Config config_of(const Settings& settings) const;
    void add_code_flags(CLI::App& app);
    DataRule flag_rule() const;
    std::filesystem::path tensor(const std::string& flag) const;
    std::string dtype(const std::string& flag) const;
    tensor::CodeFiles codes(const std::string& flag) const;
    std::vector<int> groups() const;

    bool takes_tensors_ = false;
    int residual_channels_ = 0;
    std::map<std::string, std::string> dtypes_;  ///< by flag, as tensor::read_as() knows them
    std::vector<std::string> files_;
    std::map<std::string, std::vector<std::string>> flags_;
    std::map<std::string, std::string> code_flags_;  ///< --a-codes and its like; empty: not given
};

/// Adds --liberty: the files by whose cells a circuit is made.
void add_liberty(Command& command, std::vector<std::string>& files);

}  // namespace mxgen::cli
