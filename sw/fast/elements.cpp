// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/elements.h"

#include <algorithm>
#include <mutex>

#include "sw/fast/wide.h"

namespace mxgen::fast {
namespace {

constexpr int max_table_bits = 16, max_unit_bits = 62, max_scaled_sum_bits = 100;
constexpr int max_fast_alignment = 48;  ///< of a tensorcore rule in machine words

void tabulate_units(const Format& element, ElementTable& table) {
    const int unit = model::unit_exponent(element);
    int bits = 1;
    for (const model::ExactValue& value : table.values)
        if (value.is_finite() && !value.is_zero())
            bits = std::max(bits, exponent_of(value.number) - unit + 1);
    if (bits > max_unit_bits) return;
    for (const model::ExactValue& value : table.values)
        table.units.push_back(floor_in_units(value.number, unit).convert_to<std::int64_t>());
    table.unit_bits = bits;
}

std::shared_ptr<const ElementTable> make_table(const Format& element) {
    auto table = std::make_shared<ElementTable>();
    for (std::uint32_t code = 0; code < model::code_count(element); ++code) {
        const model::ExactValue value = model::decode(element, code);
        table->values.push_back(value);
        table->special.push_back(!value.is_finite());
        if (const auto plain = to_plain(element, value)) table->plain.push_back(*plain);
    }
    if (table->plain.size() < table->values.size()) table->plain.clear();
    tabulate_units(element, *table);
    return table;
}

/// Tables are made once: those of 16 bits take longer than a small matrix product.
std::shared_ptr<const ElementTable> table_of(const Format& element) {
    static std::mutex mutex;
    static std::vector<std::pair<Format, std::shared_ptr<const ElementTable>>> made;
    if (element.bits > max_table_bits) return nullptr;
    const std::lock_guard lock(mutex);
    for (const auto& [format, table] : made)
        if (format == element) return table;
    return made.emplace_back(element, make_table(element)).second;
}

/// Bits of the numerator of any code of a scale.
int scale_bits(const std::optional<Format>& scale) {
    if (!scale) return 1;
    return scale->kind == Kind::floating ? scale->mantissa_bits + 1 : scale->bits;
}

}  // namespace

Elements::Elements(const BlockFormat& format)
    : format_(format),
      mask_(static_cast<std::uint32_t>(model::code_count(format.element) - 1)),
      table_(table_of(format.element)) {}

model::ExactValue Elements::value(std::uint32_t code) const {
    return table_ ? table_->values[code & mask_] : model::decode(format_.element, code);
}

void Elements::values(std::span<const std::uint32_t> codes,
                      std::vector<model::ExactValue>& out) const {
    out.clear();
    for (const std::uint32_t code : codes) out.push_back(value(code));
}

model::ExactValue Elements::scale(std::uint32_t code) const {
    return model::scale_value(format_, code);
}

int count_bits(const model::DotSpec& spec) {
    constexpr int min_bits = 12;
    return std::max(bit_length(model::block_size(spec)), min_bits);
}

SumMethod choose_sums(const model::DotSpec& spec, const Elements& a, const Elements& b) {
    if (!a.table() || !b.table()) return SumMethod::definition;
    if (spec.multiplier.kind != Multiplier::Kind::exact) return SumMethod::definition;
    const int bits = a.table()->unit_bits + b.table()->unit_bits + count_bits(spec) +
                     scale_bits(spec.a.scale) + scale_bits(spec.b.scale);
    const bool sees_products = spec.accumulator.row().summands == Summands::products;
    if (spec.accumulator.alignment_bits > max_fast_alignment) return SumMethod::definition;
    if (a.table()->unit_bits > 0 && b.table()->unit_bits > 0 && bits <= max_scaled_sum_bits &&
        !sees_products)
        return SumMethod::units;
    const bool plain = !a.table()->plain.empty() && !b.table()->plain.empty();
    return plain ? SumMethod::plain : SumMethod::definition;
}

}  // namespace mxgen::fast
