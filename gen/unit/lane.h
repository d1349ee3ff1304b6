// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "gen/ir/module.h"
#include "sw/format/format.h"

namespace mxgen::unit {

/// One lane of a dot product: `term_o` is a_i * b_i, exact, in units of the smallest product bit;
/// `nan_o`, `pos_inf_o` and `neg_inf_o` are there where the formats can raise them.
struct Lane {
    ir::Module module;
    int lsb = 0;  ///< log2 of the weight of term_o's lowest bit
    bool has_nan = false, has_inf = false;
};

Lane lane(const std::string& name, const Format& a, const Format& b);

}  // namespace mxgen::unit
