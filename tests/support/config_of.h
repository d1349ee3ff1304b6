// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sw/unit/units.h"

namespace mxgen::testing {

using Flags = std::vector<std::pair<std::string, std::string>>;  ///< "--lanes", "4"

/// The configuration that flags alone make.
inline Config config_of(const Flags& flags) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return resolve(settings);
}

}  // namespace mxgen::testing
