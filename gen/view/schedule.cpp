// SPDX-License-Identifier: Apache-2.0
#include "gen/view/schedule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gen/ir/verify.h"
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
        std::vector<Slot> inputs;
        for (const auto* port : circuit_->inputs())
            inputs.push_back({0, target_.clock_to_q_ns, circuit_->clock_enable == port->node});
        return std::make_shared<Plan>(*planner.plan(circuit_, inputs));
    }

    double period_of(const Plan& plan) const {
        return plan.max_ready + target_.register_overhead(circuit_->clock_enable.has_value()) -
               target_.clock_to_q_ns;
    }

    /// The plan of the shortest period found that needs at most `stages`.
    std::shared_ptr<Plan> fastest(unsigned stages) const;

    /// The plan for a period. Throws ConstraintError where it is too short.
    std::shared_ptr<Plan> within(double period) const;

    /// The plan with fewer bits in registers, as late and as fast: stages end where it is narrow.
    std::shared_ptr<Plan> narrowed(std::shared_ptr<Plan> plan, double period) const;

  private:
    std::shared_ptr<Plan> attempt(double period, unsigned stages,
                                  const std::vector<double>& stage_limits = {}) const;

    std::shared_ptr<const Circuit> circuit_;
    const Target& target_;
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

std::shared_ptr<Plan> Scheduler::within(double period) const {
    std::string message;
    for (double next = period;;) {
        try {
            const auto found = plan(next);
            if (message.empty()) return found;
            throw ConstraintError(message, {.period_ns = next});
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
    auto plan = constraint.stages ? scheduler.fastest(*constraint.stages)
                                  : scheduler.within(constraint.period_ns.value_or(unlimited));
    double period = scheduler.period_of(*plan);
    plan = scheduler.narrowed(plan, constraint.period_ns.value_or(period));
    if (constraint.stages && constraint.period_ns && period > *constraint.period_ns)
        throw CircuitError(fmt::format(
            "{}: {} pipeline stages need a period of {:.2f} ns, {:.2f} ns more than {:.2f} ns",
            circuit->name, *constraint.stages, period, period - *constraint.period_ns,
            *constraint.period_ns));
    if (constraint.stages) plan->latency = static_cast<int>(*constraint.stages);
    std::fill(plan->output_stages.begin(), plan->output_stages.end(), plan->latency);
    auto scheduled = emit(plan);
    verify(*scheduled);
    return {scheduled, static_cast<unsigned>(plan->latency), 1, period};
}

}  // namespace mxgen::view
