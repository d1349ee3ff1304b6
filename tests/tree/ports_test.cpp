// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "sw/support/pattern.h"
#include "tests/tree/sources.h"

using namespace mxgen::tree;

namespace {

/// Whether a line asks for a port of a unit by its name.
bool names_a_port(const std::string& line) {
    static const mxgen::Pattern port(R"re("(clk|rst|[a-z]+(_[a-z]+)*)_(i|o|ni)")re");
    return port.find(line).has_value();
}

}  // namespace

// sw/characterize builds circuits of its own, sw/liberty adder cells.
TEST_CASE("ports have their names from roles, in one file") {
    std::vector<std::string> found;
    std::size_t checked = 0;
    for (const auto& [path, text] : sources()) {
        const bool follows = (path.starts_with("sw/") || path.starts_with("sim/")) &&
                             path != "sw/unit/port.cpp" && !path.starts_with("sw/characterize/") &&
                             path != "sw/liberty/wrappers.cpp";
        if (!follows || !has_extension(path, {".h", ".cpp"})) continue;
        ++checked;
        for (const auto& line : lines(text))
            if (names_a_port(line)) found.push_back(path + ": " + line);
    }
    CHECK(checked > 250);
    CHECK(found == std::vector<std::string>{});
}

TEST_CASE("planted names of ports are caught") {
    for (const char* line : {R"(if (port.name == "clk_i") return;)", R"(find(ports, "a_scale_i"))",
                             R"(port("rst_ni"))", R"("valid_o")"})
        CHECK(names_a_port(line));
    for (const char* line : {R"("dot.initial")", R"(a_i[0])", R"("u_lane")"})
        CHECK_FALSE(names_a_port(line));
}
