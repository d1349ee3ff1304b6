// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "gen/view/verilog.h"
#include "sim/cosim.h"
#include "sw/config/settings.h"
#include "sw/package/package.h"
#include "sw/support/files.h"
#include "sw/unit/units.h"

namespace mxgen::test {

using Flags = std::vector<std::pair<std::string, std::string>>;

inline const Flags::value_type stationary_weights{"--dataflow", "weight_stationary"};

inline Flags with(Flags flags, const Flags& more) {
    flags.insert(flags.end(), more.begin(), more.end());
    return flags;
}

/// A job for a freshly generated design in a folder of its own.
inline sim::CosimJob job_for(const Config& config, const std::string& folder,
                             const view::Operators& operators = {}) {
    sim::CosimJob job;
    const package::Design design = package::generate(config, operators);
    job.config = design.config;
    const std::filesystem::path directory =
        std::filesystem::path(MXGEN_BINARY_DIR) / "cosim" / folder;
    std::filesystem::remove_all(directory);
    package::write_rtl(design, directory);
    job.interface = design.interface;
    for (const package::RtlFile& file : design.rtl) job.files.push_back(directory / file.path());
    job.vectors = 2000;
    return job;
}

/// A job for the simulation model of a freshly generated design.
inline sim::CosimJob model_job_of(const Flags& flags, const std::string& folder) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    sim::CosimJob job = job_for(resolve(settings), folder);
    job.files.clear();
    const std::filesystem::path directory =
        std::filesystem::path(MXGEN_BINARY_DIR) / "cosim" / folder;
    for (const package::RtlFile& file : package::generate(job.config).plain_rtl)
        job.files.push_back(directory / file.path());
    return job;
}

inline sim::CosimJob job_of(const Flags& flags, const std::string& folder,
                            const view::Operators& operators = {}) {
    Settings settings;
    for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
    return job_for(resolve(settings), folder, operators);
}

/// Replaces one piece of text in the first file that holds it.
inline void plant(const sim::CosimJob& job, const std::string& text, const std::string& fault) {
    for (const std::filesystem::path& file : job.files) {
        std::string body = read_file(file);
        const auto at = body.find(text);
        if (at == std::string::npos) continue;
        write_file(file, body.replace(at, text.size(), fault));
        return;
    }
    FAIL("no file holds " << text);
}

}  // namespace mxgen::test
