// SPDX-License-Identifier: Apache-2.0
#include "gen/unit/word.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/arith/decode.h"
#include "gen/unit/modes.h"

namespace mxgen::unit {

using namespace ir;

namespace {

const BlockFormat& operand(const DotOptions& o, const std::string& side) {
    return side == "a" ? o.a : o.b;
}

/// One array port of an instance from a value or an array of `elements`.
Binding scales_binding(const std::string& port, const Value& all, unsigned count, unsigned width) {
    return count == 1 ? Binding(port, all) : Binding(port, split(all, width));
}

}  // namespace

PackedWord::PackedWord(const DotOptions& o, const std::string& side, std::string port)
    : side_(side),
      port_(std::move(port)),
      lanes_(o.lanes),
      scales_(0),
      code_(arith::codes(operand(o, side).element)),
      scale_(Range::bit()),
      has_mode_(!o.modes.empty() && side == "a") {
    const auto& format = operand(o, side);
    if (!o.modes.empty()) code_ = Modes(o).slot(format);
    if (!format.scale) return;
    scales_ = std::max(1u, lanes_ / static_cast<unsigned>(format.block));
    scale_ = arith::codes(*format.scale);
}

Array PackedWord::gathered(Module& m, unsigned count) const {
    auto codes = m.input(port_ + "_i", code_, lanes_ * count);
    auto name = port_ + "_word";
    if (scales_ == 0 && !has_mode_) return split(joined(codes), width()).as(name);
    Module pack{"mx_" + name, "Codes and, above them, what they share."};
    std::vector<Binding> bindings{{"codes_i", codes}};
    std::vector<Value> parts{joined(pack.input("codes_i", code_, lanes_))};
    if (scales_ > 0) {
        bindings.emplace_back("scale_i", m.input(port_ + "_scale_i", scale_, scales_ * count));
        parts.push_back(scales_ == 1 ? pack.input("scale_i", scale_)
                                     : joined(pack.input("scale_i", scale_, scales_)));
    }
    if (has_mode_) {
        bindings.emplace_back("mode_i", m.input("mode_i", Range::bit()));
        parts.push_back(pack.input("mode_i", Range::bit()));
    }
    std::reverse(parts.begin(), parts.end());
    pack.output("word_o", concat(parts));
    return m.instances(pack, "u_" + name, count, bindings).array("word_o").as(name);
}

void PackedWord::bind(Module& m, std::vector<Binding>& bindings) const {
    auto packed = m.input(side_ + "_i", Range::unsigned_bits(width()));
    auto codes = packed.low(codes_end()).as(side_ + "_codes");
    bindings.emplace_back(side_ + "_i", split(codes, code_.width()));
    if (scales_ > 0)
        bindings.push_back(scales_binding(side_ + "_scale_i",
                                          packed.bits(scales_end() - 1, codes_end()), scales_,
                                          scale_.width()));
    if (has_mode_) bindings.emplace_back("mode_i", packed.bit(width() - 1));
}

}  // namespace mxgen::unit
