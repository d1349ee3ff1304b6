// SPDX-License-Identifier: Apache-2.0
#include "sw/fast/products.h"

#include <mutex>
#include <utility>

#include "sw/model/multiply.h"

namespace mxgen::fast {
namespace {

using ValueTable = std::shared_ptr<const std::vector<model::ExactValue>>;

model::ExactValue by_definition(const Multiplier& multiplier, const Format& f, std::uint32_t a,
                                std::uint32_t b) {
    return model::product(multiplier, f, f, model::decode(f, a), model::decode(f, b));
}

ValueTable make_table(const Multiplier& multiplier, const Format& f) {
    auto table = std::make_shared<std::vector<model::ExactValue>>();
    for (std::uint32_t a = 0; a < model::code_count(f); ++a)
        for (std::uint32_t b = 0; b < model::code_count(f); ++b)
            table->push_back(by_definition(multiplier, f, a, b));
    return table;
}

/// Tables are made once: they take longer than a small matrix product.
ValueTable table_of(const Multiplier& multiplier, const Format& f) {
    using Key = std::pair<Multiplier, Format>;
    static std::mutex mutex;
    static std::vector<std::pair<Key, ValueTable>> made;
    constexpr int max_pair_bits = 16;
    if (multiplier.kind == Multiplier::Kind::exact || 2 * f.bits > max_pair_bits) return nullptr;
    const std::lock_guard lock(mutex);
    const Key wanted{multiplier, f};
    for (const auto& [key, table] : made)
        if (key == wanted) return table;
    return made.emplace_back(wanted, make_table(multiplier, f)).second;
}

}  // namespace

Products::Products(const model::DotSpec& spec)
    : multiplier_(spec.multiplier),
      format_(spec.a.element),
      table_(table_of(multiplier_, format_)) {}

void Products::multiply(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b,
                        std::vector<model::ExactValue>& out) const {
    out.clear();
    if (multiplier_.kind == Multiplier::Kind::exact) return;
    const auto codes = static_cast<std::size_t>(model::code_count(format_));
    for (std::size_t i = 0; i < a.size(); ++i)
        out.push_back(table_ ? (*table_)[a[i] % codes * codes + b[i] % codes]
                             : by_definition(multiplier_, format_, a[i], b[i]));
}

}  // namespace mxgen::fast
