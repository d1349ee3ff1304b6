// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/axis_range.h"

#include <fmt/format.h>

#include <cmath>

#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/numbers.h"
#include "sw/support/pattern.h"

namespace mxgen::sweep {

namespace {

constexpr std::size_t max_values = 10000;

[[noreturn]] void refuse(const Key& key, const std::string& text, const std::string& origin,
                         const char* what) {
    throw Error(Exit::usage,
                fmt::format("{}: {} = {} {}; allowed: a list, or a range \"1..8\", \"2..10 +2\", "
                            "\"8..64 *2\"; nearest: [{}]",
                            origin, key.path(), in_quotes(text), what, in_quotes(text)));
}

bool takes_numbers(const Key& key) {
    return key.type == KeyType::integer || key.type == KeyType::number ||
           key.takes_text_or_numbers();
}

/// Sums of steps are not exact: 0.1 to 0.3 by 0.1 has three values.
double tidy(double value) { return std::stod(fmt::format("{:.12g}", value)); }

Setting setting_of(const Key& key, double value, const std::string& text,
                   const std::string& origin) {
    const bool is_integer = key.type == KeyType::integer || key.type == KeyType::text_or_integer;
    if (is_integer && value != std::round(value)) refuse(key, text, origin, "leaves the integers");
    Setting setting{is_integer ? KeyValue(static_cast<long long>(value)) : KeyValue(value), origin};
    check_value(key, setting);
    return setting;
}

}  // namespace

std::vector<Setting> range_settings(const Key& key, const std::string& text,
                                    const std::string& origin) {
    static const Pattern pattern(
        R"(\s*([-+0-9.e]+?)\.\.([-+0-9.e]+)\s*(?:([+*])\s*([-+0-9.e]+)\s*)?)");
    if (!takes_numbers(key)) refuse(key, text, origin, "is one text, not a list");
    const auto parts = pattern.match(text);
    if (!parts) refuse(key, text, origin, "is no range");
    const auto first = parse_number(parts->at(1)), last = parse_number(parts->at(2));
    const bool has_step = !parts->at(4).empty();
    const auto step = has_step ? parse_number(parts->at(4)) : 1.0;
    if (!first || !last || !step) refuse(key, text, origin, "is no range");
    const bool multiplies = parts->at(3) == "*";
    const bool grows = multiplies ? *step > 1 && *first > 0 : *step > 0;
    if (!grows || *last < *first) refuse(key, text, origin, "leads from its start to nowhere");
    std::vector<Setting> values;
    for (double value = *first; value <= *last;
         value = tidy(multiplies ? value * *step : value + *step)) {
        if (values.size() == max_values) refuse(key, text, origin, "has more than 10000 values");
        values.push_back(setting_of(key, value, text, origin));
    }
    return values;
}

}  // namespace mxgen::sweep
