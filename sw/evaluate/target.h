// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "gen/view/target.h"
#include "sw/flow/technology.h"
#include "sw/liberty/cell_costs.h"
#include "sw/liberty/roles.h"
#include "sw/package/design.h"
#include "sw/unit/config.h"

namespace mxgen {

/// The technology of a configuration, with the user's files if there are any: these are a library
/// that mxgen has never seen unless the configuration names another technology than the initial
/// one. Throws Error as find_technology() does.
ppa::Technology technology_of(const Config& config,
                              const std::vector<std::filesystem::path>& liberty);

/// The costs of a library's cells as what circuits are made and scheduled by: counters and gates as
/// they are, whole operations as they were fitted to osu018, scaled by the cells that they are made
/// of. `name` is the library's.
view::Target target_of(const ppa::CellCosts& costs, const std::string& name);

/// A library of the user's.
struct UserLibrary {
    ppa::Technology technology;
    std::shared_ptr<const ppa::PreparedLibrary> prepared;
    ppa::Roles roles;
    view::Target target;  ///< what circuits are made by
};

/// Reads the user's library; none without files or for an FPGA family. Throws Error (usage) for
/// files that are no library or have no tables of delay.
std::optional<UserLibrary> read_user_library(const Config& config,
                                             const std::vector<std::filesystem::path>& liberty);

/// Its target; where there is none the configured technology's own serves (package::target_of()).
/// Throws Error as read_user_library() does.
std::optional<view::Target> library_target(const Config& config,
                                           const std::vector<std::filesystem::path>& liberty);

/// The configuration with what is left to estimates (package::settled()): those of the user's
/// library or of the configured technology. Throws Error as library_target() and
/// package::generate() do.
Config settled_for(const Config& config, const std::vector<std::filesystem::path>& liberty);

/// The design as it is made for the user's library, or for the configured technology without files.
/// Throws Error as library_target() and package::generate() do.
package::Design design_for(const Config& config, const std::vector<std::filesystem::path>& liberty);

}  // namespace mxgen
