// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "sw/liberty/roles.h"

namespace mxgen::ppa {

/// Modules by what they are, one of ir::AdderCell's names: around the library's adders, or around
/// its exclusive ors, which technology mapping alone would take apart, or as expressions where it
/// has none; steps of carries around its gates. Throws Error (usage) for another kind of cell.
std::string adder_wrappers(const Roles& roles, const std::map<std::string, std::string>& modules);

}  // namespace mxgen::ppa
