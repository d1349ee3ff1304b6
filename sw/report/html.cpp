// SPDX-License-Identifier: Apache-2.0
#include "sw/report/html.h"

#include "sw/report/files.h"
#include "sw/support/json.h"

namespace mxgen::report {

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
    // "</script>" within a text would end the element.
    auto json = data.dump(-1, ' ', true, Json::error_handler_t::replace);
    for (std::size_t at = 0; (at = json.find("</", at)) != std::string::npos; at += 3)
        json.insert(at + 1, "\\");
    auto page = embedded_files().at("comparison.html");
    const std::string mark = "@DATA@";
    return page.replace(page.find(mark), mark.size(), json);
}

}  // namespace mxgen::report
