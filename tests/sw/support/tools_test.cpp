// SPDX-License-Identifier: Apache-2.0
#include "sw/support/tools.h"

#include <catch2/catch.hpp>

#include "sw/support/error.h"
#include "tests/support/fake_program.h"

using namespace mxgen;
using Catch::Matchers::Contains;
using testing::FakeProgram;

namespace {

const Tool& tool_named(const std::string& name) {
    for (const auto& tool : tools())
        if (tool.name == name) return tool;
    throw std::logic_error(name);
}

}  // namespace

TEST_CASE("versions compare by their numbers") {
    CHECK(compare_versions("5.006", "5.006") == 0);
    CHECK(compare_versions("0.9", "0.23") < 0);
    CHECK(compare_versions("5.020", "5.006") > 0);
    CHECK(compare_versions("11", "11.0") == 0);
    CHECK(compare_versions("2.0.17", "2.0") > 0);
}

TEST_CASE("a tool that answers is present with its version") {
    FakeProgram yosys("yosys", "echo 'Yosys 0.31 (git sha1 abc)'");
    auto found = require_tool("yosys");
    CHECK(found.version == "0.31");
    REQUIRE(found.command.size() == 1);
    CHECK(found.command[0].ends_with("/yosys"));
}

TEST_CASE("old, mute and absent tools are refused with the package that provides them") {
    auto refused = [](const std::string& name) {
        try {
            require_tool(name);
        } catch (const Error& error) {
            CHECK(error.code() == Exit::tool_missing);
            return std::string(error.what());
        }
        return std::string("accepted");
    };
    {
        FakeProgram old("yosys", "echo 'Yosys 0.9'");
        CHECK(refused("yosys").find("older than 0.23; install it with: apt-get install yosys") !=
              std::string::npos);
    }
    {
        FakeProgram mute("sta", "exit 1");
        CHECK(find_tool(tool_named("sta")).state == FoundTool::State::broken);
        CHECK(refused("sta").find("does not tell its version") != std::string::npos);
    }
    Tool absent{"mxgen-no-such-tool", "nothing", {}, "", "", "none", false};
    CHECK(find_tool(absent).state == FoundTool::State::missing);
    CHECK(refused("mxgen-no-such-tool") != "accepted");
}

TEST_CASE("a variable names the command of a tool, with arguments") {
    FakeProgram launcher("launcher", "test \"$1\" = current && echo Yosys 0.55+1");
    setenv("YOSYS", " launcher  current ", 1);
    const auto found = require_tool("yosys");
    CHECK(found.version == "0.55");
    REQUIRE(found.command.size() == 2);
    CHECK(found.command[0].ends_with("/launcher"));
    CHECK(found.with({"-V"}).back() == "-V");
    setenv("YOSYS", "/nowhere/yosys", 1);
    CHECK(find_tool(tool_named("yosys")).state == FoundTool::State::missing);
    setenv("YOSYS", "", 1);
    const FakeProgram plain("yosys", "echo Yosys 0.31");
    CHECK(require_tool("yosys").version == "0.31");
    unsetenv("YOSYS");
}

TEST_CASE("what was tried for a tool is told") {
    const auto tried = [](const std::string& name) {
        std::string lines;
        for (const auto& line : find_tool(tool_named(name)).tried) lines += line + "\n";
        return lines;
    };
    {
        const FakeProgram old("yosys", "echo 'Yosys 0.9 (git)'; echo more");
        const auto lines = tried("yosys");
        CHECK_THAT(lines, Contains("YOSYS is not set\nyosys is /"));
        CHECK_THAT(lines, Contains("yosys -V exited with status 0: Yosys 0.9 (git)\n"));
        CHECK_THAT(lines, Contains("older than 0.23\n"));
        CHECK_THAT(lines, !Contains("more"));
    }
    {
        const FakeProgram broken("sta", "exit 7");
        CHECK_THAT(tried("sta"), Contains("sta -version exited with status 7, silent\nno version"));
    }
    setenv("VERILATOR", "/nowhere/verilator --fast", 1);
    CHECK_THAT(tried("verilator"), Contains("VERILATOR is /nowhere/verilator --fast\n"
                                            "/nowhere/verilator is no program\n"));
    setenv("VERILATOR", "mxgen-no-such-verilator", 1);
    CHECK_THAT(tried("verilator"), Contains("no mxgen-no-such-verilator in PATH (/"));
    unsetenv("VERILATOR");
}

TEST_CASE("versions are found in what tools say, old and new") {
    const auto version = [](const std::string& name, const std::string& says) {
        const FakeProgram program(name, "echo '" + says + "'");
        const auto found = find_tool(tool_named(name));
        CHECK(found.state == FoundTool::State::present);
        return found.version;
    };
    CHECK(version("yosys", "Yosys 0.23 (git sha1 7ce5011c24b)") == "0.23");
    CHECK(version("yosys", "Yosys 0.55+34 (git sha1 abc, g++ 13)") == "0.55");
    CHECK(version("sta", "2.0.17") == "2.0.17");
    CHECK(version("sta", "2.6.1") == "2.6.1");
    CHECK(version("sta", "OpenSTA 3.1.0 f1d2e3 Copyright (c) 2026") == "3.1.0");
    CHECK(version("verilator", "Verilator 5.006 2023-01-22 rev (Debian 5.006-3)") == "5.006");
    CHECK(version("verilator", "Verilator 5.050 2026-06-01 rev v5.050") == "5.050");
    CHECK(version("iverilog", "Icarus Verilog version 11.0 (stable) ()") == "11.0");
    CHECK(version("iverilog", "Icarus Verilog version 12.0 (stable) (v12_0)") == "12.0");
    CHECK(version("nextpnr-ice40",
                  "\"nextpnr-ice40\" -- Next Generation Place and Route (Version 0.4-1)") == "0.4");
    CHECK(version("nextpnr-ice40",
                  "\"nextpnr-ice40\" -- Next Generation Place and Route (Version nextpnr-0.8)") ==
          "0.8");
}
