// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

#include "sw/package/package.h"
#include "sw/support/files.h"
#include "sw/support/process.h"
#include "sw/unit/units.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::package;

namespace {

using Flags = std::vector<std::pair<std::string, std::string>>;

/// Small designs of all units.
const std::vector<Flags> small_designs{
    {{"--a", "e4m3"}, {"--unit", "multiply"}},
    {{"--a", "bf16"}, {"--unit", "multiply"}, {"--multiplier", "lmul"}},
    {{"--a", "mxfp4"}, {"--block", "2"}, {"--lanes", "2"}},
    {{"--a", "int8"}, {"--lanes", "2"}, {"--block", "2"}, {"--accumulator", "int"}},
    {{"--a", "nvfp4"}, {"--block", "2"}, {"--unit", "convert"}},
    {{"--a", "mxfp4"},
     {"--block", "4"},
     {"--lanes", "2"},
     {"--unit", "convert"},
     {"--rounding", "sr"},
     {"--random", "lfsr"}},
    {{"--a", "mxfp4"}, {"--block", "2"}, {"--unit", "deconvert"}},
    {{"--a", "mxint4"},
     {"--block", "2"},
     {"--lanes", "2"},
     {"--unit", "array"},
     {"--rows", "1"},
     {"--cols", "2"}},
    {{"--a", "int4"},
     {"--lanes", "2"},
     {"--accumulator", "int"},
     {"--unit", "array"},
     {"--rows", "2"},
     {"--cols", "1"},
     {"--dataflow", "weight_stationary"},
     {"--wrapper", "axi_stream"}},
    {{"--a", "nvfp4"},
     {"--block", "2"},
     {"--lanes", "1"},
     {"--unit", "convert"},
     {"--wrapper", "axi_stream"}}};

/// The files of several packages in one folder, and tools that read all of them at once.
class Project {
  public:
    void add(const Flags& flags, const std::string& name) {
        Settings settings;
        for (const auto& [flag, text] : flags) add_flag(settings, flag, text);
        add_flag(settings, "--name", name);
        const auto folder = folder_.path() / std::to_string(packages_++);
        const Design design = generate(resolve(settings));
        write_rtl(design, folder);
        for (const RtlFile& file : design.all_rtl())
            files_.push_back((folder / file.path()).string());
        tops_.push_back(design.outermost());
    }

    bool elaborates_in_icarus() const { return reads({"iverilog", "-g2012", "-t", "null"}); }
    bool elaborates_in_verilator() const {
        return reads({"verilator", "--lint-only", "-Wall", "-Wno-MULTITOP", "-Wno-DECLFILENAME"});
    }
    bool elaborates_in_yosys() const {
        // From each top down: modules around elements of fixed widths do not fit their defaults.
        std::string script =
            fmt::format("read_verilog -sv {}; design -save all", fmt::join(files_, " "));
        for (const std::string& top : tops_)
            script += fmt::format("; design -load all; hierarchy -check -top {}", top);
        return run({"yosys", "-q", "-p", script});
    }

  private:
    bool reads(std::vector<std::string> command) const {
        command.insert(command.end(), files_.begin(), files_.end());
        return run(command);
    }
    static bool run(const std::vector<std::string>& command) {
        const auto result = run_process(command);
        UNSCOPED_INFO(tail(result.output, 5));
        return result.ok() && result.output.empty();
    }

    testing::ScratchFolder folder_{"project"};
    int packages_ = 0;
    std::vector<std::string> files_, tops_;
};

}  // namespace

TEST_CASE("packages live in one project, in every tool") {
    const auto seed = 1u + Catch::rngSeed();
    INFO("--rng-seed " << Catch::rngSeed());
    std::mt19937 random(seed);
    const auto any = [&] { return random() % small_designs.size(); };
    for (int pair = 0; pair < 30; ++pair) {
        // Every unit is met, and names of common and of hand-written modules, too.
        const auto first = pair < static_cast<int>(small_designs.size()) ? pair : any(),
                   second = any();
        const char* const names[] = {"mx_fa",   "mx_ha", "mx_array", "mx_weight",
                                     "mx_hold", "mx_pe", "mx"};
        const std::string name = names[random() % std::size(names)];
        INFO("pair " << pair << ": designs " << first << " and " << second << ", " << name);
        Project project;
        project.add(small_designs[first], "d");
        project.add(small_designs[second], name);
        CHECK(project.elaborates_in_icarus());
        CHECK(project.elaborates_in_verilator());
        CHECK(project.elaborates_in_yosys());
    }
}

TEST_CASE("a module that is there twice is an error of every tool") {
    Project project;
    project.add(small_designs[0], "d");
    project.add(small_designs[2], "d");
    CHECK_FALSE(project.elaborates_in_icarus());
    CHECK_FALSE(project.elaborates_in_verilator());
    CHECK_FALSE(project.elaborates_in_yosys());
}
