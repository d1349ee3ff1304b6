// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "sw/support/json_type.h"

namespace mxgen {

/// The document that a text holds; a discarded value (Json::is_discarded) where it holds none.
Json parse_json(std::string_view text);

/// The text of a file: indented by two, closed by a line feed; bytes that are no UTF-8 become
/// U+FFFD.
std::string to_text(const Json& document);

}  // namespace mxgen

// Compiled in json.cpp alone.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;
extern template class nlohmann::detail::serializer<mxgen::Json>;
extern template struct nlohmann::ordered_map<std::string, mxgen::Json>;
extern template class std::vector<mxgen::Json>;
