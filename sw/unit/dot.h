// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/format/accumulator.h"
#include "sw/format/format.h"
#include "sw/format/multiplier.h"
#include "sw/format/sum_rounding.h"
#include "sw/model/accumulate.h"
#include "sw/unit/beat.h"
#include "sw/unit/golden.h"
#include "sw/unit/operand_pair.h"
#include "sw/unit/stimulus.h"

namespace mxgen {

class Unit;

/// A dot product: blocks of a times blocks of b, scaled and accumulated (docs/numerics.md, "Dot
/// product"); alone, or the processing element of an array.
struct DotDesign {
    BlockFormat a = {}, b = {};  ///< of one block size
    int lanes = 0;      ///< products per beat, 1 to 4096: divides the block or is a multiple
    int blocks = 1024;  ///< longest sum, in blocks, 1 to 2^20
    Accumulator accumulator = {};
    bool initial = false;  ///< port c_i: the accumulator's first value
    bool rescale = false;  ///< port rescale_i: a block before which the sum doubles; of integers
    MultiplierChoice multiplier = {};
    int interleave = 1;      ///< independent sums that take turns, a beat each, 1 to 64
    SumRounding round = {};  ///< other than after each block: of fp32, bf16 and fp16 sums
    std::vector<std::string> modes = {};  ///< formats that mode_i switches between; none: one
    bool is_element = false;              ///< of an array, which keeps a sum of a single block, too

    BeatShape beats() const { return {a.block, lanes}; }
};

/// One run-time mode of a dot product: the design without modes that it equals, and how elements
/// lie on the ports.
struct DotMode {
    DotDesign native;
    int a_bits = 0, b_bits = 0;  ///< from one element of a_i, b_i to the next
};

/// The modes of a design in the order of mode_i; without modes the design itself.
std::vector<DotMode> runtime_modes(const DotDesign& dot);

/// The parts that UnitOf takes: the ports of its top module but clock and reset, its golden model,
/// its stimulus and the beats of a package's bench (sw/unit/unit.h).
std::vector<Port> ports_of(const DotDesign& dot, bool has_valid, std::size_t mode = 0);
std::unique_ptr<Golden> golden_of(const DotDesign& dot);
Stimulus stimulus_of(const DotDesign& dot, const StimulusOptions& options);
Stimulus examples_of(const DotDesign& dot);

/// The beats that bring products of matrices, one for each run-time mode. Throws Error (usage) as
/// padded_product does.
Stimulus product_stimulus(const DotDesign& dot, const std::vector<ProductOperands>& products);

/// Two elements side by side, as one port of a dot product carries them: the rows of a, or the
/// columns of b, in `groups` groups, then the scales of their blocks where there are any.
std::vector<Port> operand_ports(Role role, Stream stream, const DotMode& mode, int groups = 1);

/// The product of one lane.
MultiplySpec lane_spec(const DotDesign& dot);

/// The multiplier of its lanes; L-Mul's l counts by the mantissa of a.
Multiplier multiplier_of(const DotDesign& dot);

/// The question to the golden model.
model::DotSpec dot_spec(const DotDesign& dot);

/// Whether every block is rounded to a float on its own (sums of one block, from zero): the unit
/// keeps no sum and has no port first_i.
bool sums_single_blocks(const DotDesign& dot);

/// Blocks that a sum has at most; empty: any number. Single blocks are sums of their own, integers
/// that cannot overflow are sized for `blocks`.
std::optional<int> max_blocks(const DotDesign& dot);

/// The meaning of an accumulator's code: a float, or an integer in units of its lowest bit.
Format sum_format(const DotDesign& dot);

/// The number that an accumulator's code stands for.
model::ExactValue sum_value(const Format& sum, const Integer& code);

/// The smallest two's complement width that holds every sum of `terms` products of any two codes of
/// the integer formats a and b.
int exact_sum_bits(const Format& a, const Format& b, long long terms);

/// The unit as an object.
const Unit& dot_unit();

}  // namespace mxgen
