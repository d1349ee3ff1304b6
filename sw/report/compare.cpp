// SPDX-License-Identifier: Apache-2.0
#include "sw/report/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "sw/report/projection.h"
#include "sw/support/console.h"
#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/metrics_file.h"
#include "sw/support/names.h"

namespace mxgen::report {

namespace fs = std::filesystem;
namespace {

/// The figures in the order of a report; error figures follow as they come.
const std::vector<Column>& known_columns() {
    static const std::vector<Column> columns = {
        {"synth__design__instance__area__stdcell", "area um2"},
        {"synth__design__instance__area__nand2eq", "NAND2 eq."},
        {"synth__design__instance__count__stdcell", "cells"},
        {"synth__design__instance__count__register", "registers"},
        {"synth__design__register__share", "register share"},
        {"synth__timing__delay__ns", "delay ns"},
        {"synth__timing__fmax__mhz", "fmax MHz"},
        {"synth__timing__slack__ns", "slack ns"},
        {"finish__timing__delay__ns", "routed delay ns"},
        {"finish__timing__fmax__mhz", "routed fmax MHz"},
        {"finish__design__core__area", "core um2"},
        {"latency__cycles", "latency"},
        {"synth__energy__per_mac__pj", "pJ/MAC"},
        {"synth__energy__per_mac__pj__switching", "switching"},
        {"synth__energy__per_mac__pj__internal", "internal"},
        {"synth__energy__per_mac__pj__clock", "clock"},
        {"synth__energy__per_mac__pj__leakage", "leakage"},
        {"finish__energy__per_mac__pj", "routed pJ/MAC"},
        {"synth__efficiency__tops__w", "TOPS/W"},
        {"synth__efficiency__tops__mm2", "TOPS/mm2"},
        {"estimate__gate_model__area__nand2eq", "gate model NAND2"},
        {"estimate__circuit__area__nand2eq", "estimated NAND2"},
        {"estimate__circuit__delay__ns", "estimated ns"},
        {"fpga__lut__count", "LUT"},
        {"fpga__lut4eq__count", "LUT4 eq."},
        {"fpga__carry__count", "carry"},
        {"fpga__ff__count", "FF"},
        {"fpga__mux__count", "mux"},
        {"fpga__dsp__count", "DSP"},
        {"fpga__nodsp__lut__count", "LUT without DSP"},
        {"fpga__place__delay__ns", "placed delay ns"},
        {"fpga__place__fmax__mhz", "placed fmax MHz"},
        {"synth__equivalence", "equal to RTL"},
        {"cosim__vectors__count", "co-sim vectors"},
        {"cosim__mismatches__count", "mismatches"},
    };
    return columns;
}

std::vector<Column> columns_of(const std::vector<Run>& runs) {
    std::vector<Column> columns;
    auto anywhere = [&](const std::string& key) {
        return std::any_of(runs.begin(), runs.end(),
                           [&](const Run& run) { return run.metrics.contains(key); });
    };
    std::copy_if(known_columns().begin(), known_columns().end(), std::back_inserter(columns),
                 [&](const Column& column) { return anywhere(column.key); });
    for (const auto& run : runs) {
        for (const auto& [key, value] : run.metrics.items()) {
            bool listed = std::any_of(columns.begin(), columns.end(),
                                      [&, &name = key](const Column& c) { return c.key == name; });
            if (!key.starts_with("error__") || listed) continue;
            auto heading = key.substr(7);
            for (std::size_t at; (at = heading.find("__")) != std::string::npos;)
                heading.erase(at, 1);
            std::replace(heading.begin(), heading.end(), '_', ' ');
            columns.push_back({key, heading});
        }
    }
    return columns;
}

TableCell cell_of(const Json& metrics, const Json& baseline, const std::string& key) {
    TableCell cell;
    auto found = metrics.find(key);
    if (found == metrics.end()) return cell;
    if (!found->is_number()) {
        cell.text = found->is_string() ? found->get<std::string>() : found->dump();
        return cell;
    }
    cell.value = found->get<double>();
    if (auto base = baseline.find(key); base != baseline.end() && base->is_number())
        if (auto divisor = base->get<double>(); divisor != 0) cell.ratio = *cell.value / divisor;
    return cell;
}

/// What figures and conditions may be; any other key is shown as it stands.
const char* allowed_type(const std::string& key) {
    constexpr std::array texts{"name", "technology", "synth__equivalence", "stimulus"};
    if (std::ranges::find(texts, key) != texts.end()) return "a text";
    const bool is_figure =
        key == "width" ||
        std::ranges::any_of(known_columns(), [&](auto& column) { return column.key == key; });
    return is_figure ? "a number" : nullptr;
}

void check_type(const fs::path& file, const std::string& key, const Json& value) {
    const std::string_view allowed = allowed_type(key) ? allowed_type(key) : "";
    if (allowed.empty() || (allowed == "a text" ? value.is_string() : value.is_number())) return;
    refuse_file(file, fmt::format("{} is {}; allowed: {}", key, in_quotes(value.dump()), allowed));
}

/// Tables, pages and terminals show them: a name that breaks the line would be a row of its own.
Json read_shown(const fs::path& file) {
    const Json metrics = read_metrics(file);
    auto shown = Json::object();
    for (const auto& [key, value] : metrics.items()) {
        check_type(file, key, value);
        shown[visible_line(key)] =
            value.is_string() ? Json(visible_line(value.get<std::string>())) : value;
    }
    return shown;
}

Run named_run(Json metrics, const fs::path& file) {
    auto fallback = absolute_path(file).parent_path().filename().string();
    auto name = metrics.value("name", fallback);
    return {std::move(name), std::move(metrics), {}};
}

constexpr std::size_t largest_picture = 4u << 20;

/// The picture that a run with a layout left.
std::string picture_of(const fs::path& run, const Json& metrics) {
    const fs::path file = run / "synthesis" / "layout.svg";
    if (!metrics.contains("finish__design__core__area") || !fs::is_regular_file(file)) return {};
    return read_file(file, largest_picture);
}

}  // namespace

std::vector<fs::path> metrics_files(const fs::path& path) {
    if (!fs::is_directory(path)) return {path};
    std::set<fs::path> parts;
    for (const auto& entry : fs::directory_iterator(path)) {
        const auto file = entry.path() / "metrics.json";
        if (entry.is_directory() && fs::is_regular_file(file)) parts.insert(file);
    }
    std::vector<fs::path> files{path / "metrics.json"};
    files.insert(files.end(), parts.begin(), parts.end());
    return files;
}

Run read_run(const fs::path& path) {
    auto metrics = Json::object();
    const auto files = metrics_files(path);
    for (const auto& file : files) metrics.update(read_shown(file));
    Run run = named_run(std::move(metrics), files.front());
    run.picture = picture_of(path, run.metrics);
    return run;
}

Comparison compare(std::vector<Run> runs, std::size_t baseline) {
    Comparison comparison;
    if (runs.empty() && baseline == 0) return comparison;
    const auto base = runs.at(baseline).metrics;
    comparison.columns = columns_of(runs);
    for (const auto& run : runs) {
        auto& row = comparison.rows.emplace_back();
        for (const auto& column : comparison.columns)
            row.push_back(cell_of(run.metrics, base, column.key));
    }
    comparison.baseline = baseline;
    comparison.runs = std::move(runs);
    return comparison;
}

std::string format_number(double value) {
    if (value == 0 || !std::isfinite(value)) return fmt::format("{}", value);
    auto digits = 3 - static_cast<int>(std::floor(std::log10(std::abs(value))));
    auto text = fmt::format("{:.{}f}", value, std::clamp(digits, 0, 12));
    if (text.find('.') == std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

Json to_json(const Comparison& comparison) {
    Json runs = Json::array();
    for (std::size_t i = 0; i < comparison.runs.size(); ++i) {
        Json ratios = Json::object();
        for (std::size_t j = 0; j < comparison.columns.size(); ++j)
            if (comparison.rows[i][j].ratio)
                ratios[comparison.columns[j].key] = *comparison.rows[i][j].ratio;
        runs.push_back({{"name", comparison.runs[i].name},
                        {"metrics", comparison.runs[i].metrics},
                        {"ratios", ratios}});
    }
    Json json{
        {"baseline",
         comparison.runs.empty() ? Json(nullptr) : Json(comparison.runs[comparison.baseline].name)},
        {"runs", runs}};
    for (const NetworkWorkload& workload : comparison.workloads)
        json["workloads"].push_back(to_json(workload));
    for (const Projection& projection : comparison.projections)
        json["projections"].push_back(to_json(projection));
    return json;
}

}  // namespace mxgen::report
