// SPDX-License-Identifier: Apache-2.0
#include "sw/support/tools.h"

#include <catch2/catch.hpp>

#include "sw/support/error.h"
#include "tests/support/fake_program.h"

using namespace mxgen;
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
