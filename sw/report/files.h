// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

namespace mxgen::report {

/// Files that are part of the program: the page, published scaling.
const std::map<std::string, std::string, std::less<>>& embedded_files();

}  // namespace mxgen::report
