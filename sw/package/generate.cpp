// SPDX-License-Identifier: Apache-2.0
#include "sw/package/design.h"
#include "sw/support/error.h"

namespace mxgen::package {

Design generate(const Config& config) {
    throw Error(Exit::usage, "design.unit = \"" + config.unit + "\" cannot be generated yet");
}

}  // namespace mxgen::package
