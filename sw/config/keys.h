// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "sw/config/config.h"

namespace mxgen {

/// What a key may hold; monostate: nothing was given and nothing is assumed.
using Value =
    std::variant<std::monostate, bool, long long, double, std::string, std::vector<std::string>>;

enum class Type { boolean, integer, number, text, text_or_integer, list };

/// One configuration key: everything that the parser, the flags, the schema and the manifest need.
struct Key {
    std::string section = {}, name = {};
    std::string excludes = {};  ///< path of the key that this one stands instead of
    Type type = Type::text;
    std::vector<std::string> allowed = {};  ///< text and list: legal values; empty: anything
    double lowest = 0, highest = 0;         ///< integer and number: legal range, both ends included
    std::string units = {};                 ///< the units that it serves, separated by blanks
    std::string otherwise = {};             ///< the default in words, when it is derived
    std::string tag = {};          ///< in derived names, before a value that is not the default
    bool named = false;            ///< whether derived names mention it so
    std::string help = {};         ///< one line
    std::string shared_flag = {};  ///< a flag that sets it together with others: "--block"
    Value (*get)(const Config&) = nullptr;
    void (*set)(Config&,
                const Value&) = nullptr;  ///< none: resolve() composes it from several keys

    std::string path() const { return section + "." + name; }  ///< "dot.lanes"
    std::string flag() const;                                  ///< "--lanes"; "--a" for a.format
    bool serves(const std::string& unit) const;
};

/// All keys, section by section, in the order of the documentation.
const std::vector<Key>& keys();

/// The key of that path ("dot.lanes"), which must exist.
const Key& key(const std::string& path);

/// "an integer", for messages and help.
std::string type_in_words(Type type);

/// "\"fp32\"", "8", "true": as TOML writes it.
std::string to_string(const Value& value);

}  // namespace mxgen
