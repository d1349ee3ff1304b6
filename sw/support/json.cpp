// SPDX-License-Identifier: Apache-2.0
#include "sw/support/json.h"

template class nlohmann::basic_json<nlohmann::ordered_map>;
template class nlohmann::detail::serializer<mxgen::Json>;
template struct nlohmann::ordered_map<std::string, mxgen::Json>;
template class std::vector<mxgen::Json>;

namespace mxgen {

Json parse_json(std::string_view text) { return Json::parse(text, nullptr, false); }

std::string to_text(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace mxgen
