// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "sw/format/accumulator.h"
#include "sw/format/format.h"

namespace mxgen::sim {

/// A code as bits and value: "0x7e (448)".
std::string code_text(const Format& format, std::uint32_t code);

/// A row of codes, zeros at its end left out, at most `limit` of them.
std::string codes_text(const Format& format, std::span<const std::uint32_t> codes,
                       std::size_t limit = 64);

/// An accumulator's bits and value.
std::string result_text(const Accumulator& accumulator, const Integer& bits, int width);

}  // namespace mxgen::sim
