// SPDX-License-Identifier: Apache-2.0
#include "gen/view/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gen/ir/verify.h"
#include "gen/view/schedule_judge.h"
#include "gen/view/schedule_plan.h"

namespace mxgen::view {

using namespace ir;

namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();
constexpr double resolution_ns = 0.001;

/// To hundredths of a nanosecond, above `period`.
double rounded_up(double period) { return (std::floor(period * 100 + 1e-6) + 1) / 100; }

/// Plans the top module of a design, under different periods.
class Scheduler {
  public:
    Scheduler(const std::shared_ptr<const Circuit>& circuit, const Target& target)
        : circuit_(circuit), target_(target) {}

    std::shared_ptr<Plan> plan(double period, const std::vector<double>& stage_limits = {}) const {
        SchedulePlanner planner(target_, period, circuit_->clock_enable.has_value());
        planner.limit_stages(stage_limits);
        planner.scale(scales_);
        std::vector<Slot> inputs;
        for (const auto* port : circuit_->inputs())
            inputs.push_back({0, target_.clock_to_q_ns,
                              port->is_steady || circuit_->clock_enable == port->node});
        return std::make_shared<Plan>(*planner.plan(circuit_, inputs));
    }

    double overhead() const {
        return target_.register_overhead(circuit_->clock_enable.has_value());
    }
    double period_of(const Plan& plan) const {
        return plan.max_ready + overhead() - target_.clock_to_q_ns;
    }

    /// The plan of the shortest period found that needs at most `stages`.
    std::shared_ptr<Plan> fastest(unsigned stages) const;

    /// The plan of the shortest period found from one on.
    struct Nearest {
        std::shared_ptr<Plan> plan;
        double period_ns;
        std::string message = {};  ///< why the one asked for is too short; empty: it is not
    };
    Nearest nearest(double period) const;

    /// The plan with fewer bits in registers, as late and as fast: stages end where it is narrow.
    std::shared_ptr<Plan> narrowed(std::shared_ptr<Plan> plan, double period) const;

    /// A plan and what gates make of its stages.
    struct Judged {
        std::shared_ptr<Plan> plan;
        StageDelays delays;
    };
    Judged judged(const std::shared_ptr<Plan>& plan, const gates::FamilyFit& fit) const {
        return {plan, stage_delays(*plan, target_, *target_.gate_cells, fit)};
    }
    /// The plan whose stages come nearest to the constraint by their gates, starting from one that
    /// meets it by single operations.
    Judged refined(const Judged& start, const Constraint& constraint);

  private:
    std::shared_ptr<Plan> attempt(double period, unsigned stages,
                                  const std::vector<double>& stage_limits = {}) const;
    static bool is_met(const Judged& found, const Constraint& constraint);
    static bool is_close(const Judged& found, const Constraint& constraint);
    static bool is_better(const Judged& found, const Judged& best, const Constraint& constraint);

