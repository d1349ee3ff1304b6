// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "sw/support/process.h"

namespace mxgen::test {

/// A fresh directory of one test, in which mxgen runs; removed with it.
class Scratch {
  public:
    Scratch()
        : path_(std::filesystem::path(MXGEN_BINARY_DIR) / ("cli-" + std::to_string(getpid()))) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Scratch() { std::filesystem::remove_all(path_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Runs mxgen here; extra environment wins over the caller's.
    ProcessResult mxgen(std::vector<std::string> arguments,
                        std::vector<std::pair<std::string, std::string>> environment = {}) const {
        arguments.insert(arguments.begin(), MXGEN_BINARY_DIR "/mxgen");
        return run(arguments, std::move(environment));
    }

    ProcessResult run(const std::vector<std::string>& argv,
                      std::vector<std::pair<std::string, std::string>> environment = {}) const {
        ProcessOptions options;
        options.directory = path_;
        options.timeout = std::chrono::minutes(3);
        options.environment = std::move(environment);
        return run_process(argv, options);
    }

    /// Names of what is in the directory, hidden ones too.
    std::vector<std::string> entries() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(path_)) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace mxgen::test
