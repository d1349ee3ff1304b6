// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "sw/report/workloads.h"
#include "sw/support/json.h"

namespace mxgen::report {

/// One run as its metrics.json has it: a flat object of numbers and texts.
struct Run {
    std::string name;
    Json metrics;
    std::string picture = {};  ///< SVG of the layout; empty: there is none
};

/// The files that a run is read from: the file itself, or DIRECTORY/metrics.json and those of its
/// parts.
std::vector<std::filesystem::path> metrics_files(const std::filesystem::path& path);

/// Reads DIRECTORY/metrics.json (or the file itself) and what DIRECTORY/*/metrics.json add to it,
/// the co-simulation's for one; the name is its "name", else the directory's. With finish figures
/// DIRECTORY/synthesis/layout.svg is the run's picture.
/// Throws Error (usage) naming the file when it is absent, no flat object, or a picture above 4
/// MiB.
Run read_run(const std::filesystem::path& path);

/// A figure that runs are compared by.
struct Column {
    std::string key;      ///< of metrics.json
    std::string heading;  ///< with its unit: "area um2"
};

/// One cell: a number with its ratio to the baseline's, a text, or neither.
struct TableCell {
    std::optional<double> value, ratio;
    std::string text;
};

/// A run's figures in another technology, those that it has and that the source scales.
struct ProjectedRun {
    std::string name;
    std::optional<double> area_um2, delay_ns, mac_pj, power;  ///< power: the factor alone
};

/// Runs in another technology by published factors.
struct Projection {
    std::string to, source, error;  ///< where to, who published it, how far off it may be
    std::vector<ProjectedRun> runs;
};

/// Runs side by side: one row per run, one column per figure that at least one run has; and
/// networks on designs.
struct Comparison {
    std::vector<Run> runs;
    std::vector<Column> columns;
    std::vector<std::vector<TableCell>> rows;
    std::size_t baseline = 0;
    std::vector<NetworkWorkload> workloads = {};
    std::vector<Projection> projections = {};
};

/// Compares runs, ratios against runs[baseline]. Throws std::out_of_range for a baseline that is
/// not among them,
/// unless there are none at all.
Comparison compare(std::vector<Run> runs, std::size_t baseline);

/// A table for people: numbers to four digits, ratios in parentheses, a legend of the conditions.
std::string to_text(const Comparison& comparison);

/// The conditions that all numbers were taken under, or that runs differ in: one line.
std::string conditions(const Comparison& comparison);

/// {"baseline": name, "runs": [{"name", "metrics", "ratios"}]}, and "workloads" and "projections"
/// where there are any.
Json to_json(const Comparison& comparison);

/// A header line and one line per run (RFC 4180): every figure and, as KEY__ratio, its ratio.
std::string to_csv(const Comparison& comparison);

/// Cells one below the other: the first of a line to the left, the others to the right.
std::string aligned(const std::vector<std::vector<std::string>>& lines);

/// A field of a line of CSV (RFC 4180).
std::string csv_field(const std::string& text);

/// Four significant digits without an exponent: "46012", "1.234", "0.001234".
std::string format_number(double value);

}  // namespace mxgen::report
