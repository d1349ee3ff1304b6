// SPDX-License-Identifier: Apache-2.0
#include "gen/ir/prefix.h"

#include <catch2/catch.hpp>

#include "gen/ir/module.h"

using namespace mxgen::ir;

TEST_CASE("every submodule begins with the design's name") {
    Module cell{"mx_fa", "A cell."};
    cell.stands_for(AdderCell::full_adder);
    cell.output("y_o", cell.input("a_i", Range::bit()));
    auto grid = Module::external("mx_grid", {});
    grid.contains(cell);
    Module lane{"mx_lane", "A lane that already has the name."};
    lane.output(
        "y_o",
        lane.instance(cell, "u_cell", {{"a_i", lane.input("a_i", Range::bit())}}).value("y_o"));
    Module top{"mx", "A design."};
    auto a = top.input("a_i", Range::bit());
    top.instance(grid, "u_grid", {});
    top.output("y_o", top.instance(lane, "u_lane", {{"a_i", a}}).value("y_o"));
    const auto names = [](const std::shared_ptr<const Circuit>& design) {
        std::vector<std::string> found{design->name};
        for (const auto& instance : design->instances) {
            found.push_back(instance.module->name);
            found.push_back(instance.module->instances.at(0).module->name);
        }
        return found;
    };
    CHECK(names(with_prefixes(top)) ==
          std::vector<std::string>{"mx", "mx_grid", "mx_fa", "mx_lane", "mx_fa"});
    auto other = std::make_shared<Circuit>(*top.circuit());
    other->name = "mx_fa";
    const auto renamed = with_prefixes(other);
    CHECK(names(renamed) ==
          std::vector<std::string>{"mx_fa", "mx_fa_grid", "mx_fa_fa", "mx_fa_lane", "mx_fa_fa"});
    const auto& cells = renamed->instances;
    CHECK(cells[0].module->instances[0].module == cells[1].module->instances[0].module);
    CHECK(cells[0].module->instances[0].module->cell == AdderCell::full_adder);
    CHECK(names(top)[4] == "mx_fa");
}

TEST_CASE("hand-written modules take the prefix in a design whose name begins theirs") {
    auto grid = Module::external("mx_weight_grid", {});
    Module top{"mx_weight", "A design."};
    top.instance(grid, "u_grid", {});
    CHECK(with_prefixes(top)->instances.at(0).module->name == "mx_weight_weight_grid");
}
