// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "sw/support/process.h"

using namespace mxgen;
namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;

bool accepts(const std::vector<std::string>& argv) {
    ProcessOptions options;
    options.timeout = std::chrono::seconds(60);
    return run_process(argv, options).ok();
}

/// The tools that do not read a file without an error or warning.
Names refusers(const fs::path& file) {
    const std::string top = file.stem().string(), path = file.string();
    Names names;
    if (!accepts({"verilator", "--lint-only", "-Wall", "-Wno-DECLFILENAME", "--top-module", top,
                  path})) {
        names.insert("verilator");
    }
    if (!accepts({"yosys", "-q", "-p",
                  "read_verilog -sv " + path + "; hierarchy -check -top " + top + "; proc"})) {
        names.insert("yosys");
    }
    if (!accepts({"iverilog", "-g2012", "-o", "/dev/null", path})) names.insert("icarus");
    return names;
}

/// What the third line of a probe says: "// Refused by: yosys, icarus."
Names stated(const fs::path& file) {
    std::ifstream in(file);
    std::string line;
    for (int i = 0; i < 3; ++i) std::getline(in, line);
    const std::string lead = "// Refused by: ";
    REQUIRE(line.starts_with(lead));
    REQUIRE(line.ends_with('.'));
    std::istringstream words(line.substr(lead.size(), line.size() - lead.size() - 1));
    Names names;
    for (std::string word; std::getline(words >> std::ws, word, ',');) names.insert(word);
    return names;
}

}  // namespace

TEST_CASE("the tools refuse what docs/sv-subset.md says they refuse, and no more") {
    std::ifstream page(MXGEN_SOURCE_DIR "/docs/sv-subset.md");
    const std::string text{std::istreambuf_iterator<char>(page), {}};
    int probes = 0;
    for (const auto& entry : fs::directory_iterator(MXGEN_SOURCE_DIR "/tests/gen/view/probes")) {
        const fs::path& file = entry.path();
        INFO(file.filename());
        const Names refused = refusers(file);
        CHECK(refused == stated(file));
        CHECK_FALSE(refused.empty());
        CHECK(text.find("`" + file.filename().string() + "`") != std::string::npos);
        ++probes;
    }
    CHECK(probes > 10);
}
