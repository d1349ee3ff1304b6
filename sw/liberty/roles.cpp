// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/roles.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/liberty/loaded_cell.h"
#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

/// The truth table of a function of these pins, 0 without one; none of other pins.
std::optional<std::uint64_t> table_of(const std::string& function,
                                      const std::vector<std::string>& inputs) {
    if (function.empty()) return 0;
    try {
        return Function::parse(function).table(inputs);
    } catch (const std::exception&) {
        return {};
    }
}

/// A combinational cell's truth tables, one an output; none when it is anything else.
std::optional<std::map<std::string, std::uint64_t>> tables(const Cell& cell) {
    auto inputs = cell.inputs();
    if (cell.is_sequential() || cell.dont_use || inputs.empty() || inputs.size() > 3) return {};
    std::map<std::string, std::uint64_t> result;
    for (const auto& pin : cell.pins) {
        if (pin.direction == Pin::Direction::inout || pin.three_state) return {};
        if (pin.direction != Pin::Direction::output || pin.function.empty()) continue;
        auto table = table_of(pin.function, inputs);
        if (!table) return {};
        result[pin.name] = *table;
    }
    return result;
}

/// The output with this table, or its complement; true outputs first.
std::optional<std::pair<std::string, bool>> output_of(
    const std::map<std::string, std::uint64_t>& outputs, std::uint64_t table, std::uint64_t mask) {
    for (bool inverted : {false, true})
        for (const auto& [pin, value] : outputs)
            if (value == (inverted ? table ^ mask : table)) return std::pair(pin, inverted);
    return {};
}

std::optional<Adder> as_adder(const Cell& cell,
                              const std::map<std::string, std::uint64_t>& outputs) {
    auto inputs = cell.inputs();
    if (inputs.size() < 2) return {};
    auto a = input_table(0), b = input_table(1), c = inputs.size() == 3 ? input_table(2) : 0;
    auto mask = table_mask(inputs.size());
    auto sum = output_of(outputs, (a ^ b ^ c) & mask, mask);
    auto carry = output_of(outputs, ((a & b) | (a & c) | (b & c)) & mask, mask);
    if (!sum || !carry) return {};
    return Adder{cell.name, inputs, sum->first, carry->first, sum->second, carry->second};
}

std::optional<Register> as_register(const Cell& cell) {
    const auto inputs = cell.inputs();
    if (!cell.is_sequential() || cell.dont_use || cell.state->latch || inputs.size() > 6) return {};
    const State& state = *cell.state;
    const auto output = std::ranges::find(cell.pins, state.name, &Pin::function);
    const auto clock = std::ranges::find(inputs, state.clock);
    const auto next = table_of(state.next, inputs), clear = table_of(state.clear, inputs),
               preset = table_of(state.preset, inputs);
    if (output == cell.pins.end() || clock == inputs.end() || !next || !clear || !preset) return {};
    const auto becomes = [&](std::size_t pins) -> std::optional<bool> {
        if ((*clear | *preset) >> pins & 1) return {};
        return (*next >> pins & 1) != 0;
    };
    for (std::size_t code = 0; code < std::size_t{1} << inputs.size(); ++code)
        for (std::size_t data = 0; data < inputs.size(); ++data) {
            const auto low = code & ~(std::size_t{1} << data), high = low | std::size_t{1} << data;
            if (becomes(low) != false || becomes(high) != true) continue;
            Register result{cell.name, inputs[data], *clock, output->name, {}};
            for (std::size_t i = 0; i < inputs.size(); ++i)
                if (i != data && inputs[i] != *clock) result.tied[inputs[i]] = code >> i & 1;
            return result;
        }
    return {};
}

std::optional<Gate> as_exclusive_or(const Cell& cell,
                                    const std::map<std::string, std::uint64_t>& outputs) {
    if (cell.inputs().size() != 2 || outputs.size() != 1) return {};
    const auto& [pin, table] = *outputs.begin();
    if (table != 0b0110 && table != 0b1001) return {};
    return Gate{cell.name, cell.inputs(), pin, table == 0b1001};
}

std::optional<Gate> as_or_nand(const Cell& cell,
                               const std::map<std::string, std::uint64_t>& outputs) {
    auto inputs = cell.inputs();
    if (inputs.size() != 3 || outputs.size() != 1) return {};
    const auto& [pin, table] = *outputs.begin();
    for (unsigned single = 3; single-- > 0;) {
        const auto a = input_table((single + 1) % 3), b = input_table((single + 2) % 3);
        if (table != (~((a | b) & input_table(single)) & table_mask(3))) continue;
        std::swap(inputs[single], inputs[2]);
        return Gate{cell.name, inputs, pin, false};
    }
    return {};
}

/// Smaller is better: inverted outputs first, then the area, then the name.
auto rank(const Adder& adder, const Library& library) {
    return std::tuple(adder.inverted_sum + adder.inverted_carry, library.cells.at(adder.cell).area,
                      adder.cell);
}

auto rank(const Gate& found, const Library& library) {
    return std::tuple(library.cells.at(found.cell).area, found.inverted, found.cell);
}

auto rank(const Register& found, const Library& library) {
    return std::tuple(library.cells.at(found.cell).area, found.cell);
}

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

