// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "sw/config/config.h"

namespace mxgen {

/// The resolved configuration, section by section, with the keys that serve its unit.
nlohmann::ordered_json to_json(const Config& config);

/// JSON Schema (draft 7) of a configuration file, from the table of keys.
nlohmann::ordered_json config_schema();

}  // namespace mxgen
