// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/module.h"
#include "sw/format/accumulator.h"
#include "sw/format/format.h"

namespace mxgen::unit {

/// A dot product: what it multiplies, how many lanes, how blocks are accumulated.
struct DotOptions {
    std::string name;  ///< of the top module; prefixes every other
    BlockFormat a, b;
    unsigned lanes = 1;         ///< products a beat; divides the block
    Accumulator accumulator;    ///< an integer one has its width filled in
    bool initial = false;       ///< port c_i: what a new sum starts from
    bool clock_enable = false;  ///< port en_i: while 0, the unit holds
};

/// A dot product unit of docs/numerics.md, "Dot product"; ports as in docs/interfaces.md.
ir::Module dot(const DotOptions& options);

}  // namespace mxgen::unit
