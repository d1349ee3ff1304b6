// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/run_record.h"

#include <fmt/format.h>

#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/interrupt.h"
#include "sw/support/json.h"
#include "sw/support/metrics_file.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;
namespace {

constexpr const char* digest_key = "run__digest";

/// Metrics of the same design by other commands.
bool is_of_others(const std::string& key) {
    return key.starts_with("cosim__") || key.starts_with("error__");
}

/// Made anew for whatever was measured.
bool is_estimate(const std::string& key) { return key.starts_with("estimate__"); }

Json of_others(const Json& metrics) {
    Json kept = Json::object();
    for (const auto& [key, value] : metrics.items())
        if (is_of_others(key)) kept[key] = value;
    return kept;
}

/// What a run stands by: its own figures and its files.
std::string digest_of(const Json& metrics, const fs::path& directory) {
    std::string text;
    for (const auto& [key, value] : metrics.items())
        if (!is_of_others(key) && !is_estimate(key) && key != digest_key)
            text += fmt::format("{} {}\n", key, value.dump(-1, ' ', true));
    for (const auto& [path, digest] : digests_below(directory / "synthesis"))
        text += digest + " " + path + "\n";
    return sha256(text);
}

void say_changed(const fs::path& file, const std::string& what) {
    say(fmt::format("{}: {}: measured anew\n", visible_line(file.string()), what));
}

/// The metrics found in a file, or an empty object.
Json found_metrics(const fs::path& file) try {
    std::error_code error;
    return fs::exists(fs::symlink_status(file, error)) ? read_metrics(file) : Json::object();
} catch (const Error& error) {
    say(visible(error.what()) + std::string(": measured anew\n"));
    return Json::object();
}

bool is_whole(const Json& metrics, const std::string& key, const fs::path& directory) {
    const auto has = [&](const char* name, const std::string& value) {
        const auto found = metrics.find(name);
        return found != metrics.end() && *found == value;
    };
    if (!has("run__key", key)) return false;
    try {
        if (has(digest_key, digest_of(metrics, directory))) return true;
        say_changed(directory, "metrics.json or synthesis is not as it was written");
    } catch (const std::exception& error) {
        say_changed(directory, error.what());
    }
    return false;
}

/// Leaves in a file the figures of other commands alone.
void drop_run(const fs::path& file, const Json& others) {
    std::error_code error;
    if (!others.empty())
        write_file(file, to_text(others));
    else if (!fs::is_directory(file, error))
        fs::remove(file, error);
}

}  // namespace

Json recorded_run(const fs::path& directory, const std::string& key,
                  const std::function<Json()>& measure) {
    const fs::path file = directory / "metrics.json";
    Json former = found_metrics(file);
    if (is_whole(former, key, directory)) {
        for (auto at = former.begin(); at != former.end();)
            at = is_estimate(at.key()) ? former.erase(at) : std::next(at);
        return former;
    }
    const Json others = of_others(former);
    try {
        Json metrics = measure();
        metrics["run__key"] = key;
        metrics[digest_key] = digest_of(metrics, directory);
        metrics.update(others);
        write_file(file, to_text(metrics));
        return metrics;
    } catch (const Error&) {
        if (!is_interrupted()) drop_run(file, others);
        throw;
    }
}

}  // namespace mxgen::ppa
