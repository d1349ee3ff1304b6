// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/files.h"

#include <stdexcept>

#include "sw/support/pattern.h"

namespace mxgen::ppa {

std::string script(std::string_view name,
                   const std::vector<std::pair<std::string, std::string>>& values) {
    auto found = embedded_files().find(name);
    if (found == embedded_files().end()) throw std::logic_error("no script " + std::string(name));
    std::string text = found->second;
    for (const auto& [key, value] : values) {
        auto mark = "@" + key + "@";
        auto at = text.find(mark);
        if (at == std::string::npos) throw std::logic_error("no " + mark + " in " + found->first);
        for (; at != std::string::npos; at = text.find(mark, at + value.size()))
            text.replace(at, mark.size(), value);
    }
    static const Pattern mark("@[A-Z_]+@");
    if (const auto rest = mark.find(text)) throw std::logic_error(rest->front() + " has no value");
    return text;
}

}  // namespace mxgen::ppa
