// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <cmath>

#include "gen/gates/estimate.h"

namespace mxgen::gates {

namespace {

/// The nets of a covered design in time: every output follows its inputs after an inertial delay, a
/// change that is taken back before leaves none.
class CellSimulation {
  public:
    CellSimulation(const Covered& design, const CellSet& cells)
        : g_(design.graph),
          load_(loads_of(design, cells)),
          outputs_(outputs_of(design, cells)),
          now_(load_.size()),
          readers_(load_.size()),
          state_(g_.registers().size()) {
        for (std::uint32_t i = 0; i < outputs_.size(); ++i)
            for (unsigned k = 0; k < outputs_[i].count; ++k)
                readers_[outputs_[i].inputs[k]].push_back(i);
        set_delays(cells);
        now_[yes] = 1;
        for (const auto& made : outputs_) now_[made.output] = value(made);
    }

    void cycle(const std::vector<std::uint8_t>& inputs) {
        for (std::size_t i = 0; i < g_.inputs().size(); ++i)
            change(g_.inputs()[i], static_cast<char>(inputs.at(i)));
        for (std::uint32_t i = 0; i < state_.size(); ++i)
            drive(static_cast<std::uint32_t>(outputs_.size()) + i, state_[i]);
        for (; events_ > 0; ++time_) {
            auto& due = wheel_[time_ % wheel_.size()];
            // What changes now schedules for later places of the wheel.
            for (const auto& [driver, serial] : due) happen(driver, serial);
            events_ -= due.size();
            due.clear();
        }
        for (std::size_t i = 0; i < state_.size(); ++i) state_[i] = now_[g_.registers()[i].next];
        ++cycles_;
    }

    /// Of a cycle after the first.
    double changed_load() const { return changed_ / std::max(1.0, cycles_ - 1.0); }

  private:
    /// A cell's output or, behind those, a register.
    struct Driver {
        Literal net = no;
        std::uint32_t delay = 1;   ///< in ticks
        std::uint32_t serial = 0;  ///< of the event that counts
        bool waits = false;        ///< for that event
        char next = 0;             ///< what it brings
    };
    struct Event {
        std::uint32_t driver, serial;
    };

    void set_delays(const CellSet& cells) {
        std::vector<double> delays;
        for (const auto& made : outputs_) {
            drivers_.push_back({made.output});
            delays.push_back(made.cell_ns + made.buffers_ns);
        }
        for (const auto& reg : g_.registers()) {
            drivers_.push_back({reg.value});
            delays.push_back(driver_ns(cells.reg.clock_to_q, load_[reg.value], cells) +
                             buffers_ns(load_[reg.value], cells));
        }
        constexpr double ticks = 16;  // of a mean delay
        double sum = 0;
        for (const double delay : delays) sum += delay;
        const double tick = sum > 0 ? sum / static_cast<double>(delays.size()) / ticks : 1;
        std::uint32_t longest = 1;
        for (std::size_t i = 0; i < delays.size(); ++i) {
            drivers_[i].delay = std::max(1u, static_cast<std::uint32_t>(delays[i] / tick + 0.5));
            longest = std::max(longest, drivers_[i].delay);
        }
        wheel_.resize(std::bit_ceil(longest + 1));
    }

    char value(const CellOutput& made) const {
        unsigned row = 0;
        for (unsigned k = 0; k < made.count; ++k)
            row |= static_cast<unsigned>(now_[made.inputs[k]]) << k;
        return static_cast<char>(made.table >> row & 1);
    }

    void change(Literal net, char value) {
        if (vertex_of(net) == 0 || now_[net] == value) return;
        now_[net] = value;
        if (cycles_ > 0) changed_ += load_[net];
        for (const auto reader : readers_[net]) drive(reader, this->value(outputs_[reader]));
    }

    void drive(std::uint32_t index, char value) {
        auto& driver = drivers_[index];
        if (driver.waits) {
            if (value != driver.next) driver.waits = false;
            return;
        }
        if (value == now_[driver.net]) return;
        driver.waits = true;
        driver.next = value;
        wheel_[(time_ + driver.delay) % wheel_.size()].push_back({index, ++driver.serial});
        ++events_;
    }

    void happen(std::uint32_t index, std::uint32_t serial) {
        auto& driver = drivers_[index];
        if (!driver.waits || driver.serial != serial) return;
        driver.waits = false;
        change(driver.net, driver.next);
    }

    const Graph& g_;
    std::vector<double> load_;  ///< by literal, as the next but one and readers
    std::vector<CellOutput> outputs_;
    std::vector<char> now_;
    std::vector<std::vector<std::uint32_t>> readers_;
    std::vector<char> state_;  ///< what registers take next
    std::vector<Driver> drivers_;
    std::vector<std::vector<Event>> wheel_;  ///< by time
    std::size_t time_ = 0, events_ = 0;
    double changed_ = 0;
    unsigned cycles_ = 0;
};

}  // namespace

double activity_of(const Covered& design, const CellSet& cells,
                   const std::vector<std::vector<std::uint8_t>>& cycles) {
    CellSimulation simulation(design, cells);
    for (const auto& inputs : cycles) simulation.cycle(inputs);
    return simulation.changed_load();
}

}  // namespace mxgen::gates
