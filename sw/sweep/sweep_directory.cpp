// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/sweep_directory.h"

#include <fmt/format.h>

#include <random>

#include "sw/support/files.h"
#include "sw/support/json.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

namespace {

constexpr const char* mark = "sweep.json";

std::string new_id() {
    std::random_device random;
    return fmt::format("{:08x}{:08x}", random(), random());
}

/// The id of the sweep there; empty: there is none.
std::string id_in(const fs::path& directory) {
    std::error_code error;
    if (!fs::exists(directory / mark, error)) return {};
    const Json document = parse_json(read_file(directory / mark));
    return document.is_object() ? document.value("id", "") : "";
}

/// Makes the directory; one that is there holds a sweep or nothing.
void make_directory(const fs::path& path) {
    std::error_code error;
    if (path.empty()) refuse_file("-o", "the output directory has no name");
    fs::create_directories(path, error);
    if (error) refuse_write(path, error);
    bool is_empty = true;
    // Of a sweep that was ended before it had its mark, what lay beside the mark may be there.
    for (const auto& entry : fs::directory_iterator(path))
        is_empty &= entry.path().filename().string().starts_with(fmt::format(".{}.", mark));
    if (!is_empty && id_in(path).empty())
        refuse_file(path,
                    "holds something else than a sweep: nothing was touched; allowed: a sweep's "
                    "directory, or a new or empty one");
}

}  // namespace

SweepDirectory::SweepDirectory(const fs::path& path, DirectoryUse use) : path_(path) {
    if (use == DirectoryUse::alone) {
        make_directory(path);
        if (!lock_.emplace(path / mark).try_take())
            refuse_file(path,
                        "another sweep works there; allowed: another directory, or this one later");
    }
    id_ = id_in(path);
    if (!id_.empty()) return;
    if (use == DirectoryUse::shared)
        refuse_file(path, "holds no sweep; allowed: the directory of one");
    id_ = new_id();
    write_file(path_ / mark, to_text({{"sweep", 1}, {"id", id_}}));
}

fs::path SweepDirectory::file_of(const std::string& key) const {
    return path_ / "tasks" / key.substr(0, 2) / (key + ".json");
}

std::optional<TaskOutcome> SweepDirectory::find(const std::string& key) const try {
    std::error_code error;
    const fs::path file = file_of(key);
    if (!fs::exists(file, error)) return std::nullopt;
    const Json document = parse_json(read_file(file));
    if (document.at("digest") != sha256(document.at("outcome").dump())) return std::nullopt;
    return outcome_of(document.at("outcome"));
} catch (const std::exception&) {
    return std::nullopt;
}

void SweepDirectory::put(const std::string& key, const TaskOutcome& outcome) const {
    const fs::path file = file_of(key);
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (error) refuse_write(file.parent_path(), error);
    const Json document = to_json(outcome);
    write_file(file, to_text({{"digest", sha256(document.dump())}, {"outcome", document}}));
}

}  // namespace mxgen::sweep
