// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "gen/ir/module.h"
#include "sw/format/accumulator.h"
#include "sw/format/multiplier.h"
#include "sw/format/sum_rounding.h"

namespace mxgen::unit {

/// From what the sum of a result starts.
enum class Start {
    zero,  ///< from 0, with first_i
    port,  ///< from c_i, with first_i
    link,  ///< from c_i, with each block: acc_o = c_i + block, c_i with a block's last beat
    none,  ///< there is no sum: acc_o = block
};

/// A dot product: what it multiplies, how many lanes, how blocks are accumulated.
struct DotOptions {
    std::string name;  ///< of the top module; prefixes every other
    BlockFormat a, b;
    unsigned lanes = 1;  ///< products per beat; divides the block or is a multiple of it
    Accumulator accumulator;
    unsigned blocks = 1024;  ///< longest sum: sizes accumulators that give no width
    Start start = Start::zero;
    bool clock_enable = false;            ///< port en_i: while 0, the unit holds
    std::vector<std::string> modes = {};  ///< two formats that mode_i switches between (modes.h)
    Multiplier multiplier = {};           ///< of the lanes, without modes
    unsigned interleave = 1;              ///< sums that take turns, a beat each
    /// Port read_i: sums leave when it stands, one a cycle from turn 0 on, as they were before that
    /// cycle's beat; else each leaves after its beat.
    bool on_request = false;
    SumRounding round = {};     ///< of sums that are floats
    bool rescale = false;       ///< port rescale_i: a block before which an integer sum doubles
    bool carries_sums = false;  ///< late: acc_o is the sum itself, which others round (bounds.h)

    bool has_first() const { return start == Start::zero || start == Start::port; }
    bool has_initial() const { return start == Start::port || start == Start::link; }
};

/// A dot product unit of docs/numerics.md, "Dot product"; ports as in docs/interfaces.md. Several
/// blocks per beat are accumulated one after the other, each with a scale of its own. An integer
/// accumulator leaves the scales outside: their ports are not there. mode_i is sampled with a
/// block's first beat. ir::CircuitError where the lanes do not fit the block or the modes the
/// operands.
ir::Module dot(const DotOptions& options);

}  // namespace mxgen::unit
