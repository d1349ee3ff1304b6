// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/block_sums.h"

#include "sw/model/window.h"

namespace mxgen::fast {
namespace {

template <typename Sum>
int128 sum_of_units(std::span<const std::int64_t> a, std::span<const std::int64_t> b) {
    Sum sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<Sum>(a[i]) * b[i];
    return sum;
}

}  // namespace

BlockSums::BlockSums(const model::DotSpec& spec, const Elements& a, const Elements& b)
    : kind_(choose_sums(spec, a, b)), unit_(model::product_unit(spec)) {
    if (kind_ != SumMethod::units) return;
    narrow_ = a.table()->unit_bits + b.table()->unit_bits + count_bits(spec) < 63;
}

void BlockSums::add(FastAccumulate& accumulate, std::span<const std::int64_t> a,
                    std::span<const std::int64_t> b, const WideScale& scale) const {
    const int128 sum = narrow_ ? sum_of_units<std::int64_t>(a, b) : sum_of_units<int128>(a, b);
    accumulate.add_sum({sum, unit_}, scale);
}

bool BlockSums::add(FastAccumulate& accumulate, std::span<const PlainNumber> a,
                    std::span<const PlainNumber> b, const WideScale& scale) const {
    // Room for the significands of two scales.
    constexpr int max_sum_bits = 76;
    if (accumulate.add_products(a, b)) return true;
    const auto sum = sum_of_products(a, b);
    if (!sum || bit_length(sum->num) > max_sum_bits) return false;
    accumulate.add_sum(*sum, scale);
    return true;
}

}  // namespace mxgen::fast
