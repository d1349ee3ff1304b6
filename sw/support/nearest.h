// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mxgen {

/// The candidate with the fewest single-character edits from `word` (the first of equals), for
/// "did you mean"; empty without candidates.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace mxgen
