// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "sw/config/settings.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen {

namespace {

std::string place(const std::string& source, const toml::source_region& region) {
    return fmt::format("{}:{}:{}", source, region.begin.line, region.begin.column);
}

[[noreturn]] void unknown(const std::string& at, const std::string& kind, std::string_view written,
                          const std::vector<std::string>& legal) {
    throw Error(Exit::usage,
                fmt::format("{}: unknown {} {}; allowed: {}; nearest: {}", at, kind,
                            in_quotes(written), enumerated(legal), nearest(written, legal)));
}

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
    switch (type) {
        case KeyType::boolean:
            if (node.is_boolean()) return KeyValue(**node.as_boolean());
            return std::nullopt;
        case KeyType::integer:
            return integer();
        case KeyType::number:
            if (node.is_integer()) return KeyValue(static_cast<double>(**node.as_integer()));
            if (node.is_floating_point()) return KeyValue(**node.as_floating_point());
            return std::nullopt;
        case KeyType::text:
            return text();
        case KeyType::text_or_integer:
            return node.is_integer() ? integer() : text();
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

void read_section(const Keys& keys, Settings& settings, const std::string& section,
                  const toml::table& table, const std::string& source) {
    std::vector<std::string> legal;
    for (const Key& key : keys) {
        if (key.section == section) legal.push_back(key.name);
    }
    for (const auto& [name, node] : table) {
        const std::string written(name.str());
        if (std::find(legal.begin(), legal.end(), written) == legal.end()) {
            unknown(place(source, name.source()), "key", section + "." + written, [&] {
                std::vector<std::string> paths;
                for (const std::string& key : legal) paths.push_back(section + "." + key);
                return paths;
            }());
        }
        const Key& row = find_key(keys, section + "." + written);
        const std::string at = place(source, node.source());
        auto value = as_value(row.type, node);
        if (!value) reject_type(row, at, written_as(node));
        Setting setting{std::move(*value), at};
        check_value(row, setting);
        settings[row.path()] = std::move(setting);
    }
}

/// The end of the string that begins at `at`, a single line or several.
std::size_t string_end(std::string_view text, std::size_t at) {
    const std::string quote(1, text[at]);
    const std::string triple = quote + quote + quote;
    const bool is_long = text.substr(at).starts_with(triple);
    const std::string_view closing = is_long ? triple : quote;
    for (std::size_t i = at + closing.size(); i < text.size(); ++i) {
        if (text[i] == '\\' && quote == "\"")
            ++i;
        else if (text.substr(i).starts_with(closing))
            return i + closing.size() - 1;
        else if (text[i] == '\n' && !is_long)
            return i;
    }
    return text.size();
}

/// The parser nests a table for every part of a dotted key, on the stack: there are as many dots on
/// a line at most as a configuration may need.
void check_nesting(std::string_view text, const std::string& source) {
    constexpr int max_dots = 32;
    int line = 1, dots = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"' || text[i] == '\'') {
            const std::size_t end = std::min(string_end(text, i), text.size() - 1);
            line += static_cast<int>(std::count(&text[i], &text[end], '\n'));
            i = end;
        }
        if (text[i] == '#') i = std::min(text.find('\n', i), text.size() - 1);
        if (text[i] == '\n') ++line, dots = 0;
        if (text[i] == '.' && ++dots > max_dots)
            throw Error(Exit::usage, fmt::format("{}:{}: a key of more than {} parts; allowed: a "
                                                 "section and a name",
                                                 source, line, max_dots));
    }
}

}  // namespace

Settings parse_settings(const Keys& keys, std::string_view text, const std::string& source) {
    check_nesting(text, source);
    toml::table root;
    try {
        root = toml::parse(text, source);
    } catch (const toml::parse_error& error) {
        throw Error(Exit::usage,
                    fmt::format("{}: {}", place(source, error.source()), error.description()));
    }
    Settings settings;
    const std::vector<std::string> legal = sections(keys);
    for (const auto& [name, node] : root) {
        const std::string section(name.str());
        const bool known = std::find(legal.begin(), legal.end(), section) != legal.end();
        if (!known) unknown(place(source, name.source()), "section", section, legal);
        const toml::table* table = node.as_table();
        if (table == nullptr) {
            throw Error(Exit::usage, fmt::format("{}: {} is a section: write [{}]",
                                                 place(source, name.source()), section, section));
        }
        read_section(keys, settings, section, *table, source);
    }
    return settings;
}

Settings read_settings(const Keys& keys, const std::filesystem::path& file) {
    return parse_settings(keys, read_file(file, largest_settings), file.string());
}

}  // namespace mxgen
