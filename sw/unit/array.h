// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sw/format/choices.h"
#include "sw/model/convert.h"
#include "sw/unit/dot.h"

namespace mxgen {

class Unit;

/// An array of rows x cols dot products: C (rows x cols) = A (rows x depth) B (depth x cols).
struct ArrayDesign {
    DotDesign dot = {.is_element = true};  ///< of one processing element
    int rows = 8, cols = 8;                ///< 1 to 256
    Dataflow dataflow = Dataflow::output_stationary;
    std::string output;  ///< of results: the accumulator's name, a float, or a block format
    int cluster = 1;     ///< squares of so many elements a side share operand registers
    ConvertRule rule;    ///< of results in a block format
    Clip clip = Clip::symmetric;

    BeatShape beats() const { return dot.beats(); }
    /// Columns of B that meet a tile's rows of A: one in every element for each sum of it.
    int tile_cols() const { return is_weight_stationary() ? cols : cols * dot.interleave; }
    bool is_weight_stationary() const { return dataflow == Dataflow::weight_stationary; }
};

/// Conversion of a row of an array's sums before it leaves: first `rounded`, then `blocked` along
/// the row; neither: the sums leave.
struct ArrayOutput {
    Format sum;                          ///< of the accumulator's codes
    std::optional<Format> rounded;       ///< fp32, bf16, fp16
    std::optional<BlockFormat> blocked;  ///< elements and scale

    bool converts() const { return rounded || blocked; }
};

/// The configured output; empty where its name means nothing. NAME_bN is block format NAME with
/// blocks of N.
std::optional<ArrayOutput> array_output(const ArrayDesign& array);

/// One row of results, as it leaves.
struct ResultRow {
    std::vector<Integer> codes, scales;
    bool invalid = false;  ///< a block lost NaN
};

/// The golden row of results for a row of accumulator codes.
ResultRow result_row(const ArrayDesign& array, const ArrayOutput& output,
                     std::span<const Integer> sums);

/// The number that result `i` of a row stands for.
model::ExactValue result_value(const ArrayOutput& output, const ResultRow& row, std::size_t i);

/// Elements of a row that one load of stationary weights meets; longer rows take several passes,
/// whose sums go on through c_i.
int depth_per_pass(const ArrayDesign& array);

/// One run-time mode of an array.
struct ArrayMode {
    ArrayDesign native;
    int a_bits = 0, b_bits = 0;

    DotMode element() const { return {native.dot, a_bits, b_bits}; }
};
std::vector<ArrayMode> runtime_modes(const ArrayDesign& array);

/// The parts that UnitOf takes: the ports of its top module but clock and reset, its golden model,
/// its stimulus and the beats of a package's bench (sw/unit/unit.h).
std::vector<Port> ports_of(const ArrayDesign& array, bool has_valid, std::size_t mode = 0);
std::unique_ptr<Golden> golden_of(const ArrayDesign& array);
Stimulus stimulus_of(const ArrayDesign& array, const StimulusOptions& options);
Stimulus examples_of(const ArrayDesign& array);

/// The beats that bring products of matrices, one for each run-time mode. Throws Error (usage) as
/// padded_product does.
Stimulus product_stimulus(const ArrayDesign& array, const std::vector<ProductOperands>& products);

/// The inputs of a processing element but clock, reset and enable. The word of a row or column is
/// the lanes' codes, above them their scales, above these the run-time mode where it travels along.
std::vector<Word> element_words(const ArrayDesign& array);

/// The unit as an object.
const Unit& array_unit();

}  // namespace mxgen
