// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/units.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen {

const std::vector<const Unit*>& units() {
    static const std::vector<const Unit*> all{&multiply_unit(), &dot_unit(), &array_unit(),
                                              &convert_unit(), &deconvert_unit()};
    return all;
}

const Unit& unit_of(const UnitDesign& design) {
    static const std::vector<const Unit*> by_index = [] {
        std::vector<const Unit*> table(std::variant_size_v<UnitDesign>);
        for (const Unit* unit : units()) table.at(unit->initial().index()) = unit;
        return table;
    }();
    return *by_index.at(design.index());
}

const MatrixUnit& matrix_unit_of(const Config& config) {
    const Unit& unit = unit_of(config);
    if (const MatrixUnit* matrices = unit.matrices()) return *matrices;
    std::vector<std::string> legal;
    for (const Unit* one : units())
        if (one->matrices() != nullptr) legal.emplace_back(one->name());
    throw Error(Exit::usage,
                fmt::format("design.unit = \"{}\" multiplies no matrices; allowed: {}; nearest: {}",
                            unit.name(), enumerated(legal), legal.back()));
}

namespace {

std::vector<std::string> unit_names() {
    std::vector<std::string> names;
    for (const Unit* unit : units()) names.emplace_back(unit->name());
    return names;
}

/// A key of every unit, tied to a member of Config or of its Timing.
template <class Member>
UnitKey common(Key row, Member member) {
    using T = std::decay_t<decltype(member(std::declval<Config&>()))>;
    if constexpr (std::is_enum_v<T>) row.allowed = allowed_names<T>();
    const Config initial{};
    if (row.otherwise.empty()) row.initial = to_value(member(initial));
    return {.row = std::move(row),
            .get = [member](const Config& c) { return to_value(member(c)); },
            .set = [member](Config& c, const KeyValue& value) { from_value(value, member(c)); }};
}

UnitKeys design_keys() {
    UnitKey unit{.row = {.section = "design",
                         .name = "unit",
                         .allowed = unit_names(),
                         .help = "What to generate",
                         .initial = std::string("dot")},
                 .get = [](const Config& c) { return KeyValue(std::string(unit_of(c).name())); },
                 .set = nullptr};
    return {std::move(unit),
            common(
                {.section = "design",
                 .name = "name",
                 .example = "my_design",
                 .otherwise = "derived from the configuration",
                 .help = "Name of module, files and report row"},
                [](auto& c) -> auto& { return c.name; }),
            common(
                {.section = "design",
                 .name = "wrapper",
                 .help = "Handshake of a module around the design"},
                [](auto& c) -> auto& { return c.wrapper; })};
}

UnitKey timing_key(UnitKey key, std::string tag = "") {
    key.row.section = "timing";
    key.is_named = true;
    key.tag = std::move(tag);
    return key;
}

UnitKey period_key() {
    static const std::string fastest = "fastest";
    const auto get = [](const Config& c) {
        return c.timing.fastest ? KeyValue(fastest) : to_value(c.timing.period_ns);
    };
    const auto set = [](Config& c, const KeyValue& value) {
        c.timing.fastest = std::holds_alternative<std::string>(value);
        if (!c.timing.fastest) from_value(value, c.timing.period_ns);
    };
    return timing_key({.row = {.name = "period_ns",
                               .excludes = "timing.stages",
                               .type = KeyType::text_or_number,
                               .allowed = {fastest},
                               .min = shortest_period_ns,
                               .max = 100000,
                               .help = "Clock period that registers meet, or the shortest by the "
                                       "estimates, with turns of sums where none are given"},
                       .get = get,
                       .set = set},
                      "p");
}

UnitKeys timing_keys() {
    return {timing_key(common(
                {.name = "technology",
                 .example = "osu018",
                 .help = "Target that circuits are made for"},
                [](auto& c) -> auto& { return c.timing.technology; })),
            period_key(),
            timing_key(common(
                           {.name = "stages",
                            .excludes = "timing.period_ns",
                            .type = KeyType::integer,
                            .min = 0,
                            .max = 64,
                            .help = "Or: this number of pipeline stages"},
                           [](auto& c) -> auto& { return c.timing.stages; }),
                       "s"),
            timing_key(common(
                {.name = "optimise", .help = "What the circuit's structure is chosen for"},
                [](auto& c) -> auto& { return c.timing.optimise; })),
            timing_key(common(
                {.name = "lowering",
                 .help = "Sums and products as the technology has them, or plain: + "
                         "and * for the synthesis tool"},
                [](auto& c) -> auto& { return c.timing.lowering; }))};
}

/// Adds a row behind the others of its section, unless it is there.
void add_row(Keys& table, const Key& row) {
    const auto is_there = [&](const Key& key) { return key.path() == row.path(); };
    if (std::any_of(table.begin(), table.end(), is_there)) return;
    const auto last = std::find_if(table.rbegin(), table.rend(),
                                   [&](const Key& key) { return key.section == row.section; });
    table.insert(last == table.rend() ? table.end() : last.base(), row);
}

/// The units that a key serves, in the order of the documentation.
std::vector<std::string> served_units(const std::string& path) {
    std::vector<std::string> names;
    for (const Unit* unit : units()) {
        const UnitKeys& keys = keys_of(*unit);
        if (std::any_of(keys.begin(), keys.end(),
                        [&](const UnitKey& key) { return key.row.path() == path; }))
            names.emplace_back(unit->name());
    }
    return names;
}

/// Throws Error (usage) for a key that is set and does not serve the unit: a flag of several keys
/// serves where one of them does.
void check_keys(const Settings& settings, const Unit& unit) {
    const auto serves = [&](const std::string& path) {
        return find_key(keys(), path).serves(unit.name());
    };
    for (const auto& [path, setting] : settings) {
        if (serves(path)) continue;
        const std::string& flag = setting.origin;
        const bool served = std::any_of(keys().begin(), keys().end(), [&](const Key& key) {
            return (key.flag() == flag || key.shared_flag == flag) && key.serves(unit.name());
        });
        if (served) continue;
        const auto& whom = find_key(keys(), path).units;
        fail(settings, path,
             fmt::format("does not serve unit {}; allowed: unit {}; nearest: without {}",
                         unit.name(), enumerated(whom), path));
    }
}

void check_timing(const Config& c, const Settings& settings) {
    if ((c.timing.period_ns || c.timing.fastest) && c.timing.stages) {
        fail(settings, "timing.stages",
             "and timing.period_ns are both given; allowed: one of them; nearest: without "
             "timing.stages");
    }
}

/// A wrapper joins handshakes: refused where a design has none.
void check_wrapper(const Config& c, const Settings& settings) {
    if (c.wrapper == BusWrapper::none) return;
    const auto ports = unit_of(c.design).ports(c.design, c.timing.is_pipelined());
    // Packets bring one sum after the other, and results of several would leave out of their order.
    if (unit_of(c.design).turns(c.design) > 1 && find_port(ports, Role::first, Stream::input))
        fail(settings, "design.wrapper",
             fmt::format("= {} brings sums one after the other, not in turns (dot.interleave); "
                         "allowed: none; nearest: none, or --interleave 1",
                         in_quotes(name_of(c.wrapper))));
    if (find_port(ports, Role::tensor_ready, Stream::input))
        fail(settings, "design.wrapper",
             fmt::format("= {} is for designs that take a tensor's scale with every block; "
                         "allowed: none; nearest: none, or --tensor-scale port",
                         in_quotes(name_of(c.wrapper))));
    if (find_port(ports, Role::valid, Stream::input) &&
        find_port(ports, Role::valid, Stream::output))
        return;
    std::vector<std::string> served;
    for (const Unit* unit : units())
        if (const auto when = unit->has_handshakes())
            served.push_back(fmt::format("{}{}{}", unit->name(), when->empty() ? "" : " ", *when));
    fail(settings, "design.wrapper",
         fmt::format("= {} needs {} and {}, which this design has not; allowed: none, or unit {}; "
                     "nearest: none",
                     in_quotes(name_of(c.wrapper)), name_of(Role::valid, Stream::input),
                     name_of(Role::valid, Stream::output), enumerated(served)));
}

void resolve_name(Config& c, const Settings& settings) {
    if (!settings.contains("design.name")) c.name = derived_name(c);
    if (is_module_name(c.name)) return;
    fail(settings, "design.name",
         fmt::format("= {} is no module name; allowed: a-z, 0-9 and _, at most 200 characters, "
                     "first a letter, no SystemVerilog keyword; nearest: {}",
                     in_quotes(c.name), derived_name(c)));
}

const Unit& configured_unit(const Settings& settings) {
    const std::string name = given<std::string>(settings, "design.unit").value_or("dot");
    const auto& all = units();
    return **std::find_if(all.begin(), all.end(),
                          [&](const Unit* unit) { return unit->name() == name; });
}

}  // namespace

