// SPDX-License-Identifier: Apache-2.0
#include "gen/arith/hadamard.h"

#include <fmt/format.h>

#include <vector>

namespace mxgen::arith {

using namespace ir;

namespace {

Module butterfly(const std::string& name, const Range& range, DesignPart part) {
    Module m{name, "The sum and the difference of two numbers."};
    m.belongs_to(part);
    auto a = m.input("a_i", range), b = m.input("b_i", range);
    // One range for both keeps the next step's numbers alike.
    auto both = range + range;
    m.output("sum_o", (a + b).within(both.lo, both.hi));
    m.output("difference_o", (a - b).within(both.lo, both.hi));
    return m;
}

/// One step: pairs `stride` apart.
Array combined(Module& m, const std::string& name, const Array& x, unsigned stride) {
    std::vector<Value> a, b;
    for (unsigned i = 0; i < x.size(); ++i) (i & stride ? b : a).push_back(x[i]);
    auto pair = butterfly(fmt::format("{}{}", name, stride), x.range(), m.part());
    auto pairs = m.instances(pair, fmt::format("u_butterfly{}", stride), x.size() / 2,
                             {{"a_i", gather(a)}, {"b_i", gather(b)}});
    auto sums = pairs.array("sum_o"), differences = pairs.array("difference_o");
    std::vector<Value> y;
    for (unsigned i = 0; i < x.size(); ++i) {
        unsigned pair_of = i / (2 * stride) * stride + i % stride;
        y.push_back(i & stride ? differences[pair_of] : sums[pair_of]);
    }
    return gather(y);
}

}  // namespace

Array hadamard(Module& m, const std::string& name, const Array& x, unsigned size) {
    auto y = x;
    for (unsigned stride = 1; stride < size; stride *= 2) y = combined(m, name, y, stride);
    return y;
}

}  // namespace mxgen::arith
