// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/gguf_cursor.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "sw/support/error.h"

namespace mxgen::tensor {

void GgufCursor::fail(const std::string& what) const {
    throw Error(Exit::usage, fmt::format("{}: not a usable GGUF file: {}", where_, what));
}

void GgufCursor::skip(std::size_t length) {
    if (length > size_ - at_) fail("it ends within the header");
    at_ += length;
}

std::string GgufCursor::bytes(std::size_t length) {
    constexpr std::size_t window = 65536;
    const std::size_t from = at_;
    skip(length);
    const bool is_held = from >= window_at_ && at_ <= window_at_ + window_.size();
    if (!is_held) {
        window_ = read_(from, std::min(std::max(length, window), size_ - from));
        window_at_ = from;
    }
    return {reinterpret_cast<const char*>(window_.data()) + (from - window_at_), length};
}

std::size_t GgufCursor::count(const std::string& what, std::size_t least) {
    const auto number_of = number<std::uint64_t>();
    if (number_of > (size_ - at_) / least)
        fail(fmt::format("{} {}, for which it is too short", number_of, what));
    return number_of;
}

std::string GgufCursor::text(std::size_t limit) {
    const std::size_t length = count("bytes of a name", 1);
    if (length > limit) fail(fmt::format("a name of {} bytes; allowed: at most {}", length, limit));
    return bytes(length);
}

}  // namespace mxgen::tensor
