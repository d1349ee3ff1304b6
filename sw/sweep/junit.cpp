// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/junit.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/support/console.h"
#include "sw/support/names.h"
#include "sw/sweep/tasks.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

namespace {

/// As it may stand in an attribute or between tags; characters that XML knows none of are escaped
/// by visible().
std::string xml(const std::string& text) {
    std::string out;
    for (const char c : visible(text)) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

/// " --lanes 8"
std::string flag_words(const Key& key, const KeyValue& value) {
    if (const auto* truth = std::get_if<bool>(&value))
        return *truth ? " " + key.flag() : fmt::format(" {} false", key.flag());
    const auto* text = std::get_if<std::string>(&value);
    std::string word = text ? *text : to_string(value);
    if (const auto* list = std::get_if<std::vector<std::string>>(&value))
        word = fmt::format("{}", fmt::join(*list, ","));
    return fmt::format(" {} {}", key.flag(), shell_word(word));
}

std::string element_of(const TaskOfPoint& task) {
    return task.status == TaskStatus::skipped ? "skipped"
           : task.code == Exit::check_failed  ? "failure"
                                              : "error";
}

std::string case_of(const Space& space, const PointResult& point, const TaskOfPoint& task) {
    const std::string begin =
        fmt::format("    <testcase classname=\"{}\" name=\"{}\"", task.kind, xml(point.name));
    if (task.status == TaskStatus::done) return begin + "/>\n";
    const std::string element = element_of(task);
    return fmt::format(
        "{0}>\n      <{1} message=\"{2}\">{3}\nrepeat with: {4}</{1}>\n    </testcase>\n", begin,
        element, xml(task.reason.substr(0, task.reason.find('\n'))), xml(task.reason),
        xml(repeat_command(space, point.index, task.kind)));
}

/// The cases of one kind, and how many of them are not done.
struct JunitSuite {
    std::string cases;
    int tests = 0, failures = 0, errors = 0, skipped = 0;

    void add(const Space& space, const PointResult& point, const TaskOfPoint& task) {
        ++tests;
        if (task.status != TaskStatus::done) {
            const std::string element = element_of(task);
            ++(element == "failure" ? failures : element == "error" ? errors : skipped);
        }
        cases += case_of(space, point, task);
    }

    std::string text(std::string_view kind) const {
        return fmt::format(
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n"
            "{}  </testsuite>\n",
            kind, tests, failures, errors, skipped, cases);
    }
};

}  // namespace

std::string repeat_command(const Space& space, std::uint64_t index, const std::string& kind) {
    const bool estimates = kind == "estimate";
    std::string command = "mxgen " + (estimates ? "ppa" : kind);
    if (!space.base_file.empty()) command += " " + shell_word(space.base_file.string());
    for (const AxisValue* value : values_at(space, index))
        for (const auto& [path, setting] : value->settings)
            if (!is_option(path)) command += flag_words(find_key(keys(), path), setting.value);
    const Settings options = settings_at(space, index).options;
    const TensorFiles data = data_of(options);
    for (const auto& [flag, file] : {std::pair("--a", data.a), std::pair("--b", data.b)})
        if (!file.empty()) command += fmt::format(" {} {}", flag, shell_word(file.string()));
    for (const Key& key : task_kind(kind).options)
        if (const KeyValue value = option_value(options, key.path()); value != KeyValue(false))
            command += flag_words(key, value);
    return command + (estimates ? " --estimate-only" : kind == "ppa" ? " -o runs" : "");
}

std::string junit_xml(const Space& space, const SweepReport& report) {
    std::string text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
    for (const TaskKind& kind : task_kinds()) {
        JunitSuite suite;
        for (const PointResult& point : report.points)
            for (const TaskOfPoint& task : point.tasks)
                if (task.kind == kind.name) suite.add(space, point, task);
        if (suite.tests > 0) text += suite.text(kind.name);
    }
    return text + "</testsuites>\n";
}

}  // namespace mxgen::sweep
