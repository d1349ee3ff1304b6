// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <fstream>

#include "tests/cli/mxgen.h"

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using mxgen::test::Scratch;
namespace fs = std::filesystem;

namespace {

using Words = std::vector<std::string>;

struct Case {
    std::string what;
    std::string toml;     ///< c.toml, unless empty
    Words flags;          ///< of `gen -o out`
    std::string message;  ///< must be part of what is said
};

const std::vector<Case> cases{
    {"unknown key", "[a]\nformat = \"int8\"\n[dot]\nlane = 2", {}, "c.toml:4:1: unknown key"},
    {"its suggestion", "[dot]\nlane = 2", {}, "nearest: dot.lanes"},
    {"unknown section", "[dots]\nlanes = 2", {}, "nearest: dot"},
    {"wrong type",
     "[dot]\nlanes = \"2\"",
     {},
     "c.toml:2:9: dot.lanes = \"2\" is not an integer; allowed: 1 to 4096; nearest: 2"},
    {"syntax", "[dot\n", {}, "c.toml:1:"},
    {"format", "[a]\nformat = \"mxfp8_e4m4\"", {}, "nearest: mxfp8_e4m3"},
    {"format by flag", "", {"--a", "e4m33"}, "--a: a.format = \"e4m33\""},
    {"no format", "", {}, "a.format is missing"},
    {"lanes 0", "", {"--a", "int8", "--lanes", "0"}, "allowed: 1 to 4096; nearest: 1"},
    {"lanes -1", "", {"--a", "int8", "--lanes=-1"}, "out of range"},
    {"lanes no number", "", {"--a", "int8", "--lanes", "2x"}, "is not an integer"},
    {"lanes and block", "[a]\nformat = \"mxfp4\"\n[dot]\nlanes = 5", {}, "--block 5"},
    {"accumulator", "", {"--a", "int8", "--accumulator", "int20"}, "nearest: int31"},
    {"period and stages", "", {"--a", "int8", "--period-ns", "5", "--stages", "2"}, "both given"},
    {"unit", "", {"--unit", "dots", "--a", "int8"}, "nearest: dot"},
    {"module name", "", {"--a", "int8", "--name", "$(touch x)"}, "no module name"},
    {"module path", "", {"--a", "int8", "--name", "../x"}, "no module name"},
    {"unknown flag", "", {"--a", "int8", "--lane", "2"}, "nearest: --lanes"},
};

}  // namespace

TEST_CASE("bad configurations exit 2 with a message and leave nothing") {
    for (const Case& bad : cases) {
        const Scratch scratch;
        INFO(bad.what);
        Words words{"gen", "-o", "out"};
        if (!bad.toml.empty()) {
            std::ofstream(scratch.path() / "c.toml") << bad.toml;
            words.push_back("c.toml");
        }
        words.insert(words.end(), bad.flags.begin(), bad.flags.end());
        const auto result = scratch.mxgen(words);
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains(bad.message));
        CHECK(scratch.entries() == (bad.toml.empty() ? Words{} : Words{"c.toml"}));
    }
}

TEST_CASE("output directories that cannot take a package are refused first") {
    const Scratch scratch;
    fs::create_directories(scratch.path() / "full");
    std::ofstream(scratch.path() / "full/precious") << "x";
    std::ofstream(scratch.path() / "file") << "x";
    for (const std::string target : {"full", "file", "file/out", "/proc/out", ""}) {
        INFO(target);
        const auto result = scratch.mxgen({"gen", "--a", "int8", "-o", target});
        CHECK(result.code == 2);
        if (!target.empty()) CHECK_THAT(result.output, StartsWith(target));
    }
    CHECK(scratch.entries().size() == 2);
    CHECK(fs::exists(scratch.path() / "full/precious"));
}

TEST_CASE("unreadable configurations are refused") {
    const Scratch scratch;
    fs::create_directories(scratch.path() / "directory.toml");
    std::ofstream(scratch.path() / "large.toml") << std::string(2 << 20, '\n');
    for (const std::string file : {"missing.toml", "directory.toml", "large.toml", "/dev/zero"}) {
        INFO(file);
        const auto result = scratch.mxgen({"gen", file, "-o", "out"});
        CHECK(result.code == 2);
        CHECK_THAT(result.output, StartsWith(file));
    }
    CHECK_FALSE(fs::exists(scratch.path() / "out"));
}

TEST_CASE("usage errors exit 2 and point to the nearest word") {
    const Scratch scratch;
    CHECK(scratch.mxgen({}).code == 2);
    CHECK_THAT(scratch.mxgen({"genn"}).output, Contains("nearest: gen"));
    CHECK(scratch.mxgen({"gen", "--a", "int8"}).code == 2);
    CHECK_THAT(scratch.mxgen({"gen", "--a", "int8"}).output,
               Contains("--out needs a value; allowed: TEXT (Directory to write)"));
    CHECK(scratch.mxgen({"gen", "a.toml", "b.toml", "-o", "out"}).code == 2);
    CHECK_THAT(scratch.mxgen({"quantize", "x.npy", "--seed=-1", "-o", "out"}).output,
               Contains("\"-1\" is not an integer") && Contains("nearest: 0"));
    CHECK(scratch.entries().empty());
}
