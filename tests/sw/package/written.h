// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/package/package.h"
#include "sw/support/output_directory.h"
#include "sw/support/process.h"
#include "tests/support/scratch_folder.h"

namespace mxgen::package {

/// A package on disk, removed with the object.
class Written {
  public:
    explicit Written(const std::vector<PackageFile>& files) : folder_("package") {
        OutputDirectory out(folder_.path());
        for (const PackageFile& file : files) out.write(file.path, file.text);
        out.commit();
    }

    ProcessResult run(const std::vector<std::string>& argv) const {
        ProcessOptions options;
        options.directory = folder_.path();
        options.timeout = std::chrono::minutes(3);
        return run_process(argv, options);
    }

    /// Builds the bench with Icarus and runs it; a failed build is the result.
    ProcessResult run_bench(const Design& design, const std::string& list = "rtl.f") const {
        const auto built =
            run({"iverilog", "-g2012", "-Wall", "-o", "bench.vvp", "-f", list, bench_path(design)});
        return built.ok() ? run({"vvp", "-n", "bench.vvp"}) : built;
    }

  private:
    testing::ScratchFolder folder_;
};

}  // namespace mxgen::package
