// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/tensor_loader.h"

#include <fmt/format.h>

#include "gen/arith/decode.h"
#include "gen/arith/normalize.h"
#include "gen/unit/convert_lane.h"

namespace mxgen::unit {

using namespace ir;

namespace {

const Format& fp32() {
    static const Format format = find_format("fp32").value();
    return format;
}

unsigned significand_bits() { return static_cast<unsigned>(fp32().mantissa_bits) + 1; }

/// A state that takes `value` while `enable`.
Value taken(Module& m, const std::string& name, const Range& range, const Value& enable,
            const Value& value) {
    auto state = m.state(name, range);
    m.next(state, mux(enable, value, state));
    return state;
}

/// A load: the cycle in which it begins, once no block is under way any more, and g.
struct TensorLoad {
    Value begins, g, waits;
};

TensorLoad accepted(Module& m, const Value& load, const Value& g, unsigned wait) {
    if (wait == 0) return {load, g, m.constant(0)};
    auto left = m.state("wait_q", Range{0, wait}, 0);
    auto waits = left != 0, begins = load & !waits;
    auto fewer = mux(waits, left - Value(1), 0).within(0, wait);
    m.next(left, mux(begins, Int(wait), fewer));
    return {left == 1, taken(m, "tensor_scale_q", g.range(), begins, g), waits};
}

/// Divides all dividends by g's significand, the last first, a bit a cycle: the first tells whether
/// the dividend is at least as large, the last whether a remainder is left.
class Divider {
  public:
    Divider(Module& m, const arith::TensorThresholds& thresholds)
        : m_(m),
          thresholds_(thresholds),
          count_(static_cast<unsigned>(thresholds.dividends().size())),
          last_step_(thresholds.quotient_bits() - 1),
          index_(m.state("index_q", Range{0, count_}, 0)),
          step_(m.state("step_q", Range{0, last_step_}, 0)) {}

    Value is_running() const { return index_ != 0; }
    Array quotients(const Value& begins, const Value& divisor);

  private:
    Value dividend() const;

    Module& m_;
    const arith::TensorThresholds& thresholds_;
    unsigned count_, last_step_;
    Value index_, step_;
};

/// Its leading one where that of the divisor is.
Value Divider::dividend() const {
    const auto& dividends = thresholds_.dividends();
    const auto bits = bit_length(dividends.back());
    std::vector<Int> table{0};
    for (const auto& n : dividends) table.push_back(n << (bits - bit_length(n)));
    return lookup(index_, table) << Value(Int(significand_bits() - bits));
}

Array Divider::quotients(const Value& begins, const Value& divisor) {
    auto running = is_running(), ends = (step_ == Value(Int(last_step_)));
    auto next = mux(running & ends, index_ - Value(1), index_).within(0, count_);
    m_.next(index_, mux(begins, Int(count_), next));
    m_.next(step_, mux(running & !ends, step_ + Value(1), 0).within(0, last_step_));

    auto n = dividend();
    auto is_first = (step_ == 0), reaches = (n >= divisor);
    auto left = m_.state("remainder_q", Range::unsigned_bits(significand_bits()));
    auto start = mux(reaches, n, n << Value(1));
    auto doubled = mux(is_first, start, left << Value(1)).as("doubled");
    auto difference = doubled - divisor;
    auto fits = (difference >= 0);
    auto rest = mux(fits, difference, doubled).low(significand_bits());
    m_.next(left, mux(running, rest, left));
    auto bit = mux(is_first, reaches, mux(ends, left != 0, fits)).as("quotient_bit");

    const auto width = count_ * thresholds_.quotient_bits();
    auto all = m_.state("quotients_q", Range::unsigned_bits(width));
    m_.next(all, mux(running, concat({all.low(width - 1), bit}), all));
    return split(all, thresholds_.quotient_bits());
}

}  // namespace

Module tensor_loader(const LoadedConverter& converter) {
    Module m{converter.options.name + "_load",
             "Divides what thresholds need by the scale of a tensor."};
    m.belongs_to(DesignPart::converters);
    const auto thresholds = tensor_thresholds(converter.options);
    auto request = m.input("load_i", Range::bit());
    auto code = m.input("tensor_scale_i", arith::codes(fp32()));
    Divider divider(m, thresholds);
    auto load = accepted(m, request & !divider.is_running(), code, converter.cycles_under_way());
    auto g = arith::normalize(fp32(), load.g, significand_bits());
    auto usable = (load.g.low(31) != 0) & !g.neg & !g.special;
    auto is_usable = m.state("usable_q", Range::bit(), 0);
    m.next(is_usable, mux(load.begins, usable, is_usable));
    auto exponent = m.state("exponent_q", arith::gain_exponents(), 0);
    m.next(exponent, mux(load.begins, g.exponent, exponent));
    auto divisor = taken(m, "divisor_q", g.significand.range(), load.begins, g.significand);
    m.output("ready_o", !(load.waits | divider.is_running()));
    m.output("quotients_o", divider.quotients(load.begins, divisor));
    m.output("exponent_o", exponent);
    m.output("usable_o", is_usable);
    return m;
}

unsigned LoadedConverter::cycles_under_way() const {
    const auto block = static_cast<unsigned>(options.output.block);
    return latency + (options.is_streaming() ? block / options.lanes : 0);
}

unsigned LoadedConverter::load_cycles() const {
    const auto thresholds = tensor_thresholds(options);
    return 1 + cycles_under_way() +
           static_cast<unsigned>(thresholds.dividends().size()) * thresholds.quotient_bits();
}

Module convert_with_loader(const LoadedConverter& converter) {
    const auto& o = converter.options;
    Module m{converter.options.name,
             fmt::format("Converts values of {} to blocks of {} by thresholds that "
                         "are loaded once a tensor.",
                         o.input.name, o.output.name)};
    auto valid = m.input("valid_i", Range::bit());
    auto x = m.input("x_i", arith::codes(o.input), o.lanes);
    auto request = m.input("tensor_load_i", Range::bit());
    auto g = m.input("tensor_scale_i", arith::codes(fp32()));
    auto loader = m.instance(tensor_loader(converter), "u_load",
                             {{"load_i", request}, {"tensor_scale_i", g}});
    auto ready = loader.value("ready_o");
    m.output("tensor_ready_o", ready);
    auto blocks = m.instance(converter.circuit, "u_convert",
                             {{"valid_i", valid & ready & !request},
                              {"x_i", x},
                              {"quotients_i", loader.array("quotients_o")},
                              {"gain_exponent_i", loader.value("exponent_o")},
                              {"gain_usable_i", loader.value("usable_o")}});
    m.output("valid_o", blocks.value("valid_o"));
    m.output("scale_o", blocks.value("scale_o"));
    m.output("codes_o", blocks.array("codes_o"));
    m.output("invalid_o", blocks.value("invalid_o"));
    return m;
}

}  // namespace mxgen::unit
