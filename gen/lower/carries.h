// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "gen/lower/prefix.h"

namespace mxgen::lower {

/// The modules of a step of carries, `mx_cn`: carry_o = !(g_i | p_i & c_i), and `mx_cp`, the same
/// of complements: carry_o = !(g_i & (p_i | c_i)).
const std::shared_ptr<const ir::Circuit>& carry_step();
const std::shared_ptr<const ir::Circuit>& carry_step_of_complements();
/// What goes with them, `mx_pn` and `mx_pp`: propagate_o = !(p_i & q_i), !(p_i | q_i).
const std::shared_ptr<const ir::Circuit>& propagate_step();
const std::shared_ptr<const ir::Circuit>& propagate_step_of_complements();
/// `mx_xo`: propagate_o = p_i ^ q_i.
const std::shared_ptr<const ir::Circuit>& exclusive_or();

/// Adds two rows given by columns (at most two bits each), lowest first, modulo 2^columns. With
/// costs.carry_cells each step is a cell whose carry is a complement by turns, of which synthesis
/// leaves the network as it was planned: it takes all columns for equally early.
ir::Value add_rows(ir::Circuit& circuit, const std::vector<std::vector<TimedBit>>& columns,
                   const PrefixPlan& plan, const Costs& costs = {});

}  // namespace mxgen::lower
