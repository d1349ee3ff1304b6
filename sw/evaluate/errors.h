// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "sw/accuracy/multiplier.h"
#include "sw/accuracy/tensors.h"
#include "sw/evaluate/matrices.h"
#include "sw/evaluate/metrics.h"
#include "sw/evaluate/sum_errors.h"
#include "sw/support/json_type.h"
#include "sw/unit/config.h"

namespace mxgen {

/// Errors of a design's multiplier: over pairs of codes (of floats), and in the products of a
/// user's matrices; and those of its sums there.
struct MeasuredErrors {
    std::optional<accuracy::MultiplierAccuracy> codes;
    std::optional<accuracy::TensorAccuracy> tensors;
    std::optional<SumErrors> sums;
};

/// Measures the multiplier of a unit that has one. Throws Error (usage) for other units, for
/// products that are exact where no tensors are given, and as read_matrices() does.
MeasuredErrors measure_errors(const Config& config, const accuracy::MultiplierOptions& sampling,
                              const TensorFiles& tensors);

/// The figures as error__*; ratios in dB without any error are left out.
Metrics error_metrics(const MeasuredErrors& errors);

/// {"name", the figures, "histogram"}: what accuracy.json holds.
Json error_document(const std::string& name, const MeasuredErrors& errors);

/// Replaces the error__* of DIRECTORY/metrics.json, which is made where it is absent, and writes
/// DIRECTORY/accuracy.json. Throws Error (usage) when the former is no JSON object.
void add_errors_to_run(const std::filesystem::path& directory, const std::string& name,
                       const MeasuredErrors& errors);

}  // namespace mxgen
