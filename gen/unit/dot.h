// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/ir/module.h"
#include "sw/format/accumulator.h"
#include "sw/format/multiplier.h"

namespace mxgen::unit {

/// A dot product: what it multiplies, how many lanes, how blocks are accumulated.
struct DotOptions {
    std::string name;  ///< of the top module; prefixes every other
    BlockFormat a, b;
    unsigned lanes = 1;  ///< products a beat; divides the block or is a multiple of it
    Accumulator accumulator;
    unsigned blocks = 1024;               ///< longest sum: sizes accumulators that give no width
    bool initial = false;                 ///< port c_i: what a new sum starts from
    bool clock_enable = false;            ///< port en_i: while 0, the unit holds
    bool chained = false;                 ///< acc_o = c_i + block, c_i with a block's last beat:
                                          ///< no sum is kept, there is no first_i
    bool single = false;                  ///< acc_o = block: neither is here, nor c_i
    std::vector<std::string> modes = {};  ///< two formats that mode_i switches between (modes.h)
    Multiplier multiplier = {};           ///< of the lanes, without modes
    bool anticipate = true;               ///< leading zeros are foreseen: faster, larger
};

/// A dot product unit of docs/numerics.md, "Dot product"; ports as in docs/interfaces.md. Several
/// blocks a beat are accumulated one after the other, each with a scale of its own. An integer
/// accumulator leaves the scales outside: their ports are not there. mode_i is sampled with a
/// block's first beat. ir::Error where the lanes do not fit the block or the modes the operands.
ir::Module dot(const DotOptions& options);

}  // namespace mxgen::unit
