// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/convert_rotate.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <vector>

#include "gen/arith/decode.h"
#include "gen/arith/element_kinds.h"
#include "gen/arith/hadamard.h"
#include "gen/arith/maximum.h"
#include "gen/arith/normalize.h"
#include "gen/unit/beats.h"

namespace mxgen::unit {

using namespace ir;

namespace {

/// How far subnormal numbers are shifted up: as far as the window would cut them.
unsigned raised(const ConvertOptions& o) {
    return static_cast<unsigned>(std::max(0, o.input.mantissa_bits - o.rotation.window));
}

/// The numbers of a group with what they have in common.
struct SharedNumbers {
    Array x;                     ///< codes of a beat, or of a rotation
    Value top;                   ///< the largest exponent field
    Value special;               ///< one is not finite
    std::vector<Value> negated;  ///< a truth value a number of a rotation
};

Module place_module(const ConvertOptions& o) {
    Module m{o.name + "_place", fmt::format("The exponent of one {} value.", o.input.name)};
    m.belongs_to(DesignPart::converters);
    auto x = arith::normalize(o.input, m.input("x_i", arith::codes(o.input)), raised(o));
    m.output("exponent_o", x.exponent + Value(Int(raised(o))));
    m.output("special_o", x.special);
    return m;
}

/// A magnitude in units of the window's lowest place, cut there, with its sign.
Module term_module(const ConvertOptions& o, const Range& top_range) {
    Module m{o.name + "_term",
             fmt::format("One {} value as an integer of its group.", o.input.name)};
    m.belongs_to(DesignPart::converters);
    auto x = arith::normalize(o.input, m.input("x_i", arith::codes(o.input)), raised(o));
    auto top = m.input("top_i", top_range);
    auto negated = m.input("negated_i", Range::bit());
    int places = o.rotation.window - o.input.mantissa_bits;
    auto wide = (x.significand << Value(std::max(0, places))) >> Value(std::max(0, -places));
    auto exponent = x.exponent + Value(Int(raised(o)));
    auto distance =
        arith::distance_below(top, exponent, Range{0, o.rotation.window}.width(), false);
    auto cut = mux(distance.far, 0, wide >> distance.low).as("magnitude");
    m.output("term_o", mux(x.neg ^ negated, -cut, cut));
    return m;
}

/// A sum as the float that it is.
Module number_module(const ConvertOptions& o, const Range& sums, const Range& top_range) {
    auto f = rotated_format(o.input, o.rotation);
    Module m{o.name + "_number", "A rotated number as a float, exactly."};
    m.belongs_to(DesignPart::converters);
    auto sum = m.input("sum_i", sums);
    auto top = m.input("top_i", top_range);
    auto special = m.input("special_i", Range::bit());
    auto p = static_cast<unsigned>(f.mantissa_bits), e = static_cast<unsigned>(f.exponent_bits);
    auto magnitude = absolute(sum).within(0, pow2(p + 1) - 1).as("magnitude");
    auto zeros = leading_zeros(magnitude).as("zeros");
    auto mantissa = (magnitude << zeros).low(p);
    auto field = (top + Value(Int(p)) - zeros).within(0, pow2(e) - 1).low(e);
    auto number = mux(magnitude == 0, 0, concat({sum < 0, field, mantissa}));
    m.output("x_o", mux(special, (pow2(e) - 1) << p, number));
    return m;
}

/// The sums of `lanes` numbers, of rotations that lie in one beat, or part `part` of one that takes
/// several, which `group` holds.
Array rotated(Module& m, const ConvertOptions& o, const SharedNumbers& group, unsigned lanes,
              const Value& part) {
    auto size = static_cast<unsigned>(o.rotation.size);
    std::vector<Value> negated;
    for (unsigned i = 0; i < group.x.size(); ++i) {
        auto sign = group.negated[i % size];
        for (unsigned bit = 0; lanes << bit < size; ++bit)
            if ((i % size / lanes) >> bit & 1) sign = sign ^ part.bit(bit);
        negated.push_back(sign);
    }
    auto terms =
        m.instances(term_module(o, group.top.range()), "u_term", group.x.size(),
                    {{"x_i", group.x}, {"top_i", group.top}, {"negated_i", gather(negated)}})
            .array("term_o");
    if (lanes < size) {
        std::vector<Value> columns;
        for (unsigned column = 0; column < lanes; ++column) {
            std::vector<Value> parts;
            for (unsigned i = column; i < size; i += lanes) parts.push_back(terms[i]);
            columns.push_back(sum(parts));
        }
        terms = gather(columns);
    }
    auto sums = arith::hadamard(m, o.name + "_butterfly", terms, std::min(lanes, size));
    return m
        .instances(number_module(o, sums.range(), group.top.range()), "u_number", lanes,
                   {{"sum_i", sums}, {"top_i", group.top}, {"special_i", group.special}})
        .array("x_o");
}

/// The signs of a rotation: given, or known.
std::vector<Value> signs_of(Module& m, const ConvertOptions& o, const std::optional<Array>& given) {
    std::vector<Value> signs;
    for (int i = 0; i < o.rotation.size; ++i)
        signs.push_back(given ? (*given)[static_cast<unsigned>(i)]
                              : m.constant(o.rotation.negates(i)));
    return signs;
}

/// The largest exponent of the numbers of a beat, and whether one is not finite.
Module top_module(const ConvertOptions& o, unsigned count) {
    Module m{o.name + "_top", fmt::format("The largest exponent of {} values.", count)};
    m.belongs_to(DesignPart::converters);
    auto x = m.input("x_i", arith::codes(o.input), count);
    auto places = m.instances(place_module(o), "u_place", count, {{"x_i", x}});
    m.output("top_o", arith::maximum(m, o.name + "_top", places.array("exponent_o"), 0));
    m.output("special_o", any(places.array("special_o")));
    return m;
}

std::pair<Value, Value> place(Module& m, const ConvertOptions& o, const Array& x) {
    auto top = m.instance(top_module(o, x.size()), "u_top", {{"x_i", x}});
    return {top.value("top_o").as("beat_top"), top.value("special_o").as("beat_special")};
}

/// While a group enters in several beats, the one before leaves in as many cycles.
class GroupStream {
  public:
    GroupStream(Module& m, const ConvertOptions& o, const ConvertInputs& in)
        : m_(m),
          o_(o),
          lanes_(in.x.size()),
          count_(o.group() / lanes_),
          beats_(m, count_, in.valid),
          valid_(in.valid),
          last_(beats_.last()) {}

