// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/technology.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "sw/flow/files.h"
#include "sw/liberty/function.h"
#include "sw/liberty/units.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> texts(const toml::table& table, std::string_view key) {
    std::vector<std::string> result;
    if (const auto* values = table[key].as_array())
        for (const auto& value : *values) result.push_back(value.value_or(std::string()));
    return result;
}

/// A file of a technology that a package installs; empty where it is absent.
fs::path installed_file(const toml::table& table, const std::string& file) {
    for (const auto& prefix : texts(table, "prefixes"))
        if (fs::is_regular_file(fs::path(prefix) / file)) return fs::path(prefix) / file;
    return {};
}

/// The libraries of a technology that a package installs.
std::vector<fs::path> installed(const toml::table& table, const std::string& name) {
    std::vector<fs::path> result;
    for (const auto& file : texts(table, "liberty")) {
        result.push_back(installed_file(table, file));
        if (result.back().empty())
            throw Error(
                Exit::tool_missing,
                fmt::format("technology {}: {} is not in {}; install it with: apt-get install {}",
                            name, file, enumerated(texts(table, "prefixes")),
                            table["package"].value_or(std::string())));
    }
    if (result.empty())
        throw Error(Exit::usage,
                    fmt::format("technology {}: name its library files with --liberty", name));
    return result;
}

std::optional<LayoutKit> layout_kit(const toml::table& table) {
    const auto layout = table["layout"];
    const auto text = [&](const char* key) { return layout[key].value_or(std::string()); };
    const fs::path lef = installed_file(table, text("lef"));
    const fs::path placement = installed_file(table, text("placement"));
    if (lef.empty() || placement.empty()) return {};
    return LayoutKit{.lef = lef,
                     .placement = placement,
                     .filler = text("filler"),
                     .power = text("power"),
                     .ground = text("ground"),
                     .via_stack = text("via_stack"),
                     .stripe_um = layout["stripe_um"].value_or(0.0),
                     .stripe_pitch_um = layout["stripe_pitch_um"].value_or(0.0)};
}

std::optional<WireModel> wire_model(const toml::table& table) {
    const auto wires = table["wires"];
    if (!wires.is_table()) return {};
    return WireModel{.base_pf = wires["base_pf"].value_or(0.0),
                     .sink_pf = wires["sink_pf"].value_or(0.0),
                     .exponent = wires["exponent"].value_or(0.0),
                     .error = wires["error"].value_or(std::string())};
}

/// Yosys knows a flip-flop's output by its text alone, the state or the complement's name: "(IQ)"
/// and "!IQ" become such names. Returns whether anything changed.
bool name_states(Group& library) {
    bool changed = false;
    for (auto& cell : library.groups) {
        const auto ff = std::find_if(cell.groups.begin(), cell.groups.end(),
                                     [](const Group& group) { return group.kind == "ff"; });
        if (cell.kind != "cell" || ff == cell.groups.end() || ff->arguments.size() < 2) continue;
        for (auto& pin : cell.groups)
            for (auto& attribute : pin.attributes) {
                if (pin.kind != "pin" || attribute.name != "function") continue;
                auto& text = attribute.values[0];
                if (text == ff->arguments[0] || text == ff->arguments[1]) continue;
                const auto function = Function::parse(text);
                if (function.pins().size() != 1) continue;
                const auto& state = function.pins()[0];
                if (state != ff->arguments[0] && state != ff->arguments[1]) continue;
                const bool inverts = function.table(function.pins()) == 0b01;
                text = ff->arguments[(state == ff->arguments[1]) != inverts ? 1 : 0];
                changed = true;
            }
    }
    return changed;
}

/// Whether the tools can read the file where it is, under the name that it has.
bool usable_in_place(const Technology& technology, const Group& source) {
    constexpr std::string_view plain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._+-";
    bool wire_load = std::any_of(source.attributes.begin(), source.attributes.end(),
                                 [](auto& a) { return a.name.starts_with("default_wire_load"); });
    bool marked = std::any_of(source.groups.begin(), source.groups.end(),
                              [](const Group& g) { return is_unusable(g); });
    return technology.liberty.size() == 1 && technology.dont_use.empty() && !wire_load && !marked &&
           technology.liberty[0].string().find_first_not_of(plain) == std::string::npos;
}

}  // namespace

std::vector<std::string> technology_names() {
    std::vector<std::string> names;
    for (const auto& [file, text] : embedded_files())
        if (file.ends_with(".toml")) names.push_back(file.substr(0, file.size() - 5));
    return names;
}

Technology find_technology(const std::string& name, const std::vector<fs::path>& liberty) {
    for (const auto& file : liberty) check_regular(file);
    Technology technology;
    technology.liberty = liberty;
    if (name.empty() && !liberty.empty()) {
        technology.name = liberty[0].stem().string();
        technology.description = "the user's library";
        return technology;
    }
    auto found = embedded_files().find(name + ".toml");
    if (found == embedded_files().end())
        throw Error(Exit::usage,
                    fmt::format("technology {}: mxgen knows {}; nearest: {}", in_quotes(name),
                                enumerated(technology_names()), nearest(name, technology_names())));
    auto table = toml::parse(found->second);
    technology.name = name;
    technology.description = table["description"].value_or(std::string());
    technology.corner = table["corner"].value_or(std::string());
    technology.package = table["package"].value_or(std::string());
    technology.dont_use = texts(table, "dont_use");
    if (liberty.empty()) {
        technology.liberty = installed(table, name);
        technology.layout = layout_kit(table);
        technology.wires = wire_model(table);
    }
    return technology;
}

PreparedLibrary prepare_library(const Technology& technology, const fs::path& file) {
    PreparedLibrary prepared;
    prepared.file = file;
    std::vector<Group> groups;
    std::vector<std::string> files;
    for (const auto& path : technology.liberty) {
        auto text = read_file(path, 1u << 30);
        prepared.hashes.push_back(sha256(text));
        groups.push_back(parse_liberty(text, path.string()));
        files.push_back(path.string());
    }
    bool changed = false;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        changed |= to_plain_units(groups[i], files[i]);
        changed |= name_states(groups[i]);
    }
    if (!changed && usable_in_place(technology, groups[0])) {
        prepared.source = absolute_path(technology.liberty[0]);
        prepared.library = make_library(std::move(groups[0]), files[0]);
        return prepared;
    }
    auto whole = merge_liberty(std::move(groups), technology.dont_use, files);
    prepared.text = to_liberty(whole);
    prepared.library = make_library(std::move(whole), files[0]);
    return prepared;
}

}  // namespace mxgen::ppa
