// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/words.h"

#include <fmt/format.h>

namespace mxgen {

std::string operand_in_words(const BlockFormat& f) {
    const std::string block =
        f.scale ? fmt::format(", {} elements to a scale in {}", f.block, f.scale->name) : "";
    return fmt::format("{} ({}{})", f.name, f.source, block);
}

std::string legalised(const std::string& text) {
    std::string out;
    for (const char c : text) {
        const bool legal = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (legal) {
            out += c;
        } else if (c == '-') {
            out += 'm';
        } else if (c == '.') {
            out += 'p';
        } else if (!out.empty() && out.back() != '_') {
            out += '_';
        }
    }
    while (!out.empty() && out.back() == '_') out.pop_back();
    return out;
}

std::string operand_names(const BlockFormat& a, const BlockFormat& b) {
    return a == b ? a.name : a.name + "_" + b.name;
}

}  // namespace mxgen
