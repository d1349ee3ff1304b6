// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/wrappers.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <vector>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

std::string module_around(std::string_view name, std::size_t inputs, const std::string& body) {
    return fmt::format(
        "module {} (input wire a_i, input wire b_i, {}output wire sum_o, output wire carry_o);\n"
        "{}endmodule\n",
        name, inputs == 3 ? "input wire c_i, " : "", body);
}

std::string around_adder(const Adder& adder) {
    constexpr std::array<std::string_view, 3> ports = {"a_i", "b_i", "c_i"};
    std::string connections;
    for (std::size_t i = 0; i < adder.inputs.size(); ++i)
        connections += fmt::format(".{}({}), ", adder.inputs[i], ports[i]);
    return fmt::format(
        "  wire sum, carry;\n  {} u_cell ({}.{}(sum), .{}(carry));\n"
        "  assign sum_o = {}sum;\n  assign carry_o = {}carry;\n",
        adder.cell, connections, adder.sum, adder.carry, adder.inverted_sum ? "~" : "",
        adder.inverted_carry ? "~" : "");
}

std::string instance(const Gate& gate, const std::vector<std::string>& inputs,
                     const std::string& output) {
    std::string connections;
    for (std::size_t i = 0; i < inputs.size(); ++i)
        connections += fmt::format(".{}({}), ", gate.inputs[i], inputs[i]);
    return fmt::format("  {} u_{} ({}.{}({}));\n", gate.cell, output, connections, gate.output,
                       output);
}

/// The carry of an adder of gates, whose `found` is a ^ b or its complement.
std::string made_carry(const Roles& roles) {
    const bool inverted = roles.exclusive_or->inverted;
    const auto& nand = roles.nand2_pins;
    const auto whole = [](const Gate& gate, const std::vector<std::string>& inputs) {
        return "  wire made;\n" + instance(gate, inputs, "made") +
               fmt::format("  assign carry_o = {}made;\n", gate.inverted ? "~" : "");
    };
    switch (roles.made_carry) {
        case MadeCarry::majority:
            return whole(*roles.majority, {"a_i", "b_i", "c_i"});
        case MadeCarry::or_nand:
        case MadeCarry::nands:
            break;
    }
    const auto third =
        roles.made_carry == MadeCarry::or_nand
            ? instance(*roles.or_nand, {"a_i", "b_i", "c_i"}, "third")
            : fmt::format("  wire either;\n  assign either = {}found;\n", inverted ? "~" : "") +
                  instance(nand, {"either", "c_i"}, "third");
    return "  wire both, third;\n" + instance(nand, {"a_i", "b_i"}, "both") + third +
           instance(nand, {"both", "third"}, "carry_o");
}

/// Cells throughout: what mapping may join into chains of carries it makes larger. The complements
/// of two exclusive nors cancel in the sum; the latest bit, c, has the quickest pin.
std::string around_gates(const Roles& roles) {
    const auto& exclusive_or = *roles.exclusive_or;
    return "  wire found;\n" + instance(exclusive_or, {"a_i", "b_i"}, "found") +
           instance(exclusive_or, {"found", "c_i"}, "sum_o") + made_carry(roles);
}

/// Four NANDs; `both` is that of the inputs.
std::string exclusive_or_of_nands(const Gate& nand, const std::vector<std::string>& inputs,
                                  const std::string& output, const std::string& both) {
    const auto first = both + "_0", second = both + "_1";
    return fmt::format("  wire {}, {}, {};\n", both, first, second) + instance(nand, inputs, both) +
           instance(nand, {inputs[0], both}, first) + instance(nand, {inputs[1], both}, second) +
           instance(nand, {first, second}, output);
}

/// Without an exclusive or nine NANDs.
std::string around_nands(const Gate& nand) {
    return "  wire found;\n" + exclusive_or_of_nands(nand, {"a_i", "b_i"}, "found", "both") +
           exclusive_or_of_nands(nand, {"found", "c_i"}, "sum_o", "third") +
           instance(nand, {"both", "third"}, "carry_o");
}

