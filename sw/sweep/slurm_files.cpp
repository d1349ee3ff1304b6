// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/slurm_files.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/support/files.h"
#include "sw/support/names.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

void SlurmFiles::clear() const {
    std::error_code error;
    fs::remove_all(folder_, error);
    if (error) refuse_write(folder_, error);
}

std::vector<fs::path> SlurmFiles::arrays() const {
    std::vector<fs::path> files;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_, error))
        if (entry.path().extension() == ".json" &&
            !entry.path().filename().string().starts_with('.'))
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

fs::path SlurmFiles::next_array() const {
    std::error_code error;
    fs::create_directories(folder_, error);
    if (error) refuse_write(folder_, error);
    return folder_ / fmt::format("{:06}.json", arrays().size() + 1);
}

fs::path SlurmFiles::write_script(const std::string& name, const std::string& command) const {
    const fs::path file = folder_ / (name + ".sh");
    write_file(file, fmt::format("#!/bin/sh\nexec {} >> {} 2>&1\n", command,
                                 shell_word(absolute_path(folder_ / "messages").string())));
    return file;
}

}  // namespace mxgen::sweep
