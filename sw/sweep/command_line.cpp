// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/command_line.h"

#include <fmt/format.h>

#include "sw/support/cache.h"
#include "sw/support/files.h"
#include "sw/support/names.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

std::string sweep_command(const Space& space, const SweepRequest& request) {
    const auto word = [](const fs::path& path) { return shell_word(absolute_path(path).string()); };
    return fmt::format(
        "{} sweep {} --store {}",
        word(request.program.empty() ? fs::read_symlink("/proc/self/exe") : request.program),
        word(space.file), word(request.store.empty() ? default_cache() : request.store));
}

std::string choices_of(const SweepRequest& request) {
    std::string words = request.estimates_only ? " --estimate" : "";
    if (!request.only.empty()) words += " --only " + shell_word(request.only);
    if (request.objectives.empty()) return words;
    std::string names;
    for (const SweepFigure* figure : request.objectives)
        names += fmt::format("{}{}", names.empty() ? "" : ",", figure->name);
    return words + fmt::format(" --objective {} --keep {}", names, request.keep);
}

}  // namespace mxgen::sweep
