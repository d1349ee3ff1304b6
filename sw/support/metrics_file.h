// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>

#include "sw/support/json.h"

namespace mxgen {

/// The figures of a metrics.json: one flat object of numbers, texts and truth values, in order;
/// null is as if it were not there. Throws Error (usage) naming the file, and the key where one is
/// wrong.
Json read_metrics(const std::filesystem::path& file);

}  // namespace mxgen
