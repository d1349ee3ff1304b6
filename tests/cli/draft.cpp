// SPDX-License-Identifier: Apache-2.0
#include "tests/cli/draft.h"

#include <fmt/format.h>

#include <algorithm>
#include <regex>
#include <set>

#include "sw/unit/units.h"

namespace mxgen::test {

namespace {

std::string toml_text(const std::string& text) {
    const bool is_printed = std::all_of(text.begin(), text.end(), [](unsigned char c) {
        return c >= 0x20 && c != '"' && c != '\\' && c < 0x7F;
    });
    if (is_printed) return '"' + text + '"';
    std::string out = "\"";
    for (const unsigned char c : text) out += fmt::format("\\u{:04x}", c);
    return out + '"';
}

std::string toml_list(const std::string& text) {
    std::string items;
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        items += (items.empty() ? "" : ", ") + toml_text(text.substr(at, end - at));
        at = end + 1;
    }
    return "[" + items + "]";
}

/// What a message suggests, up to the alternatives that it names besides.
std::string first_suggestion(const std::string& message) {
    static const std::string mark = "; nearest: ";
    const auto at = message.rfind(mark);
    if (at == message.npos) return "";
    std::string text = message.substr(at + mark.size());
    text = text.substr(0, text.find(';'));
    for (const char* other : {", or ", ", --", " with --"}) text = text.substr(0, text.find(other));
    return text;
}

std::string unquoted(const std::string& text) {
    const bool is_quoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

/// "["int8", "2xint4"]" as a flag has it.
std::string as_flag_text(const std::string& text) {
    if (!text.starts_with('[')) return unquoted(text);
    return std::regex_replace(text, std::regex("[\\[\\]\" ]"), "");
}

}  // namespace

std::string toml_of(const Key& key, const std::string& text) {
    const bool is_number = !text.empty() && text.find_first_not_of("-0123456789.") == text.npos;
    if (key.type == KeyType::list) return toml_list(text);
    if (key.type == KeyType::text || (key.takes_text_or_numbers() && !is_number))
        return toml_text(text);
    const bool is_bare = is_number || text == "true" || text == "false";
    return is_bare ? text : toml_text(text);
}

std::string Draft::toml() const {
    std::string text;
    std::set<std::string> begun;
    for (const WrittenKey& one : file) {
        if (!begun.insert(one.section).second) continue;
        text += fmt::format("[{}]\n", one.section);
        for (const WrittenKey& key : file)
            if (key.section == one.section) text += fmt::format("{} = {}\n", key.name, key.value);
    }
    return text + tail;
}

std::vector<std::string> Draft::words() const {
    std::vector<std::string> words;
    for (const WrittenKey& flag : flags) words.push_back(flag.name + "=" + flag.value);
    return words;
}

Settings Draft::settings() const {
    Settings of_flags;
    for (const bool shared : {true, false})
        for (const WrittenKey& flag : flags)
            if ((flag.name == "--block") == shared) add_flag(of_flags, flag.name, flag.value);
    if (file.empty() && tail.empty()) return of_flags;
    return merged(parse_settings(toml(), "c.toml"), of_flags);
}

void Draft::erase(const std::string& path) {
    const Key& row = find_key(keys(), path);
    const auto erased =
        std::erase_if(file, [&](const WrittenKey& key) { return key.path() == path; }) +
        std::erase_if(flags, [&](const WrittenKey& key) {
            return key.name == row.flag() || key.name == row.shared_flag;
        });
    if (erased == 0) tail.clear();
}

void Draft::set_flag(const std::string& flag, const std::string& text) {
    for (const Key& key : keys())
        if (key.flag() == flag || key.shared_flag == flag)
            std::erase_if(flags, [&](const WrittenKey& one) {
                return one.name == key.flag() || one.name == key.shared_flag;
            });
    flags.push_back({"", flag, text});
}

void Draft::set(const std::string& place, const std::string& path, const std::string& text) {
    const Key& key = find_key(keys(), path);
    const auto in_file = std::find_if(file.begin(), file.end(),
                                      [&](const WrittenKey& one) { return one.path() == path; });
    if (place == key.flag() || place == key.shared_flag)
        set_flag(place, text);
    else if (in_file != file.end() && place.starts_with("c.toml"))
        in_file->value = toml_of(key, text);
    else if (place.starts_with("c.toml") && !tail.empty())
        tail.clear();
    else
        set_flag(key.flag(), text);
}

void Draft::rename(const std::string& written, const std::string& nearest) {
    bool found = false;
    for (WrittenKey& key : file) {
        const bool is_section = nearest.find('.') == nearest.npos && key.section == written;
        found = found || is_section || key.path() == written;
        if (is_section)
            key.section = nearest;
        else if (key.path() == written)
            key.name = nearest.substr(nearest.find('.') + 1);
    }
    if (!found) tail.clear();
}

bool Draft::follow(const std::string& message) {
    static const std::regex form(
        "(c\\.toml:[0-9]+:[0-9]+|--[a-z-]+|command line): (unknown )?(?:key |section )?"
        "\"?([^ \";]*).*");
    const std::string next = first_suggestion(message);
    std::smatch parts;
    if (next.empty() || !std::regex_match(message, parts, form)) return false;
    if (parts[2].matched)
        rename(parts[3], next);
    else if (next == fmt::format("[{}]", parts[3].str()))
        tail.clear();
    else if (next.starts_with("without "))
        erase(next.substr(next.find(' ') + 1));
    else if (next.starts_with("--"))
        follow_flags(next);
    else
        set(parts[1], parts[3], as_flag_text(next));
    return true;
}

/// "--a int8 --b int8"
void Draft::follow_flags(const std::string& words) {
    for (std::size_t at = 0; at < words.size();) {
        const auto space = words.find(' ', at), end = std::min(words.find(" --", at), words.size());
        set_flag(words.substr(at, space - at), unquoted(words.substr(space + 1, end - space - 1)));
        at = end + 1;
    }
}

}  // namespace mxgen::test
