// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <map>
#include <optional>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

/// The power of ten of a prefix, or nothing.
std::optional<int> exponent_of(char prefix) {
    static const std::map<char, int> exponents = {{'k', 3},   {'m', -3},  {'u', -6}, {'n', -9},
                                                  {'p', -12}, {'f', -15}, {'a', -18}};
    const auto found = exponents.find(lower(prefix));
    return found == exponents.end() ? std::optional<int>() : found->second;
}

/// 1000, 1 or 0.001 and so on, the nearest double.
double power_of_ten(int exponent) {
    double power = 1;
    for (int i = 0; i < std::abs(exponent); ++i) power *= 10;
    return exponent < 0 ? 1 / power : power;
}

/// A number with a unit such as "10ps", where `base` is "s", in units of 10^plain of it; or
/// nothing.
std::optional<double> with_unit(std::string_view text, std::string_view base, int plain) {
    const auto value = numbers(text);
    if (value.empty() || !(value[0] > 0)) return {};
    auto unit = text.substr(std::min(text.find_first_not_of("0123456789.eE+- "), text.size()));
    while (!unit.empty() && unit.back() == ' ') unit.remove_suffix(1);
    if (unit.size() != base.size() + 1 && unit.size() != base.size()) return {};
    const auto same = [](char a, char b) { return lower(a) == lower(b); };
    if (!std::equal(base.rbegin(), base.rend(), unit.rbegin(), same)) return {};
    const auto exponent = unit.size() == base.size() ? std::optional<int>(0) : exponent_of(unit[0]);
    return exponent ? std::optional(value[0] * power_of_ten(*exponent - plain)) : std::nullopt;
}

/// What an attribute states, in units of 10^plain of `base`.
double stated(const Group& library, const std::string& file, std::string_view attribute,
              std::string_view base, int plain) {
    const Attribute* found = library.find(attribute);
    if (found == nullptr) return 1;
    std::string text;
    for (const std::string& value : found->values) text += value;  // (1, ff)
    if (const auto value = with_unit(text, base, plain)) return *value;
    throw Error(Exit::usage, fmt::format("{}: {} is {}; allowed: a number and a unit such as 1n{}",
                                         file, attribute, in_quotes(text), base));
}

/// What a number of a Liberty file counts.
enum class Quantity { none, time, capacitance, resistance, leakage, energy, voltage };

double factor(const LibertyUnits& units, Quantity quantity) {
    switch (quantity) {
        case Quantity::time:
            return units.time_ns;
        case Quantity::capacitance:
            return units.capacitance_pf;
        case Quantity::resistance:
            return units.time_ns / units.capacitance_pf;
        case Quantity::leakage:
            return units.leakage_nw;
        case Quantity::energy:
            return units.energy_pj();
        case Quantity::voltage:
            return units.voltage_v;
        case Quantity::none:
            break;
    }
    return 1;
}

using Quantities = std::map<std::string_view, Quantity>;

/// Of attributes, wherever they stand.
const Quantities& attribute_quantities() {
    static const Quantities all = {
        {"max_transition", Quantity::time},
        {"min_transition", Quantity::time},
        {"default_max_transition", Quantity::time},
        {"min_pulse_width_high", Quantity::time},
        {"min_pulse_width_low", Quantity::time},
        {"minimum_period", Quantity::time},
        {"min_period", Quantity::time},
        {"constraint_high", Quantity::time},
        {"constraint_low", Quantity::time},
        {"constraint", Quantity::time},
        {"intrinsic_rise", Quantity::time},
        {"intrinsic_fall", Quantity::time},
        {"rise_resistance", Quantity::resistance},
        {"fall_resistance", Quantity::resistance},
        {"default_rise_delay_intercept", Quantity::time},
        {"default_fall_delay_intercept", Quantity::time},
        {"capacitance", Quantity::capacitance},
        {"rise_capacitance", Quantity::capacitance},
        {"fall_capacitance", Quantity::capacitance},
        {"rise_capacitance_range", Quantity::capacitance},
        {"fall_capacitance_range", Quantity::capacitance},
        {"max_capacitance", Quantity::capacitance},
        {"min_capacitance", Quantity::capacitance},
        {"default_max_capacitance", Quantity::capacitance},
        {"default_input_pin_cap", Quantity::capacitance},
        {"default_output_pin_cap", Quantity::capacitance},
        {"default_inout_pin_cap", Quantity::capacitance},
        {"cell_leakage_power", Quantity::leakage},
        {"default_cell_leakage_power", Quantity::leakage},
        {"nom_voltage", Quantity::voltage},
        {"voltage", Quantity::voltage},
    };
    return all;
}

