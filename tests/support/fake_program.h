// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/support/scratch_folder.h"

namespace mxgen::testing {

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
