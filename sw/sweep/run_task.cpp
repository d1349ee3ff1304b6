// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/run_task.h"

#include <fmt/format.h>

#include "sw/flow/technology.h"
#include "sw/support/console.h"
#include "sw/support/files.h"
#include "sw/support/interrupt.h"
#include "sw/support/json.h"
#include "sw/support/program.h"
#include "sw/support/tools.h"
#include "sw/tensor/inputs.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

namespace {

/// Bumped when entries get another form.
constexpr const char* form = "task 1";

std::string digest_of_data(const std::string& argument) {
    return argument.empty() ? "none" : tensor::digest_of_tensor(argument);
}

std::string digest_of_file(const KeyValue& path) {
    return sha256(read_file(std::get<std::string>(path), largest_settings)) + "\n";
}

/// What a figure says of one run's directory, and nothing of the design.
bool is_of_directory(const std::string& key) { return key.starts_with("run__"); }

TaskOutcome outcome_of(const Evaluation& found) {
    TaskOutcome outcome{.reason = "", .metrics = Json::object()};
    for (const auto& [key, value] : found.metrics.items())
        if (!is_of_directory(key)) outcome.metrics[key] = value;
    if (!found.cosim || found.cosim->report.passed()) return outcome;
    const std::string& failure = found.cosim->report.failure;
    outcome.status = TaskStatus::failed;
    outcome.code = Exit::check_failed;
    outcome.reason = failure.empty() ? "no vectors were run" : failure;
    return outcome;
}

TaskOutcome outcome_of(const Error& error) {
    const bool refused = error.code() == Exit::usage;
    return {.status = refused ? TaskStatus::skipped : TaskStatus::failed,
            .code = error.code(),
            .reason = error.what(),
            .metrics = Json::object()};
}

}  // namespace

TaskKeys::TaskKeys(const Settings& options) {
    const TensorFiles data = data_of(options);
    data_ = digest_of_data(data.a.string()) + " " + digest_of_data(data.b.string());
}

const std::string& TaskKeys::version_of(const std::string& tool) {
    const auto [version, is_new] = versions_.emplace(tool, "");
    if (is_new)
        for (const Tool& one : tools())
            if (one.name == tool) version->second = find_tool(one).version;
    return version->second;
}

const std::string& TaskKeys::library_of(const std::string& technology) {
    const auto [digest, is_new] = libraries_.emplace(technology, "");
    if (!is_new) return digest->second;
    constexpr std::size_t largest_library = std::size_t{1} << 32;
    try {
        for (const fs::path& file : ppa::find_technology(technology).liberty)
            digest->second += sha256(read_file(file, largest_library)) + " ";
    } catch (const Error& error) {
        digest->second = error.what();
    }
    return digest->second;
}

std::string TaskKeys::operator()(const TaskKind& kind, const Config& config,
                                 const Settings& options) {
    std::string text = fmt::format("{}\n{}\n{}\n{}\n", form, program_id(), kind.name,
                                   mxgen::to_json(config).dump());
    for (const Key& key : kind.options) {
        if (is_file_option(key.path())) continue;
        text += fmt::format("{} {}\n", key.path(), to_string(option_value(options, key.path())));
    }
    for (const std::string& path : kind.files) text += digest_of_file(option_value(options, path));
    if (kind.reads_data) text += data_ + "\n";
    if (kind.reads_libraries) text += library_of(config.timing.technology) + "\n";
    for (const std::string& tool : kind.tools)
        text += fmt::format("{} {}\n", tool, version_of(tool));
    return sha256(text);
}

TaskOutcome run_task(const TaskKind& kind, const Config& config, const Settings& options,
                     const fs::path& runs, package::EstimateMemo* memo) {
    try {
        if (kind.measure) return {.reason = "", .metrics = kind.measure(config, options)};
        Request request{.tensors = data_of(options), .memo = memo};
        kind.ask(request, options, runs);
        return outcome_of(evaluate(config, request));
    } catch (const Error& error) {
        check_interrupt();
        return outcome_of(error);
    } catch (const std::exception& error) {
        return outcome_of(Error(Exit::tool_failed, fmt::format("mxgen: {}", error.what())));
    }
}

std::optional<TaskOutcome> find_outcome(const store::Store& store, const std::string& key,
                                        const std::string& by) {
    const auto found = store.find(key);
    if (!found) return std::nullopt;
    auto outcome = outcome_of(*found);
    if (outcome) outcome->cached = found->value("by", "") != by;
    return outcome;
}

std::optional<TaskOutcome> stored_task(const store::Store& store, const std::string& key,
                                       const std::string& by, bool waits,
                                       const std::function<TaskOutcome()>& run) {
    EntryLock lock = store.lock(key);
    if (waits)
        lock.take();
    else if (!lock.try_take())
        return std::nullopt;
    if (auto found = find_outcome(store, key, by)) return found;
    TaskOutcome outcome = run();
    if (!outcome.lasts()) return outcome;
    Json entry = to_json(outcome);
    entry["by"] = by;
    try {
        store.put(key, entry);
    } catch (const Error& error) {
        say(error.what() + std::string("\n"));  // the sweep has its result all the same
    }
    return outcome;
}

}  // namespace mxgen::sweep
