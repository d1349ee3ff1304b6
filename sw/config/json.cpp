// SPDX-License-Identifier: Apache-2.0
#include "sw/config/json.h"

#include "sw/config/keys.h"

namespace mxgen {

namespace {

using Json = nlohmann::ordered_json;

Json value_json(const Value& value) {
    return std::visit(
        [](const auto& x) -> Json {
            if constexpr (std::is_same_v<decltype(x), const std::monostate&>)
                return nullptr;
            else
                return x;
        },
        value);
}

Json text_schema(const Key& key) {
    Json schema{{"type", "string"}};
    if (!key.allowed.empty()) schema["enum"] = key.allowed;
    return schema;
}

Json range_schema(const Key& key, const char* type) {
    Json schema{{"type", type}};
    if (type == std::string("integer")) {
        schema["minimum"] = static_cast<long long>(key.lowest);
        schema["maximum"] = static_cast<long long>(key.highest);
    } else {
        schema["minimum"] = key.lowest;
        schema["maximum"] = key.highest;
    }
    return schema;
}

Json type_schema(const Key& key) {
    switch (key.type) {
        case Type::boolean:
            return {{"type", "boolean"}};
        case Type::integer:
            return range_schema(key, "integer");
        case Type::number:
            return range_schema(key, "number");
        case Type::text:
            return text_schema(key);
        case Type::text_or_integer:
            return {{"anyOf", Json::array({text_schema(key), range_schema(key, "integer")})}};
        case Type::list:
            return {{"type", "array"}, {"items", text_schema(key)}};
    }
    return {};
}

Json key_schema(const Key& key) {
    Json schema = type_schema(key);
    schema["description"] =
        key.help + (key.otherwise.empty() ? "" : " (default: " + key.otherwise + ")");
    const Json initial = value_json(key.get(Config{}));
    if (key.otherwise.empty() && !initial.is_null()) schema["default"] = initial;
    return schema;
}

}  // namespace

Json to_json(const Config& config) {
    Json out;
    for (const Key& key : keys()) {
        if (!key.serves(config.unit)) continue;
        const Json value = value_json(key.get(config));
        if (!value.is_null()) out[key.section][key.name] = value;
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
