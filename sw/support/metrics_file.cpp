// SPDX-License-Identifier: Apache-2.0
#include "sw/support/metrics_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"

namespace mxgen {

Json read_metrics(const std::filesystem::path& file) {
    const Json json = parse_json(read_file(file));
    if (!json.is_object())
        refuse_file(file, fmt::format("is {}; allowed: a flat JSON object of figures",
                                      json.is_discarded() ? "no JSON" : "no JSON object"));
    Json metrics = Json::object();
    for (const auto& [key, value] : json.items()) {
        if (value.is_structured())
            refuse_file(file, fmt::format("{} is a list or an object; allowed: a number or a text",
                                          in_quotes(key)));
        if (!value.is_null()) metrics[key] = value;
    }
    return metrics;
}

Json in_order(const Json& metrics) {
    static constexpr std::string_view added[] = {"estimate__", "error__", "cosim__"};
    const auto kind = [](const std::string& key) {
        return std::ranges::find_if(added, [&](auto prefix) { return key.starts_with(prefix); });
    };
    Json ordered = Json::object();
    for (const auto& [key, value] : metrics.items())
        if (kind(key) == std::end(added)) ordered[key] = value;
    for (const auto* prefix = std::begin(added); prefix != std::end(added); ++prefix)
        for (const auto& [key, value] : metrics.items())
            if (kind(key) == prefix) ordered[key] = value;
    return ordered;
}

}  // namespace mxgen
