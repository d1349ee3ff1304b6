// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/package/bench.h"
#include "sw/unit/golden.h"
#include "sw/unit/stimulus.h"

namespace mxgen::package {

/// Beats for a bench and the results that are due for them.
struct Examples {
    explicit Examples(const Interface& interface)
        : in(interface.ports, Stream::input),
          weights(interface.ports, Stream::weights),
          expected(interface.ports) {}

    Beats in, weights;
    Expected expected;
};

/// Stimulus with what the golden model says must leave.
Examples examples_of(const Design& design, const Stimulus& stimulus);

/// A few beats of a fixed seed (Unit::examples): extreme codes and zeros first, then random ones;
/// sums of one block and more.
Examples examples_of(const Design& design);

/// Examples as the package's bench reads them.
Vectors packed(const Design& design, const Examples& examples);
Vectors golden_vectors(const Design& design);

}  // namespace mxgen::package
