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
        "and overflow to infinity; NaN stays NaN.{}{}",
        operand_in_words(deconvert.input), deconvert.output.name,
        scaled ? "element * scale" : "each element",
        deconvert.input.tensor_scale ? " The scale of the tensor is left to the reader."
        : deconvert.input.tensor_exponent
            ? " scale_i is the E8M0 code of the tensor's power of two."
            : "",
        deconvert.pack == CodeRows::four_two
            ? " codes_i is a row of the elements' low four bits and, above it, one of their high "
              "two bits; element 0 is highest in each."
            : "");
}

/// Rows of four and two bits are of elements of six, and whole bytes long.
void check_rows(const DeconvertDesign& deconvert, const Settings& settings) {
    if (deconvert.input.element.bits != 6)
        fail(settings, "convert.pack",
             fmt::format("= \"4+2\" is for elements of six bits, {} has {}; allowed: none, or "
                         "e3m2; nearest: none",
                         deconvert.input.element.name, deconvert.input.element.bits));
    if (deconvert.lanes % 4 != 0)
        fail(settings, "convert.pack",
             fmt::format("= \"4+2\" is for a multiple of four elements a beat, not {}; allowed: "
                         "none; nearest: none",
                         deconvert.lanes));
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
        keys.push_back(named<DeconvertDesign>(
            convert_key("pack", "Elements of six bits as rows of four and two bits"),
            [](auto& d) -> auto& { return d.pack; }));
        return keys;
    }
    std::optional<std::string_view> has_handshakes() const override {
        return "with --stages or --period-ns";
    }

  private:
    void complete(DeconvertDesign& deconvert, const Settings& settings) const override {
        deconvert.input = resolve_blocked(settings, deconvert.lanes);
        deconvert.lanes = deconvert.input.block;
        if (deconvert.pack == CodeRows::four_two) check_rows(deconvert, settings);
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
