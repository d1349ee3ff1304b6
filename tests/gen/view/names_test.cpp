// SPDX-License-Identifier: Apache-2.0
#include "gen/view/names.h"

#include <catch2/catch.hpp>
#include <set>

#include "gen/ir/module.h"
#include "gen/language/keywords.h"

using namespace mxgen;
using namespace mxgen::ir;

TEST_CASE("no wire is named as a reserved word") {
    Module m{"words", "Wires that ask for reserved words."};
    const auto a = m.input("a_i", {0, 255});
    std::vector<Value> wires;
    for (const std::string_view word : keywords())
        wires.push_back((a + Value(static_cast<int>(wires.size()) + 1)).as(std::string(word)));
    m.output("y_o", gather(wires));
    const auto names = view::wire_names(*m.circuit());
    CHECK(std::set(names.begin(), names.end()).size() == names.size());
    for (const auto& name : names) CHECK_FALSE(is_keyword(name));
}
