// SPDX-License-Identifier: Apache-2.0
// The library as it is installed: its symbols, and docs/library.md as a user follows it.
#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "sw/support/files.h"
#include "tests/cli/mxgen.h"
#include "tests/sw/library/page.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using namespace mxgen::test;
namespace fs = std::filesystem;

namespace {

const std::string library = MXGEN_BINARY_DIR "/libmxgen.so";

/// Writes the page's sources, each named in its first line, and its commands.
void write_page(const fs::path& folder) {
    for (const std::string language : {"c", "cpp", "cmake"})
        for (const std::string& block : blocks(language)) {
            std::istringstream first(block);
            std::string mark, name;
            first >> mark >> name;
            if (name.back() == ':') name.pop_back();
            write_file(folder / name, block);
        }
    std::string commands;
    for (const std::string& block : blocks("sh")) commands += block;
    write_file(folder / "commands.sh", commands);
}

}  // namespace

TEST_CASE("the library shows the functions of its header alone, with a version") {
    const Scratch scratch;
    if (!has({"nm", "objdump"})) return;
    const auto symbols = scratch.run({"nm", "-D", "--defined-only", library});
    REQUIRE(symbols.ok());
    std::set<std::string> shown, declared;
    std::istringstream lines(symbols.output);
    for (std::string address, kind, name; lines >> address >> kind >> name;)
        if (name != "MXGEN_1") shown.insert(name);
    std::istringstream header(read_file(MXGEN_SOURCE_DIR "/sw/library/mxgen.h"));
    for (std::string line; std::getline(header, line);) {
        const auto open = line.find('('), name = line.find("mxgen_");
        if (line.starts_with("/*") || line.starts_with(" ") || open == std::string::npos) continue;
        const auto last = line.rfind("mxgen_", open);
        if (name != std::string::npos && line.substr(0, 1) != "#")
            declared.insert(line.substr(last, open - last) + "@@MXGEN_1");
    }
    CHECK(declared.size() >= 20);
    CHECK(shown == declared);
    const auto headers = scratch.run({"objdump", "-p", library});
    REQUIRE(headers.ok());
    CHECK_THAT(headers.output, Contains("libmxgen.so.1\n"));
    CHECK_THAT(headers.output, !Contains("RUNPATH"));
}

TEST_CASE("the examples of the page on the library are built and run where it is installed") {
    const Scratch scratch;
    if (!has({"cmake", "pkg-config", "cc", "c++"})) return;
    install(scratch, "elsewhere");
    fs::rename(scratch.path() / "elsewhere", scratch.path() / "prefix");
    const fs::path prefix = scratch.path() / "prefix";
    for (const auto& entry : fs::recursive_directory_iterator(prefix))
        if (entry.path().extension() == ".cmake" || entry.path().extension() == ".pc")
            CHECK_THAT(read_file(entry.path()), !Contains(MXGEN_BINARY_DIR) &&
                                                    !Contains(MXGEN_SOURCE_DIR) &&
                                                    !Contains("elsewhere"));
    write_page(scratch.path());
    const auto result =
        scratch.run({"sh", "-e", "commands.sh"},
                    {{"PKG_CONFIG_PATH", folder_of(prefix, "mxgen.pc").string()},
                     {"CMAKE_PREFIX_PATH", prefix.string()},
                     {"LD_LIBRARY_PATH", folder_of(prefix, "libmxgen.so.1").string()}});
    INFO(result.output);
    CHECK(result.ok());
    const auto expected = blocks("text");
    CHECK(expected.size() == 2);
    for (const std::string& text : expected) CHECK_THAT(result.output, Contains(text));
}
