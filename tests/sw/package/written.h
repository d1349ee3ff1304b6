// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <vector>

#include "sw/package/package.h"
#include "sw/support/process.h"

namespace mxgen::package {

/// A package on disk, removed with the object.
class Written {
  public:
    explicit Written(const std::vector<PackageFile>& files)
        : path_(std::filesystem::path(MXGEN_BINARY_DIR) /
                ("package_test-" + std::to_string(getpid()))) {
        std::filesystem::remove_all(path_);
        OutputDirectory out(path_);
        for (const PackageFile& file : files) out.write(file.path, file.text);
        out.commit();
    }
    ~Written() { std::filesystem::remove_all(path_); }
    Written(const Written&) = delete;
    Written& operator=(const Written&) = delete;

    ProcessResult run(const std::vector<std::string>& argv) const {
        ProcessOptions options;
        options.directory = path_;
        options.timeout = std::chrono::minutes(3);
        return run_process(argv, options);
    }

    /// Builds the bench with Icarus and runs it; a failed build is the result.
    ProcessResult run_bench(const Design& design) const {
        const auto built = run(
            {"iverilog", "-g2012", "-Wall", "-o", "bench.vvp", "-f", "rtl.f", bench_path(design)});
        return built.ok() ? run({"vvp", "-n", "bench.vvp"}) : built;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace mxgen::package
