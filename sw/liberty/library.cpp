// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/library.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <cctype>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

/// A number with a unit prefix such as "10ps" in units of `base` ("s"), or nothing.
std::optional<double> with_unit(std::string_view text, std::string_view base) {
    auto value = numbers(text);
    if (value.empty()) return {};
    auto unit = text.substr(std::min(text.find_first_not_of("0123456789.eE+- "), text.size()));
    if (unit.size() != base.size() + 1 && unit.size() != base.size()) return {};
    auto lower = [](char c) {
        return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    };
    if (!std::equal(base.rbegin(), base.rend(), unit.rbegin(),
                    [&](char a, char b) { return lower(a) == lower(b); }))
        return {};
    static const std::map<char, double> prefixes = {{'m', 1e-3},  {'u', 1e-6},  {'n', 1e-9},
                                                    {'p', 1e-12}, {'f', 1e-15}, {'k', 1e3}};
    if (unit.size() == base.size()) return value[0];
    auto prefix = prefixes.find(lower(unit[0]));
    return prefix == prefixes.end() ? std::optional<double>() : value[0] * prefix->second;
}

Pin make_pin(const Group& group, std::string name, double capacitance_pf) {
    auto direction = group.text("direction", "input");
    Pin pin;
    pin.name = std::move(name);
    pin.direction = direction == "output"     ? Pin::Direction::output
                    : direction == "inout"    ? Pin::Direction::inout
                    : direction == "internal" ? Pin::Direction::internal
                                              : Pin::Direction::input;
    pin.function = group.text("function");
    pin.three_state = group.find("three_state") != nullptr;
    pin.capacitance = group.number("capacitance", 0) * capacitance_pf;
    pin.rise_capacitance =
        group.number("rise_capacitance", pin.capacitance / capacitance_pf) * capacitance_pf;
    pin.fall_capacitance =
        group.number("fall_capacitance", pin.capacitance / capacitance_pf) * capacitance_pf;
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

Cell make_cell(const Group& group, double capacitance_pf, double leakage_nw) {
    Cell cell;
    cell.name = group.name();
    cell.area = group.number("area", 0);
    cell.leakage_nw = group.number("cell_leakage_power", 0) * leakage_nw;
    cell.dont_use = group.text("dont_use") == "true";
    for (const auto& inner : group.groups) {
        if (inner.kind == "pin")
            for (const auto& name : inner.arguments)
                cell.pins.push_back(make_pin(inner, name, capacitance_pf));
        if ((inner.kind == "ff" || inner.kind == "latch") && !cell.state)
            cell.state = make_state(inner);
    }
    return cell;
}

/// The library's `capacitive_load_unit (value, unit)` in pF.
std::optional<double> load_unit(const Group& source) {
    const auto* unit = source.find("capacitive_load_unit");
    if (!unit) return 1.0;
    if (unit->values.size() != 2) return {};
    auto farad = with_unit(unit->values[0] + unit->values[1], "f");
    return farad ? std::optional(*farad * 1e12) : std::nullopt;
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
    library.source = std::move(source);
    const auto& root = library.source;
    library.name = root.name();
    auto seconds = with_unit(root.text("time_unit", "1ns"), "s");
    auto load = load_unit(root);
    auto leakage = with_unit(root.text("leakage_power_unit", "1nW"), "w");
    if (!seconds || !load || !leakage)
        throw Error(Exit::usage,
                    fmt::format("{}: the units of time ({}), load or leakage ({}) cannot "
                                "be read",
                                file, in_quotes(root.text("time_unit")),
                                in_quotes(root.text("leakage_power_unit"))));
    library.time_ns = *seconds * 1e9;
    library.capacitance_pf = *load;
    library.voltage = root.number("nom_voltage", 0);
    library.temperature = root.number("nom_temperature", 25);
    for (const auto& group : root.groups)
        if (group.kind == "cell")
            library.cells.insert_or_assign(std::string(group.name()),
                                           make_cell(group, *load, *leakage * 1e9));
    if (library.cells.empty())
        throw Error(Exit::usage, fmt::format("{}: a library without cells", file));
    return library;
}

Library read_library(const std::filesystem::path& file) {
    return make_library(parse_liberty(read_file(file, 1u << 30), file.string()), file.string());
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
        return group.text("dont_use") == "true" ||
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
        for (std::string_view unit : {"time_unit", "leakage_power_unit", "nom_voltage"})
            if (libraries[i].text(unit) != merged.text(unit))
                throw Error(Exit::usage, fmt::format("{}: {} is {}, in {} it is {}", files[i], unit,
                                                     in_quotes(libraries[i].text(unit)), files[0],
                                                     in_quotes(merged.text(unit))));
        for (auto& group : libraries[i].groups)
            if (!unwanted(group) && take(group, files[i]))
                merged.groups.push_back(std::move(group));
    }
    return merged;
}

}  // namespace mxgen::ppa
