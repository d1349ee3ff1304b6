// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>

#include "sw/support/tools.h"
#include "tests/sw/ppa/designs.h"

namespace mxgen::ppa::tests {

/// PATH begins with a `tool` that runs this script, where REAL is the true tool, while it lives.
class FakeTool {
  public:
    FakeTool(const std::string& tool, const std::string& script) : path_(getenv("PATH")) {
        auto real = require_tool(tool).path.string();
        auto directory = fs::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / "fake_tools";
        fs::remove_all(directory);
        write(directory / tool, "#!/bin/sh\nREAL=" + real + "\n" +
                                    "case \"$1\" in -V|-version|--version) exec $REAL $1;; esac\n" +
                                    script + "\n");
        fs::permissions(directory / tool, fs::perms::owner_all);
        setenv("PATH", (directory.string() + ":" + path_).c_str(), 1);
    }
    ~FakeTool() { setenv("PATH", path_.c_str(), 1); }

  private:
    std::string path_;
};

}  // namespace mxgen::ppa::tests
