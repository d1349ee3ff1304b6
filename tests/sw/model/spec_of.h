// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/model/dot.h"

namespace mxgen::model {

/// A dot product of two formats, by the names of the catalogue.
inline DotSpec spec_of(const char* a, const char* b, const char* accumulator) {
    DotSpec spec;
    spec.a = find_block_format(a).value();
    spec.b = find_block_format(b).value();
    spec.accumulator = find_accumulator(accumulator).value();
    return spec;
}

}  // namespace mxgen::model
