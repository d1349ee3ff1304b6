// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "sw/config/settings.h"
#include "sw/config/toml_text.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen {

namespace {

std::vector<std::string> sections(const Keys& keys) {
    std::vector<std::string> names;
    for (const Key& key : keys) {
        if (names.empty() || names.back() != key.section) names.push_back(key.section);
    }
    return names;
}

std::optional<KeyValue> as_list(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr) return std::nullopt;
    std::vector<std::string> items;
    for (const toml::node& item : *array) {
        if (!item.is_string()) return std::nullopt;
        items.push_back(**item.as_string());
    }
    return items;
}

std::optional<KeyValue> as_value(KeyType type, const toml::node& node) {
    const auto integer = [&]() -> std::optional<KeyValue> {
        if (!node.is_integer()) return std::nullopt;
        return KeyValue(static_cast<long long>(**node.as_integer()));
    };
    const auto text = [&]() -> std::optional<KeyValue> {
        if (!node.is_string()) return std::nullopt;
        return KeyValue(**node.as_string());
    };
    const auto number = [&]() -> std::optional<KeyValue> {
        if (node.is_integer()) return KeyValue(static_cast<double>(**node.as_integer()));
        if (node.is_floating_point()) return KeyValue(**node.as_floating_point());
        return std::nullopt;
    };
    switch (type) {
        case KeyType::boolean:
            if (node.is_boolean()) return KeyValue(**node.as_boolean());
            return std::nullopt;
        case KeyType::integer:
            return integer();
        case KeyType::number:
            return number();
        case KeyType::text:
            return text();
        case KeyType::text_or_integer:
            return node.is_integer() ? integer() : text();
        case KeyType::text_or_number:
            return node.is_string() ? text() : number();
        case KeyType::list:
            return as_list(node);
    }
    return std::nullopt;
}

/// A value as it stands in the file; texts without their quotes.
std::string written_as(const toml::node& node) {
    if (const auto* text = node.as_string()) return **text;
    std::ostringstream out;
    node.visit([&](const auto& value) { out << value; });
    return out.str();
}

}  // namespace

void reject_unknown(const std::string& at, const std::string& kind, std::string_view written,
                    const std::vector<std::string>& legal) {
    throw Error(Exit::usage,
                fmt::format("{}: unknown {} {}; allowed: {}; nearest: {}", at, kind,
                            in_quotes(written), enumerated(legal), nearest(written, legal)));
}

Setting read_setting(const Key& key, const toml::node& node, const std::string& source) {
    const std::string at = place(source, node.source());
    auto value = as_value(key.type, node);
    if (!value) reject_type(key, at, written_as(node));
    Setting setting{std::move(*value), at};
    check_value(key, setting);
    return setting;
}

void read_section(const Keys& keys, Settings& settings, const std::string& section,
                  const toml::table& table, const std::string& source) {
    std::vector<std::string> legal;
    for (const Key& key : keys)
        if (key.section == section) legal.push_back(key.path());
    for (const auto& [name, node] : table) {
        const std::string path = fmt::format("{}.{}", section, name.str());
        if (std::find(legal.begin(), legal.end(), path) == legal.end())
            reject_unknown(place(source, name.source()), "key", path, legal);
        settings[path] = read_setting(find_key(keys, path), node, source);
    }
}

std::vector<Settings> read_tables(const Keys& keys, const std::string& section,
                                  const toml::node& node, const std::string& source) {
    const toml::array* tables = node.as_array();
    if (tables == nullptr || !tables->is_array_of_tables())
        throw Error(Exit::usage,
                    fmt::format("{0}: {1} is no list of tables; allowed: [[{1}]] and its keys "
                                "below it; nearest: [[{1}]]",
                                place(source, node.source()), section));
    std::vector<Settings> all;
    for (const toml::node& table : *tables) {
        Settings& settings = all.emplace_back();
        settings.places[section] = place(source, table.source());
        read_section(keys, settings, section, *table.as_table(), source);
    }
    return all;
}

Settings parse_settings(const Keys& keys, std::string_view text, const std::string& source) {
    const toml::table root = parse_toml(text, source);
    Settings settings;
    settings.places[""] = source + ":1:1";
    const std::vector<std::string> legal = sections(keys);
    for (const auto& [name, node] : root) {
        const std::string section(name.str());
        const bool known = std::find(legal.begin(), legal.end(), section) != legal.end();
        if (!known) reject_unknown(place(source, name.source()), "section", section, legal);
        const toml::table* table = node.as_table();
        settings.places[section] = place(source, name.source());
        if (table == nullptr) {
            throw Error(Exit::usage,
                        fmt::format("{}: {} is a section, not a key; allowed: [{}] and its keys "
                                    "below it; nearest: [{}]",
                                    settings.places[section], section, section, section));
        }
        read_section(keys, settings, section, *table, source);
    }
    return settings;
}

Settings read_settings(const Keys& keys, const std::filesystem::path& file) {
    return parse_settings(keys, read_file(file, largest_settings), file.string());
}

}  // namespace mxgen
