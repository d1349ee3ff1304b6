// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/config/settings.h"

namespace mxgen::sweep {

/// The values of a range as an axis writes it: "1..8", "2..10 +2", "8..64 *2"; both ends belong to
/// it where the steps meet them. Throws Error (usage) naming `origin` for a key without numbers, a
/// text that is no range, steps that lead nowhere, more than 10000 values, and as check_value().
std::vector<Setting> range_settings(const Key& key, const std::string& text,
                                    const std::string& origin);

}  // namespace mxgen::sweep
