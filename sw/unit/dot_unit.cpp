// SPDX-License-Identifier: Apache-2.0
#include "sw/unit/dot.h"
#include "sw/unit/sums.h"
#include "sw/unit/unit.h"

namespace mxgen {

namespace {

class DotUnit : public UnitOf<DotDesign>, public MatrixUnit {
  public:
    std::string_view name() const override { return "dot"; }
    UnitKeys keys() const override {
        return sums_keys<DotDesign>([](auto& d) -> auto& { return d; });
    }
    std::optional<std::string_view> has_handshakes() const override {
        return "with an accumulator";
    }
    int turns(const UnitDesign& design) const override { return typed(design).interleave; }
    std::optional<MultiplySpec> product(const UnitDesign& design) const override {
        return lane_spec(typed(design));
    }
    std::optional<Operands> operands(const UnitDesign& design) const override {
        return Operands{typed(design).a, typed(design).b};
    }

    const MatrixUnit* matrices() const override { return this; }
    std::vector<UnitDesign> modes(const UnitDesign& design) const override {
        std::vector<UnitDesign> natives;
        for (DotMode& mode : runtime_modes(typed(design)))
            natives.emplace_back(std::move(mode.native));
        return natives;
    }
    const DotDesign& dot(const UnitDesign& design) const override { return typed(design); }
    int elements(const UnitDesign&) const override { return 1; }
    ArrayOutput output(const UnitDesign& design) const override {
        return {sum_format(typed(design)), {}, {}};
    }
    void check_depth(const UnitDesign& design, int depth) const override {
        check_product(typed(design), depth);
    }
    DesignProduct multiply(const UnitDesign& design,
                           const ProductOperands& operands) const override {
        return design_product(typed(design), operands);
    }
    Stimulus products(const UnitDesign& design,
                      const std::vector<ProductOperands>& products) const override {
        return product_stimulus(typed(design), products);
    }

  private:
    void complete(DotDesign& dot, const Settings& settings) const override {
        complete_sums(dot, settings);
    }
    std::string stem_of(const DotDesign& dot) const override { return "dot_" + sums_stem(dot); }
    std::string meaning_of(const DotDesign& dot) const override {
        return "Dot product of blocks: " + sums_meaning(dot);
    }
};

}  // namespace

const Unit& dot_unit() {
    static const DotUnit unit;
    return unit;
}

}  // namespace mxgen
