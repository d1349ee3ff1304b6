// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/sweep/sweep.h"

namespace mxgen::sweep {

/// What other schedulers need of a sweep: DIRECTORY/build.ninja and DIRECTORY/Snakefile, a rule a
/// point, which runs `mxgen sweep SPACE --only NAME --store STORE` in a directory of its own, and
/// one that gathers: the sweep itself, which finds everything in the store. Throws Error as
/// plan_sweep() and write_file() do.
void export_sweep(const Space& space, const SweepRequest& request);

}  // namespace mxgen::sweep
