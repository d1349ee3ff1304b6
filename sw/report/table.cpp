// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sw/report/compare.h"
#include "sw/report/projection.h"

namespace mxgen::report {

namespace {

using Lines = std::vector<std::vector<std::string>>;

std::string cell_text(const TableCell& cell, bool with_ratio) {
    if (!cell.value) return cell.text.empty() ? "-" : cell.text;
    auto text = format_number(*cell.value);
    return with_ratio && cell.ratio ? fmt::format("{} ({:.2f})", text, *cell.ratio) : text;
}

bool has_ratios(const Comparison& comparison, std::size_t column) {
    return std::any_of(comparison.rows.begin(), comparison.rows.end(),
                       [&](const auto& row) { return row[column].ratio.has_value(); });
}

}  // namespace

std::string aligned(const Lines& lines) {
    std::vector<std::size_t> widths(lines[0].size());
    for (const auto& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    std::string text;
    for (const auto& line : lines) {
        text += fmt::format("{:<{}}", line[0], widths[0]);
        for (std::size_t i = 1; i < line.size(); ++i)
            text += fmt::format("  {:>{}}", line[i], widths[i]);
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

std::string conditions(const Comparison& comparison) {
    std::string text;
    for (const char* key :
         {"technology", "corner", "voltage", "wire_model", "stimulus", "layout"}) {
        std::set<std::string> values;
        for (const auto& run : comparison.runs)
            if (auto value = run.metrics.find(key); value != run.metrics.end())
                values.insert(value->is_string() ? value->get<std::string>() : value->dump());
        if (values.empty()) continue;
        auto all = fmt::format("{}", fmt::join(values, " | "));
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", key, all.empty() ? "-" : all);
    }
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

namespace {

std::string runs_text(const Comparison& comparison) {
    bool several = comparison.runs.size() > 1;
    Lines lines;
    auto& heading = lines.emplace_back(std::vector<std::string>{"run"});
    for (const auto& column : comparison.columns) heading.push_back(column.heading);
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        auto& line = lines.emplace_back(std::vector<std::string>{comparison.runs[i].name});
        for (const auto& cell : comparison.rows[i])
            line.push_back(cell_text(cell, several && i != comparison.baseline));
    }
    auto text = aligned(lines);
    if (several)
        text +=
            fmt::format("in parentheses: ratio to {}\n", comparison.runs[comparison.baseline].name);
    auto known = conditions(comparison);
    return known.empty() ? text : text + known + "\n";
}

}  // namespace

std::string to_text(const Comparison& comparison) {
    std::string text = comparison.runs.empty() ? "" : runs_text(comparison);
    for (const Projection& projection : comparison.projections) text += "\n" + to_text(projection);
    for (const NetworkWorkload& workload : comparison.workloads)
        text += (text.empty() ? "" : "\n") + to_text(workload);
    return text;
}

std::string to_csv(const Comparison& comparison) {
    std::string text = "name";
    for (std::size_t j = 0; j < comparison.columns.size(); ++j) {
        text += "," + csv_field(comparison.columns[j].key);
        if (has_ratios(comparison, j))
            text += "," + csv_field(comparison.columns[j].key + "__ratio");
    }
    text += "\r\n";
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        text += csv_field(comparison.runs[i].name);
        for (std::size_t j = 0; j < comparison.columns.size(); ++j) {
            const auto& cell = comparison.rows[i][j];
            text += "," + (cell.value ? fmt::format("{}", *cell.value) : csv_field(cell.text));
            if (has_ratios(comparison, j))
                text += "," + (cell.ratio ? fmt::format("{}", *cell.ratio) : std::string());
        }
        text += "\r\n";
    }
    return text;
}

}  // namespace mxgen::report
