// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace mxgen::testing {

/// A folder of this process alone, gone at the end: tests run side by side.
class ScratchFolder {
  public:
    explicit ScratchFolder(const std::string& name)
        : path_(std::filesystem::path(MXGEN_BINARY_DIR) / "tests" / "scratch" /
                (name + "_" + std::to_string(getpid()))) {
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// PATH begins with a folder that holds one shell script of this name, while it lives.
class FakeProgram {
  public:
    FakeProgram(const std::string& name, const std::string& script)
        : folder_("fake"), path_(getenv("PATH")) {
        const auto file = folder_.path() / name;
        std::ofstream(file) << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
        setenv("PATH", (folder_.path().string() + ":" + path_).c_str(), 1);
    }
    ~FakeProgram() { setenv("PATH", path_.c_str(), 1); }

  private:
    ScratchFolder folder_;
    std::string path_;
};

}  // namespace mxgen::testing
