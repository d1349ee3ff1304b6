// SPDX-License-Identifier: Apache-2.0
#include "sw/config/settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <sstream>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/support/numbers.h"

namespace mxgen {

namespace {

[[noreturn]] void reject(const Key& key, const std::string& origin, const std::string& what) {
    throw Error(Exit::usage, fmt::format("{}: {} {}", origin, key.path(), what));
}

void check_range(const Key& key, const std::string& origin, double x) {
    if (x >= key.min && x <= key.max) return;
    const double legal = std::isnan(x) ? key.min : std::clamp(x, key.min, key.max);
    reject(key, origin,
           fmt::format("= {} is out of range; allowed: {} to {}; nearest: {}", x, key.min, key.max,
                       legal));
}

void check_choice(const Key& key, const std::string& origin, const std::string& word) {
    const auto& allowed = key.allowed;
    if (allowed.empty() || std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return;
    const std::string number =
        key.takes_text_or_numbers() ? fmt::format(", or {} to {}", key.min, key.max) : "";
    reject(key, origin,
           fmt::format("= {} is unknown; allowed: {}{}; nearest: {}", in_quotes(word),
                       enumerated(allowed), number, nearest(word, allowed)));
}

/// The number at the start of a text: "4x" means 4; nan means none.
std::optional<double> leading_number(const std::string& text) {
    double x{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), x);
    if (error != std::errc{} || std::isnan(x)) return std::nullopt;
    return x;
}

/// Every legal value of a key.
std::string allowed_in_words(const Key& key) {
    const std::string range = fmt::format("{} to {}", key.min, key.max);
    const std::string words = key.allowed.empty() ? "text: " + key.help : enumerated(key.allowed);
    switch (key.type) {
        case KeyType::boolean:
            return "true or false";
        case KeyType::integer:
        case KeyType::number:
            return range;
        case KeyType::text:
            return words;
        case KeyType::text_or_integer:
        case KeyType::text_or_number:
            return fmt::format("{}, or {}", words, range);
        case KeyType::list:
            return "a list of " + words;
    }
    return words;
}

/// The parts between commas, empty ones too.
std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> items;
    std::istringstream in(text + ',');
    for (std::string item; std::getline(in, item, ',');) items.push_back(item);
    return items;
}

/// The list of what was written between commas, where all of it is legal, else the empty one.
std::string nearest_list(const Key& key, const std::string& written) {
    const auto items = split(written);
    const bool is_legal = std::all_of(items.begin(), items.end(), [&](const std::string& item) {
        return std::find(key.allowed.begin(), key.allowed.end(), item) != key.allowed.end();
    });
    return is_legal ? to_string(KeyValue(items)) : "[]";
}

/// The legal value that is next to what was written.
std::string nearest_value(const Key& key, const std::string& written) {
    const auto number = leading_number(written);
    switch (key.type) {
        case KeyType::boolean:
            return nearest(written, {"true", "false"});
        case KeyType::integer:
        case KeyType::number: {
            if (!number && !std::holds_alternative<std::monostate>(key.initial))
                return to_string(key.initial);
            const double legal = std::clamp(number.value_or(key.min), key.min, key.max);
            return fmt::format("{}", key.type == KeyType::integer ? std::round(legal) : legal);
        }
        case KeyType::list:
            return nearest_list(key, written);
        default:
            return key.allowed.empty() ? key.example : nearest(written, key.allowed);
    }
}

std::optional<KeyValue> parse_text(const Key& key, const std::string& text) {
    const auto integer = parse_integer<long long>(text);
    switch (key.type) {
        case KeyType::boolean:
            if (text == "true" || text == "false") return KeyValue(text == "true");
            return std::nullopt;
        case KeyType::integer:
            return integer ? std::optional<KeyValue>(*integer) : std::nullopt;
        case KeyType::number: {
            const auto number = parse_number(text);
            return number ? std::optional<KeyValue>(*number) : std::nullopt;
        }
        case KeyType::text:
            return KeyValue(text);
        case KeyType::text_or_integer:
            return integer ? KeyValue(*integer) : KeyValue(text);
        case KeyType::text_or_number: {
            const auto number = parse_number(text);
            return number ? KeyValue(*number) : KeyValue(text);
        }
        case KeyType::list:
            return KeyValue(split(text));
    }
    return std::nullopt;
}

}  // namespace

void reject_type(const Key& key, const std::string& origin, const std::string& written) {
    const std::string next = nearest_value(key, written);
    reject(key, origin,
           fmt::format("= {} is not {}; allowed: {}{}", in_quotes(written), type_in_words(key.type),
                       allowed_in_words(key), next.empty() ? "" : "; nearest: " + next));
}

void check_value(const Key& key, const Setting& setting) {
    const std::string& origin = setting.origin;
    if (const auto* x = std::get_if<long long>(&setting.value)) {
        if (key.type != KeyType::text) check_range(key, origin, static_cast<double>(*x));
    } else if (const auto* number = std::get_if<double>(&setting.value)) {
        check_range(key, origin, *number);
    } else if (const auto* word = std::get_if<std::string>(&setting.value)) {
        check_choice(key, origin, *word);
    } else if (const auto* words = std::get_if<std::vector<std::string>>(&setting.value)) {
        for (const std::string& item : *words) check_choice(key, origin, item);
    }
}

Setting flag_setting(const Key& key, const std::string& flag, const std::string& text) {
    auto value = parse_text(key, text);
    if (!value) reject_type(key, flag, text);
    Setting setting{std::move(*value), flag};
    check_value(key, setting);
    return setting;
}

void add_flag(const Keys& keys, Settings& settings, const std::string& flag,
              const std::string& text) {
    std::optional<Error> fault;
    std::vector<std::string> paths;
    bool fits = false;
    for (const Key& key : keys) {
        if (key.flag() != flag && key.shared_flag != flag) continue;
        auto& setting = settings[paths.emplace_back(key.path())];
        try {
            setting = flag_setting(key, flag, text);
            fits = true;
        } catch (const Error& error) {
            setting = {KeyValue(text), flag, error.what()};
            if (!fault) fault = error;
        }
    }
    if (fits) return;
    for (const std::string& path : paths) settings.erase(path);
    if (fault) throw *fault;
    throw Error(Exit::usage, fmt::format("{}: no configuration key has this flag", flag));
}

Settings merged(const Keys& keys, Settings file, const Settings& flags) {
    for (const auto& [path, setting] : flags) {
        file.erase(find_key(keys, path).excludes);
        file[path] = setting;
    }
    return file;
}

void fail(const Settings& settings, const std::string& path, const std::string& what,
          const std::vector<std::string>& causes) {
    std::string origin = "command line";
    for (const std::string& section : {std::string(), path.substr(0, path.find('.'))}) {
        const auto place = settings.places.find(section);
        if (place != settings.places.end()) origin = place->second;
    }
    std::vector<std::string> paths{path};
    paths.insert(paths.end(), causes.begin(), causes.end());
    const auto set = std::find_if(paths.begin(), paths.end(),
                                  [&](const auto& one) { return settings.contains(one); });
    if (set != paths.end()) origin = settings.at(*set).origin;
    throw Error(Exit::usage, fmt::format("{}: {} {}", origin, path, what));
}

void require(const Settings& settings, const std::string& path, const std::string& allowed) {
    if (!settings.contains(path))
        fail(settings, path, fmt::format("is missing; allowed: {0}; nearest: {0}", allowed));
}

}  // namespace mxgen
