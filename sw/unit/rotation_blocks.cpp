// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/rotation_blocks.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "sw/model/round.h"
#include "sw/model/value.h"

namespace mxgen {

namespace {

constexpr int kinds = 8, blocks = 60 * kinds;

}  // namespace

RotationBlocks::RotationBlocks(const ConvertDesign& convert, std::uint64_t seed)
    : source_(convert.input),
      format_(convert.output),
      rotation_(convert.rotation),
      size_(static_cast<std::size_t>(convert.group())),
      random_(seed) {}

std::uint32_t RotationBlocks::coded(double x) const {
    return model::round_to(source_, model::finite_value(from_double(x), std::signbit(x)));
}

std::uint32_t RotationBlocks::sign() {
    return static_cast<std::uint32_t>(random_() & 1) << (source_.bits - 1);
}

/// What rotates to a few small integers, where the signs are none.
Codes RotationBlocks::sparse_after() {
    const auto size = static_cast<std::size_t>(rotation_.size);
    const double unit = std::ldexp(1, static_cast<int>(random_() % 24) - 12);
    Codes codes;
    while (codes.size() < size_) {
        std::vector<double> x(size);
        for (std::uint64_t count = random_() % 4 + 1; count-- > 0;) {
            const std::size_t j = random_() % size;
            const double target = static_cast<double>(random_() % 49) - 24;
            for (std::size_t i = 0; i < size; ++i)
                x[i] += std::popcount(i & j) % 2 != 0 ? -target : target;
        }
        for (std::size_t i = 0; i < size; ++i)
            codes.push_back(
                coded(rotation_.negates(static_cast<int>(i)) ? -x[i] * unit : x[i] * unit));
    }
    return codes;
}

/// One large number, the others a few places above and below where the window cuts.
Codes RotationBlocks::window_edge() {
    const std::uint32_t half = 1u << source_.mantissa_bits;
    const auto last = (1u << source_.exponent_bits) - 2;
    const auto top = 1 + static_cast<std::uint32_t>(random_()) % last;
    Codes codes;
    while (codes.size() < size_) {
        const auto down = static_cast<std::uint32_t>(rotation_.window) - source_.mantissa_bits +
                          static_cast<std::uint32_t>(random_()) %
                              (static_cast<std::uint32_t>(source_.mantissa_bits) + 3);
        const std::uint32_t exponent = down < top ? top - down : 0;
        const auto mantissa = static_cast<std::uint32_t>(random_()) % half;
        codes.push_back(exponent << source_.mantissa_bits | mantissa | sign());
    }
    codes[random_() % size_] = top << source_.mantissa_bits | sign();
    return codes;
}

/// One magnitude: all sums but a few cancel.
Codes RotationBlocks::uniform() {
    const auto last = ((1u << source_.exponent_bits) - 1) << source_.mantissa_bits;
    const auto magnitude = static_cast<std::uint32_t>(random_()) % last;
    const bool is_mixed = random_() % 2;
    Codes codes;
    while (codes.size() < size_) codes.push_back(magnitude | (is_mixed ? sign() : 0));
    return codes;
}

Codes RotationBlocks::of_exponents(std::uint32_t first, std::uint32_t last) {
    Codes codes;
    while (codes.size() < size_) {
        const std::uint32_t exponent =
            first + static_cast<std::uint32_t>(random_()) % (last - first + 1);
        const auto mantissa = static_cast<std::uint32_t>(random_()) % (1u << source_.mantissa_bits);
        codes.push_back(exponent << source_.mantissa_bits | mantissa | sign());
    }
    return codes;
}

std::uint32_t RotationBlocks::tensor_scale() {
    if (!format_.tensor_scale) return 0;
    const double g = std::ldexp(1 + static_cast<double>(random_() % 4) / 4,
                                static_cast<int>(random_() % 24) - 8);
    return model::round_to(find_format("fp32").value(), model::finite_value(from_double(g)));
}

std::optional<ConvertInput> RotationBlocks::next() {
    if (number_ == blocks) return std::nullopt;
    const auto top = (1u << source_.exponent_bits) - 1;
    const auto middle = 1 + static_cast<std::uint32_t>(random_()) % (top - 8);
    Codes x;
    switch (number_++ % kinds) {
        case 0:
        case 1:
            x = sparse_after();
            break;
        case 2:
            x = window_edge();
            break;
        case 3:
            x = uniform();
            break;
        case 4:
            x = of_exponents(0, 0);
            break;
        case 5:
            x = of_exponents(top - 3, top - 1);
            break;
        case 6:
            x = of_exponents(middle, middle + 4);
            if (number_ % 3 == 0) x[random_() % size_] = top << source_.mantissa_bits | sign();
            break;
        default:
            x = Codes(size_);
            for (std::uint32_t& code : x) code = sign();
            x[random_() % size_] |= number_ % 2;
    }
    return ConvertInput{std::move(x), tensor_scale()};
}

}  // namespace mxgen
