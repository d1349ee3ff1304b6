// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/unit/deconvert.h"
#include "sw/unit/operand_keys.h"
#include "sw/unit/rule_keys.h"
#include "sw/unit/unit.h"
#include "sw/unit/words.h"

namespace mxgen {

namespace {

std::string deconvert_in_words(const DeconvertDesign& deconvert) {
    const bool scaled = deconvert.input.scale || deconvert.input.tensor_exponent;
    return fmt::format(
        "Converts {} back to {}: {}, rounded once to nearest, ties to even, with gradual underflow "
        "and overflow to infinity; NaN stays NaN.{}",
        operand_in_words(deconvert.input), deconvert.output.name,
        scaled ? "element * scale" : "each element",
        deconvert.input.tensor_scale ? " The scale of the tensor is left to the reader."
        : deconvert.input.tensor_exponent
            ? " scale_i is the E8M0 code of the tensor's power of two."
            : "");
}

class DeconvertUnit : public UnitOf<DeconvertDesign> {
  public:
    std::string_view name() const override { return "deconvert"; }
    UnitKeys keys() const override {
        UnitKeys keys = operand_keys<DeconvertDesign>(
            "a", "rows", "none: it must be given", [](auto& d) -> auto& { return d.input; });
        Key output = convert_key("output", "Format of the values made");
        output.allowed = {"fp32", "bf16", "fp16"};
        keys.push_back(bound<DeconvertDesign>(
            output, [](auto& d) -> auto& { return d.output; }));
        return keys;
    }
    std::optional<std::string_view> has_handshakes() const override {
        return "with --stages or --period-ns";
    }

  private:
    void complete(DeconvertDesign& deconvert, const Settings& settings) const override {
        deconvert.input = resolve_blocked(settings, deconvert.lanes);
        deconvert.lanes = deconvert.input.block;
    }
    std::string stem_of(const DeconvertDesign& deconvert) const override {
        return fmt::format("deconvert_{}_{}{}", deconvert.input.name, deconvert.output.name,
                           beat_stem(deconvert.input, deconvert.lanes));
    }
    std::string meaning_of(const DeconvertDesign& deconvert) const override {
        return deconvert_in_words(deconvert);
    }
};

}  // namespace

const Unit& deconvert_unit() {
    static const DeconvertUnit unit;
    return unit;
}

}  // namespace mxgen
