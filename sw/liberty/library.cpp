// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/library.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <array>

#include "sw/liberty/units.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

Pin make_pin(const Group& group, std::string name, const Group& library) {
    auto direction = group.text("direction", "input");
    Pin pin;
    pin.name = std::move(name);
    pin.direction = direction == "output"     ? Pin::Direction::output
                    : direction == "inout"    ? Pin::Direction::inout
                    : direction == "internal" ? Pin::Direction::internal
                                              : Pin::Direction::input;
    pin.function = group.text("function");
    pin.three_state = group.find("three_state") != nullptr;
    const bool is_input = pin.direction == Pin::Direction::input;
    pin.capacitance =
        group.number("capacitance", is_input ? library.number("default_input_pin_cap", 0) : 0);
    pin.rise_capacitance = group.number("rise_capacitance", pin.capacitance);
    pin.fall_capacitance = group.number("fall_capacitance", pin.capacitance);
    pin.group = &group;
    return pin;
}

State make_state(const Group& group) {
    State state;
    state.latch = group.kind == "latch";
    state.name = group.name();
    state.inverted = group.arguments.size() > 1 ? group.arguments[1] : "";
    state.next = group.text(state.latch ? "data_in" : "next_state");
    state.clock = group.text(state.latch ? "enable" : "clocked_on");
    state.clear = group.text("clear");
    state.preset = group.text("preset");
    state.both = group.text("clear_preset_var1", "L").substr(0, 1)[0];
    return state;
}

/// Of a cell, or the mean of its states, each the sum of its supplies; or the library's default.
double leakage_of(const Group& cell, const Group& library) {
    if (cell.find("cell_leakage_power")) return cell.number("cell_leakage_power", 0);
    std::map<std::string, double> states;
    for (const auto& group : cell.groups)
        if (group.kind == "leakage_power" && is_supply(cell, group.text("related_pg_pin")))
            states[std::string(group.text("when"))] += group.number("value", 0);
    if (const auto any = states.find(""); any != states.end()) return any->second;
    if (states.empty()) return library.number("default_cell_leakage_power", 0);
    double sum = 0;
    for (const auto& [when, value] : states) sum += value;
    return sum / static_cast<double>(states.size());
}

Cell make_cell(const Group& group, const Group& library) {
    Cell cell;
    cell.name = group.name();
    cell.area = group.number("area", 0);
    cell.leakage_nw = leakage_of(group, library);
    cell.dont_use = is_unusable(group);
    for (const auto& inner : group.groups) {
        if (inner.kind == "pin")
            for (const auto& name : inner.arguments)
                cell.pins.push_back(make_pin(inner, name, library));
        if ((inner.kind == "ff" || inner.kind == "latch") && !cell.state)
            cell.state = make_state(inner);
    }
    return cell;
}

}  // namespace

const Pin* Cell::find(std::string_view pin) const {
    auto found =
        std::find_if(pins.begin(), pins.end(), [&](const Pin& p) { return p.name == pin; });
    return found == pins.end() ? nullptr : &*found;
}

std::vector<std::string> Cell::inputs() const {
    std::vector<std::string> result;
    for (const auto& pin : pins)
        if (pin.direction == Pin::Direction::input) result.push_back(pin.name);
    return result;
}

std::vector<std::string> Cell::outputs() const {
    std::vector<std::string> result;
    for (const auto& pin : pins)
        if (pin.direction == Pin::Direction::output) result.push_back(pin.name);
    return result;
}

Library make_library(Group source, const std::string& file) {
    Library library;
    to_plain_units(source, file);
    library.source = std::move(source);
    const auto& root = library.source;
    library.name = root.name();
    library.voltage = root.number("nom_voltage", 0);
    library.temperature = root.number("nom_temperature", 25);
    for (const auto& group : root.groups)
        if (group.kind == "cell")
            library.cells.insert_or_assign(std::string(group.name()), make_cell(group, root));
    if (library.cells.empty())
        throw Error(Exit::usage, fmt::format("{}: a library without cells", file));
    return library;
}

Library read_library(const std::filesystem::path& file) {
    return make_library(parse_liberty(read_file(file, 1u << 30), file.string()), file.string());
}

