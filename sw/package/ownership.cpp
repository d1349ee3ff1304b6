// SPDX-License-Identifier: Apache-2.0
#include "sw/package/ownership.h"

#include <fmt/format.h>

#include <map>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/names.h"

namespace mxgen::package {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 30;
constexpr std::string_view made_by_runs[] = {"manifest.json", "metrics.json", "accuracy.json"};

/// Digests of the files that a manifest lists, by path; empty where it is no manifest of ours.
std::map<std::string, std::string> listed(const fs::path& manifest) {
    std::map<std::string, std::string> files;
    const Json json = parse_json(read_file(manifest));
    if (!json.is_object() || !json.contains("config") || !json.contains("ports")) return files;
    for (const Json& file : json.value("files", Json::array())) {
        if (!file.is_object()) return {};
        files[file.value("path", "")] = file.value("sha256", "");
    }
    return files;
}

std::string in_words(const fs::path& path) { return in_quotes(path.string()); }

}  // namespace

std::string foreign_content(const fs::path& directory) try {
    if (!fs::is_regular_file(directory / "manifest.json")) return "no manifest.json of mxgen";
    auto files = listed(directory / "manifest.json");
    if (files.empty()) return "a manifest.json that is not of mxgen";
    for (auto entry = fs::recursive_directory_iterator(directory);
         entry != fs::recursive_directory_iterator(); ++entry) {
        const fs::path path = entry->path().lexically_relative(directory);
        if (*path.begin() == "synthesis") {
            entry.disable_recursion_pending();
            continue;
        }
        if (entry->is_directory() && !entry->is_symlink()) continue;
        if (std::ranges::find(made_by_runs, path.string()) != std::end(made_by_runs)) continue;
        const auto file = files.find(path.string());
        if (file == files.end()) return in_words(path) + ", which its manifest does not list";
        if (!entry->is_regular_file() || entry->is_symlink() ||
            sha256(read_file(entry->path(), largest_file)) != file->second)
            return in_words(path) + ", which differs from what was written";
    }
    return "";
} catch (const std::exception& error) {
    return fmt::format("something that cannot be read ({})", error.what());
}

}  // namespace mxgen::package
