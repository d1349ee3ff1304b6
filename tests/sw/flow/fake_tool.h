// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/support/tools.h"
#include "tests/support/fake_program.h"

namespace mxgen::ppa::tests {

/// PATH begins with a `tool` that runs this script, where REAL is the true tool, while it lives.
class FakeTool {
  public:
    FakeTool(const std::string& tool, const std::string& script)
        : program_(tool, "REAL=" + require_tool(tool).command.at(0) +
                             "\ncase \"$1\" in -V|-version|--version) exec $REAL $1;; esac\n" +
                             script) {}

  private:
    testing::FakeProgram program_;
};

}  // namespace mxgen::ppa::tests
