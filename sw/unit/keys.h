// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "sw/config/key.h"
#include "sw/unit/config.h"

namespace mxgen {

/// A key of one unit, tied to the member of its specification that it fills.
struct UnitKey {
    Key row;
    std::function<KeyValue(const Config&)> get;
    std::function<void(Config&, const KeyValue&)> set;  ///< none: resolve() composes it of several
    bool is_named = false;  ///< whether derived names mention a value that is not the default
    std::string tag = {};   ///< before it there
    /// The default in a configuration, where it follows from the rest.
    std::function<KeyValue(const Config&)> fallback = {};
};
using UnitKeys = std::vector<UnitKey>;

// Between key values and members: numbers, flags, text, closed choices by name, and lists.

template <class T>
KeyValue to_value(const T& x) {
    if constexpr (std::is_enum_v<T>)
        return std::string(name_of(x));
    else if constexpr (std::is_same_v<T, int>)
        return static_cast<long long>(x);
    else if constexpr (std::is_same_v<T, Format> || std::is_same_v<T, Accumulator>)
        return x.name;
    else if constexpr (std::is_same_v<T, LmulOffset>)
        return to_string(x);
    else
        return x;
}

template <class T>
KeyValue to_value(const std::optional<T>& x) {
    return x ? to_value(*x) : KeyValue{};
}

template <class T>
void from_value(const KeyValue& value, T& x) {
    if constexpr (std::is_enum_v<T>) {
        x = find_choice<T>(std::get<std::string>(value)).value();
    } else if constexpr (std::is_same_v<T, int>) {
        x = static_cast<int>(std::get<long long>(value));
    } else if constexpr (std::is_same_v<T, Format>) {
        x = find_format(std::get<std::string>(value)).value();
    } else if constexpr (std::is_same_v<T, LmulOffset>) {
        const auto* number = std::get_if<long long>(&value);
        x = find_lmul_offset(number ? std::to_string(*number) : std::get<std::string>(value))
                .value();
    } else {
        x = std::get<T>(value);
    }
}

template <class T>
void from_value(const KeyValue& value, std::optional<T>& x) {
    from_value(value, x.emplace());
}

/// All names of a closed choice, as a key allows them.
template <class Choice>
std::vector<std::string> allowed_names() {
    std::vector<std::string> names{names_of<Choice>.begin(), names_of<Choice>.end()};
    for (const auto& [other, choice] : other_names_of<Choice>) names.emplace_back(other);
    return names;
}

/// Ties a row to a member: `member(design)` is a reference to it. A closed choice allows its names,
/// and the member's first value is the row's default unless that is derived.
template <class Design, class Member>
UnitKey bound(Key row, Member member) {
    using T = std::decay_t<decltype(member(std::declval<Design&>()))>;
    if constexpr (std::is_enum_v<T>) row.allowed = allowed_names<T>();
    const Design initial{};
    if (row.otherwise.empty()) row.initial = to_value(member(initial));
    return {
        .row = std::move(row),
        .get = [member](const Config& c) { return to_value(member(std::get<Design>(c.design))); },
        .set =
            [member](Config& c, const KeyValue& value) {
                from_value(value, member(std::get<Design>(c.design)));
            }};
}

/// The same, mentioned in derived names after `tag`.
template <class Design, class Member>
UnitKey named(Key row, Member member, std::string tag = "") {
    UnitKey key = bound<Design>(std::move(row), member);
    key.is_named = true;
    key.tag = std::move(tag);
    return key;
}

/// A key that is read alone: resolve() fills its part of the specification.
template <class Design, class Read>
UnitKey composed(Key row, Read read) {
    return {.row = std::move(row),
            .get = [read](const Config& c) { return KeyValue(read(std::get<Design>(c.design))); },
            .set = nullptr};
}

inline UnitKeys& operator+=(UnitKeys& keys, UnitKeys more) {
    keys.insert(keys.end(), std::make_move_iterator(more.begin()),
                std::make_move_iterator(more.end()));
    return keys;
}

}  // namespace mxgen
