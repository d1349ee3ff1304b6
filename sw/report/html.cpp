// SPDX-License-Identifier: Apache-2.0
#include "sw/report/html.h"

#include <utility>
#include <vector>

#include "sw/report/files.h"
#include "sw/support/json.h"

namespace mxgen::report {

namespace {

/// JSON within a <script>: "</script>" in a text would end the element.
std::string script_text(const Json& data) {
    auto json = data.dump(-1, ' ', true, Json::error_handler_t::replace);
    for (std::size_t at = 0; (at = json.find("</", at)) != std::string::npos; at += 3)
        json.insert(at + 1, "\\");
    return json;
}

/// A page with its scripts and data in the place of their marks.
std::string filled(std::string_view name,
                   const std::vector<std::pair<std::string, std::string>>& scripts,
                   const Json& data) {
    auto page = embedded_files().find(name)->second;
    const auto fill = [&](const std::string& mark, const std::string& text) {
        page.replace(page.find(mark), mark.size(), text);
    };
    // The data last: a text in them may hold the mark of a script.
    for (const auto& [mark, file] : scripts) fill(mark, embedded_files().find(file)->second);
    fill("@DATA@", script_text(data));
    return page;
}

}  // namespace

std::string to_html(const Comparison& comparison) {
    auto data = to_json(comparison);
    data["conditions"] = conditions(comparison);
    for (std::size_t i = 0; i < comparison.runs.size(); ++i)
        if (const auto& picture = comparison.runs[i].picture; !picture.empty())
            data["runs"][i]["picture"] = picture;
    data["columns"] = Json::array();
    for (const char* key : {"workloads", "projections"})
        if (!data.contains(key)) data[key] = Json::array();
    for (const auto& column : comparison.columns)
        data["columns"].push_back({{"key", column.key}, {"heading", column.heading}});
    return filled("comparison.html", {{"@SHARED@", "shared.js"}}, data);
}

std::string to_explorer(const Json& results) {
    return filled("explorer.html", {{"@SHARED@", "shared.js"}, {"@SCRIPT@", "explorer.js"}},
                  results);
}

}  // namespace mxgen::report
