// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/rotate.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <span>

#include "sw/tensor/blocks.h"

namespace mxgen::tensor {

namespace {

/// Rotates numbers in place, whole rotations of one group; sums have at most 48 bits.
class GroupRotator {
  public:
    explicit GroupRotator(const Rotation& rotation) : rotation_(rotation) {
        for (int i = 0; i < rotation.size; ++i) negated_.push_back(rotation.negates(i));
    }

    void operator()(std::span<Extended> x) {
        Extended largest = 0;
        for (const Extended number : x) {
            if (!std::isfinite(number)) {
                std::ranges::fill(x, std::numeric_limits<Extended>::quiet_NaN());
                return;
            }
            largest = std::max(largest, std::fabs(number));
        }
        const int unit = largest == 0 ? 0 : std::ilogb(largest) - rotation_.window;
        const auto size = static_cast<std::size_t>(rotation_.size);
        for (std::size_t first = 0; first < x.size(); first += size)
            rotate(x.subspan(first, size), unit);
    }

  private:
    void rotate(std::span<Extended> x, int unit) {
        terms_.clear();
        for (std::size_t i = 0; i < x.size(); ++i) {
            const auto term = static_cast<std::int64_t>(std::ldexp(x[i], -unit));
            terms_.push_back(negated_[i] ? -term : term);
        }
        for (std::size_t stride = 1; stride < x.size(); stride *= 2)
            for (std::size_t i = 0; i < x.size(); ++i) {
                if ((i & stride) != 0) continue;
                const std::int64_t a = terms_[i], b = terms_[i + stride];
                terms_[i] = a + b, terms_[i + stride] = a - b;
            }
        for (std::size_t i = 0; i < x.size(); ++i)
            x[i] = std::ldexp(static_cast<Extended>(terms_[i]), unit - rotation_.shift());
    }

    Rotation rotation_;
    std::vector<bool> negated_;
    std::vector<std::int64_t> terms_;
};

std::size_t rounded_up(std::size_t x, int to) {
    const auto unit = static_cast<std::size_t>(to);
    return (x + unit - 1) / unit * unit;
}

}  // namespace

Tensor rotated(const Tensor& x, const Rotation& rotation, int axis, int block) {
    Tensor out{.shape = x.shape, .data = {}};
    const BlockLayout lines(x.shape, {.block = 0, .axis = axis});
    const std::size_t place = axis < 0 ? x.shape.size() - static_cast<std::size_t>(-axis)
                                       : static_cast<std::size_t>(axis);
    out.shape[place] = rounded_up(x.shape[place], rotation.size);
    out.exact.resize(x.data.size() / x.shape[place] * out.shape[place]);
    const BlockLayout to(out.shape, {.block = 0, .axis = axis});
    GroupRotator rotate(rotation);
    const auto group = static_cast<std::size_t>(rotation.group(block));
    std::vector<Extended> line;
    for (std::size_t number = 0; number < lines.blocks(); ++number) {
        line.clear();
        lines.for_each(number, [&](std::size_t i) { line.push_back(x.number(i)); });
        line.resize(out.shape[place]);
        for (std::size_t first = 0; first < line.size(); first += group)
            rotate(std::span(line).subspan(first, std::min(group, line.size() - first)));
        std::size_t next = 0;
        to.for_each(number, [&](std::size_t i) { out.exact[i] = line[next++]; });
    }
    for (const Extended number : out.exact) out.data.push_back(static_cast<float>(number));
    const auto is_fp32 = [](Extended number) {
        return std::isnan(number) || Extended{static_cast<float>(number)} == number;
    };
    if (std::ranges::all_of(out.exact, is_fp32)) out.exact.clear();
    return out;
}

}  // namespace mxgen::tensor
