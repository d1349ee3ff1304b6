// SPDX-License-Identifier: Apache-2.0
#include "sw/package/package.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>

#include "sw/package/projects.h"
#include "sw/package/readme.h"
#include "sw/package/vectors.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"
#include "tests/support/config_of.h"
#include "tests/sw/package/written.h"

using namespace mxgen;
using namespace mxgen::package;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// A hand-made design: the exact sum of two int4 products in two modules.
Design small_design() {
    Settings settings;
    for (const auto& [flag, text] :
         {std::pair{"--a", "int4"}, {"--lanes", "2"}, {"--accumulator", "none"}}) {
        add_flag(settings, flag, text);
    }
    Design design;
    design.config = resolve(settings);
    const std::string name = design.config.name;
    design.interface = {.top = name,
                        .unit = "dot",
                        .ports = unit_of(design.config).ports(design.config.design, false),
                        .semantics = "The exact sum of two products."};
    const std::string product = name + "_mul";
    design.rtl = {
        {product, "// Product.\n// SPDX-License-Identifier: Apache-2.0\nmodule " + product +
                      " (\n    input logic signed [3:0] a_i, b_i,\n"
                      "    output logic signed [7:0] p_o\n);\n"
                      "  assign p_o = 8'(a_i) * 8'(b_i);\nendmodule\n"},
        {name, "// Sum.\n// SPDX-License-Identifier: Apache-2.0\nmodule " + name +
                   " (\n    input logic [7:0] a_i, b_i,\n    output logic [8:0] sum_o,\n"
                   "    output logic special_o\n);\n  logic signed [7:0] p, q;\n  " +
                   product + " u_p (.a_i(a_i[3:0]), .b_i(b_i[3:0]), .p_o(p));\n  " + product +
                   " u_q (.a_i(a_i[7:4]), .b_i(b_i[7:4]), .p_o(q));\n"
                   "  assign sum_o = 9'(p) + 9'(q);\n  assign special_o = 1'b0;\nendmodule\n"}};
    design.plain_rtl = design.rtl;
    return design;
}

const std::string& text_of(const std::vector<PackageFile>& files, const std::string& path) {
    for (const PackageFile& file : files) {
        if (file.path == path) return file.text;
    }
    FAIL("no file " << path);
    return files.front().text;
}

std::vector<std::string> lines_with(const std::string& text, const std::string& part) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        const size_t at = line.find(part);
        if (at != std::string::npos) lines.push_back(line.substr(at));
    }
    return lines;
}

}  // namespace

TEST_CASE("a package lists the same RTL everywhere and hashes every file") {
    const Design design = small_design();
    const auto files = package_files(design, golden_vectors(design));
    const auto listed = lines_with(text_of(files, "rtl.f"), "rtl/");
    CHECK(listed ==
          std::vector<std::string>{"rtl/dot_int4_x2_none_mul.sv", "rtl/dot_int4_x2_none.sv"});
    const auto model = lines_with(text_of(files, "rtl_plain.f"), "rtl");
    CHECK(model == listed);
    auto both = listed;
    both.insert(both.end(), model.begin(), model.end());
    CHECK(lines_with(text_of(files, "Bender.yml"), "rtl/") == both);
    CHECK(lines_with(text_of(files, "dot_int4_x2_none.core"), "rtl/") == both);
    const auto manifest = parse_json(text_of(files, "manifest.json"));
    CHECK(manifest["files"].size() == files.size() - 1);
    for (const auto& file : manifest["files"]) {
        CHECK(file["sha256"] == sha256(text_of(files, file["path"])));
    }
    CHECK(manifest["ports"][0]["elements"] == 2);
    CHECK(manifest["config"]["dot"]["accumulator"] == "none");
}

