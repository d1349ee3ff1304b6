// SPDX-License-Identifier: Apache-2.0
#include "sw/format/accumulator.h"

namespace mxgen {

const std::vector<AccumulatorRow>& accumulator_rows() {
#define MXGEN_KIND(name) name##_accumulator(),
    static const std::vector<AccumulatorRow> rows{MXGEN_ACCUMULATOR_KINDS(MXGEN_KIND)};
#undef MXGEN_KIND
    return rows;
}

const AccumulatorRow& Accumulator::row() const {
    return accumulator_rows()[static_cast<std::size_t>(kind)];
}

std::optional<Accumulator> find_accumulator(std::string_view name) {
    for (const AccumulatorRow& row : accumulator_rows()) {
        if (auto acc = row.parse(name)) {
            acc->name = name;
            return acc;
        }
    }
    return std::nullopt;
}

}  // namespace mxgen
