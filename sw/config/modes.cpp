// SPDX-License-Identifier: Apache-2.0
#include "sw/config/modes.h"

#include "sw/config/dot.h"
#include "sw/format/modes.h"

namespace mxgen {

std::vector<RuntimeMode> runtime_modes(const Config& config) {
    if (config.dot.modes.empty()) return {{config, config.a.element.bits, config.b.element.bits}};
    const auto both = find_modes(config.dot.modes, config.a, config.b).value();
    auto accumulator = config.dot.accumulator;
    // Without an accumulator the sum has in every mode the port's width, which is exact for the
    // first.
    if (accumulator.kind == Accumulator::Kind::none) accumulator.bits = sum_format(config).bits;
    std::vector<RuntimeMode> modes;
    for (const ModeFormats& formats : both) {
        RuntimeMode mode{config, formats.a_bits, formats.b_bits};
        mode.native.dot.modes.clear();
        mode.native.a = formats.a;
        mode.native.b = formats.b;
        mode.native.dot.lanes *= formats.products;
        mode.native.dot.accumulator = accumulator;
        modes.push_back(std::move(mode));
    }
    return modes;
}

}  // namespace mxgen