    std::shared_ptr<const Circuit> circuit_;
    const Target& target_;
    DelayScales scales_;
};

/// Null when the period cannot be met in so many stages.
std::shared_ptr<Plan> Scheduler::attempt(double period, unsigned stages,
                                         const std::vector<double>& stage_limits) const {
    try {
        auto found = plan(period, stage_limits);
        return found->latency <= static_cast<int>(stages) ? found : nullptr;
    } catch (const CircuitError&) {
        return nullptr;
    }
}

std::shared_ptr<Plan> Scheduler::fastest(unsigned stages) const {
    auto best = plan(unlimited);
    if (best->latency > static_cast<int>(stages))
        throw ConstraintError(fmt::format("{}: {} pipeline stages asked for, at least {} needed",
                                          circuit_->name, stages, best->latency),
                              {.stages = static_cast<unsigned>(best->latency)});
    double too_short = 0;
    for (double period = period_of(*best); period - too_short > resolution_ns;) {
        double middle = (too_short + period) / 2;
        if (auto better = attempt(middle, stages)) {
            best = better;
            period = std::min(middle, period_of(*best));
        } else {
            too_short = middle;
        }
    }
    return best;
}

std::shared_ptr<Plan> Scheduler::narrowed(std::shared_ptr<Plan> plan, double period) const {
    // Ends of a stage that are tried, as parts of the period.
    constexpr int parts = 12;
    const auto stages = static_cast<unsigned>(plan->latency);
    std::vector<double> limits(stages, unlimited);
    auto bits = plan->register_bits();
    for (unsigned stage = 0; stage < stages; ++stage) {
        for (int part = 1; part < parts; ++part) {
            auto tried = limits;
            tried[stage] = target_.clock_to_q_ns + period * part / parts;
            auto found = attempt(period, stages, tried);
            if (!found) continue;
            const auto found_bits = found->register_bits();
            if (found_bits >= bits) continue;
            plan = found;
            bits = found_bits;
            limits = tried;
        }
    }
    return plan;
}

bool Scheduler::is_met(const Judged& found, const Constraint& constraint) {
    return found.delays.worst() <= constraint.period_ns.value_or(0);
}

/// Whether nothing is left to gain: a period is met and no stage could be left out.
bool Scheduler::is_close(const Judged& found, const Constraint& constraint) {
    constexpr double tolerance = 0.1;
    if (constraint.stages) return *constraint.stages == 0;
    if (!is_met(found, constraint)) return false;
    return found.plan->latency == 0 ||
           found.delays.worst() >= (1 - tolerance) * *constraint.period_ns;
}

bool Scheduler::is_better(const Judged& found, const Judged& best, const Constraint& constraint) {
    if (is_met(found, constraint) && is_met(best, constraint))
        return found.plan->register_bits() < best.plan->register_bits();
    return found.delays.worst() < best.delays.worst();
}

Scheduler::Judged Scheduler::refined(const Judged& start, const Constraint& constraint) {
    constexpr int rounds = 30, max_in_vain = 5;
    const unsigned fewest = plan(unlimited)->latency;
    Judged best = start;
    adapt(scales_, *start.plan, start.delays, target_.clock_to_q_ns, overhead());
    unsigned stages = constraint.stages.value_or(start.plan->latency);
    int in_vain = 0;
    for (int round = 0; round < rounds && !is_close(best, constraint); ++round) {
        const auto plan = fastest(stages);
        const double period = std::max(period_of(*plan), constraint.period_ns.value_or(0));
        const auto next = judged(narrowed(plan, period), constraint.fit);
        adapt(scales_, *next.plan, next.delays, target_.clock_to_q_ns, overhead());
        const bool better = is_better(next, best, constraint);
        if (better) best = next;
        in_vain = better ? 0 : in_vain + 1;
        const bool met = is_met(next, constraint);
        if (!met && in_vain < max_in_vain) continue;
        // One stage fewer may do as well, as if it had been asked for.
        if (constraint.stages && (stages < *constraint.stages || stages == fewest)) break;
        if (constraint.stages) scales_.clear();
        in_vain = 0;
        stages = met || constraint.stages ? std::max(fewest, stages - 1) : stages + 1;
    }
    return best;
}

Scheduler::Nearest Scheduler::nearest(double period) const {
    std::string message;
    for (double next = period;;) {
        try {
            return {plan(next), next, message};
        } catch (const TooShort& error) {
            if (message.empty()) message = error.what();
            next = rounded_up(std::max(error.needed(), next));
        }
    }
}

}  // namespace

Scheduled schedule(const std::shared_ptr<const Circuit>& circuit, const Target& target,
                   const Constraint& constraint) {
    Scheduler scheduler(circuit, target);
    const double asked = constraint.period_ns.value_or(unlimited);
    const auto start = constraint.stages
                           ? Scheduler::Nearest{scheduler.fastest(*constraint.stages), asked}
                           : scheduler.nearest(asked);
    double period = scheduler.period_of(*start.plan);
    auto plan =
        scheduler.narrowed(start.plan, start.period_ns < unlimited ? start.period_ns : period);
    if (target.gate_cells && (constraint.stages || constraint.period_ns)) {
        auto refined = scheduler.refined(scheduler.judged(plan, constraint.fit), constraint);
        plan = refined.plan;
        period = refined.delays.worst();
    }
    // Gates may be quicker than what single operations seemed to be too slow for.
    if (!start.message.empty() && period > asked)
        throw ConstraintError(start.message, {.period_ns = start.period_ns});
    if (constraint.stages && period > asked)
        throw CircuitError(fmt::format(
            "{}: {} pipeline stages need a period of {:.2f} ns, {:.2f} ns more than {:.2f} ns",
            circuit->name, *constraint.stages, period, period - asked, asked));
    if (constraint.stages) plan->latency = static_cast<int>(*constraint.stages);
    end_together(*plan);
    auto scheduled = emit(plan);
    verify(*scheduled);
    return {scheduled, static_cast<unsigned>(plan->latency), 1, period};
}

}  // namespace mxgen::view
