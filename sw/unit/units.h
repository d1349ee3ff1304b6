// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sw/support/json_type.h"
#include "sw/unit/unit.h"

namespace mxgen {

/// All units, in the order of the documentation.
const std::vector<const Unit*>& units();

/// The unit of a design.
const Unit& unit_of(const UnitDesign& design);
inline const Unit& unit_of(const Config& config) { return unit_of(config.design); }

/// The unit of a configuration as one that multiplies matrices. Throws Error (usage) naming those
/// that do.
const MatrixUnit& matrix_unit_of(const Config& config);

/// The keys of one unit, with those that all have.
const UnitKeys& keys_of(const Unit& unit);

/// The keys of all units, section by section, each with the units that it serves.
const Keys& keys();

/// Settings in the language of all units; see sw/config/settings.h.
Settings read_settings(const std::filesystem::path& file);
Settings parse_settings(std::string_view toml, const std::string& source);
void add_flag(Settings& settings, const std::string& flag, const std::string& text);
Settings merged(Settings file, const Settings& flags);

/// Fills every default in and checks the whole. Throws Error (usage) as Unit::resolve does, and for
/// a key that does not serve the unit.
Config resolve(const Settings& settings);

/// The name that a configuration gets: two that differ in the circuit differ in name.
std::string derived_name(const Config& config);

/// The resolved configuration, section by section, with the keys of its unit.
Json to_json(const Config& config);

/// The value of a key; null where it has none.
Json to_json(const KeyValue& value);

/// JSON Schema (draft 7) of a configuration file, from the table of keys.
Json config_schema();

}  // namespace mxgen