const UnitKeys& keys_of(const Unit& unit) {
    static const std::map<std::string_view, UnitKeys> all = [] {
        std::map<std::string_view, UnitKeys> made;
        for (const Unit* one : units()) {
            UnitKeys& keys = made[one->name()] = design_keys();
            keys += one->keys();
            keys += timing_keys();
        }
        return made;
    }();
    return all.at(unit.name());
}

const Keys& keys() {
    static const Keys table = [] {
        Keys rows;
        // Arrays have most sections, and a dot product's keys stand in them as it lists them.
        std::vector<const Unit*> order = units();
        std::stable_sort(order.begin(), order.end(), [](const Unit* x, const Unit* y) {
            return keys_of(*x).size() > keys_of(*y).size();
        });
        for (const Unit* unit : order) {
            for (const UnitKey& key : keys_of(*unit)) add_row(rows, key.row);
        }
        for (Key& row : rows) row.units = served_units(row.path());
        return rows;
    }();
    return table;
}

Settings read_settings(const std::filesystem::path& file) { return read_settings(keys(), file); }

Settings parse_settings(std::string_view toml, const std::string& source) {
    return parse_settings(keys(), toml, source);
}

void add_flag(Settings& settings, const std::string& flag, const std::string& text) {
    add_flag(keys(), settings, flag, text);
}

Settings merged(Settings file, const Settings& flags) {
    return merged(keys(), std::move(file), flags);
}

Config resolve(const Settings& settings) {
    const Unit& unit = configured_unit(settings);
    check_keys(settings, unit);
    Config c{
        .name = {}, .design = unit.initial(), .timing = {}, .wrapper = {}, .settings = settings};
    for (const UnitKey& key : keys_of(unit)) {
        const auto set = settings.find(key.row.path());
        if (set == settings.end()) continue;
        const Setting& setting = set->second;
        if (!setting.fault.empty()) throw Error(Exit::usage, setting.fault);
        if (key.set != nullptr) key.set(c, setting.value);
    }
    unit.resolve(c.design, settings);
    check_timing(c, settings);
    check_wrapper(c, settings);
    resolve_name(c, settings);
    return c;
}

}  // namespace mxgen