/// Cells throughout: what mapping may join into chains of carries it makes larger. The complements
/// of two exclusive nors cancel in the sum; the latest bit, c, has the quickest pin.
std::string around_gates(const Roles& roles) {
    const auto& exclusive_or = *roles.exclusive_or;
    const auto& nand = roles.nand2_pins;
    const auto third = roles.or_nand ? instance(*roles.or_nand, {"a_i", "b_i", "c_i"}, "third")
                                     : fmt::format("  wire either;\n  assign either = {}found;\n",
                                                   exclusive_or.inverted ? "~" : "") +
                                           instance(nand, {"either", "c_i"}, "third");
    return "  wire found, both, third;\n" + instance(exclusive_or, {"a_i", "b_i"}, "found") +
           instance(exclusive_or, {"found", "c_i"}, "sum_o") +
           instance(nand, {"a_i", "b_i"}, "both") + third +
           instance(nand, {"both", "third"}, "carry_o");
}

std::string full_adder_module(std::string_view name, const Roles& roles, bool of_gates) {
    if (roles.full_adder && !of_gates)
        return module_around(name, 3, around_adder(*roles.full_adder));
    if (roles.exclusive_or) return module_around(name, 3, around_gates(roles));
    return module_around(name, 3,
                         "  assign sum_o = a_i ^ b_i ^ c_i;\n"
                         "  assign carry_o = (a_i & b_i) | (c_i & (a_i | b_i));\n");
}

/// The exclusive or as a cell, too: mapping would take it apart.
std::string half_adder_module(std::string_view name, const Roles& roles) {
    if (roles.half_adder) return module_around(name, 2, around_adder(*roles.half_adder));
    const std::string carry = "  assign carry_o = a_i & b_i;\n";
    if (!roles.exclusive_or) return module_around(name, 2, "  assign sum_o = a_i ^ b_i;\n" + carry);
    return module_around(
        name, 2,
        "  wire found;\n" + instance(*roles.exclusive_or, {"a_i", "b_i"}, "found") +
            fmt::format("  assign sum_o = {}found;\n", roles.exclusive_or->inverted ? "~" : "") +
            carry);
}

/// Buffers by area; the second of several: the smallest one drives little.
std::optional<Buffer> middle_buffer(std::vector<std::pair<double, Buffer>> buffers) {
    if (buffers.empty()) return {};
    std::sort(buffers.begin(), buffers.end(), [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second.cell) < std::tie(b.first, b.second.cell);
    });
    return buffers[buffers.size() > 1 ? 1 : 0].second;
}

}  // namespace

Roles find_roles(const Library& library) {
    Roles roles;
    std::vector<std::pair<double, Buffer>> buffers;
    auto keep = [&](auto& best, auto found) {
        if (!best || rank(found, library) < rank(*best, library)) best = std::move(found);
    };
    for (const auto& [name, cell] : library.cells) {
        if (cell.is_sequential() && !cell.dont_use && !cell.state->latch)
            roles.flip_flops.push_back(name);
        if (auto found = as_register(cell)) keep(roles.plain_register, std::move(*found));
        auto outputs = tables(cell);
        if (!outputs) continue;
        auto inputs = cell.inputs().size();
        if (outputs->size() == 1 && inputs == 1 && outputs->begin()->second == 0b10)
            buffers.push_back({cell.area, {name, cell.inputs()[0], outputs->begin()->first}});
        if (outputs->size() == 1 && inputs == 2 && outputs->begin()->second == 0b0111 &&
            (roles.nand2.empty() || cell.area < roles.nand2_area)) {
            roles.nand2 = name;
            roles.nand2_area = cell.area;
            roles.nand2_pins = {name, cell.inputs(), outputs->begin()->first};
        }
        if (auto found = as_exclusive_or(cell, *outputs))
            keep(roles.exclusive_or, std::move(*found));
        if (auto found = as_or_nand(cell, *outputs)) keep(roles.or_nand, std::move(*found));
        if (auto adder = as_adder(cell, *outputs))
            keep(inputs == 3 ? roles.full_adder : roles.half_adder, std::move(*adder));
    }
    if (auto& found = roles.exclusive_or)
        found->inputs = slowest_first(library.cells.at(found->cell), library, found->output);
    roles.buffer = middle_buffer(std::move(buffers));
    if (roles.nand2.empty() || roles.nand2_area <= 0)
        throw Error(Exit::usage, fmt::format("the library {} has no two-input NAND with an area",
                                             in_quotes(library.name)));
    return roles;
}

void check_flip_flops(const Library& library, const Roles& roles, bool clock, bool reset) {
    const auto is_asynchronous = [&](const std::string& name) {
        const auto& state = *library.cells.at(name).state;
        return !state.clear.empty() || !state.preset.empty();
    };
    const auto& found = roles.flip_flops;
    if (clock && found.empty())
        throw Error(Exit::usage, fmt::format("the library {} has no flip-flop, which the design "
                                             "needs for its registers",
                                             in_quotes(library.name)));
    if (reset && std::none_of(found.begin(), found.end(), is_asynchronous))
        throw Error(Exit::usage,
                    fmt::format("the library {} has no flip-flop with an asynchronous clear or "
                                "preset, which the design needs for its control registers; it "
                                "has {}",
                                in_quotes(library.name), enumerated(found)));
}

std::string adder_wrappers(const Roles& roles, const std::map<std::string, std::string>& modules) {
    std::string text = "// The compressors of the circuit as cells of the library.\n";
    for (const auto& [module, kind] : modules) {
        if (kind == "full_adder" || kind == "full_adder_of_gates")
            text += full_adder_module(module, roles, kind != "full_adder");
        else if (kind == "half_adder")
            text += half_adder_module(module, roles);
        else
            throw Error(Exit::usage, fmt::format("{} is no cell that {} can be", in_quotes(kind),
                                                 in_quotes(module)));
    }
    return text;
}

}  // namespace mxgen::ppa
