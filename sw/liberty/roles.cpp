// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/roles.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sw/liberty/loaded_cell.h"
#include "sw/liberty/made_adder.h"
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

/// What two inputs, in any order, and a third make.
using OfThree = std::uint64_t (*)(std::uint64_t, std::uint64_t, std::uint64_t);

std::uint64_t or_nand(std::uint64_t a, std::uint64_t b, std::uint64_t c) { return ~((a | b) & c); }
std::uint64_t and_nor(std::uint64_t a, std::uint64_t b, std::uint64_t c) { return ~((a & b) | c); }
std::uint64_t majority(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
    return (a & b) | (c & (a | b));
}

/// A gate that makes it or, where that may be, its complement; inputs in the function's order.
std::optional<Gate> as_gate(const Cell& cell, const std::map<std::string, std::uint64_t>& outputs,
                            OfThree function, bool or_complement = false) {
    const auto inputs = cell.inputs();
    if (inputs.size() != 3 || outputs.size() != 1) return {};
    const auto& [pin, table] = *outputs.begin();
    std::array<unsigned, 3> order{0, 1, 2};
    do {
        const auto made =
            function(input_table(order[0]), input_table(order[1]), input_table(order[2]));
        for (const bool inverted : {false, true})
            if ((!inverted || or_complement) &&
                table == ((inverted ? ~made : made) & table_mask(3)))
                return Gate{cell.name,
                            {inputs[order[0]], inputs[order[1]], inputs[order[2]]},
                            pin,
                            inverted};
    } while (std::ranges::next_permutation(order).found);
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

/// Buffers by area; the second of several: the smallest one drives little.
std::optional<Buffer> middle_buffer(std::vector<std::pair<double, Buffer>> buffers) {
    if (buffers.empty()) return {};
    std::sort(buffers.begin(), buffers.end(), [](const auto& a, const auto& b) {
        return std::tie(a.first, a.second.cell) < std::tie(b.first, b.second.cell);
    });
    return buffers[buffers.size() > 1 ? 1 : 0].second;
}

/// The first two inputs, which do the same, the slower first.
void order_pair(Gate& gate, const Library& library) {
    const auto order = slowest_first(library.cells.at(gate.cell), library, gate.output);
    const auto place = [&](const std::string& pin) { return std::ranges::find(order, pin); };
    if (place(gate.inputs[1]) < place(gate.inputs[0])) std::swap(gate.inputs[0], gate.inputs[1]);
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
        if (auto found = as_gate(cell, *outputs, or_nand)) keep(roles.or_nand, std::move(*found));
        if (auto found = as_gate(cell, *outputs, and_nor)) keep(roles.and_nor, std::move(*found));
        if (auto found = as_gate(cell, *outputs, majority, true))
            keep(roles.majority, std::move(*found));
        if (outputs->size() == 1 && inputs == 2 && outputs->begin()->second == 0b0001)
            keep(roles.nor2, Gate{name, cell.inputs(), outputs->begin()->first});
        if (auto adder = as_adder(cell, *outputs))
            keep(inputs == 3 ? roles.full_adder : roles.half_adder, std::move(*adder));
    }
    if (auto& found = roles.exclusive_or)
        found->inputs = slowest_first(library.cells.at(found->cell), library, found->output);
    for (auto* found : {&roles.or_nand, &roles.and_nor})
        if (*found) order_pair(**found, library);
    roles.made_carry = best_carry(library, roles);
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

}  // namespace mxgen::ppa
