// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "sw/config/config.h"
#include "sw/unit/cycles.h"
#include "sw/unit/design.h"
#include "sw/unit/product.h"

namespace mxgen {

/// The specification of a configured unit, from the fields that serve it.
DotDesign dot_design(const Config& config);
ArrayDesign array_design(const Config& config);
MultiplyDesign multiply_design(const Config& config);
ConvertDesign convert_design(const Config& config);
DeconvertDesign deconvert_design(const Config& config);
UnitDesign unit_design(const Config& config);

/// Whether registers were asked for.
bool is_pipelined(const Config& config);

/// One run-time mode of a design: the design without modes that it equals, and the bits from one
/// element of a_i, b_i to the next.
struct RuntimeMode {
    Config native;
    int a_bits = 0, b_bits = 0;
};
std::vector<RuntimeMode> runtime_modes(const Config& config);

inline model::DotSpec dot_spec(const Config& c) { return dot_spec(dot_design(c)); }
inline bool sums_single_blocks(const Config& c) {
    return c.unit == "dot" && sums_single_blocks(dot_design(c));
}
inline Format sum_format(const Config& c) { return sum_format(dot_design(c)); }
inline Multiplier multiplier_of(const Config& c) { return multiplier_of(dot_design(c)); }
inline MultiplySpec multiply_spec(const Config& c) { return multiply_spec(multiply_design(c)); }
inline std::optional<ArrayOutput> array_output(const Config& c) {
    return array_output(array_design(c));
}
inline ResultRow result_row(const Config& c, const ArrayOutput& output,
                            std::span<const Integer> sums) {
    return result_row(array_design(c), output, sums);
}
inline bool is_weight_stationary(const Config& c) {
    return c.unit == "array" && array_design(c).is_weight_stationary();
}
inline int depth_per_pass(const Config& c) { return depth_per_pass(array_design(c)); }
inline std::uint64_t sum_beats(const Config& c, std::uint64_t depth) {
    return dot_design(c).beats().beats(depth);
}
inline ArrayCycles product_cycles(const Config& c, const Interface& interface,
                                  const ProductShape& product, const Pieces& pieces = {}) {
    return product_cycles(array_design(c), interface, product, pieces);
}

/// As those of a dot product or an array (sw/unit/product.h).
void check_product(const Config& config, int depth);
ProductOperands padded_product(const Config& config, const ProductOperands& operands);
DesignProduct design_product(const Config& config, const ProductOperands& operands);

}  // namespace mxgen
