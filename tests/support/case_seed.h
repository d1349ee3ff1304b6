// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>

namespace mxgen::testing {

/// The seed of one random case: from the run's (--rng-seed) and from what the case is about, so
/// that it draws the same alone as among others. Both are printed when a check fails while it
/// lives.
class CaseSeed {
  public:
    explicit CaseSeed(const std::string& about)
        : value_(hash(about + std::to_string(Catch::rngSeed()))),
          shown_(Catch::MessageBuilder("INFO", CATCH_INTERNAL_LINEINFO, Catch::ResultWas::Info)
                 << about << ": seed " << value_ << " of --rng-seed " << Catch::rngSeed()) {}

    operator std::uint32_t() const { return value_; }

  private:
    /// FNV-1a, 32 bits.
    static std::uint32_t hash(const std::string& text) {
        std::uint32_t h = 0x811C9DC5;
        for (const unsigned char byte : text) h = (h ^ byte) * 0x01000193;
        return h;
    }

    std::uint32_t value_;
    Catch::ScopedMessage shown_;
};

}  // namespace mxgen::testing
