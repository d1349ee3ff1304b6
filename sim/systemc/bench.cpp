// SPDX-License-Identifier: Apache-2.0
#include "sim/systemc/bench.h"

#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <functional>
#include <span>
#include <systemc>

#include "sw/support/error.h"

/// The library's own main calls it; the program has another one.
[[gnu::visibility("default")]] int sc_main(int, char*[]) { return 0; }

namespace mxgen::sim {

namespace {

using sc_core::sc_in;
using sc_core::sc_out;
using sc_core::sc_signal;

/// The verilated design. Payloads stay where model and test bench share them; the signals say
/// which beat is on offer, and which of the weights. Without a stream of weights w_ready_o is low.
class ArrayModule : public sc_core::sc_module {
  public:
    sc_in<bool> clk, valid_i, w_valid_i, ready_i;
    sc_in<std::size_t> beat{"beat"}, w_beat{"w_beat"};
    sc_out<bool> ready_o, w_ready_o, valid_o;

    ArrayModule(const sc_core::sc_module_name& name, Dut& dut)
        : sc_module(name), dut_(dut), has_weights_(dut.find(Role::valid, Stream::weights) >= 0) {
        SC_HAS_PROCESS(ArrayModule);
        SC_METHOD(rise);
        sensitive << clk.pos();
        dont_initialize();
        SC_METHOD(settle);
        sensitive << valid_i << w_valid_i << ready_i << beat << w_beat << risen_;
    }

    void set_beats(const Batch& batch) {
        beats_ = &batch.in;
        weights_ = &batch.weights;
    }

  private:
    void rise() {
        dut_.rise();
        risen_.notify(sc_core::SC_ZERO_TIME);
    }

    void settle() {
        if (valid_i) drive(dut_, *beats_, beat);
        dut_.set(dut_.find(Role::valid, Stream::input), valid_i);
        dut_.set(dut_.find(Role::ready, Stream::output), ready_i);
        if (has_weights_ && w_valid_i) drive(dut_, *weights_, w_beat);
        if (has_weights_) dut_.set(dut_.find(Role::valid, Stream::weights), w_valid_i);
        dut_.settle();
        ready_o = dut_.get(dut_.find(Role::ready, Stream::input));
        w_ready_o = has_weights_ && dut_.get(dut_.find(Role::ready, Stream::weights));
        valid_o = dut_.get(dut_.find(Role::valid, Stream::output));
    }

    Dut& dut_;
    bool has_weights_;
    const Beats *beats_ = nullptr, *weights_ = nullptr;
    sc_core::sc_event risen_;
};

/// Offers beat after beat; an offer stands until it is taken.
class SourceModule : public sc_core::sc_module {
  public:
    sc_in<bool> clk{"clk"}, ready{"ready"};
    sc_out<bool> valid{"valid"};
    sc_out<std::size_t> beat{"beat"};
    Pauses pauses;
    std::function<std::size_t()> rows_left = [] { return 0; };

    SourceModule(const sc_core::sc_module_name& name, const Stalls& stalls)
        : sc_module(name), pauses(stalls.source, stalls.max_pause, stalls.seed) {
        SC_HAS_PROCESS(SourceModule);
        SC_THREAD(offer);
        sensitive << clk.pos();
    }

    /// Each beat waits for as many rows to leave as `after` says, where it says so.
    void set_beats(const Beats& beats, std::span<const std::size_t> after = {}) {
        next_ = 0;
        count_ = beats.size();
        after_ = after;
    }

  private:
    void offer() {
        for (;;) {
            while (!has_beat() || pauses.now()) {
                valid = false;
                wait();
            }
            beat = next_;
            valid = true;
            do wait();
            while (!ready);
            ++next_;
        }
    }

    bool has_beat() const { return next_ < count_ && is_due(after_, next_, rows_left()); }

    std::size_t next_ = 0, count_ = 0;
    std::span<const std::size_t> after_;
};

/// Takes rows when it likes.
class SinkModule : public sc_core::sc_module {
  public:
    sc_in<bool> clk{"clk"}, valid{"valid"};
    sc_out<bool> ready{"ready"};
    Pauses pauses;

    SinkModule(const sc_core::sc_module_name& name, const Stalls& stalls)
        : sc_module(name), pauses(stalls.sink, stalls.max_pause, stalls.seed + 1, true) {
        SC_HAS_PROCESS(SinkModule);
        SC_METHOD(take);
        sensitive << clk.pos();
    }

  private:
    void take() { ready = !pauses.now(valid); }
};

/// Looks at every cycle in its middle, when all is settled, and pauses the kernel when the rows
/// of a batch have left or a rule was broken.
class Monitor : public sc_core::sc_module {
  public:
    sc_in<bool> clk, valid_i, ready_o, w_valid_i, w_ready_o, valid_o, ready_i;

