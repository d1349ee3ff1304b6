// SPDX-License-Identifier: Apache-2.0
#include "sw/package/rename.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <string_view>

namespace mxgen::package {

namespace {

constexpr std::string_view family = "mx_";

bool is_cell(const std::string& module) { return module == "mx_fa" || module == "mx_ha"; }

bool in_identifier(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
}

/// Cuts a text into identifiers and single other characters.
template <class Visit>
void for_each_word(std::string_view text, Visit visit) {
    while (!text.empty()) {
        size_t length = 0;
        while (length < text.size() && in_identifier(text[length])) ++length;
        visit(text.substr(0, std::max<size_t>(1, length)), length > 0);
        text.remove_prefix(std::max<size_t>(1, length));
    }
}

std::string prefixed_name(const std::string& module, const std::string& top) {
    const bool ours = module.starts_with(family);
    return top + "_" + (ours ? module.substr(family.size()) : module);
}

}  // namespace

std::vector<std::string> identifiers(const std::string& text) {
    std::vector<std::string> words;
    for_each_word(text, [&](std::string_view word, bool is_identifier) {
        if (is_identifier) words.emplace_back(word);
    });
    return words;
}

std::string with_identifiers(const std::string& text,
                             const std::vector<std::pair<std::string, std::string>>& replacements) {
    const std::map<std::string_view, std::string_view> to(replacements.begin(), replacements.end());
    std::string out;
    for_each_word(text, [&](std::string_view word, bool is_identifier) {
        const auto found = is_identifier ? to.find(word) : to.end();
        out += found == to.end() ? word : found->second;
    });
    return out;
}

std::vector<RtlFile> prefixed(std::vector<RtlFile> files, const std::string& top) {
    std::vector<std::pair<std::string, std::string>> renamed;
    for (RtlFile& file : files) {
        const bool has_prefix = file.module == top || file.module.starts_with(top + "_");
        if (has_prefix || is_cell(file.module)) continue;
        renamed.emplace_back(file.module, prefixed_name(file.module, top));
        file.module = renamed.back().second;
    }
    for (RtlFile& file : files) file.text = with_identifiers(file.text, renamed);
    return files;
}

}  // namespace mxgen::package
