// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sw/support/process.h"
#include "tests/support/scratch_folder.h"

namespace mxgen::test {

/// A fresh directory of one test, in which mxgen runs; removed with it.
class Scratch {
  public:
    Scratch() : folder_("cli") {}

    const std::filesystem::path& path() const { return folder_.path(); }

    /// Runs mxgen here; extra environment wins over the caller's.
    ProcessResult mxgen(std::vector<std::string> arguments,
                        std::vector<std::pair<std::string, std::string>> environment = {}) const {
        arguments.insert(arguments.begin(), MXGEN_BINARY_DIR "/mxgen");
        return run(arguments, std::move(environment));
    }

    ProcessResult run(const std::vector<std::string>& argv,
                      std::vector<std::pair<std::string, std::string>> environment = {}) const {
        ProcessOptions options;
        options.directory = path();
        options.timeout = std::chrono::minutes(3);
        options.environment = std::move(environment);
        return run_process(argv, options);
    }

    /// Names of what is in the directory, hidden ones too.
    std::vector<std::string> entries() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path())) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }

  private:
    testing::ScratchFolder folder_;
};

}  // namespace mxgen::test
