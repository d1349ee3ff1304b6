// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "sw/config/key.h"

namespace mxgen {

/// A value that a user set, with the place to name in errors ("FILE:LINE:COLUMN" or the flag).
struct Setting {
    KeyValue value;
    std::string origin;
    std::string fault = {};  ///< why the key cannot have it, where a flag serves other keys too
};

/// All that a user set; a key's path ("dot.lanes") leads to its setting.
struct Settings : std::map<std::string, Setting> {
    /// Of a file: where its sections begin, by name, and where it begins itself, by "".
    std::map<std::string, std::string> places = {};
};

/// Configurations and tables are text that people write: bytes beyond which a file is neither.
inline constexpr std::size_t largest_settings = 1 << 20;

/// Reads a TOML configuration of at most 1 MiB; throws Error (usage) with FILE:LINE:COLUMN on
/// syntax errors, unknown sections and keys, wrong types and values outside their range.
Settings read_settings(const Keys& keys, const std::filesystem::path& file);

/// The same from text; `source` is what errors call it.
Settings parse_settings(const Keys& keys, std::string_view toml, const std::string& source);

/// Adds what a flag says ("--lanes", "16") to every key of that flag; the text becomes the key's
/// type. Throws Error (usage) when no key of the flag can have it, or when there is none; where one
/// can, the fault of another shows when a design needs that key.
void add_flag(const Keys& keys, Settings& settings, const std::string& flag,
              const std::string& text);

/// Settings of a file and flags: flags win, also over a key that theirs stands instead of.
Settings merged(const Keys& keys, Settings file, const Settings& flags);

/// What a flag says of a key. Throws Error (usage) where the text has not the key's type, or as
/// check_value() does.
Setting flag_setting(const Key& key, const std::string& flag, const std::string& text);

/// Throws Error (usage) unless the value has the type, range and choices of the key.
void check_value(const Key& key, const Setting& setting);

/// Throws Error (usage): what was written at `origin` is not of the key's type; with all that is
/// allowed and the nearest of it.
[[noreturn]] void reject_type(const Key& key, const std::string& origin,
                              const std::string& written);

/// Throws Error (usage): a place, the path and `what`. The place is where the key was set, else the
/// first of `causes` (paths, too), else that of its section, its file, or the command line.
[[noreturn]] void fail(const Settings& settings, const std::string& path, const std::string& what,
                       const std::vector<std::string>& causes = {});

/// Throws Error (usage) unless the path was set; `allowed` is what it may be.
void require(const Settings& settings, const std::string& path, const std::string& allowed);

/// The value set at a path; empty where nothing was set, or what no key of its flag but another can
/// have.
template <class T>
std::optional<T> given(const Settings& settings, const std::string& path) {
    const auto set = settings.find(path);
    if (set == settings.end() || !set->second.fault.empty()) return std::nullopt;
    return std::get<T>(set->second.value);
}

}  // namespace mxgen
