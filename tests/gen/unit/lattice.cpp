// SPDX-License-Identifier: Apache-2.0
#include "tests/gen/unit/lattice.h"

#include <map>

namespace mxgen::testing {

namespace {

template <class T>
const T& pick(std::mt19937& random, const std::vector<T>& choices) {
    return choices[random() % choices.size()];
}

bool is_wide(const Format& f) { return f.kind == Kind::floating && f.exponent_bits > 5; }

/// Wide exponents make lanes of hundreds of bits: fewer of them.
BlockFormat sample_operand(std::mt19937& random, bool scaled) {
    BlockFormat f;
    f.element = sample_element(random);
    if (is_wide(f.element) && random() % 4 > 0) f.element = sample_element(random);
    f.name = f.element.name;
    if (scaled)
        f.scale = find_format(pick<std::string>(random, {"e8m0", "ue4m3", "ue5m3"})).value();
    return f;
}

void sample_sizes(std::mt19937& random, unit::DotOptions& o, unsigned max_lanes) {
    static const std::vector<int> blocks{1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 13, 16, 17, 31, 32};
    bool wide = is_wide(o.a.element) || is_wide(o.b.element);
    auto lanes_limit = wide ? std::min(2u, max_lanes) : max_lanes;
    auto block = pick(random, blocks);
    o.a.block = o.b.block = block;
    std::vector<unsigned> fitting{1};
    for (unsigned lanes = 2; lanes <= lanes_limit; ++lanes)
        if (block % static_cast<int>(lanes) == 0 || lanes % static_cast<unsigned>(block) == 0)
            fitting.push_back(lanes);
    o.lanes = pick(random, fitting);
}

std::string sample_window(std::mt19937& random) {
    if (random() % 4 == 0) return "fixed";
    int lsb = static_cast<int>(random() % 80) - 50;
    return fmt::format("fixed<{},{}>", lsb + 1 + static_cast<int>(random() % 60), lsb);
}

std::string sample_accumulator(std::mt19937& random, const unit::DotOptions& o) {
    bool scaled = o.a.scale || o.b.scale;
    switch (random() % 9) {
        case 0:
            return sample_window(random);
        case 8:
            // At least for 1024 blocks, and more where a beat has several.
            return fmt::format("late<{}>", 14 + random() % 30);
        case 1:
            if (!scaled) return "none";
            break;
        case 2:
        case 3:
            if (!scaled)
                return fmt::format("tensorcore<{},{},{}>{}", 1 + random() % 30, 1 + random() % 9,
                                   1 + random() % 24, random() % 2 ? "" : " promote=10");
            [[fallthrough]];
        case 4:
            if (!scaled)
                return fmt::format("int{}{}", 2 + random() % 40,
                                   random() % 2 ? " wrap" : " saturate");
            break;
        case 5:
            if (!scaled) return "int";
            break;
        default:
            break;
    }
    return pick<std::string>(random, {"fp32", "bf16", "fp16"});
}

SumRounding sample_rounding(std::mt19937& random, const Accumulator& accumulator) {
    if (accumulator.kind != Accumulator::Kind::floating || random() % 2) return {};
    if (random() % 2) return {SumRounding::Kind::beat, 0};
    return {SumRounding::Kind::window, 1 + static_cast<int>(random() % 64)};
}

/// The values of the ports in their order; those not named are zero.
Integer packed(const std::vector<const ir::CircuitPort*>& ports,
               const std::map<std::string, Integer>& values) {
    Integer all = 0;
    unsigned at = 0;
    for (const auto* port : ports) {
        auto found = values.find(port->name);
        if (found != values.end()) all |= found->second << at;
        at += port->range.width() * std::max(1u, port->elements);
    }
    return all;
}

Integer bus(const Codes& codes, std::size_t first, std::size_t count, int width) {
    Integer all = 0;
    for (auto i = count; i-- > 0;) all = (all << width) | codes[first + i];
    return all;
}

/// Writes a script cycle by cycle.
class Writer {
  public:
    Writer(Script& script, unsigned seed)
        : script_(script),
          o_(script.point.options),
          source_(seed),
          model_(spec_of(o_)),
          inputs_(script.circuit->inputs()),
          outputs_(script.circuit->outputs()) {}

    void blocks(bool first) {
        Codes a, b, a_scales, b_scales;
        auto c = source_.initial(model_.width());
        for (unsigned i = 0; i < std::max(1u, o_.lanes / block()); ++i) {
            auto input = source_.block(o_);
            model_.block(first && i == 0, input.a, input.a_scale, input.b, input.b_scale, c);
            a.insert(a.end(), input.a.begin(), input.a.end());
            b.insert(b.end(), input.b.begin(), input.b.end());
            a_scales.push_back(input.a_scale);
            b_scales.push_back(input.b_scale);
        }
        for (std::size_t at = 0; at < a.size(); at += o_.lanes) {
            while (source_.once_in(5)) idle();
            std::map<std::string, Integer> in{
                {"valid_i", 1},
                {"first_i", at == 0 ? Integer(first) : Integer(source_.random()() % 2)},
                {"a_i", bus(a, at, o_.lanes, o_.a.element.bits)},
                {"b_i", bus(b, at, o_.lanes, o_.b.element.bits)}};
            // What only the first beat of a block carries may change after it.
            if (o_.a.scale) in["a_scale_i"] = scales(a_scales, at, o_.a.scale->bits);
            if (o_.b.scale) in["b_scale_i"] = scales(b_scales, at, o_.b.scale->bits);
            if (o_.has_initial()) in["c_i"] = at == 0 ? c : source_.initial(model_.width());
            clock(in, at + o_.lanes == a.size());
        }
    }
    void idle() { clock({{"valid_i", 0}}, false); }

