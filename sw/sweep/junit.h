// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/sweep/sweep.h"

namespace mxgen::sweep {

/// junit.xml as servers of continuous integration read it: a test suite a kind of task, a case a
/// point. A failure has its message and the command that repeats it alone; a tool that failed is an
/// error.
std::string junit_xml(const Space& space, const SweepReport& report);

/// The command that repeats one task of a point, as a shell reads it: "mxgen cosim BASE.toml
/// --lanes 8 --seed 7".
std::string repeat_command(const Space& space, std::uint64_t index, const std::string& kind);

}  // namespace mxgen::sweep
