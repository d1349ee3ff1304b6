// SPDX-License-Identifier: Apache-2.0
#include "sw/package/memo.h"

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"

namespace mxgen::package {

namespace {

constexpr std::size_t most_elements = 8;

}  // namespace

std::string EstimateMemo::key_of(const Config& array, const view::Target& target) {
    Json keys = to_json(array);
    keys["design"].erase("name");
    for (const char* key : {"rows", "cols", "cluster", "output"}) keys["array"].erase(key);
    return target.name + keys.dump();
}

std::string EstimateMemo::digest_of(const std::vector<std::vector<std::uint8_t>>& cycles) {
    std::string bytes;
    for (const auto& cycle : cycles) bytes.append(cycle.begin(), cycle.end());
    return sha256(bytes);
}

/// Elements may take many megabytes, and come again soon or not at all.
void EstimateMemo::make_room() {
    if (elements_.size() == most_elements) *this = {};
}

}  // namespace mxgen::package
