// SPDX-License-Identifier: Apache-2.0
#include "sw/power/event_simulation.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace mxgen::ppa {

namespace {

/// A ring of one slot a picosecond, longer than any delay.
constexpr std::size_t ring = 1u << 16;
constexpr std::int32_t none = EventCircuit::none;

}  // namespace

EventSimulation::EventSimulation(const EventCircuit& circuit)
    : circuit_(circuit),
      values_(circuit.nets.size()),
      states_(circuit.cells.size()),
      causes_(circuit.cells.size()),
      pending_(circuit.outputs.size()),
      slots_(ring, none),
      occupied_(ring / 64),
      toggles_(circuit.nets.size()),
      settled_toggles_(circuit.nets.size()),
      internal_pj_(circuit.cells.size()) {
    settled_ = values_;
    toggle(constant_one);
    for (std::size_t cell = 0; cell < circuit_.cells.size(); ++cell) {
        if (circuit_.cells[cell].is_register) continue;
        if (causes_[cell] == 0) dirty_.push_back(static_cast<std::int32_t>(cell));
        causes_[cell] = static_cast<std::uint8_t>((1u << circuit_.cells[cell].inputs) - 1);
    }
    run();
    reset_counts();
}

void EventSimulation::reset_counts() {
    std::fill(toggles_.begin(), toggles_.end(), 0);
    std::fill(settled_toggles_.begin(), settled_toggles_.end(), 0);
    std::fill(internal_pj_.begin(), internal_pj_.end(), 0.0);
    settled_ = values_;
    changed_.clear();
    cycles_ = 0;
}

void EventSimulation::settle(std::span<const std::uint8_t> inputs) {
    cycle(inputs);
    reset_counts();
}

void EventSimulation::cycle(std::span<const std::uint8_t> inputs) {
    clock_registers();
    apply_inputs(inputs);
    run();
    for (auto net : changed_) {
        auto place = at(net);
        if (settled_[place] != values_[place]) ++settled_toggles_[place];
        settled_[place] = values_[place];
    }
    changed_.clear();
    ++cycles_;
}

/// Every register samples before any of them changes.
void EventSimulation::clock_registers() {
    for (std::size_t index = 0; index < circuit_.cells.size(); ++index) {
        const auto& cell = circuit_.cells[index];
        if (!cell.is_register) continue;
        auto holds = [&](std::uint64_t table) { return (table >> states_[index] & 1) != 0; };
        bool state = holds(cell.clear) ? false : holds(cell.preset) || holds(cell.next);
        for (std::uint32_t i = 0; i < cell.outputs; ++i) {
            auto output = static_cast<std::int32_t>(cell.first_output + i);
            auto net = circuit_.outputs[at(output)].net;
            bool value = state != ((cell.inverted >> i & 1) != 0);
            if (net != none && (values_[at(net)] != 0) != value)
                schedule(output, static_cast<std::uint8_t>(1u << cell.clock_pin), value);
        }
    }
}

void EventSimulation::apply_inputs(std::span<const std::uint8_t> inputs) {
    for (std::size_t i = 0; i < circuit_.inputs.size(); ++i)
        if (auto net = circuit_.inputs[i]; values_[at(net)] != inputs[i]) toggle(net);
}

void EventSimulation::toggle(std::int32_t net) {
    const auto& entry = circuit_.nets[at(net)];
    auto value = values_[at(net)] ^= 1;
    ++toggles_[at(net)];
    changed_.push_back(net);
    const auto* sink = circuit_.sinks.data() + entry.first_sink;
    for (const auto* end = sink + entry.sinks; sink != end; ++sink) {
        auto cell = at(sink->cell);
        states_[cell] ^= static_cast<std::uint8_t>(1u << sink->pin);
        internal_pj_[cell] += static_cast<double>(sink->energy[value]);
        if (causes_[cell] == 0) dirty_.push_back(sink->cell);
        causes_[cell] |= static_cast<std::uint8_t>(1u << sink->pin);
    }
}

