// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gen/ir/module.h"
#include "gen/lower/choice.h"
#include "gen/lower/compressor.h"
#include "gen/lower/goal.h"
#include "gen/lower/prefix.h"

namespace mxgen::lower {

/// One weighted bit of a sum. An inverted one stands for the complement of its wire: full adders
/// are self-dual, so that polarity can travel through them and be settled once at the end.
struct HeapBit {
    ir::Value wire;
    unsigned weight = 0;
    bool inverted = false;
    double arrival = 0;
};

/// A number as weighted bits and a constant, modulo a power of two that the user of it knows.
struct HeapTerms {
    std::vector<HeapBit> bits = {};
    ir::Int constant = 0;
    /// Bits that count +1 at weight 0 and -1 at weight `sign_weight`: the signs of terms in ones'
    /// complement, which are counted together before they are added.
    std::vector<HeapBit> signs = {};
    unsigned sign_weight = 0;
    std::vector<Choice> choices = {};  ///< how shifts among them were made
};

/// A compressor tree and the adder behind it.
struct SumPlan {
    CompressorPlan tree;
    PrefixPlan adder;
    CostEstimate estimate = {};  ///< the bits' own gates included
    Counters counters = Counters::cells;
};

/// The first plan as chosen, and the first of each other kind.
Choice choice_of(const std::string& part, const std::vector<SumPlan>& plans);

/// The modules of compressor cells: `mx_fa` (a_i + b_i + c_i = sum_o + 2 carry_o), the same of
/// gates and `mx_ha`.
const std::shared_ptr<const ir::Circuit>& full_adder();
const std::shared_ptr<const ir::Circuit>& full_adder_of_gates();
const std::shared_ptr<const ir::Circuit>& half_adder();

/// Adds weighted bits and constants modulo 2^width in one tree of compressor cells.
class BitHeap {
  public:
    BitHeap(ir::Circuit& circuit, unsigned width, const Costs& costs, Goal goal = Goal::balanced);

    void add(const HeapBit& bit);
    /// Bits and constant; signs are the caller's.
    void add(const HeapTerms& terms);
    void add_constant(const ir::Int& value) { constant_ += value; }
    /// What makes the bits takes so many gates, for estimates of the whole; without it a bit stands
    /// for its own gate and a share of what comes before.
    void counts_before(double gates) { before_ = before_.value_or(0) + gates; }

    /// The ways to make the sum, the one that serves the goal best first.
    std::vector<SumPlan> plans() const;
    /// The cost of sum().
    CostEstimate estimate() const { return plans().front().estimate; }
    /// Weight and arrival of what compressed() would return.
    std::vector<HeapBit> preview() const;
    /// At most two bits a weight with the same sum.
    std::vector<HeapBit> compressed();
    /// Serves this goal instead.
    void serve(Goal goal) { goal_ = goal; }
    /// The sum as a nonnegative number of `width` bits, by a prefix adder behind the tree.
    ir::Value sum() { return sum(plans().front()); }
    ir::Value sum(const SumPlan& plan);

  private:
    std::vector<std::vector<WaitingBit>> columns() const;
    CompressorPlan first_plan() const;
    /// What adders are made of, and how much later mixed ones may make the whole.
    struct Mixture {
        Counters counters;
        double slack = 0;
    };
    std::vector<Mixture> mixtures() const;
    std::vector<std::vector<double>> arrivals_of(const CompressorPlan& plan) const;
    std::vector<SumPlan> plans_of(unsigned rippled, const Mixture& mixture) const;
    bool is_better(const SumPlan& a, const SumPlan& b) const;
    CostEstimate estimate_of(const CompressorPlan& tree, const PrefixPlan& adder) const;
    ir::Int constant() const { return ir::slice(constant_, width_ - 1, 0); }
    std::vector<HeapBit> build(const CompressorPlan& plan);
    void build_step(const AdderStep& step, std::vector<HeapBit>& bits);
    void build_one(const AdderStep& step, std::vector<HeapBit>& bits);
    void build_cell(const AdderStep& step, std::vector<HeapBit>& bits);

    ir::Circuit* circuit_;
    unsigned width_;
    Costs costs_;
    Goal goal_;
    std::vector<HeapBit> bits_;
    ir::Int constant_ = 0;
    std::optional<double> before_;
};

}  // namespace mxgen::lower
