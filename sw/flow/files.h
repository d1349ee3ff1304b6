// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mxgen::ppa {

/// The scripts of hw/syn and the technologies of hw/technology, texts by file name: they are part
/// of the program, so that it runs from anywhere.
const std::map<std::string, std::string, std::less<>>& embedded_files();

/// The script of that name with every @KEY@ replaced. Throws std::logic_error for a key without a
/// value and for a value without a key.
std::string script(std::string_view name,
                   const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace mxgen::ppa
