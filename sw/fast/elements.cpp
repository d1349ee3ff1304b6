// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/elements.h"

#include <algorithm>
#include <mutex>

#include "sw/fast/wide.h"

namespace mxgen::fast {
namespace {

constexpr int widest_table = 16, widest_unit = 62, widest_scaled_sum = 100;
constexpr int widest_fast_alignment = 48;  ///< of a tensorcore rule in machine words

void tabulate_units(const Format& element, ElementTable& table) {
    const int unit = model::unit_exponent(element);
    int bits = 1;
    for (const model::Value& value : table.values)
        if (value.is_finite() && !value.is_zero())
            bits = std::max(bits, exponent_of(value.number) - unit + 1);
    if (bits > widest_unit) return;
    for (const model::Value& value : table.values)
        table.units.push_back(floor_in_units(value.number, unit).convert_to<std::int64_t>());
    table.unit_bits = bits;
}

std::shared_ptr<const ElementTable> make_table(const Format& element) {
    auto table = std::make_shared<ElementTable>();
    for (std::uint32_t code = 0; code < model::code_count(element); ++code) {
        const model::Value value = model::decode(element, code);
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
    if (element.bits > widest_table) return nullptr;
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

model::Value Elements::value(std::uint32_t code) const {
    return table_ ? table_->values[code & mask_] : model::decode(format_.element, code);
}

void Elements::values(std::span<const std::uint32_t> codes, std::vector<model::Value>& out) const {
    out.clear();
    for (const std::uint32_t code : codes) out.push_back(value(code));
}

model::Value Elements::scale(std::uint32_t code) const { return model::scale_value(format_, code); }

int count_bits(const model::DotSpec& spec) {
    constexpr int usual_bits = 12;
    return std::max(bit_length(model::block_size(spec)), usual_bits);
}

Sums choose_sums(const model::DotSpec& spec, const Elements& a, const Elements& b) {
    if (!a.table() || !b.table()) return Sums::definition;
    if (spec.multiplier.kind != Multiplier::Kind::exact) return Sums::definition;
    const int bits = a.table()->unit_bits + b.table()->unit_bits + count_bits(spec) +
                     scale_bits(spec.a.scale) + scale_bits(spec.b.scale);
    const bool sees_products = spec.accumulator.row().summands == Summands::floats;
    if (spec.accumulator.alignment_bits > widest_fast_alignment) return Sums::definition;
    if (a.table()->unit_bits > 0 && b.table()->unit_bits > 0 && bits <= widest_scaled_sum &&
        !sees_products)
        return Sums::units;
    const bool plain = !a.table()->plain.empty() && !b.table()->plain.empty();
    return plain ? Sums::plain : Sums::definition;
}

}  // namespace mxgen::fast