TEST_CASE("project files name the design and have the benches of a wrapped one") {
    const Design design = generate(testing::config_of({{"--a", "int4"},
                                                       {"--lanes", "2"},
                                                       {"--accumulator", "int"},
                                                       {"--wrapper", "axi_stream"},
                                                       {"--name", "d"}}));
    CHECK_THAT(fusesoc_core(design), Contains("\nname: ::d:") && Contains("  sim_axi_stream:\n"));
    CHECK_THAT(bender_manifest(design),
               Contains("package:\n  name: d\n") &&
                   Contains("  - target: test\n    files:\n      - vectors/d_tb.sv\n"
                            "      - vectors/d_axi_stream_tb.sv\n") &&
                   Contains("  - target: plain\n    files:\n") &&
                   Contains("      - rtl/d_axi_stream.sv\n  - target"));
}

TEST_CASE("the simulation model has the modules and ports of the RTL but for adder cells") {
    const Design design = generate(testing::config_of({{"--a", "mxfp8_e4m3"},
                                                       {"--lanes", "4"},
                                                       {"--unit", "array"},
                                                       {"--rows", "2"},
                                                       {"--cols", "2"},
                                                       {"--stages", "1"},
                                                       {"--name", "d"}}));
    std::vector<std::string> modules, modelled, own;
    for (const RtlFile& file : design.rtl)
        if (file.cell == ir::AdderCell::none) modules.push_back(file.module);
    for (const RtlFile& file : design.plain_rtl) modelled.push_back(file.module);
    for (const RtlFile& file : design.model_files()) own.push_back(file.path());
    std::ranges::sort(modules), std::ranges::sort(modelled);
    CHECK(modules == modelled);
    CHECK(own == std::vector<std::string>{"rtl_plain/d_dot_lane.sv", "rtl_plain/d_dot.sv"});
    const Written package(package_files(design, golden_vectors(design)));
    CHECK(package.run({"verilator", "--lint-only", "-Wall", "-f", "rtl_plain.f"}).ok());
    const auto passed = package.run_bench(design, "rtl_plain.f");
    CHECK_THAT(passed.output, Contains("PASS"));
    CHECK_THAT(readme(design),
               Contains("## Simulation model") && !Contains("both lists are equal"));
}

TEST_CASE("the bench passes in Icarus, and fails when one expected bit is flipped") {
    const Design design = small_design();
    const Vectors vectors = golden_vectors(design);
    REQUIRE(vectors.expected.size() > 8);
    const auto passed = Written(package_files(design, vectors)).run_bench(design);
    CHECK(passed.ok());
    CHECK_THAT(passed.output, Contains("PASS"));
    Vectors wrong = vectors;
    wrong.expected.back() ^= 1;
    const auto failed = Written(package_files(design, wrong)).run_bench(design);
    CHECK_FALSE(failed.ok());
    CHECK_THAT(failed.output, Contains("FAIL: 1 mismatches"));
}

TEST_CASE("the bench fails when its vectors hold nothing") {
    const Design design = small_design();
    auto files = package_files(design, golden_vectors(design));
    for (PackageFile& file : files)
        if (file.path.ends_with(".hex")) file.text.clear();
    const auto failed = Written(files).run_bench(design);
    CHECK_FALSE(failed.ok());
    CHECK_THAT(failed.output, Contains("FAIL"));
}

TEST_CASE("the bench passes in Verilator") {
    const Design design = small_design();
    const Written package(package_files(design, golden_vectors(design)));
    const std::string top = design.interface.top + "_tb";
    const auto built = package.run(
        {"verilator", "--binary", "--top-module", top, "-f", "rtl.f", bench_path(design)});
    INFO(built.output);
    REQUIRE(built.ok());
    const auto result = package.run({"obj_dir/V" + top});
    CHECK(result.ok());
    CHECK_THAT(result.output, Contains("PASS"));
}

TEST_CASE("vector files hold every digit") {
    CHECK(hex_lines({Integer(10), Integer(255)}, 9) == "00a\n0ff\n");
}
