// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sw/flow/technology.h"
#include "sw/support/own_directory.h"

namespace mxgen::ppa {

/// Lays the library into the directory of a run, where the scripts expect it.
void lay_library(const PreparedLibrary& library, const std::filesystem::path& directory);

/// Where the tools of a run work: a scratch directory of a plain name, with copies of the package's
/// files and the library under a name of ours. No name that a user chose reaches a tool's script,
/// and PACKAGE/synthesis appears whole.
class Workbench {
  public:
    /// Throws Error (usage) as read_file() and write_file() do.
    Workbench(const std::filesystem::path& package, const std::vector<std::string>& files);

    /// The run's own directory, PACKAGE/synthesis later; the package's files lie in "..".
    std::filesystem::path directory() const { return scratch_.path() / "synthesis"; }

    /// Copies what the run left in its directory to PACKAGE/synthesis, instead of what is there.
    void keep() const;

  private:
    std::filesystem::path package_;
    OwnDirectory scratch_;
};

}  // namespace mxgen::ppa
