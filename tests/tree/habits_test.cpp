// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/pattern.h"
#include "tests/tree/sources.h"

using namespace mxgen::tree;

namespace {

constexpr size_t max_file_lines = 400;

bool is_source(const std::string& path) {
    return has_extension(path, {".h", ".cpp", ".sv", ".cmake", ".tcl", ".ys", ".toml", ".py"}) ||
           path.ends_with("CMakeLists.txt") || path == "Makefile" || path == ".ci/run";
}

bool is_data(const std::string& path) {
    return path.starts_with("tests/data/") || path.starts_with("tests/approved/");
}

/// Paths of one machine, hosts of package registries, unfinished notes.
bool speaks_of_elsewhere(const std::string& line) {
    static const mxgen::Pattern forbidden(
        "(^|[^A-Za-z0-9_.])/(work|farm|ro"
        "ot|ho"
        "me)/[A-Za-z.]"
        "|deb\\.deb"
        "ian\\.org|registry\\.np"
        "mjs|\\b(TO"
        "DO|FIX"
        "ME|XX"
        "X|HA"
        "CK)\\b");
    return forbidden.find(line).has_value();
}

}  // namespace

TEST_CASE("sources stay short enough to read") {
    size_t checked = 0;
    for (const auto& [path, text] : sources()) {
        if (!has_extension(path, {".h", ".cpp", ".sv"}) || is_data(path)) continue;
        INFO(path);
        CHECK(lines(text).size() <= max_file_lines);
        ++checked;
    }
    CHECK(checked > 400);
}

TEST_CASE("every source says its license in its first lines") {
    size_t checked = 0;
    for (const auto& [path, text] : sources()) {
        if (!is_source(path) || is_data(path)) continue;
        INFO(path);
        const auto all = lines(text);
        const auto end = all.begin() + std::min<std::ptrdiff_t>(3, std::ssize(all));
        CHECK(std::any_of(all.begin(), end, [](const std::string& line) {
            return line.find("SPDX-License-Identifier: Apache-2.0") != std::string::npos;
        }));
        ++checked;
    }
    CHECK(checked > 400);
}

TEST_CASE("nothing speaks of one machine or of work left over") {
    size_t checked = 0;
    for (const auto& [path, text] : sources()) {
        for (const std::string& line : lines(text)) {
            if (line.size() > 10000) continue;  // data
            if (speaks_of_elsewhere(line)) FAIL_CHECK(path << ": " << line);
            ++checked;
        }
    }
    CHECK(checked > 50000);
    CHECK(speaks_of_elsewhere(std::string("see /ho") + "me/someone/x"));
    CHECK(speaks_of_elsewhere(std::string("// TO") + "DO: later"));
    CHECK_FALSE(speaks_of_elsewhere("docs/homes/x and worked"));
}
