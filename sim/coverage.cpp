// SPDX-License-Identifier: Apache-2.0
#include "sim/coverage.h"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <string>

#include "sw/support/error.h"

namespace mxgen::sim {

namespace {

/// The value of a key in a line of \x01key\x02value pairs; empty when it is absent.
std::string field(const std::string& line, char key) {
    const std::string mark{'\x01', key, '\x02'};
    const auto at = line.find(mark);
    if (at == std::string::npos) return "";
    const auto from = at + mark.size();
    return line.substr(from, line.find_first_of("\x01'", from) - from);
}

/// The kind of a point: v_line, v_branch, v_toggle.
std::string page(const std::string& line) {
    const std::string mark = "\x01page\x02";
    const auto at = line.find(mark);
    if (at == std::string::npos) return "";
    const auto from = at + mark.size();
    return line.substr(from, line.find('/', from) - from);
}

}  // namespace

Coverage read_coverage(const std::filesystem::path& file) {
    std::ifstream in(file);
    std::map<std::string, bool> line_points, toggle_points;
    for (std::string line; std::getline(in, line);) {
        const auto count = line.rfind("' ");
        if (line.rfind("C '", 0) != 0 || count == std::string::npos) continue;
        const std::string kind = page(line);
        const std::string place = fmt::format("{} {}:{}:{} {}", kind, field(line, 'f'),
                                              field(line, 'l'), field(line, 'n'), field(line, 'o'));
        auto& points = kind == "v_toggle" ? toggle_points : line_points;
        points[place] |= std::stoull(line.substr(count + 2)) > 0;
    }
    if (toggle_points.empty())
        throw Error(Exit::tool_failed, fmt::format("{}: no coverage points in it", file.string()));
    const auto counted = [](const std::map<std::string, bool>& points) {
        CoverageCount result{points.size(), 0};
        for (const auto& [place, reached] : points) result.reached += reached;
        return result;
    };
    return {counted(line_points), counted(toggle_points)};
}

}  // namespace mxgen::sim
