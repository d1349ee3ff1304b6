// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sw/support/json.h"
#include "sw/unit/interface.h"

namespace mxgen::ppa {

/// An emitted design as the flow sees it: files and manifest of a package directory.
struct Package {
    std::string name;
    Interface interface;
    std::vector<std::string> files;  ///< RTL paths relative to the package, in the order of rtl.f
    std::map<std::string, std::string> cells;  ///< modules that are a full_adder or a half_adder
    /// The part of the design that a wire belongs to, by module and wire.
    std::map<std::string, std::map<std::string, std::string>> parts;
    std::optional<double> period_ns;  ///< the configuration's clock period
    Json config;                      ///< the resolved configuration; may be null

    bool has_clock() const { return interface.has(Role::clock); }
};

/// Reads DIRECTORY/manifest.json, DIRECTORY/rtl.f and, if there is one, DIRECTORY/parts.json.
/// Throws Error (usage) naming the file when one is missing, malformed, or names files that are
/// absent or not plainly named.
Package read_package(const std::filesystem::path& directory);

}  // namespace mxgen::ppa