std::string full_adder_module(std::string_view name, const Roles& roles, bool of_gates) {
    if (roles.full_adder && !of_gates)
        return module_around(name, 3, around_adder(*roles.full_adder));
    return module_around(name, 3,
                         roles.exclusive_or ? around_gates(roles) : around_nands(roles.nand2_pins));
}

/// The exclusive or as a cell, too: mapping would take it apart.
std::string half_adder_module(std::string_view name, const Roles& roles) {
    if (roles.half_adder) return module_around(name, 2, around_adder(*roles.half_adder));
    const auto& gate = roles.exclusive_or;
    if (!gate)
        return module_around(
            name, 2,
            exclusive_or_of_nands(roles.nand2_pins, {"a_i", "b_i"}, "sum_o", "both") +
                "  assign carry_o = ~both;\n");
    return module_around(name, 2,
                         "  wire found;\n" + instance(*gate, {"a_i", "b_i"}, "found") +
                             fmt::format("  assign sum_o = {}found;\n", gate->inverted ? "~" : "") +
                             "  assign carry_o = a_i & b_i;\n");
}

/// A step of carries: its gate, or an expression where the library has none.
std::string step_module(std::string_view name, const std::vector<std::string>& inputs,
                        const std::string& output, const std::optional<Gate>& gate,
                        std::string_view expression) {
    std::string ports;
    for (const auto& input : inputs) ports += "input wire " + input + ", ";
    return fmt::format("module {} ({}output wire {});\n{}endmodule\n", name, ports, output,
                       gate ? instance(*gate, inputs, output)
                            : fmt::format("  assign {} = {};\n", output, expression));
}

std::string exclusive_or_module(std::string_view name, const std::vector<std::string>& inputs,
                                const Roles& roles) {
    const auto& gate = roles.exclusive_or;
    if (gate && !gate->inverted) return step_module(name, inputs, "propagate_o", gate, "");
    return fmt::format(
        "module {} (input wire p_i, input wire q_i, output wire propagate_o);\n{}endmodule\n", name,
        gate ? "  wire found;\n" + instance(*gate, inputs, "found") +
                   "  assign propagate_o = ~found;\n"
             : exclusive_or_of_nands(roles.nand2_pins, inputs, "propagate_o", "both"));
}

std::string module_of(const std::string& name, const std::string& kind, const Roles& roles) {
    const std::vector<std::string> carry{"p_i", "c_i", "g_i"}, propagate{"p_i", "q_i"};
    if (kind == "full_adder" || kind == "full_adder_of_gates")
        return full_adder_module(name, roles, kind != "full_adder");
    if (kind == "half_adder") return half_adder_module(name, roles);
    if (kind == "carry_step")
        return step_module(name, carry, "carry_o", roles.and_nor, "~(g_i | (p_i & c_i))");
    if (kind == "carry_step_of_complements")
        return step_module(name, carry, "carry_o", roles.or_nand, "~(g_i & (p_i | c_i))");
    if (kind == "propagate_step")
        return step_module(name, propagate, "propagate_o", roles.nand2_pins, "");
    if (kind == "propagate_step_of_complements")
        return step_module(name, propagate, "propagate_o", roles.nor2, "~(p_i | q_i)");
    if (kind == "exclusive_or") return exclusive_or_module(name, propagate, roles);
    throw Error(Exit::usage,
                fmt::format("{} is no cell that {} can be", in_quotes(kind), in_quotes(name)));
}

}  // namespace

std::string adder_wrappers(const Roles& roles, const std::map<std::string, std::string>& modules) {
    std::string text = "// The compressors of the circuit as cells of the library.\n";
    for (const auto& [module, kind] : modules) text += module_of(module, kind, roles);
    return text;
}

}  // namespace mxgen::ppa
