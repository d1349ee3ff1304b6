// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/sweep/sweep.h"

namespace mxgen::sweep {

/// The beginning of commands of a shell that work on a sweep: `PROGRAM sweep SPACE --store STORE`,
/// all paths from the root.
std::string sweep_command(const Space& space, const SweepRequest& request);

/// What chooses among points and tasks: " --estimate", " --only NAME", " --objective ...".
std::string choices_of(const SweepRequest& request);

}  // namespace mxgen::sweep
