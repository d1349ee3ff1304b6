// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// A part of a design that gets pipeline registers, as it is before that: the RTL and its
/// simulation model.
struct ModelPart {
    std::string top;
    std::string rtl, model;  ///< all modules, instantiated ones first
    /// Modules of the RTL that add two or three bits: a_i + b_i (+ c_i) = sum_o + 2 carry_o.
    std::vector<std::string> adders = {};
    /// Modules of both that put out weighted bits in the RTL and a number in the model, by instance
    /// in the top and port: u_lane.term_o.
    std::map<std::string, std::string> lanes = {};
    /// Wires of the top in both: the sums of what lanes put out.
    std::vector<std::string> sums = {};
};

/// Of a configured design, in the order in which beats pass; a part that is lowered to + and * is
/// equal to its model. Throws ir::CircuitError as build() does.
std::vector<ModelPart> model_parts(const Config& config, const view::Target& target);

}  // namespace mxgen::package
