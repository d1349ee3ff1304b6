// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sw/support/json_type.h"

namespace mxgen {

/// The figures of a metrics.json: one flat object of numbers, texts and truth values, in order;
/// null is as if it were not there. Throws Error (usage) naming the file, and the key where one is
/// wrong.
Json read_metrics(const std::filesystem::path& file);

/// The same figures, those of a kind together: a run's own, estimates (estimate__*), errors
/// (error__*), co-simulation (cosim__*); in each the order in which they came.
Json in_order(const Json& metrics);

}  // namespace mxgen
