// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/support/names.h"
#include "sw/unit/convert.h"
#include "sw/unit/operand_keys.h"
#include "sw/unit/rotation_keys.h"
#include "sw/unit/rule_keys.h"
#include "sw/unit/unit.h"

namespace mxgen {

namespace {

void check_random(const ConvertDesign& convert, const Settings& settings) {
    if (convert.random == RandomSource::port || convert.is_stochastic()) return;
    fail(settings, "convert.random",
         fmt::format("= {} gives bits that rounding {} does not take; allowed: \"port\", or "
                     "rounding = \"sr\"; nearest: \"port\"",
                     in_quotes(name_of(convert.random)),
                     in_quotes(name_of(convert.rule.rounding.rounding))));
}

/// Thresholds that are loaded are few, and those of all elements.
constexpr int max_loaded_bits = 5;

void check_tensor_scaling(const ConvertDesign& convert, const Settings& settings) {
    if (!convert.loads_tensor()) return;
    const auto refuse = [&](const std::string& why) {
        fail(settings, "convert.tensor_scale",
             fmt::format("= {} {}; allowed: port; nearest: port",
                         in_quotes(name_of(convert.tensor_scaling)), why));
    };
    const BlockFormat& output = convert.output;
    if (!output.tensor_scale)
        refuse(fmt::format("is for formats with an fp32 scale of the tensor, {} has none",
                           output.name));
    if (convert.is_stochastic())
        refuse("makes thresholds, of which rounding \"sr\" has other ones for each element");
    if (convert.rotation) refuse("compares inputs with thresholds, not rotated ones");
    if (output.element.kind == Kind::table || output.element.bits > max_loaded_bits)
        refuse(fmt::format("is for floats and integers of at most {} bits, not {}", max_loaded_bits,
                           output.element.name));
}

class ConvertUnit : public UnitOf<ConvertDesign> {
  public:
    std::string_view name() const override { return "convert"; }
    UnitKeys keys() const override;
    int results_per_step(const UnitDesign& design) const override {
        return typed(design).beats().beats_per_step();
    }
    std::optional<std::string_view> has_handshakes() const override {
        return "with fewer lanes than the block, --stages or --period-ns";
    }

  private:
    void complete(ConvertDesign& convert, const Settings& settings) const override;
    std::string stem_of(const ConvertDesign& convert) const override {
        return fmt::format("convert_{}_{}{}", convert.input.name, convert.output.name,
                           beat_stem(convert.output, convert.lanes));
    }
    std::string meaning_of(const ConvertDesign& convert) const override {
        return convert_in_words(convert);
    }
};

UnitKeys ConvertUnit::keys() const {
    using Design = ConvertDesign;
    const auto rule = [](auto& d) -> auto& { return d.rule; };
    UnitKeys keys = operand_keys<Design>(
        "a", "rows", "none: it must be given", [](auto& d) -> auto& { return d.output; });
    Key input = convert_key("input", "Format of the values to convert");
    input.allowed = {"fp32", "bf16", "fp16"};
    keys.push_back(bound<Design>(
        input, [](auto& d) -> auto& { return d.input; }));
    keys += rule_keys<Design>(rule);
    keys.push_back(named<Design>(
        {.section = "convert",
         .name = "random_bits",
         .type = KeyType::integer,
         .min = 1,
         .max = 32,
         .help = "Random bits an element, for sr"},
        [](auto& d) -> auto& { return d.rule.rounding.random_bits; }, "r"));
    keys.push_back(named<Design>(
        convert_key("random", "Where they come from: port random_i, or feedback registers inside"),
        [](auto& d) -> auto& { return d.random; }));
    keys.push_back(named<Design>(
        {.section = "convert",
         .name = "lfsr_seed",
         .type = KeyType::integer,
         .min = 0,
         .max = 2147483647,
         .help = "First state of the feedback registers"},
        [](auto& d) -> auto& { return d.lfsr_seed; }, "seed"));
    keys.push_back(named<Design>(
        convert_key("tensor_scale",
                    "When the scale g of a tensor comes: with every block, or once, loaded before"),
        [](auto& d) -> auto& { return d.tensor_scaling; }, "g"));
    keys += policy_keys<Design>(
        rule, [](auto& d) -> auto& { return d.clip; });
    keys += rotation_keys<Design>([](auto& d) -> auto& { return d.rotation; });
    keys.push_back(bound<Design>(
        {.section = "convert",
         .name = "lanes",
         .type = KeyType::integer,
         .min = 1,
         .max = 1024,
         .otherwise = "the block",
         .help = "Fewer than the block: streaming"},
        [](auto& d) -> auto& { return d.lanes; }));
    return keys;
}

void ConvertUnit::complete(ConvertDesign& convert, const Settings& settings) const {
    convert.output = resolve_blocked(settings, convert.lanes);
    check_rotation(settings, convert.output, convert.rule, convert.rotation);
    if (convert.lanes == 0) convert.lanes = convert.group();
    if (!convert.output.scale && convert.lanes != convert.output.block) {
        fail(settings, "convert.lanes",
             fmt::format("= {} differs from a.block = {}: elements without scale are converted "
                         "a whole block a beat; allowed: the block; nearest: --lanes {}",
                         convert.lanes, convert.output.block, convert.output.block));
    }
    check_lanes(settings, "convert.lanes", convert.lanes, convert.group());
    check_rule(settings, convert.output, convert.rule);
    check_random(convert, settings);
    check_tensor_scaling(convert, settings);
}

}  // namespace

const Unit& convert_unit() {
    static const ConvertUnit unit;
    return unit;
}

}  // namespace mxgen
