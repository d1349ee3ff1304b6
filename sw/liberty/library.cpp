// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/library.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>

#include "sw/liberty/units.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

Pin make_pin(const Group& group, std::string name) {
    auto direction = group.text("direction", "input");
    Pin pin;
    pin.name = std::move(name);
    pin.direction = direction == "output"     ? Pin::Direction::output
                    : direction == "inout"    ? Pin::Direction::inout
                    : direction == "internal" ? Pin::Direction::internal
                                              : Pin::Direction::input;
    pin.function = group.text("function");
    pin.three_state = group.find("three_state") != nullptr;
    pin.capacitance = group.number("capacitance", 0);
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

Cell make_cell(const Group& group) {
    Cell cell;
    cell.name = group.name();
    cell.area = group.number("area", 0);
    cell.leakage_nw = group.number("cell_leakage_power", 0);
    cell.dont_use = is_unusable(group);
    for (const auto& inner : group.groups) {
        if (inner.kind == "pin")
            for (const auto& name : inner.arguments) cell.pins.push_back(make_pin(inner, name));
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
            library.cells.insert_or_assign(std::string(group.name()), make_cell(group));
    if (library.cells.empty())
        throw Error(Exit::usage, fmt::format("{}: a library without cells", file));
    return library;
}

Library read_library(const std::filesystem::path& file) {
    return make_library(parse_liberty(read_file(file, 1u << 30), file.string()), file.string());
}

bool is_unusable(const Group& cell) {
    const auto states = std::ranges::count_if(
        cell.groups, [](const Group& g) { return g.kind == "ff" || g.kind == "latch"; });
    const auto is_wide = [](const Group& g) {
        return g.kind == "bus" || g.kind == "bundle" || g.kind.ends_with("_bank");
    };
    return cell.kind == "cell" && (cell.text("dont_use") == "true" || states > 1 ||
                                   std::ranges::any_of(cell.groups, is_wide));
}

bool matches(const std::string& pattern, const std::string& name) {
    return fnmatch(pattern.c_str(), name.c_str(), 0) == 0;
}

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
        const double voltage = libraries[i].number("nom_voltage", 0);
        if (voltage != merged.number("nom_voltage", 0))
            throw Error(Exit::usage,
                        fmt::format("{}: nom_voltage is {} V, in {} it is {} V", files[i], voltage,
                                    files[0], merged.number("nom_voltage", 0)));
        for (auto& group : libraries[i].groups)
            if (!unwanted(group) && take(group, files[i]))
                merged.groups.push_back(std::move(group));
    }
    return merged;
}

}  // namespace mxgen::ppa
