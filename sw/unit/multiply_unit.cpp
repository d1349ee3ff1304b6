// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "sw/support/names.h"
#include "sw/unit/multiplier_keys.h"
#include "sw/unit/multiply.h"
#include "sw/unit/operand_keys.h"
#include "sw/unit/rule_keys.h"
#include "sw/unit/unit.h"
#include "sw/unit/words.h"

namespace mxgen {

namespace {

bool is_float(const BlockFormat& operand) { return operand.element.kind == Kind::floating; }

void check_scaling(const MultiplyDesign& multiply, const Settings& settings) {
    for (const auto& [section, operand] :
         {std::pair{"a", &multiply.a}, std::pair{"b", &multiply.b}}) {
        if (!operand->scale) continue;
        const std::string scale = fmt::format("{}.scale", section);
        const bool is_own = settings.contains(scale);
        fail(settings, is_own ? scale : operand_path(settings, section),
             fmt::format("= {} has a scale, unit multiply takes floats without one; allowed: e4m3, "
                         "fp16, eXmY, "
                         "...; nearest: {}",
                         in_quotes(is_own ? operand->scale->name : operand->name),
                         is_own               ? "none"
                         : is_float(*operand) ? operand->element.name
                                              : "e4m3"));
    }
}

void check_multiply(const MultiplyDesign& multiply, const Settings& settings) {
    for (const auto& [section, operand] :
         {std::pair{"a", &multiply.a}, std::pair{"b", &multiply.b}}) {
        if (is_float(*operand)) continue;
        fail(settings, operand_path(settings, section),
             fmt::format("= {} is no float, unit multiply takes floats; allowed: e4m3, fp16, eXmY, "
                         "...; nearest: e4m3",
                         in_quotes(operand->name)));
    }
    if (multiply.a.element == multiply.b.element) return;
    if (multiply.multiplier.product == ProductKind::exact && multiply.full) return;
    fail(
        settings, operand_path(settings, "b"),
        fmt::format("= {} differs from operand a, {}, whose codes shall hold the product; allowed: "
                    "one format, or --full-product; nearest: {}",
                    in_quotes(multiply.b.name), in_quotes(multiply.a.name), multiply.a.name));
}

void check_full(const MultiplyDesign& multiply, const Settings& settings) {
    const ProductKind product = multiply.multiplier.product;
    if (!multiply.full || product == ProductKind::exact) return;
    fail(settings, "dot.full_product",
         fmt::format("= true is the exact product, not that of {}; allowed: false, or multiplier "
                     "exact; nearest: false",
                     in_quotes(name_of(product))));
}

std::string multiply_in_words(const MultiplyDesign& multiply) {
    const MultiplierChoice& choice = multiply.multiplier;
    const std::string formats = operand_in_words(multiply.a);
    if (multiply.full)
        return fmt::format("The exact product of {} and {}, in a float that holds every one.",
                           formats, operand_in_words(multiply.b));
    const std::string meaning = meaning_of(choice, formats);
    if (choice.product != ProductKind::exact) return meaning;
    return fmt::format("{}; beyond the largest number: {}.", meaning, name_of(multiply.overflow));
}

class MultiplyUnit : public UnitOf<MultiplyDesign> {
  public:
    std::string_view name() const override { return "multiply"; }
    UnitKeys keys() const override;
    std::optional<MultiplySpec> product(const UnitDesign& design) const override {
        return multiply_spec(typed(design));
    }
    std::optional<Operands> operands(const UnitDesign& design) const override {
        return Operands{typed(design).a, typed(design).b};
    }

  private:
    void complete(MultiplyDesign& multiply, const Settings& settings) const override;
    std::string stem_of(const MultiplyDesign& multiply) const override {
        return "multiply_" + operand_names(multiply.a, multiply.b);
    }
    std::string meaning_of(const MultiplyDesign& multiply) const override {
        return multiply_in_words(multiply);
    }
};

UnitKeys MultiplyUnit::keys() const {
    const auto a = [](auto& d) -> auto& { return d.a; };
    const auto b = [](auto& d) -> auto& { return d.b; };
    UnitKeys keys = operand_keys<MultiplyDesign>("a", "rows", "none: it must be given", a);
    keys += operand_keys<MultiplyDesign>("b", "columns", "that of a", b);
    keys += multiplier_keys<MultiplyDesign>([](auto& d) -> auto& { return d.multiplier; });
    keys.push_back(named<MultiplyDesign>(
        {.section = "dot",
         .name = "full_product",
         .type = KeyType::boolean,
         .help = "Unit multiply: the exact product in a wider float"},
        [](auto& d) -> auto& { return d.full; }, "full"));
    keys.push_back(overflow_key<MultiplyDesign>([](auto& d) -> auto& { return d.overflow; }));
    return keys;
}

void MultiplyUnit::complete(MultiplyDesign& multiply, const Settings& settings) const {
    multiply.a = resolve_operand(settings, "a");
    multiply.b = resolve_operand(settings, "b", &multiply.a);
    check_scaling(multiply, settings);
    for (BlockFormat* operand : {&multiply.a, &multiply.b}) {
        operand->block = 1;
        name_operand(*operand);
    }
    check_full(multiply, settings);
    check_multiplier(settings, multiply.multiplier, multiply.a.element, multiply.b.element);
    check_multiply(multiply, settings);
    refuse_casts(settings, {.overflow = multiply.overflow});
}

}  // namespace

const Unit& multiply_unit() {
    static const MultiplyUnit unit;
    return unit;
}

}  // namespace mxgen
