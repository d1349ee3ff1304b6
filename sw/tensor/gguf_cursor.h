// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace mxgen::tensor {

/// Reads the header of a GGUF file from its beginning, a window at a time: little-endian numbers,
/// text behind its length. Whatever goes beyond the file is Error(usage).
class GgufCursor {
  public:
    /// Bytes from an offset; called for parts of the file alone.
    using Read = std::function<std::vector<std::byte>(std::size_t offset, std::size_t length)>;

    GgufCursor(std::size_t size, Read read, std::string where)
        : size_(size), read_(std::move(read)), where_(std::move(where)) {}

    std::size_t size() const { return size_; }
    std::size_t at() const { return at_; }
    const std::string& where() const { return where_; }

    template <typename T>
    T number() {
        T value = 0;
        const std::string raw = bytes(sizeof(T));
        for (std::size_t i = sizeof(T); i-- > 0;)
            value = static_cast<T>(value << 8 | static_cast<unsigned char>(raw[i]));
        return value;
    }

    std::string bytes(std::size_t length);

    void skip(std::size_t length);

    /// A number of things of at least `least` bytes each, for which the rest of the file has room.
    std::size_t count(const std::string& what, std::size_t least);

    /// Text of at most `limit` bytes.
    std::string text(std::size_t limit);

    [[noreturn]] void fail(const std::string& what) const;

  private:
    std::size_t size_, at_ = 0;
    Read read_;
    std::string where_;
    std::vector<std::byte> window_;
    std::size_t window_at_ = 0;
};

}  // namespace mxgen::tensor
