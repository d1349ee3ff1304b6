// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/rounding.h"

namespace mxgen::arith {

using namespace ir;

namespace {

Value is_no_tie(const Value& x, unsigned dropped) {
    return x.low(dropped) != Value(pow2(dropped - 1));
}

Value moves_up(const Value& x, const Value& odd, unsigned dropped, const RoundingMode& mode) {
    auto half = x.bit(dropped - 1);
    switch (mode.rounding) {
        case Rounding::rtz:
            return Value(0);
        case Rounding::rna:
            return half;
        case Rounding::rne:
            return half & (dropped == 1 ? odd : (x.low(dropped - 1) != 0) | odd);
        case Rounding::rnd:
            return half & (~mode.neg | is_no_tie(x, dropped));
        case Rounding::rnd_zero:
            return half & is_no_tie(x, dropped);
        case Rounding::rnd_min_inf:
            return half & (mode.neg | is_no_tie(x, dropped));
        case Rounding::trn:
            return mode.neg & (x.low(dropped) != 0);
        case Rounding::sr:
            break;
    }
    auto n = mode.random_bits;
    auto rest = x.low(dropped);
    auto fraction =
        dropped >= n ? rest >> Value(Int(dropped - n)) : rest << Value(Int(n - dropped));
    return (fraction + mode.random).bit(n);
}

}  // namespace

unsigned RoundingMode::places() const {
    if (is_stochastic(rounding)) return random_bits;
    return is_nearest(rounding) ? 1 : 0;
}

Rounded round_off(const Value& x, unsigned dropped, const RoundingMode& mode) {
    return round_off(x, dropped, mode, (x >> Value(Int(dropped))).bit(0));
}

Rounded round_off(const Value& x, unsigned dropped, const RoundingMode& mode, const Value& odd) {
    auto kept = x >> Value(Int(dropped));
    return {kept, dropped == 0 ? Value(0) : moves_up(x, odd, dropped, mode)};
}

}  // namespace mxgen::arith
