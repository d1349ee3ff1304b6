// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "sw/liberty/liberty.h"
#include "sw/support/files.h"
#include "tests/sw/flow/designs.h"

namespace mxgen::ppa::tests {

inline Group osu018_source() {
    const auto file = find_technology("osu018").liberty.at(0);
    return parse_liberty(read_file(file), file.string());
}

inline void drop(Group& library, const std::vector<std::string>& cells) {
    std::erase_if(library.groups, [&](const Group& group) {
        return group.kind == "cell" &&
               std::find(cells.begin(), cells.end(), group.name()) != cells.end();
    });
}

/// Runs `change` over every group of a tree.
inline void visit(Group& group, const std::function<void(Group&)>& change) {
    change(group);
    for (auto& inner : group.groups) visit(inner, change);
}

/// Flip-flops give the complement of what they hold, and can only be cleared.
inline void invert_flip_flops(Group& library) {
    for (auto& cell : library.groups) {
        if (!cell.name().starts_with("DFF")) continue;
        visit(cell, [](Group& group) {
            std::erase_if(group.groups, [](const Group& inner) {
                return (inner.kind == "pin" && inner.name() == "S") ||
                       inner.text("related_pin") == "S" || inner.find("when");
            });
        });
        for (auto& inner : cell.groups) {
            if (inner.kind == "ff")
                std::erase_if(inner.attributes, [](auto& a) { return a.name == "preset"; });
            if (inner.kind == "pin")
                for (auto& attribute : inner.attributes)
                    if (attribute.name == "function")
                        attribute.values[0] = "(" + attribute.values[0] + ")'";
        }
    }
}

/// The options of a user who gives nothing but --liberty.
inline RunOptions with_liberty(const std::string& name, const Group& library,
                               const std::string& text = "") {
    const auto file = fs::path(MXGEN_BINARY_DIR) / "tests" / "scratch" / (name + ".lib");
    write(file, text.empty() ? to_liberty(library) : text);
    RunOptions options;
    options.technology = find_technology("", {file});
    return options;
}

/// A register that resets to one, one to zero, and one that is never reset.
inline HandDesign register_design() {
    const char* top =
        "module regs (input logic clk_i, input logic rst_ni, input logic [2:0] a_i,\n"
        "    output logic [2:0] y_o);\n  logic one_q, zero_q, plain_q;\n"
        "  always_ff @(posedge clk_i or negedge rst_ni)\n"
        "    if (!rst_ni) begin one_q <= 1'b1; zero_q <= 1'b0; end\n"
        "    else begin one_q <= a_i[0] ^ zero_q; zero_q <= a_i[1] & one_q; end\n"
        "  always_ff @(posedge clk_i) if (a_i[2]) plain_q <= a_i[0] ^ plain_q;\n"
        "  assign y_o = {one_q, zero_q, plain_q ^ one_q};\nendmodule\n";
    return {"regs",
            {{"regs", top}},
            {port("clk_i", "input", 1), port("rst_ni", "input", 1), port("a_i", "input", 3),
             port("y_o", "output", 3)}};
}

}  // namespace mxgen::ppa::tests
