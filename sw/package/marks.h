// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mxgen::package {

/// A text with every occurrence of a mark replaced; what takes its place is not searched.
inline std::string replaced(std::string text, const std::string& mark, const std::string& by) {
    for (std::size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + by.size())) {
        text.replace(at, mark.size(), by);
    }
    return text;
}

/// The same for several marks, one after the other: what takes the place of one may hold later
/// ones.
inline std::string filled(std::string text,
                          const std::vector<std::pair<std::string, std::string>>& marks) {
    for (const auto& [mark, by] : marks) text = replaced(std::move(text), mark, by);
    return text;
}

}  // namespace mxgen::package
