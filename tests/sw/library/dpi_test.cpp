// SPDX-License-Identifier: Apache-2.0
// Packages with DPI-C files: the checker beside the design in the package's own bench, in
// Verilator.
#include <catch2/catch.hpp>
#include <iostream>

#include "sw/support/files.h"
#include "tests/cli/mxgen.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using mxgen::test::Scratch;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

bool has_verilator(const Scratch& scratch) {
    if (scratch.run({"sh", "-c", "command -v verilator"}).ok()) return true;
    std::cout << "SKIPPED: no verilator\n";
    return false;
}

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
        "_dpi.c -CFLAGS -I" MXGEN_SOURCE_DIR "/sw/library -LDFLAGS '-L" MXGEN_BINARY_DIR
        " -lmxgen' > log 2>&1 || { cat log; exit 9; }\nobj_dir/V" +
        name + "_tb";
    return scratch.run({"sh", "-c", command}, {{"LD_LIBRARY_PATH", MXGEN_BINARY_DIR}});
}

const std::vector<std::pair<std::string, Words>> designs{
    {"product", {"--unit", "multiply", "--a", "e4m3"}},
    {"sums", {"--unit", "dot", "--a", "mxfp4", "--lanes", "4", "--block", "4"}},
    {"blocks", {"--unit", "convert", "--a", "mxfp4", "--block", "4", "--lanes", "2"}},
    {"numbers", {"--unit", "deconvert", "--a", "mxfp4", "--block", "4"}},
    {"weights",
     {"--unit", "array", "--a", "int4", "--lanes", "2", "--rows", "2", "--cols", "3", "--dataflow",
      "weight_stationary"}}};

}  // namespace

TEST_CASE("a checker beside a dot product finds its results right, and a fault in its RTL") {
    const Scratch scratch;
    if (!has_verilator(scratch)) return;
    generate(scratch, "sums", designs[1].second);
    const auto good = check(scratch, "sums");
    INFO(good.output);
    CHECK(good.ok());
    CHECK_THAT(good.output, Contains("results compared, 0 failures"));
    CHECK_THAT(good.output, !Contains("sums: 0 results"));
    std::string top = read_file(scratch.path() / "sums/rtl/sums.sv");
    const auto at = top.rfind("assign acc_o = ");
    REQUIRE(at != std::string::npos);
    top.insert(at + 15, "32'd1 ^ ");
    write_file(scratch.path() / "sums/rtl/sums.sv", top);
    const auto bad = check(scratch, "sums");
    INFO(bad.output);
    CHECK(!bad.ok());
    CHECK_THAT(bad.output, Contains("sums: result 0 is "));
}

TEST_CASE("every unit has a checker that finds its results right", "[.soak]") {
    const Scratch scratch;
    if (!has_verilator(scratch)) return;
    for (const auto& [name, words] : designs) {
        generate(scratch, name, words);
        const auto result = check(scratch, name);
        INFO(name << "\n" << result.output);
        CHECK(result.ok());
        CHECK_THAT(result.output, Contains("results compared, 0 failures"));
        CHECK_THAT(result.output, !Contains(": 0 results"));
    }
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
