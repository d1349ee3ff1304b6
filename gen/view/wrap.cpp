// SPDX-License-Identifier: Apache-2.0
#include "gen/view/wrap.h"

#include <algorithm>
#include <string_view>

namespace mxgen::view {

namespace {

constexpr std::size_t columns = 100, too_long = 10000;

bool is_whole(std::string_view line) {
    return line.size() <= too_long || line.find('"') != line.npos || line.find("//") != line.npos;
}

void append_wrapped(std::string& out, std::string_view line) {
    const auto indent = line.find_first_not_of(' ') + 4;
    std::size_t used = 0;
    while (used + line.size() > columns) {
        const auto room = columns - used;
        auto end = line.rfind(' ', room);
        const bool fits = end != line.npos && line.find_first_not_of(' ') < end;
        if (!fits) end = line.find(' ', room);
        if (end == line.npos) break;
        out.append(line.substr(0, end)).append("\n").append(indent, ' ');
        line.remove_prefix(end + 1);
        used = indent;
    }
    out.append(line).append("\n");
}

}  // namespace

std::string wrapped(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        const auto line = std::string_view(text).substr(at, end - at);
        if (is_whole(line))
            out.append(line).append("\n");
        else
            append_wrapped(out, line);
        at = end + 1;
    }
    return out;
}

}  // namespace mxgen::view
