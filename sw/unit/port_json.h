// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/support/json.h"
#include "sw/unit/port.h"

namespace mxgen {

/// The ports of a design as its manifest lists them (docs/interfaces.md): where each belongs and
/// what it means stand beside its name, so that who reads them needs no name.
Json ports_json(const std::vector<Port>& ports);

/// The ports that such a list holds but for their formats; the names are anything. Ports without a
/// role, of lists that another program wrote, have the role that goes with their name. Throws
/// Json::exception, or std::invalid_argument naming the port, for a list that is none.
std::vector<Port> ports_of_manifest(const Json& list);

}  // namespace mxgen
