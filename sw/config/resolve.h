// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "sw/config/config.h"
#include "sw/config/settings.h"

namespace mxgen {

/// Fills every default in and checks the whole: formats exist, lanes and block fit, the accumulator
/// takes the formats and holds the configured sum, a name derived unless given. Throws Error
/// (usage) that names the place of the setting at fault, what is allowed and the nearest legal
/// value.
Config resolve(const Settings& settings);

/// The name that a configuration gets: two that differ in the circuit differ in name.
std::string derived_name(const Config& config);

}  // namespace mxgen
