// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "gen/lower/plain.h"
#include "gen/unit/array.h"
#include "gen/unit/dot.h"
#include "gen/view/verilog.h"
#include "sw/support/files.h"
#include "sw/support/process.h"

using namespace mxgen;
namespace fs = std::filesystem;

namespace {

/// Writes the modules of a unit to a fresh directory and returns their paths, children first.
std::vector<std::string> emitted(const ir::Module& unit, const std::string& directory) {
    auto folder = fs::path(MXGEN_BINARY_DIR) / "tests" / "lint" / directory;
    fs::remove_all(folder);
    fs::create_directories(folder);
    std::vector<std::string> files;
    for (const auto& module : view::modules(lower::plain(unit.circuit()))) {
        auto file = folder / (module->name + ".sv");
        write_file(file, view::verilog(*module));
        files.push_back(file.string());
    }
    return files;
}

void passes(std::vector<std::string> argv, const std::vector<std::string>& files) {
    argv.insert(argv.end(), files.begin(), files.end());
    auto result = run_process(argv, {.timeout = std::chrono::minutes(2)});
    INFO(fmt::format("{}", fmt::join(argv, " ")) << "\n" << result.output);
    CHECK(result.ok());
    CHECK(result.output.find("arning") == std::string::npos);
}

void lint(const ir::Module& unit, const std::string& directory) {
    auto files = emitted(unit, directory);
    REQUIRE(!files.empty());
    passes({"verilator", "--lint-only", "-Wall", "--top-module", unit.name()}, files);
    passes({"iverilog", "-g2012", "-Wall", "-Wno-timescale", "-t", "null"}, files);
    passes({"yosys", "-q", "-p",
            fmt::format("read_verilog -sv {}; hierarchy -check -top {}; proc; "
                        "check -assert",
                        fmt::join(files, " "), unit.name())},
           {});
}

}  // namespace

TEST_CASE("emitted dot products are read without a warning by three tools") {
    auto [a, b, lanes, block, accumulator] =
        GENERATE(table<std::string, std::string, unsigned, int, std::string>({
            {"mxfp8_e4m3", "mxfp8_e4m3", 32, 32, "fp32"},
            {"mxfp8_e5m2", "mxfp8_e5m2", 4, 4, "fp32"},
            {"mxfp6_e3m2", "mxfp4", 3, 3, "bf16"},
            {"mxint8", "mxint8", 8, 16, "fp32"},
            {"nvfp4", "nvfp4", 1, 1, "fp16"},
            {"int8", "int4", 1, 1, "int32"},
            {"int8", "int8", 5, 15, "int16 saturate"},
            {"e5m2", "int4", 4, 2, "int16 wrap"},
            {"mxfp8_e5m2", "mxfp4", 3, 3, "fixed<20,-20>"},
            {"nvfp4", "nvint4", 4, 2, "fixed"},
            {"bf16", "int4", 1, 1, "fp32"},
            {"hifloat8", "fp16", 2, 2, "fp32"},
            {"e4m3", "e5m2", 4, 8, "tensorcore<13,8,14>"},
            {"fp16", "bf16", 3, 12, "tensorcore<24,4,24> promote=8"},
            {"fp16", "fp16", 6, 3, "tensorcore<23,2,24> promote=4"},
            {"e5m2", "e4m3", 2, 2, "none"},
            {"e2m1", "int4", 7, 7, "none"},
        }));
    unit::DotOptions o{.name = "dut",
                       .a = *find_block_format(a),
                       .b = *find_block_format(b),
                       .lanes = lanes,
                       .accumulator = *find_accumulator(accumulator)};
    o.a.block = o.b.block = block;
    lint(unit::dot(o), fmt::format("{}_{}_{}_{}", a, b, lanes, block));
}

TEST_CASE("dot products with runtime modes are read without a warning") {
    auto [format, wide, narrow] = GENERATE(table<std::string, const char*, const char*>(
        {{"int8", "int8", "2xint4"}, {"mxint8", "int8", "int4"}, {"mxfp8_e4m3", "fp8", "fp4"}}));
    unit::DotOptions o{.name = "dut",
                       .a = *find_block_format(format),
                       .b = *find_block_format(format),
                       .lanes = 2,
                       .accumulator = *find_accumulator("fp32")};
    o.a.block = o.b.block = 4;
    o.modes = {wide, narrow};
    lint(unit::dot(o), fmt::format("modes_{}_{}", format, narrow));
}

TEST_CASE("the text around a hand-written array is read without a warning") {
    auto [format, accumulator, rows, cols] =
        GENERATE(table<std::string, std::string, unsigned, unsigned>(
            {{"mxfp8_e4m3", "fp32", 8, 8}, {"int8", "int32", 1, 3}}));
    unit::DotOptions dot{.name = "",
                         .a = *find_block_format(format),
                         .b = *find_block_format(format),
                         .lanes = 4,
                         .accumulator = *find_accumulator(accumulator)};
    dot.a.block = dot.b.block = 4;
    unit::ArrayOptions o{.name = "dut", .dot = dot, .rows = rows, .cols = cols};
    auto pe = lower::plain(unit::array_dot(o).circuit());
    auto files = emitted(unit::array(o, {pe, 1}), "array_" + format);
    const std::string hand_written = MXGEN_SOURCE_DIR "/hw/rtl";
    passes({"verilator", "--lint-only", "-Wall", "-y", hand_written, "--top-module", "dut"}, files);
    passes({"iverilog", "-g2012", "-Wall", "-Wno-timescale", "-y", hand_written, "-Y", ".sv", "-s",
            "dut", "-t", "null"},
           files);
    passes({"yosys", "-q", "-p",
            fmt::format("read_verilog -sv {} {}/mx_*.sv; hierarchy -check -top dut; proc; "
                        "check -assert",
                        fmt::join(files, " "), hand_written)},
           {});
}