void EventSimulation::evaluate(std::int32_t index) {
    const auto& cell = circuit_.cells[at(index)];
    auto causes = std::exchange(causes_[at(index)], std::uint8_t{0});
    if (cell.is_register) return;
    for (std::uint32_t i = 0; i < cell.outputs; ++i) {
        auto output = static_cast<std::int32_t>(cell.first_output + i);
        const auto& entry = circuit_.outputs[at(output)];
        if (entry.net == none) continue;
        bool value = (entry.table >> states_[at(index)] & 1) != 0;
        if (value == (values_[at(entry.net)] != 0))
            cancel(output);
        else
            schedule(output, causes, value);
    }
}

void EventSimulation::schedule(std::int32_t output, std::uint8_t causes, bool value) {
    auto& pending = pending_[at(output)];
    if (pending.slot != none) return;
    const auto* edges = circuit_.edges.data() + circuit_.outputs[at(output)].first_edge;
    std::int32_t delay = ring - 1;
    for (auto rest = causes; rest != 0; rest &= static_cast<std::uint8_t>(rest - 1))
        delay = std::min(delay, edges[2 * std::countr_zero(rest) + value].delay_ps);
    auto slot = (now_ + at(delay)) % ring;
    pending = {slots_[slot], none, static_cast<std::int32_t>(slot), causes};
    if (pending.next != none) pending_[at(pending.next)].before = output;
    slots_[slot] = output;
    occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void EventSimulation::cancel(std::int32_t output) {
    auto& pending = pending_[at(output)];
    if (pending.slot == none) return;
    if (pending.next != none) pending_[at(pending.next)].before = pending.before;
    (pending.before != none ? pending_[at(pending.before)].next : slots_[at(pending.slot)]) =
        pending.next;
    pending.slot = none;
}

/// The output changes: the mean energy of the inputs that caused it, as the side inputs are.
void EventSimulation::fire(std::int32_t output) {
    const auto& entry = circuit_.outputs[at(output)];
    const auto* edges = circuit_.edges.data() + entry.first_edge;
    auto causes = pending_[at(output)].causes;
    bool value = values_[at(entry.net)] == 0;
    double sum = 0;
    for (auto rest = causes; rest != 0; rest &= static_cast<std::uint8_t>(rest - 1)) {
        const auto& edge = edges[2 * std::countr_zero(rest) + value];
        auto energy = edge.energy;
        for (std::uint32_t i = 0; i < edge.conditions; ++i) {
            const auto& condition = circuit_.conditions[edge.first_condition + i];
            if (!(condition.table >> states_[at(entry.cell)] & 1)) continue;
            energy = condition.energy;
            break;
        }
        sum += static_cast<double>(energy);
    }
    internal_pj_[at(entry.cell)] += sum / std::popcount(causes);
    toggle(entry.net);
}

/// Moves to the next slot that holds an event; false when none does.
bool EventSimulation::next_slot() {
    for (std::size_t step = 0; step <= occupied_.size(); ++step) {
        auto word = (now_ / 64 + step) % occupied_.size();
        auto bits = occupied_[word];
        if (step == 0) bits &= ~std::uint64_t{0} << (now_ % 64);
        if (step == occupied_.size()) bits &= ~(~std::uint64_t{0} << (now_ % 64));
        if (bits == 0) continue;
        now_ = 64 * word + static_cast<std::size_t>(std::countr_zero(bits));
        return true;
    }
    return false;
}

void EventSimulation::run() {
    for (;;) {
        for (std::size_t i = 0; i < dirty_.size(); ++i) evaluate(dirty_[i]);
        dirty_.clear();
        if (!next_slot()) return;
        occupied_[now_ / 64] &= ~(std::uint64_t{1} << (now_ % 64));
        for (auto output = std::exchange(slots_[now_], none); output != none;) {
            auto next = pending_[at(output)].next;
            pending_[at(output)].slot = none;
            fire(output);
            output = next;
        }
    }
}

}  // namespace mxgen::ppa