    ConvertInputs operator()(const ConvertInputs& in) {
        auto left = m_.state("rotated_left_q", Range{0, count_}, 0);
        auto is_leaving = left != 0;
        m_.next(left,
                mux(last_, Int(count_), mux(is_leaving, left - Value(1), 0).within(0, count_)));
        auto parts = std::max(1u, static_cast<unsigned>(o_.rotation.size) / lanes_);
        auto part = parts == 1 ? m_.constant(0) : next_part(is_leaving, parts);
        auto width = in.x.range().width();
        auto word = leaving("group", joined(in.x), parts, part);
        auto [top, special] = gathered(place(m_, o_, in.x));
        SharedNumbers group{split(word, width), top, special, held_signs(in.signs)};
        ConvertInputs out;
        out.x = rotated(m_, o_, group, lanes_, part);
        out.valid = is_leaving.control();
        if (in.tensor.scale)
            out.tensor.scale = held(m_, "rotated_tensor_scale_q", last_,
                                    beats_.from_first(*in.tensor.scale, "rotated_tensor_scale"));
        if (in.random)
            out.random = split(leaving("random", joined(*in.random), 1, m_.constant(0)),
                               in.random->range().width());
        return out;
    }

  private:
    /// The part of its rotation that leaves: a cycle each.
    Value next_part(const Value& is_leaving, unsigned parts) {
        auto part = m_.state("part_q", Range{0, parts - 1}, 0);
        auto following =
            mux(part == Value(Int(parts - 1)), 0, part + Value(1)).within(0, parts - 1);
        m_.next(part, mux(last_ | !is_leaving, 0, following));
        return part;
    }

    /// `parts` beats of the group that leaves, which give way to the next ones behind the last
    /// part.
    Value leaving(const std::string& name, const Value& word, unsigned parts, const Value& part) {
        auto width = word.width();
        auto entered = m_.state(name + "_entered_q", Range::unsigned_bits(width * (count_ - 1)));
        auto all = concat({word, entered});
        m_.next(entered, mux(valid_, all.bits(width * count_ - 1, width), entered));
        auto left = m_.state(name + "_leaving_q", Range::unsigned_bits(width * count_));
        auto rest = parts == count_ ? left
                    : parts == 1    ? left >> Value(Int(width))
                                    : mux(part == Value(Int(parts - 1)),
                                          left >> Value(Int(width * parts)), left);
        m_.next(left, mux(last_, all, rest));
        return left.low(width * parts).as(name + "_beats");
    }

    std::pair<Value, Value> gathered(const std::pair<Value, Value>& beat) {
        auto add = [&](const std::string& name, const Value& one, auto join) {
            auto range = one.range();
            auto before = m_.state(name + "_gathered_q", range, range.lo);
            auto all =
                join(mux(beats_.is_first(), range.lo, before), one).within(range.lo, range.hi);
            m_.next(before, mux(valid_, all, before));
            return held(m_, name + "_q", last_, all);
        };
        return {add("top", beat.first,
                    [](const Value& a, const Value& b) {
                        return max({a, b});
                    }),
                add("special", beat.second, [](const Value& a, const Value& b) { return a | b; })};
    }

    std::vector<Value> held_signs(const std::optional<Array>& given) {
        if (!given) return signs_of(m_, o_, given);
        auto first = beats_.from_first(joined(*given), "signs");
        return signs_of(m_, o_, split(held(m_, "group_signs_q", last_, first), 1));
    }

    Module& m_;
    const ConvertOptions& o_;
    unsigned lanes_, count_;
    BeatCounter beats_;
    Value valid_, last_;
};

}  // namespace

Format rotated_format(const Format& input, const Rotation& rotation) {
    Format f;
    f.name = input.name, f.source = input.source;
    f.mantissa_bits = rotation.window + rotation.steps();
    int limit = std::max(0, input.mantissa_bits - rotation.window);
    // An exponent field counts the place of the leading one of a sum above the lowest of all.
    int highest = (1 << input.exponent_bits) - 2 + limit + f.mantissa_bits;
    f.exponent_bits = static_cast<int>(Range{0, highest + 1}.width());
    f.bias = input.bias + limit + rotation.window + rotation.shift();
    f.specials = Specials::ieee;
    f.bits = 1 + f.exponent_bits + f.mantissa_bits;
    return f;
}

ConvertInputs rotate(Module& m, const ConvertOptions& o, const ConvertInputs& in) {
    if (in.x.size() < o.group()) return GroupStream(m, o, in)(in);
    auto [top, special] = place(m, o, in.x);
    auto out = in;
    out.x =
        rotated(m, o, {in.x, top, special, signs_of(m, o, in.signs)}, in.x.size(), m.constant(0));
    return out;
}

}  // namespace mxgen::unit
