// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mxgen::network {

/// What one pass through a network works on.
struct Lengths {
    std::uint64_t batch = 1;     ///< sequences side by side
    std::uint64_t sequence = 1;  ///< tokens of each that are new in this pass
    std::uint64_t context = 1;   ///< tokens of each that attention looks at

    std::uint64_t tokens() const { return batch * sequence; }
};

/// Side of a matrix or number of products, as a file has it: an integer, or a product of integers
/// and lengths ("4 * tokens / 256"), from left to right, quotients rounded up.
class Length {
  public:
    explicit Length(std::uint64_t value) : factors_{{.integer = value}} {}

    /// Throws Error (usage): `origin` (a place and a key), what is allowed, the nearest length.
    static Length parse(std::string_view text, const std::string& origin);

    /// 1 to 2^53. Throws Error (usage) beyond, naming `origin`.
    std::uint64_t at(const Lengths& lengths, const std::string& origin) const;

    /// Whether it depends on tokens: not on integers and the batch alone.
    bool counts_tokens() const;

  private:
    struct Factor {
        std::uint64_t integer = 0;  ///< 0: the length `name`
        std::string name = {};
        bool divides = false;
    };
    Length() = default;
    std::vector<Factor> factors_;
};

}  // namespace mxgen::network
