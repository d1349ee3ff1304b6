// SPDX-License-Identifier: Apache-2.0
// Packages with DPI-C files in Verilator: the bench of docs/library.md, whose checkers are bound
// into two designs, and a checker beside each unit in the package's own bench.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "sw/support/files.h"
#include "sw/support/pattern.h"
#include "tests/cli/mxgen.h"
#include "tests/sw/library/page.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using namespace mxgen::test;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

void replace_first(std::string& text, const std::string& what, const std::string& by) {
    const auto at = text.find(what);
    REQUIRE(at != std::string::npos);
    text.replace(at, what.size(), by);
}

/// Generates a package "NAME" and puts its checker into its bench; a bench that compares nothing
/// itself, so that a fault is the checker's to find.
void generate(const Scratch& scratch, const std::string& name, Words words) {
    const Words more{"--dpi", "--name", name, "-o", name};
    words.insert(words.begin(), "gen");
    words.insert(words.end(), more.begin(), more.end());
    const auto result = scratch.mxgen(words);
    INFO(result.output);
    REQUIRE(result.ok());
    const fs::path bench = scratch.path() / name / "vectors" / (name + "_tb.sv");
    std::string text = read_file(bench);
    const bool is_clocked = text.find("  logic clk_i") != std::string::npos;
    const std::string instance = "  " + name + "_checker u_checker (" +
                                 (is_clocked ? ".*" : ".*, .sample_i(sample)") + ");\n";
    replace_first(text, "endmodule", instance + "endmodule");
    if (!is_clocked) {
        replace_first(text, "  int failures = 0;", "  logic sample = 1'b0;\n  int failures = 0;");
        replace_first(text, "#5;", "#5 sample = 1'b1;");
        const auto second = text.rfind("#5;");
        text.replace(second, 3, "#5 sample = 1'b0;");
    }
    replace_first(text, "failures++;", "");
    write_file(bench, text);
}

/// Builds and runs the bench of a package with its checker.
ProcessResult check(const Scratch& scratch, const std::string& name) {
    const std::string command =
        "cd " + name + " && verilator --binary -Wno-fatal --top-module " + name +
        "_tb -f rtl.f sim/" + name + "_dpi.sv vectors/" + name + "_tb.sv sim/" + name +
        "_dpi.c -MAKEFLAGS 'VM_PARALLEL_BUILDS=0 OPT_GLOBAL=-O0' -CFLAGS -I" MXGEN_SOURCE_DIR
        "/sw/library -LDFLAGS '-L" MXGEN_BINARY_DIR
        " -lmxgen' > log 2>&1 || { cat log; exit 9; }\nobj_dir/V" +
        name + "_tb";
    return scratch.run({"sh", "-c", command}, {{"LD_LIBRARY_PATH", MXGEN_BINARY_DIR}});
}

const std::vector<std::pair<std::string, Words>> designs{
    {"product", {"--unit", "multiply", "--a", "e4m3"}},
    {"late", {"--unit", "multiply", "--a", "e4m3", "--stages", "3"}},
    {"sums", {"--unit", "dot", "--a", "mxfp4", "--lanes", "4", "--block", "4"}},
    {"exact", {"--unit", "dot", "--a", "int4", "--lanes", "4", "--accumulator", "none"}},
    {"two", {"--unit", "dot", "--a", "int8", "--modes", "int8,2xint4", "--lanes", "4"}},
    {"blocks", {"--unit", "convert", "--a", "mxfp4", "--block", "4", "--lanes", "2"}},
    {"codes", {"--unit", "convert", "--a", "nvfp4", "--rounding", "sr"}},
    {"numbers", {"--unit", "deconvert", "--a", "mxfp4", "--block", "4"}},
    {"rows", {"--unit", "array", "--a", "mxfp4", "--block", "4", "--lanes", "2", "--rows", "2"}},
    {"weights",
     {"--unit", "array", "--a", "int4", "--lanes", "2", "--rows", "2", "--cols", "3", "--dataflow",
      "weight_stationary"}}};

/// Results that the checker of a design compared and found right; -1 where it found one wrong.
int compared(const std::string& name, const std::string& output) {
    const Pattern line("\\b" + name + ": (\\d+) results compared, 0 failures");
    const auto found = line.find(output);
    return found ? std::stoi(found->at(1)) : -1;
}

void check_beside(const Scratch& scratch, const std::pair<std::string, Words>& design) {
    const auto& [name, words] = design;
    generate(scratch, name, words);
    const auto result = check(scratch, name);
    INFO(name << "\n" << result.output);
    CHECK(result.ok());
    CHECK(compared(name, result.output) > 0);
}

}  // namespace

TEST_CASE("checkers of two designs in one bench: right results, no results and a fault in RTL") {
    const Scratch scratch;
    if (!has({"verilator", "cmake", "pkg-config"})) return;
    install(scratch, "prefix");
    const auto run = [&](const std::string& commands) {
        const auto lib = folder_of(scratch.path() / "prefix", "mxgen.pc");
        return scratch.run({"sh", "-ec", commands},
                           {{"PATH", MXGEN_BINARY_DIR ":" + std::string(std::getenv("PATH"))},
                            {"PKG_CONFIG_PATH", lib.string()},
                            {"LD_LIBRARY_PATH", lib.parent_path().string()}});
    };
    write_file(scratch.path() / "bench.sv", blocks("systemverilog").at(0));
    const std::string commands = blocks("shell").at(0);
    const auto good = run(commands);
    INFO(good.output);
    REQUIRE(good.ok());
    CHECK(compared("dot8", good.output) == 998);
    CHECK(compared("grid", good.output) > 100);

    const auto none = run("obj_dir/Vbench +cycles=0");
    INFO(none.output);
    CHECK(!none.ok());
    CHECK_THAT(none.output, Contains("dot8: no result was compared"));

    const fs::path top = scratch.path() / "dot8/rtl/dot8.sv";
    std::string text = read_file(top);
    replace_first(text, "assign acc_o = ", "assign acc_o = 32'd1 ^ ");
    write_file(top, text);
    const auto bad = run(commands.substr(commands.find("verilator ")));
    INFO(bad.output);
    CHECK(!bad.ok());
    CHECK_THAT(bad.output, Contains("dot8: result 0 is "));
}

TEST_CASE("a checker beside a product without a clock finds its results right") {
    const Scratch scratch;
    if (has({"verilator"})) check_beside(scratch, designs[0]);
}

TEST_CASE("every unit has a checker that finds its results right", "[.soak]") {
    const Scratch scratch;
    if (!has({"verilator"})) return;
    for (const auto& design : designs) check_beside(scratch, design);
}

TEST_CASE("files for DPI-C are asked for, name nothing outside and begin with the design's name") {
    const Scratch scratch;
    for (const auto& [name, words] : designs) {
        generate(scratch, name, words);
        const std::string c = read_file(scratch.path() / name / "sim" / (name + "_dpi.c"));
        const std::string sv = read_file(scratch.path() / name / "sim" / (name + "_dpi.sv"));
        CHECK_THAT(c + sv, !Contains(MXGEN_BINARY_DIR) && !Contains("{name}"));
        CHECK_THAT(read_file(scratch.path() / name / "manifest.json"),
                   Contains("sim/" + name + "_dpi.sv"));
        for (const std::string mark : {"package ", "module "})
            CHECK_THAT(sv, Contains(mark + name + "_"));
    }
    REQUIRE(scratch.mxgen({"gen", "--unit", "multiply", "--a", "e4m3", "-o", "plain"}).ok());
    CHECK(!fs::exists(scratch.path() / "plain/sim"));
}
