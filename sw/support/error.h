// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <stdexcept>
#include <string>

namespace mxgen {

/// Exit codes of the command line.
enum class Exit {
    done = 0,
    check_failed = 1,  ///< mismatch, proof refuted, equivalence lost
    usage = 2,         ///< usage, configuration or input file
    tool_missing = 3,  ///< a tool is absent or too old
    tool_failed = 4,   ///< a tool failed or ran out of time; an undecided proof
};

/// An error for the user: the message is complete and ready to print, the code is the exit code.
class Error : public std::runtime_error {
  public:
    Error(Exit code, const std::string& message) : std::runtime_error(message), code_(code) {}
    Exit code() const { return code_; }

  private:
    Exit code_;
};

}  // namespace mxgen