bool is_unusable(const Group& cell) {
    if (cell.kind != "cell") return false;
    const auto states = std::ranges::count_if(
        cell.groups, [](const Group& g) { return g.kind == "ff" || g.kind == "latch"; });
    const auto is_foreign = [](const Group& g) {
        return g.kind == "bus" || g.kind == "bundle" || g.kind.ends_with("_bank") ||
               g.kind == "statetable" || g.kind == "test_cell";
    };
    const auto is_set = [&](const char* mark) { return cell.text(mark) == "true"; };
    static constexpr std::array marks = {"dont_use", "pad_cell", "is_macro_cell",
                                         "is_level_shifter", "is_isolation_cell"};
    return states > 1 || std::ranges::any_of(marks, is_set) ||
           cell.find("clock_gating_integrated_cell") || cell.find("retention_cell") ||
           cell.find("switch_cell_type") || std::ranges::any_of(cell.groups, is_foreign);
}

namespace {

std::string_view rail_type(const Group& cell, std::string_view rail) {
    for (const auto& group : cell.groups)
        if (group.kind == "pg_pin" && group.name() == rail) return group.text("pg_type");
    return {};
}

}  // namespace

bool is_supply(const Group& cell, std::string_view rail) {
    if (rail.empty()) return true;
    auto type = rail_type(cell, rail);
    if (!type.empty()) return type == "primary_power" || type == "backup_power";
    return rail.find("VSS") == std::string_view::npos &&
           rail.find("GND") == std::string_view::npos && rail != "VNB" && rail != "VPB";
}

bool matches(const std::string& pattern, const std::string& name) {
    return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

namespace {

/// What delays and slews are measured between must be one thing in all files.
void check_agreement(const Group& first, const std::string& first_file, const Group& other,
                     const std::string& file) {
    for (const auto& attribute : other.attributes) {
        const auto& name = attribute.name;
        const bool is_threshold = name.find("_threshold_pct_") != name.npos;
        if (!is_threshold && name != "nom_voltage" && name != "slew_derate_from_library") continue;
        const double value = other.number(name, 0), known = first.number(name, value);
        if (value != known)
            throw Error(Exit::usage, fmt::format("{}: {} is {}, in {} it is {}", file, name, value,
                                                 first_file, known));
    }
}

/// Gives every group below that bears a template's name another.
void rename_template(Group& group, std::string_view from, const std::string& to) {
    for (auto& inner : group.groups) {
        if (inner.kind != "cell" && inner.kind != "pin" && inner.name() == from)
            inner.arguments[0] = to;
        rename_template(inner, from, to);
    }
}

/// Templates that another file gave another meaning get names of their own.
void part_templates(const Group& merged, Group& library, std::size_t number) {
    for (const auto& known : merged.groups) {
        if (!known.kind.ends_with("_template")) continue;
        for (auto& group : library.groups)
            if (group.kind == known.kind && group.name() == known.name() &&
                to_liberty(group) != to_liberty(known)) {
                rename_template(library, std::string(known.name()),
                                fmt::format("{}_file{}", known.name(), number));
                break;
            }
    }
}

}  // namespace

Group merge_liberty(std::vector<Group> libraries, const std::vector<std::string>& dont_use,
                    const std::vector<std::string>& files) {
    Group merged = std::move(libraries.at(0));
    std::map<std::string, std::string> owner;
    auto unwanted = [&](const Group& group) {
        if (group.kind.starts_with("wire_load")) return true;
        if (group.kind != "cell") return false;
        return is_unusable(group) ||
               std::any_of(dont_use.begin(), dont_use.end(), [&](const auto& pattern) {
                   return matches(pattern, std::string(group.name()));
               });
    };
    auto take = [&](const Group& group, const std::string& file) {
        auto [entry, fresh] = owner.emplace(fmt::format("{} {}", group.kind, group.name()), file);
        if (!fresh && group.kind == "cell")
            throw Error(Exit::usage,
                        fmt::format("{}:{}: the cell {} is in {} as well", file, group.line,
                                    in_quotes(group.name()), entry->second));
        return fresh || group.kind == "cell";
    };
    std::erase_if(merged.groups, unwanted);
    std::erase_if(merged.attributes,
                  [](const Attribute& a) { return a.name.starts_with("default_wire_load"); });
    for (const auto& group : merged.groups) take(group, files[0]);
    for (std::size_t i = 1; i < libraries.size(); ++i) {
        check_agreement(merged, files[0], libraries[i], files[i]);
        part_templates(merged, libraries[i], i + 1);
        for (auto& group : libraries[i].groups)
            if (!unwanted(group) && take(group, files[i]))
                merged.groups.push_back(std::move(group));
    }
    return merged;
}

}  // namespace mxgen::ppa
