// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mxgen {

/// The candidate that somebody who wrote `word` meant: ours of a name that it has elsewhere, else
/// the one with the fewest single-character edits, case aside (of equals the one that begins alike,
/// then the first); empty without candidates.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace mxgen