    Monitor(const sc_core::sc_module_name& name, Dut& dut, int patience)
        : sc_module(name), dut_(dut), rows_(dut.ports()), patience_(patience) {
        SC_HAS_PROCESS(Monitor);
        SC_METHOD(look);
        sensitive << clk.neg();
        dont_initialize();
    }

    void expect(std::size_t rows) {
        due_ = rows;
        quiet_ = 0;
    }

    Beats& rows() { return rows_.rows(); }
    void clear() { rows_.clear(); }

    void rethrow() {
        if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
    }

  private:
    void look() {
        try {
            rows_.cycle(dut_, valid_o, ready_i);
            const bool moved =
                (valid_i && ready_o) || (w_valid_i && w_ready_o) || (valid_o && ready_i);
            quiet_ = moved ? 0 : quiet_ + 1;
            if (quiet_ > patience_)
                throw Error(Exit::check_failed,
                            fmt::format("stream: nothing moved for {} cycles (cycle {})", quiet_,
                                        dut_.cycles()));
            if (rows().size() >= due_) sc_core::sc_pause();
        } catch (const Error&) {
            error_ = std::current_exception();
            sc_core::sc_pause();
        }
    }

    Dut& dut_;
    RowMonitor rows_;
    int patience_;
    int quiet_ = 0;
    std::size_t due_ = 0;
    std::exception_ptr error_;
};

/// Pauses that nothing breaks count towards nobody's patience.
constexpr int pause_limit = 256;

}  // namespace

struct SystemcBench::Modules {
    Modules(Dut& design, const Stalls& stalls, int patience)
        : dut(design),
          reset_cycles(patience),
          array("array", design),
          source("source", stalls),
          weights("weights", {stalls.source, stalls.sink, stalls.max_pause, stalls.seed + 2}),
          sink("sink", stalls),
          monitor("monitor", design, patience + 2 * pause_limit) {
        array.clk(clk), source.clk(clk), weights.clk(clk), sink.clk(clk), monitor.clk(clk);
        source.beat(beat), array.beat(beat);
        weights.beat(w_beat), array.w_beat(w_beat);
        weights.valid(w_valid_i), array.w_valid_i(w_valid_i), monitor.w_valid_i(w_valid_i);
        array.w_ready_o(w_ready_o), weights.ready(w_ready_o), monitor.w_ready_o(w_ready_o);
        source.valid(valid_i), array.valid_i(valid_i), monitor.valid_i(valid_i);
        array.ready_o(ready_o), source.ready(ready_o), monitor.ready_o(ready_o);
        array.valid_o(valid_o), sink.valid(valid_o), monitor.valid_o(valid_o);
        source.rows_left = [this] { return monitor.rows().size(); };
        sink.ready(ready_i), array.ready_i(ready_i), monitor.ready_i(ready_i);
    }

    Dut& dut;
    int reset_cycles;
    sc_core::sc_clock clk{"clk", sc_core::sc_time(10, sc_core::SC_NS)};
    sc_signal<bool> valid_i, ready_o, w_valid_i, w_ready_o, valid_o, ready_i;
    sc_signal<std::size_t> beat, w_beat;
    ArrayModule array;
    SourceModule source, weights;
    SinkModule sink;
    Monitor monitor;
};

SystemcBench::SystemcBench(Dut& dut, const Stalls& stalls, int patience) {
    setenv("SYSTEMC_DISABLE_COPYRIGHT_MESSAGE", "1", 1);
    modules_ = std::make_unique<Modules>(dut, stalls, patience);
}

SystemcBench::~SystemcBench() = default;

void SystemcBench::reset() {
    hold_reset(modules_->dut, modules_->reset_cycles);
    modules_->monitor.clear();
}

void SystemcBench::run(const Batch& batch, Beats& got) {
    modules_->array.set_beats(batch);
    modules_->source.set_beats(batch.in, batch.after);
    modules_->weights.set_beats(batch.weights);
    modules_->monitor.expect(batch.expected.size());
    sc_core::sc_start();
    modules_->monitor.rethrow();
    std::swap(got, modules_->monitor.rows());
    modules_->monitor.rows().clear();
}

void SystemcBench::set_stalls(const Stalls& stalls) {
    for (SourceModule* source : {&modules_->source, &modules_->weights})
        source->pauses.set(stalls.source, std::min(stalls.max_pause, pause_limit));
    modules_->sink.pauses.set(stalls.sink, std::min(stalls.max_pause, pause_limit));
}

}  // namespace mxgen::sim
