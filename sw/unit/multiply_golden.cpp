// SPDX-License-Identifier: Apache-2.0
#include "sw/model/multiply.h"
#include "sw/unit/multiply.h"

namespace mxgen {

namespace {

class MultiplyGolden : public Golden {
  public:
    explicit MultiplyGolden(const MultiplyDesign& design) : spec_(multiply_spec(design)) {}

    void step(const Beats& in, std::size_t record, Expected& out) override {
        const auto code = [&](Role role) {
            return static_cast<std::uint32_t>(in.number(record, role));
        };
        out.append({.first = record, .count = 1});
        out.beats.set(Role::product, model::multiply(spec_, code(Role::a), code(Role::b)));
    }

  private:
    MultiplySpec spec_;
};

}  // namespace

std::unique_ptr<Golden> golden_of(const MultiplyDesign& multiply) {
    return std::make_unique<MultiplyGolden>(multiply);
}

}  // namespace mxgen
