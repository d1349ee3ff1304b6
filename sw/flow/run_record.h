// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "sw/support/json_type.h"

namespace mxgen::ppa {

/// The figures of a run, which leaves its files in DIRECTORY/synthesis: those of
/// DIRECTORY/metrics.json where they are of this key and everything is as it was written, told by
/// digests, else what `measure` returns, written there. Figures of other commands (cosim__*,
/// error__*) stay; estimates do not. What was changed by others is said on standard error. Where
/// `measure` throws Error, no figures of a run are there afterwards, but those of an earlier one
/// where it was interrupted.
Json recorded_run(const std::filesystem::path& directory, const std::string& key,
                  const std::function<Json()>& measure);

}  // namespace mxgen::ppa