/// Of the values of tables, by the kind of their group.
const Quantities& table_quantities() {
    static const Quantities all = {
        {"cell_rise", Quantity::time},        {"cell_fall", Quantity::time},
        {"rise_propagation", Quantity::time}, {"fall_propagation", Quantity::time},
        {"rise_transition", Quantity::time},  {"fall_transition", Quantity::time},
        {"rise_constraint", Quantity::time},  {"fall_constraint", Quantity::time},
        {"retaining_rise", Quantity::time},   {"retaining_fall", Quantity::time},
        {"retain_rise_slew", Quantity::time}, {"retain_fall_slew", Quantity::time},
        {"rise_power", Quantity::energy},     {"fall_power", Quantity::energy},
        {"power", Quantity::energy},
    };
    return all;
}

Quantity find(const Quantities& all, std::string_view name) {
    const auto found = all.find(name);
    return found == all.end() ? Quantity::none : found->second;
}

/// Of an axis of a table, by its variable.
Quantity quantity_of_variable(std::string_view variable) {
    if (variable.find("capacitance") != variable.npos) return Quantity::capacitance;
    const bool is_time = variable.find("transition") != variable.npos ||
                         variable.find("time") != variable.npos ||
                         variable.find("slew") != variable.npos;
    return is_time ? Quantity::time : Quantity::none;
}

/// Groups of current-source, noise and variation models, which no figure here comes from.
bool is_other_model(std::string_view kind) {
    static constexpr std::array parts = {"output_current",
                                         "ccs",
                                         "receiver_capacitance",
                                         "dc_current",
                                         "dynamic_current",
                                         "leakage_current",
                                         "noise",
                                         "ocv_",
                                         "driver_waveform",
                                         "electromigration",
                                         "em_",
                                         "intrinsic_parasitic",
                                         "gate_leakage"};
    return std::ranges::any_of(parts,
                               [&](const char* part) { return kind.find(part) != kind.npos; });
}

class Conversion {
  public:
    Conversion(Group& library, const LibertyUnits& units) : library_(library), units_(units) {
        for (const Group& group : library.groups)
            if (group.kind.ends_with("_template"))
                for (const char* axis : {"1", "2", "3"})
                    variables_[std::string(group.name()) + axis] =
                        group.text(std::string("variable_") + axis);
    }

    void run() {
        convert(library_);
        set("time_unit", {"1ns"}, false);
        set("leakage_power_unit", {"1nW"}, false);
        set("voltage_unit", {"1V"}, false);
        set("capacitive_load_unit", {"1", "pf"}, true);
    }

  private:
    /// Every number of a list, in its place.
    void scale(std::string& list, Quantity quantity) const {
        const double by = factor(units_, quantity);
        const auto values = numbers(list);
        if (by == 1 || values.empty()) return;
        std::string scaled;
        for (const double value : values)
            scaled += fmt::format("{}{:.12g}", scaled.empty() ? "" : ", ", value * by);
        list = scaled;
    }

    Quantity quantity_of(const Group& group, const std::string& attribute) const {
        if (attribute == "values") return find(table_quantities(), group.kind);
        if (attribute == "value" && group.kind == "leakage_power") return Quantity::leakage;
        if (attribute.starts_with("index_")) {
            const auto variable = variables_.find(std::string(group.name()) + attribute.back());
            return variable == variables_.end() ? Quantity::none
                                                : quantity_of_variable(variable->second);
        }
        return find(attribute_quantities(), attribute);
    }

    void convert(Group& group) const {
        std::erase_if(group.groups, [](const Group& g) { return is_other_model(g.kind); });
        for (Attribute& attribute : group.attributes) {
            if (attribute.name == "voltage_map" && attribute.values.size() == 2) {
                scale(attribute.values[1], Quantity::voltage);
                continue;
            }
            const Quantity quantity = quantity_of(group, attribute.name);
            for (std::string& value : attribute.values) scale(value, quantity);
        }
        for (Group& inner : group.groups) convert(inner);
    }

    void set(const char* name, std::vector<std::string> values, bool is_complex) {
        std::erase_if(library_.attributes, [&](const Attribute& a) { return a.name == name; });
        library_.attributes.push_back({name, std::move(values), is_complex});
    }

    Group& library_;
    LibertyUnits units_;
    std::map<std::string, std::string> variables_;  ///< by template and axis
};

}  // namespace

LibertyUnits units_of(const Group& library, const std::string& file) {
    LibertyUnits units;
    units.time_ns = stated(library, file, "time_unit", "s", -9);
    units.capacitance_pf = stated(library, file, "capacitive_load_unit", "f", -12);
    units.leakage_nw = stated(library, file, "leakage_power_unit", "w", -9);
    units.voltage_v = stated(library, file, "voltage_unit", "v", 0);
    stated(library, file, "current_unit", "a", -3);
    return units;
}

bool to_plain_units(Group& library, const std::string& file) {
    const LibertyUnits units = units_of(library, file);
    if (units == LibertyUnits{}) return false;
    Conversion(library, units).run();
    return true;
}

}  // namespace mxgen::ppa
