// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace mxgen {

/// A key's value; monostate: nothing was given and nothing is assumed.
using KeyValue =
    std::variant<std::monostate, bool, long long, double, std::string, std::vector<std::string>>;

enum class KeyType { boolean, integer, number, text, text_or_integer, text_or_number, list };

/// One configuration key: all that the parser, the flags and the schema need of it.
struct Key {
    std::string section = {}, name = {};
    std::string excludes = {};  ///< path of the key that this one stands instead of
    KeyType type = KeyType::text;
    std::vector<std::string> allowed = {};  ///< texts and list: legal values; empty: anything
    std::string example = {};               ///< text without a choice: a legal value
    double min = 0, max = 0;                ///< integers and numbers: legal range, both included
    std::string otherwise = {};             ///< the default in words, when it is derived
    std::string help = {};                  ///< one line
    std::string shared_flag = {};           ///< a flag that sets it together with others: "--block"
    KeyValue initial = {};                  ///< the default, unless it is derived
    std::vector<std::string> units = {};    ///< the units that it serves

    std::string path() const { return section + "." + name; }  ///< "dot.lanes"
    std::string flag() const;                                  ///< "--lanes"; "--a" for a.format
    bool serves(std::string_view unit) const;
    bool takes_text_or_numbers() const {
        return type == KeyType::text_or_integer || type == KeyType::text_or_number;
    }
};

/// Keys section by section, in the order of the documentation.
using Keys = std::vector<Key>;

/// The key of that path ("dot.lanes"), which must be in the table.
const Key& find_key(const Keys& keys, const std::string& path);

/// "an integer", for messages and help.
std::string type_in_words(KeyType type);

/// "\"fp32\"", "8", "true": as TOML writes it.
std::string to_string(const KeyValue& value);

}  // namespace mxgen
