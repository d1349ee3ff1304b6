// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json_fwd.hpp>

namespace mxgen {

/// Documents of the program: keys stay in the order in which they were set. Enough for a
/// declaration that takes or returns one; what looks into it includes sw/support/json.h, which
/// takes a second to compile.
using Json = nlohmann::ordered_json;

/// Of files with many keys: sorted, so that each is found at once.
using SortedJson = nlohmann::json;

}  // namespace mxgen
