// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sw/config/settings.h"
#include "sw/evaluate/evaluate.h"
#include "sw/evaluate/metrics.h"

namespace mxgen::sweep {

/// What tasks of a kind take on one core, fitted to runs of them.
struct NeedFit {
    double seconds = 0, seconds_per_kilogate = 0;
    double memory_mb = 0, memory_mb_per_kilogate = 0;
    bool seconds_of_elements = false;  ///< kilogates are those of one element of an array, whose
                                       ///< module the tools work on once
    bool memory_of_elements = false;   ///< the same for the memory
    double again_seconds = -1;  ///< of another array of the same element; negative: as of the first
};

/// Something that can be done with a design: a row of task_kinds() each.
struct TaskKind {
    std::string_view name;  ///< as `do` says it, and the section of its options
    Keys options;
    /// Adds it to a request: its options, and a directory for the files of its runs.
    void (*ask)(Request& request, const Settings& options,
                const std::filesystem::path& runs) = nullptr;
    /// Instead of a request: its figures. Throws Error (usage) for a design that has none.
    Metrics (*measure)(const Config& config, const Settings& options) = nullptr;
    std::vector<std::string> tools;  ///< on whose versions its results depend
    NeedFit need = {};
    bool checks = false;                  ///< it may find that a design is wrong
    bool reads_libraries = false;         ///< its results depend on the technology's files
    bool reads_data = false;              ///< and on the tensors
    std::vector<std::string> files = {};  ///< options that name files that it cannot do without
};

/// Every kind, those that take least first.
const std::vector<TaskKind>& task_kinds();

/// The kind of that name, which must be there.
const TaskKind& task_kind(std::string_view name);

/// The names of all kinds.
std::vector<std::string> task_names();

/// The keys of a space that are not of configurations: [data], [engine], and a section for each
/// kind.
const Keys& option_keys();
bool is_option(const std::string& path);

/// Whether an option names a file, which is looked for beside the space.
bool is_file_option(const std::string& path);

/// The value of an option: as it was set, else its default.
KeyValue option_value(const Settings& options, const std::string& path);

/// The tensors of [data].
TensorFiles data_of(const Settings& options);

}  // namespace mxgen::sweep
