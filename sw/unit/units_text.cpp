// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/unit/units.h"
#include "sw/unit/words.h"

namespace mxgen {

namespace {

/// The default of a key in this configuration, so that it goes without saying.
KeyValue default_of(const UnitKey& key, const Config& c) {
    return key.fallback ? key.fallback(c) : key.row.initial;
}

Json text_schema(const Key& key) {
    Json schema{{"type", "string"}};
    if (!key.allowed.empty()) schema["enum"] = key.allowed;
    return schema;
}

Json range_schema(const Key& key, const char* type) {
    Json schema{{"type", type}};
    if (type == std::string("integer")) {
        schema["minimum"] = static_cast<long long>(key.min);
        schema["maximum"] = static_cast<long long>(key.max);
    } else {
        schema["minimum"] = key.min;
        schema["maximum"] = key.max;
    }
    return schema;
}

Json type_schema(const Key& key) {
    switch (key.type) {
        case KeyType::boolean:
            return {{"type", "boolean"}};
        case KeyType::integer:
            return range_schema(key, "integer");
        case KeyType::number:
            return range_schema(key, "number");
        case KeyType::text:
            return text_schema(key);
        case KeyType::text_or_integer:
            return {{"anyOf", Json::array({text_schema(key), range_schema(key, "integer")})}};
        case KeyType::text_or_number:
            return {{"anyOf", Json::array({text_schema(key), range_schema(key, "number")})}};
        case KeyType::list:
            return {{"type", "array"}, {"items", text_schema(key)}};
    }
    return {};
}

Json key_schema(const Key& key) {
    Json schema = type_schema(key);
    schema["description"] =
        key.help + (key.otherwise.empty() ? "" : " (default: " + key.otherwise + ")");
    const Json initial = to_json(key.initial);
    if (key.otherwise.empty() && !initial.is_null()) schema["default"] = initial;
    return schema;
}

/// A name as modules may have it: e2m1b-3 has a minus, sfixed<8,4> brackets, tables of values have
/// long names.
std::string fitted(std::string name) {
    constexpr std::size_t max_length = 200, digits = 16;
    name = legalised(name);
    if (name.size() <= max_length) return name;
    return name.substr(0, max_length - digits - 1) + "_" + sha256(name).substr(0, digits);
}

}  // namespace

Json to_json(const KeyValue& value) {
    return std::visit(
        [](const auto& x) -> Json {
            if constexpr (std::is_same_v<decltype(x), const std::monostate&>)
                return nullptr;
            else
                return x;
        },
        value);
}

std::string derived_name(const Config& c) {
    const Unit& unit = unit_of(c);
    std::string name = legalised(unit.stem(c.design));
    for (const UnitKey& key : keys_of(unit)) {
        if (!key.is_named) continue;
        const KeyValue value = key.get(c);
        if (value == default_of(key, c)) continue;
        const bool flag = std::holds_alternative<bool>(value);
        name += "_" + key.tag + (flag ? "" : legalised(to_string(value)));
    }
    return fitted(std::move(name));
}

Json to_json(const Config& config) {
    Json out;
    for (const UnitKey& key : keys_of(unit_of(config))) {
        const Json value = to_json(key.get(config));
        if (!value.is_null()) out[key.row.section][key.row.name] = value;
    }
    return out;
}

Json config_schema() {
    Json sections;
    for (const Key& key : keys()) {
        Json& section = sections[key.section];
        section["type"] = "object";
        section["additionalProperties"] = false;
        section["properties"][key.name] = key_schema(key);
    }
    return {{"$schema", "http://json-schema.org/draft-07/schema#"},
            {"title", "mxgen configuration"},
            {"type", "object"},
            {"additionalProperties", false},
            {"properties", sections}};
}

}  // namespace mxgen
