// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <tuple>
#include <vector>

#include "gen/ir/circuit.h"
#include "gen/view/target.h"

namespace mxgen::view {

/// A period that something takes longer than: `needed` ns at least.
class TooShort : public ir::CircuitError {
  public:
    TooShort(const std::string& message, double needed) : CircuitError(message), needed_(needed) {}
    double needed() const { return needed_; }

  private:
    double needed_;
};

/// When a value is there: `ready` ns after the clock edge that opens `stage`.
struct Slot {
    int stage = 0;
    double ready = 0;
    bool anytime = false;  ///< constants and the clock enable: the same in every stage
};

/// One module's schedule for given arrivals of its inputs.
struct Plan {
    std::shared_ptr<const ir::Circuit> source;
    std::vector<char> is_live = {};  ///< by node: whether it reaches an output
    std::vector<Slot> slots = {};    ///< by node
    std::vector<std::shared_ptr<const Plan>> children = {};  ///< by instance; null: a cell or dead
    std::vector<int> child_stage = {};  ///< by instance: the stage that is the child's stage 0
    std::vector<int> output_stages = {};
    int latency = 0;       ///< the latest output's stage
    double max_ready = 0;  ///< latest `ready` of any stage, submodules included

    /// Calls visit(node, stage) for all that is read, in the stage that reads it.
    void for_each_read(const std::function<void(ir::NodeId, int)>& visit) const;
    /// Bits of the registers that it needs, submodules included: states, and what is read later.
    std::uint64_t register_bits() const;
    /// The latest `ready` of each stage, submodules included.
    std::vector<double> stage_ready() const;
    /// The stage in which an instance reads its input.
    int read_stage(unsigned instance, std::size_t input) const;
};

/// What a node's delay is multiplied by, by circuit and node; 1 where nothing is said.
using DelayScales = std::map<const ir::Circuit*, std::vector<double>>;

/// Plans modules as early as possible under a limit on `ready`; equal questions are answered once.
class SchedulePlanner {
  public:
    SchedulePlanner(const Target& target, double period_ns, bool has_enable)
        : target_(target),
          setup_(target.register_overhead(has_enable) - target.clock_to_q_ns),
          limit_(period_ns - setup_) {}

    /// `inputs`: arrivals in the order of the input ports. Throws TooShort if it cannot be met.
    std::shared_ptr<const Plan> plan(const std::shared_ptr<const ir::Circuit>& circuit,
                                     const std::vector<Slot>& inputs);
    /// As plan(), each input taken as late as it is needed: registers are shared outside. `offset`:
    /// the design's stage that is the child's stage 0.
    std::shared_ptr<const Plan> plan_child(const std::shared_ptr<const ir::Circuit>& circuit,
                                           const std::vector<Slot>& inputs, int offset);

    /// Cuts the first stages earlier than the period asks for: `limits` by stage, the latest
    /// `ready`.
    void limit_stages(const std::vector<double>& limits) { stage_limits_ = limits; }
    /// Delays of single operations count as many times; `scales` must outlive the planner.
    void scale(const DelayScales& scales) { scales_ = &scales; }

    const Target& target() const { return target_; }
    /// The latest `ready` that a register still takes.
    double limit() const { return limit_; }
    double limit(int stage) const {
        const auto index = static_cast<std::size_t>(stage);
        return index < stage_limits_.size() ? std::min(limit_, stage_limits_[index]) : limit_;
    }
    double setup() const { return setup_; }
    Merging merging() const { return merging_; }
    double scale_of(const ir::Circuit& circuit, ir::NodeId id) const;
    /// A planner of what lies in a loop: it never cuts but where the circuit asks for it.
    SchedulePlanner of_loop() const;

  private:
    using Key = std::tuple<const ir::Circuit*, int, std::vector<std::pair<int, double>>>;
    const Target& target_;
    double setup_, limit_;
    std::vector<double> stage_limits_ = {};
    const DelayScales* scales_ = nullptr;
    Merging merging_ = Merging::whole;
    std::map<Key, std::shared_ptr<const Plan>> children_;
};

/// Whether a node is wires alone, of no fewer bits than it is made of: a later stage takes these
/// and joins them again.
bool is_rewired(const ir::Circuit& circuit, const ir::Node& node);

/// The planned circuit with its delay registers, submodules included; equal plans share a module.
std::shared_ptr<const ir::Circuit> emit(const std::shared_ptr<const Plan>& top);

}  // namespace mxgen::view
