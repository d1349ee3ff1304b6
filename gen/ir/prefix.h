// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "gen/ir/circuit.h"

namespace mxgen::ir {

/// Begins the names of modules that every design has; the design's name takes its place.
inline constexpr std::string_view common_prefix = "mx_";

/// A module's name in the design `top`: mx_fa becomes top_fa; what begins with top_ stays.
std::string prefixed(const std::string& module, const std::string& top);

/// The same for a module that begins with mx_ whatever `top` is: mx_weight_array becomes
/// top_weight_array in the design mx_weight, too.
std::string prefixed_common(const std::string& module, const std::string& top);

/// The circuit with the names of all its submodules, external ones too, beginning with its own, so
/// that two designs live in one project.
std::shared_ptr<const Circuit> with_prefixes(const std::shared_ptr<const Circuit>& top);

}  // namespace mxgen::ir
