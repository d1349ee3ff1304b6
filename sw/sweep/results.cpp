// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/results.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sw/report/compare.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

using report::csv_field;

namespace {

/// Bytes that are no UTF-8, which tools' messages may hold, become U+FFFD.
std::string compact(const Json& document) {
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json config_of(const Space& space, const PointResult& point) {
    if (!point.is_legal) return choices_at(space, point.index);
    return mxgen::to_json(config_at(space, point.index));
}

std::string csv_value(const Json& metrics, const std::string& key) {
    const auto found = metrics.find(key);
    if (found == metrics.end() || found->is_null()) return {};
    return found->is_string() ? csv_field(found->get<std::string>()) : found->dump();
}

/// The figures of all points, in the order in which they first come.
std::vector<std::string> all_keys(const SweepReport& report) {
    std::vector<std::string> keys;
    std::set<std::string> known{"name"};
    for (const PointResult& point : report.points)
        for (const auto& [key, value] : point.metrics.items())
            if (known.insert(key).second) keys.push_back(key);
    return keys;
}

}  // namespace

Json results_of(const Space& space, const SweepReport& report) {
    Json points = Json::array();
    for (const PointResult& point : report.points)
        points.push_back({{"name", point.name},
                          {"config", config_of(space, point)},
                          {"status", name_of(point.status)},
                          {"reason", point.reason},
                          {"cached", point.cached},
                          {"metrics", point.metrics}});
    return {{"points", std::move(points)}};
}

std::string results_text(const Json& results) {
    std::string text = "{\n  \"points\": [";
    const char* separator = "\n    ";
    for (const Json& point : results["points"]) {
        text += separator + compact(point);
        separator = ",\n    ";
    }
    return text + "\n  ]\n}\n";
}

std::vector<std::pair<std::string, std::string>> read_statuses(const std::filesystem::path& file) {
    constexpr std::size_t largest_results = std::size_t{1} << 30;
    const Json results = parse_json(read_file(file, largest_results));
    std::vector<std::pair<std::string, std::string>> statuses;
    if (!results.is_object() || !results.contains("points")) return statuses;
    for (const Json& point : results["points"])
        if (point.is_object())
            statuses.emplace_back(point.value("name", ""), point.value("status", ""));
    return statuses;
}

std::string results_csv(const Space& space, const SweepReport& report) {
    const auto keys = all_keys(report);
    std::string text = "name,status,cached,reason";
    for (const SweepAxis& axis : space.axes) text += "," + csv_field(axis.name);
    for (const std::string& key : keys) text += "," + csv_field(key);
    text += "\n";
    for (const PointResult& point : report.points) {
        text += fmt::format("{},{},{},{}", csv_field(point.name), name_of(point.status),
                            point.cached, csv_field(point.reason));
        for (const AxisValue* value : values_at(space, point.index))
            text += "," + csv_field(value->label);
        for (const std::string& key : keys) text += "," + csv_value(point.metrics, key);
        text += "\n";
    }
    return text;
}

}  // namespace mxgen::sweep
