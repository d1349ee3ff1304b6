// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/config/keys.h"

namespace mxgen {

std::string type_in_words(Type type) {
    switch (type) {
        case Type::boolean:
            return "true or false";
        case Type::integer:
            return "an integer";
        case Type::number:
            return "a number";
        case Type::text:
            return "a string";
        case Type::text_or_integer:
            return "a string or an integer";
        case Type::list:
            return "a list of strings";
    }
    return "";
}

std::string to_string(const Value& value) {
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
