// SPDX-License-Identifier: Apache-2.0
#include "sw/config/key.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace mxgen {

std::string Key::flag() const {
    std::string dashed = name;
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    if (section == "a" || section == "b")
        return "--" + section + (name == "format" ? "" : "-" + dashed);
    return "--" + dashed;
}

bool Key::serves(std::string_view unit) const {
    return std::find(units.begin(), units.end(), unit) != units.end();
}

const Key& find_key(const Keys& keys, const std::string& path) {
    for (const Key& row : keys) {
        if (row.path() == path) return row;
    }
    throw std::logic_error("no configuration key " + path);
}

std::string type_in_words(KeyType type) {
    switch (type) {
        case KeyType::boolean:
            return "true or false";
        case KeyType::integer:
            return "an integer";
        case KeyType::number:
            return "a number";
        case KeyType::text:
            return "a string";
        case KeyType::text_or_integer:
            return "a string or an integer";
        case KeyType::text_or_number:
            return "a string or a number";
        case KeyType::list:
            return "a list of strings";
    }
    return "";
}

std::string to_string(const KeyValue& value) {
    struct Print {
        std::string operator()(std::monostate) const { return "none"; }
        std::string operator()(bool x) const { return x ? "true" : "false"; }
        std::string operator()(long long x) const { return std::to_string(x); }
        std::string operator()(double x) const { return fmt::format("{}", x); }
        std::string operator()(const std::string& x) const { return '"' + x + '"'; }
        std::string operator()(const std::vector<std::string>& x) const {
            std::string items;
            for (const std::string& item : x) items += (items.empty() ? "" : ", ") + (*this)(item);
            return "[" + items + "]";
        }
    };
    return std::visit(Print{}, value);
}

}  // namespace mxgen