  private:
    unsigned block() const { return static_cast<unsigned>(o_.a.block); }

    Integer scales(const Codes& codes, std::size_t at, int bits) {
        if (at > 0) return source_.random()() & mask(bits);
        return bus(codes, 0, codes.size(), bits);
    }

    void clock(const std::map<std::string, Integer>& in, bool last) {
        bool none = o_.accumulator.kind == Accumulator::Kind::none;
        // A clocked unit shows in the next cycle what it was given in this one.
        std::size_t given = now_++, shown = none ? given : given + 1;
        script_.cycles.resize(shown + 1);
        script_.cycles[given].in = packed(inputs_, in);
        Integer flag = last, all = last ? (Integer(1) << model_.width()) - 1 : Integer(0);
        auto& seen = script_.cycles[shown];
        seen.out = packed(outputs_, {{"valid_o", flag},
                                     {"acc_o", model_.acc()},
                                     {"sum_o", model_.acc()},
                                     {"special_o", model_.invalid()},
                                     {"overflow_o", model_.overflow()},
                                     {"invalid_o", model_.invalid()}});
        // Without an accumulator a sum with a special has no meaning.
        seen.mask = packed(outputs_, {{"valid_o", 1},
                                      {"acc_o", all},
                                      {"sum_o", model_.invalid() ? Integer(0) : all},
                                      {"special_o", flag},
                                      {"overflow_o", flag},
                                      {"invalid_o", flag}});
    }

    Script& script_;
    const unit::DotOptions& o_;
    CodeSource source_;
    fast::FastDot model_;
    std::vector<const ir::CircuitPort*> inputs_, outputs_;
    std::size_t now_ = 0;
};

}  // namespace

Format sample_element(std::mt19937& random) {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all{"e3m0",     "e1m2",      "e3m4",      "e5m3b20",
                                     "e4m2ieee", "e2m2fn",    "e6m1",      "mant17",
                                     "mant120",  "khot<2,8>", "khot<3,5>", "khot<2,4>s"};
        for (const auto& row : formats())
            if (row.is_signed) all.push_back(row.name);
        for (int bits = 2; bits <= 16; ++bits) all.push_back(fmt::format("int{}", bits));
        return all;
    }();
    return find_format(pick(random, names)).value();
}

Point sample_point(std::mt19937& random, const std::string& name, unsigned max_lanes) {
    Point p;
    auto& o = p.options;
    bool scaled = random() % 2;
    o.name = name;
    o.a = sample_operand(random, scaled);
    o.b = sample_operand(random, scaled && random() % 4);
    sample_sizes(random, o, max_lanes);
    o.accumulator = find_accumulator(sample_accumulator(random, o)).value();
    if (o.accumulator.kind == Accumulator::Kind::none)
        o.a.block = o.b.block = static_cast<int>(o.lanes);
    else
        o.start = random() % 3 == 0 ? unit::Start::port : unit::Start::zero;
    o.round = sample_rounding(random, o.accumulator);
    p.lowering = pick(random, lowerings());
    return p;
}

std::string describe(const Point& p) {
    return describe(p.options) +
           (p.lowering ? fmt::format(" lowered, goal {}", int(*p.lowering)) : "");
}

Script script_of(const Point& point, unsigned blocks, unsigned seed) {
    Script script{point, lowered(unit::dot(point.options), point.lowering), {}};
    Writer writer(script, seed);
    std::mt19937 random(seed);
    for (unsigned n = 0; n < blocks; ++n) writer.blocks(n == 0 || random() % 4 == 0);
    writer.idle();
    return script;
}

std::optional<std::string> first_difference(const Script& script) {
    view::Interpreter dut(script.circuit);
    auto inputs = script.circuit->inputs(), outputs = script.circuit->outputs();
    for (std::size_t t = 0; t < script.cycles.size(); ++t) {
        const auto& cycle = script.cycles[t];
        unsigned at = 0;
        for (const auto* port : inputs)
            for (unsigned i = 0; i < std::max(1u, port->elements); ++i) {
                auto width = port->range.width();
                dut.set(port->name, ir::slice(cycle.in, at + width - 1, at), i);
                at += width;
            }
        dut.eval();
        Integer shown = 0;
        at = 0;
        for (const auto* port : outputs) {
            auto width = port->range.width();
            shown |= ir::slice(dut.get(port->name), width - 1, 0) << at;
            at += width;
        }
        if ((shown & cycle.mask) != (cycle.out & cycle.mask))
            return fmt::format("{}: cycle {} of {}: got {}, expected {}, mask {}",
                               describe(script.point), t, script.cycles.size(),
                               shown.str(0, std::ios::hex), cycle.out.str(0, std::ios::hex),
                               cycle.mask.str(0, std::ios::hex));
        dut.clock();
    }
    return std::nullopt;
}

}  // namespace mxgen::testing
