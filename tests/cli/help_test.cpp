// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>
#include <map>
#include <sstream>

#include "sw/support/files.h"
#include "sw/support/pattern.h"
#include "tests/cli/mxgen.h"

using namespace mxgen;
using namespace mxgen::test;

namespace {

/// The commands that the files of sw/cli register, in the order of their places.
std::vector<std::string> registered() {
    static const Pattern place(R"(const Registration \w+_registration\((\d+), )");
    std::map<int, std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(MXGEN_SOURCE_DIR "/sw/cli")) {
        const std::string text = read_file(entry.path());
        if (const auto found = place.find(text))
            names[std::stoi(found->at(1))] = entry.path().stem().string();
    }
    std::vector<std::string> ordered;
    for (const auto& [at, name] : names) ordered.push_back(name);
    return ordered;
}

}  // namespace

TEST_CASE("the help lists the commands of sw/cli in their order, and each has an example") {
    const Scratch scratch;
    std::istringstream help(scratch.mxgen({"--help"}).output);
    std::vector<std::string> listed;
    bool within = false;
    for (std::string line; std::getline(help, line);) {
        if (within && line.starts_with("  "))
            listed.push_back(line.substr(2, line.find(' ', 2) - 2));
        within |= line == "Subcommands:";
    }
    CHECK(listed.size() >= 11);
    CHECK(listed == registered());
    for (const std::string& name : listed)
        CHECK(scratch.mxgen({name, "--help"}).output.find("Example:\n  ") != std::string::npos);
}
