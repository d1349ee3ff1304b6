// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "sw/config/config.h"
#include "sw/config/settings.h"

namespace mxgen {

/// Throws Error (usage): the place where the key was set (or its path), the path and `what`.
[[noreturn]] void fail(const Settings& settings, const std::string& path, const std::string& what);

/// Composes config.a and config.b from their keys: a shorthand or an element, block and scale over
/// it; b is like a unless given. Throws Error (usage) with the nearest legal name.
void resolve_operands(Config& config, const Settings& settings);

}  // namespace mxgen
