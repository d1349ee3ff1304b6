// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sw/format/accumulator.h"
#include "sw/format/format.h"

namespace mxgen {

/// One resolved design: what a TOML file and its flags say, with every default filled in.
struct Config {
    std::string unit = "dot";  ///< multiply | dot | array | convert | deconvert
    std::string name;          ///< module, file and report name; derived from the rest unless given
    BlockFormat a, b;

    struct Dot {
        int lanes = 0;      ///< products a beat
        int blocks = 1024;  ///< longest sum, in blocks
        Accumulator accumulator;
        bool initial = false;  ///< port c_i: the accumulator's first value
        std::string multiplier = "exact";
        std::string lmul_mode = "packed";
        std::string lmul_l = "paper";
        std::string lmul_subnormals = "flush";
        bool full_product = false;  ///< multiply: the exact product in a wider float
        std::vector<std::string> modes;
    } dot;

    struct Convert {
        std::string input = "fp32";
        std::string scale_rule = "floor";
        std::string rounding = "rne";
        int random_bits = 8;
        std::string random = "port";  ///< where they come from
        int lfsr_seed = 1;            ///< of feedback registers
        std::string overflow = "saturate";
        std::string nonfinite = "nan_block";
        std::string clip = "symmetric";
        int lanes = 0;                ///< fewer than the block: streaming
        std::string output = "fp32";  ///< deconvert: format of the values made
    } convert;

    struct Array {
        int rows = 8, cols = 8;
        std::string dataflow = "output_stationary";
        std::string output;  ///< the accumulator's name: no converter behind it
    } array;

    struct Timing {
        std::string technology = "osu018";
        std::optional<double> period_ns;  ///< registers placed to meet it
        std::optional<int> stages;        ///< or this number of stages
        std::string optimise = "balanced";
        std::string lowering = "auto";  ///< or plain: no compressor cells
    } timing;
};

}  // namespace mxgen
