// SPDX-License-Identifier: Apache-2.0
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "sw/support/console.h"
#include "tests/cli/mxgen.h"

using Catch::Matchers::Contains;
using Catch::Matchers::StartsWith;
using mxgen::test::Scratch;

namespace {

using Words = std::vector<std::string>;

struct Refused {
    Words words;
    std::string message;  ///< must be part of what is said
};

void check_refused(const Scratch& scratch, const std::vector<Refused>& cases) {
    for (const auto& [words, message] : cases) {
        const auto result = scratch.mxgen(words);
        INFO(words[0] << " ... " << words.back());
        CHECK(result.code == 2);
        CHECK_THAT(result.output, Contains(message));
        CHECK(result.output.size() < 2000);
        CHECK(mxgen::visible(result.output) == result.output);
    }
}

Words quantize(const std::string& option, const std::string& value) {
    return {"quantize", "x.npy", "--format", "nvfp4", "-o", "out", option, value};
}

}  // namespace

TEST_CASE("options that are no keys say what is allowed and what is nearest, too") {
    const Scratch scratch;
    check_refused(
        scratch,
        {{quantize("--block", "-1"),
          "--block: a.block = -1 is out of range; allowed: 1 to 1024; "
          "nearest: 1"},
         {quantize("--block", ""), "is not an integer; allowed: 1 to 1024"},
         {quantize("--axis", ""),
          "--axis: = \"\" is not an integer; allowed: -2147483648 to "
          "2147483647; nearest: 0"},
         {quantize("--tensor-scale", ""), "--tensor-scale: = \"\" is no number; allowed: "},
         {quantize("--tensor-scale", "1e99"), "--tensor-scale: = \"1e99\" is no number"},
         {quantize("--scale-rule", "FLOR"), "nearest: floor"},
         {quantize("--profile", ""), "allowed: exact or te"},
         {{"cosim", "--a", "int2", "--vectors", "18446744073709551616"},
          "allowed: 0 to 18446744073709551615; nearest: 18446744073709551615"},
         {{"cosim", "--a", "int2", "--exhaustive-bits", "25"},
          "--exhaustive-bits: = \"25\" is out of range; allowed: 0 to 24; nearest: 24"},
         {{"ppa", "--a", "int2", "--target", "ASICS"},
          "allowed: asic, xilinx, ecp5 or ice40; "
          "nearest: asic"},
         {{"ppa", "--a", "int2", "--energy-cycles=-1"}, "allowed: 0 to 10000000; nearest: 0"},
         {{"accuracy", "--a", "e4m3", "--samples", "1"}, "allowed: 2 to 100000000; nearest: 2"}});
    CHECK(scratch.entries().empty());
}

TEST_CASE("what is no regular file is called what it is") {
    const Scratch scratch;
    REQUIRE(mkfifo((scratch.path() / "pipe.toml").c_str(), 0600) == 0);
    REQUIRE(mkfifo((scratch.path() / "pipe.npy").c_str(), 0600) == 0);
    check_refused(scratch,
                  {{{"gen", "pipe.toml", "-o", "out"}, "pipe.toml: cannot be read: is a FIFO"},
                   {{"gen", "/dev/null", "-o", "out"}, "/dev/null: cannot be read: is a device"},
                   {{"gen", ".", "-o", "out"}, "cannot be read: is a directory"},
                   {{"gen", "none.toml", "-o", "out"}, "none.toml: cannot be read: no such file"},
                   {{"formats", "pipe.toml"}, "is a FIFO; allowed: a regular file"},
                   {{"gen", "--a", "pipe.toml", "-o", "out"}, "--a: a.format = \"pipe.toml\": "},
                   {{"quantize", "pipe.npy", "--format", "e4m3", "-o", "out"}, "is a FIFO"},
                   {{"ppa", "--a", "int2", "--liberty", "pipe.npy", "-o", "out"}, "is a FIFO"}});
    CHECK(scratch.entries().size() == 2);
}

TEST_CASE("errors that are found late name the place and the key that the user wrote") {
    const Scratch scratch;
    const auto refused = [&](const std::string& toml, const std::string& message) {
        std::ofstream(scratch.path() / "c.toml") << toml;
        const auto result = scratch.mxgen({"gen", "c.toml", "-o", "out", "--quiet"});
        INFO(toml);
        CHECK(result.code == 2);
        CHECK_THAT(result.output, StartsWith(message));
        return result.output;
    };
    refused("[dot]\nlanes = 2\n", "c.toml:1:1: a.format is missing");
    refused("[dot]\nlanes = 2\n[a]\nblock = 2\n", "c.toml:3:2: a.format is missing");
    CHECK_THAT(refused("[a]\nelement = \"tf32\"\nscale = \"e8m0\"\n[design]\nunit = \"multiply\"\n",
                       "c.toml:3:9: a.scale = \"e8m0\" has a scale"),
               Contains("nearest: none"));
    refused("[a]\nelement = \"int8\"\n[design]\nunit = \"multiply\"\n",
            "c.toml:2:11: a.element = \"int8\" is no float");
    CHECK_THAT(refused("[a]\nformat = \"int8\"\n[timing]\ntechnology = \"ecp5\"\nperiod_ns = 5\n",
                       "c.toml:4:14: timing.technology = \"ecp5\" has no data on delays"),
               Contains("allowed: osu018"));
    const auto period = refused("[a]\nformat = \"mxfp4\"\n[timing]\nperiod_ns = 0.5\n",
                                "c.toml:4:13: timing.period_ns = 0.5 cannot be met: ");
    const auto nearest = period.substr(period.rfind("nearest: ") + 9);
    CHECK(scratch
              .mxgen({"gen", "c.toml", "-o", "out", "--period-ns",
                      nearest.substr(0, nearest.size() - 1)})
              .ok());
}

TEST_CASE("a file that is no TOML is refused in words of its own") {
    const Scratch scratch;
    const auto refused = [&](const std::string& toml, const std::string& message) {
        std::ofstream(scratch.path() / "c.toml") << toml;
        for (const Words& words : {Words{"gen", "c.toml", "-o", "out"}, Words{"formats", "c.toml"}})
            check_refused(scratch, {{words, message}});
    };
    refused("[dot\nlanes = 1\n", "\"[dot\" is no TOML; allowed: [section]");
    refused("[a]\nx = \"y\n", "c.toml:2:");
    refused("[a]\nx = 1\nx = 2\n", "is written twice; allowed: each key");
    refused("[a]\nx = \"\xff\"\n", "is no text; allowed: UTF-8");
    std::string keys = "a";
    for (int i = 0; i < 50000; ++i) keys += ".a";
    refused(keys + " = 1", "c.toml:1:1: a key of more than 32 parts");
}
