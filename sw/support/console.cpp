// SPDX-License-Identifier: Apache-2.0
#include "sw/support/console.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "sw/support/error.h"

namespace mxgen {

namespace {

/// The character at the start of a text and its bytes; none where it is no UTF-8 (RFC 3629).
struct Character {
    std::uint32_t code = 0;
    std::size_t bytes = 0;
};

Character first_character(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(0);
    if (lead < 0x80) return {lead, 1};
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) return {};
    std::uint32_t code = lead & (0xFFu >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if ((byte(i) & 0xC0) != 0x80) return {};
        code = code << 6 | (byte(i) & 0x3Fu);
    }
    constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    if (code < least[bytes] || code > 0x10FFFF || is_surrogate) return {};
    return {code, bytes};
}

bool is_control(std::uint32_t code) {
    const bool is_bidi = code == 0x061C || code == 0x200E || code == 0x200F ||
                         (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
    const bool breaks_line = code == 0x2028 || code == 0x2029;
    return code < 0x20 || (code >= 0x7F && code < 0xA0) || is_bidi || breaks_line;
}

std::string escaped(std::string_view text, std::string_view allowed) {
    std::string result;
    while (!text.empty()) {
        const Character c = first_character(text);
        const std::size_t bytes = std::max<std::size_t>(c.bytes, 1);
        const bool is_fine =
            c.bytes > 0 && (!is_control(c.code) || allowed.find(text[0]) != allowed.npos);
        for (const char byte : text.substr(0, bytes)) {
            if (is_fine)
                result += byte;
            else
                result += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
        }
        text.remove_prefix(bytes);
    }
    return result;
}

}  // namespace

std::string cut_lines(std::string_view text, std::size_t max_bytes) {
    std::string result;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        result += text.substr(0, std::min(end, max_bytes));
        if (end < text.size()) result += '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

std::string visible(std::string_view text) { return escaped(text, "\n\t"); }

std::string visible_line(std::string_view text) { return escaped(text, ""); }

void say(std::string_view text) noexcept {
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
}

void reserve_standard_streams() {
    for (const int fd : {0, 1, 2}) {
        if (fcntl(fd, F_GETFD) >= 0) continue;
        // The lowest free descriptor is this one: those below are open.
        if (open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd) _exit(4);
    }
}

void finish_output() {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return;
    throw Error(Exit::tool_failed,
                fmt::format("standard output: cannot be written: {}", std::strerror(errno)));
}

}  // namespace mxgen
