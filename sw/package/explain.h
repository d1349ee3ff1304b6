// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gen/lower/choice.h"
#include "gen/lower/costs.h"
#include "gen/view/target.h"
#include "sw/unit/config.h"

namespace mxgen::package {

/// The whole design in one way of making it, by the technology's data.
struct Way {
    std::string optimise, lowering;
    double gates = 0, delay_ns = 0;
};

/// How a design was made, and what each choice was measured against.
struct Explanation {
    std::string technology;              ///< whose data the ways are estimated with
    std::string data;                    ///< where they come from, in words
    lower::Costs costs;                  ///< what the parts are ranked by
    std::string area_unit;               ///< of those data
    std::vector<lower::Choice> choices;  ///< parts, in two-input gates and their delay
    std::string accumulator;             ///< how it is kept between blocks
    unsigned latency = 0;                ///< cycles of the scheduled unit
    std::uint64_t register_bits = 0;     ///< of the scheduled unit
    double period_ns = 0;                ///< its longest stage, estimated
    std::vector<Way> ways;               ///< the configured one first
};

/// Explains a configuration, made for its technology or for another target. Throws Error as
/// generate() does.
Explanation explain(const Config& config);
Explanation explain(const Config& config, const view::Target& target);

}  // namespace mxgen::package
