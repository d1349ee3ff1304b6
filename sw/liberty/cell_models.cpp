// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/cell_models.h"

#include <fmt/format.h>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

/// An identifier that any pin name fits in.
std::string escaped(const std::string& name) { return "\\" + name + " "; }

std::string expression(const std::string& function) {
    return Function::parse(function).verilog(escaped);
}

/// The state's process: clear and preset win over the clock, as asynchronous inputs do.
std::string process(const State& state) {
    auto variable = escaped(state.name);
    if (state.latch)
        return fmt::format("  always @* if ({}) {} = {};\n", expression(state.clock), variable,
                           expression(state.next));
    std::string edges = "posedge clock", body;
    auto wires = fmt::format("  wire clock = {};\n", expression(state.clock));
    auto asynchronous = [&](std::string_view name, const std::string& function,
                            const std::string& value) {
        if (function.empty()) return;
        wires += fmt::format("  wire {} = {};\n", name, expression(function));
        edges += fmt::format(" or posedge {}", name);
        body += fmt::format("if ({}) {} <= {};\n    else ", name, variable, value);
    };
    bool zero_wins = state.both != 'H';
    if (zero_wins) asynchronous("clear", state.clear, "1'b0");
    asynchronous("preset", state.preset, "1'b1");
    if (!zero_wins) asynchronous("clear", state.clear, "1'b0");
    return fmt::format("{}  always @({})\n    {}{} <= {};\n", wires, edges, body, variable,
                       expression(state.next));
}

std::string output(const Cell& cell, const Pin& pin) {
    if (pin.function.empty() || pin.three_state)
        throw Error(Exit::usage, fmt::format("cell {}: the output {} has no function that can be "
                                             "simulated",
                                             in_quotes(cell.name), in_quotes(pin.name)));
    return fmt::format("  assign {} = {};\n", escaped(pin.name), expression(pin.function));
}

std::string model(const Cell& cell) {
    std::string ports, body;
    for (const auto& pin : cell.pins) {
        if (pin.direction == Pin::Direction::internal) continue;
        bool out = pin.direction == Pin::Direction::output;
        ports += fmt::format("{}{} {}", ports.empty() ? "" : ", ", out ? "output" : "input",
                             escaped(pin.name));
        if (out) body += output(cell, pin);
    }
    if (cell.state) {
        auto name = escaped(cell.state->name);
        auto inverted =
            cell.state->inverted.empty()
                ? std::string()
                : fmt::format("  wire {} = ~{};\n", escaped(cell.state->inverted), name);
        body = fmt::format("  reg {};\n{}{}{}", name, inverted, process(*cell.state), body);
    }
    return fmt::format("module {} ({});\n{}endmodule\n", escaped(cell.name), ports, body);
}

}  // namespace

std::string cell_models(const Library& library, const std::set<std::string>& cells) {
    std::string text =
        "// Functional models of library cells, derived from their Liberty functions.\n";
    for (const auto& name : cells) {
        auto cell = library.cells.find(name);
        if (cell == library.cells.end())
            throw Error(Exit::usage, fmt::format("the library {} has no cell {}",
                                                 in_quotes(library.name), in_quotes(name)));
        text += model(cell->second);
    }
    return text;
}

}  // namespace mxgen::ppa
