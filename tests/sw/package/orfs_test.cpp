// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <sstream>

#include "sw/package/package.h"
#include "sw/package/projects.h"
#include "sw/package/vectors.h"
#include "sw/support/files.h"
#include "sw/support/process.h"
#include "sw/unit/units.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::package;

namespace fs = std::filesystem;

TEST_CASE("make finds the design of a package, wherever it lies, for OpenROAD-flow-scripts") {
    const testing::ScratchFolder scratch("orfs");
    Settings settings;
    for (const auto& [flag, text] :
         std::vector<std::pair<std::string, std::string>>{{"--unit", "dot"},
                                                          {"--a", "int4"},
                                                          {"--lanes", "2"},
                                                          {"--wrapper", "axi_stream"},
                                                          {"--name", "dot2"}})
        add_flag(settings, flag, text);
    const Design design = generate(resolve(settings));
    const fs::path package = scratch.path() / "ip";
    for (const auto& file : package_files(design, golden_vectors(design))) {
        fs::create_directories((package / file.path).parent_path());
        write_file(package / file.path, file.text);
    }
    write_file(scratch.path() / "Makefile",
               "include $(DESIGN_CONFIG)\n"
               "show:\n\t@echo $$DESIGN_NAME $$PLATFORM $$SDC_FILE $$VERILOG_FILES\n");
    ProcessOptions options;
    options.directory = scratch.path();
    const auto result = run_process({"make", "-s", "show", "PLATFORM=nangate45",
                                     "DESIGN_CONFIG=" + (package / orfs_path).string()},
                                    options);
    INFO(result.output);
    REQUIRE(result.ok());
    std::istringstream words(result.output);
    std::string top, platform, file;
    words >> top >> platform;
    CHECK(top == "dot2_axi_stream");
    CHECK(platform == "nangate45");
    std::size_t files = 0;
    for (; words >> file; ++files) CHECK(fs::is_regular_file(file));
    CHECK(files == design.all_rtl().size() + 1);
}
