// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "sw/package/design.h"

namespace mxgen::package {

/// Gives every module but the top and the compressor cells (mx_fa, mx_ha) the design's name as
/// prefix, in its own text and where it is instantiated, so that two designs live in one project:
/// mx_grid of design d becomes d_grid.
std::vector<RtlFile> prefixed(std::vector<RtlFile> files, const std::string& top);

/// The identifiers and keywords of a text, in order.
std::vector<std::string> identifiers(const std::string& text);

/// The text with whole identifiers replaced: (from, to) pairs; comments and strings count as text.
std::string with_identifiers(const std::string& text,
                             const std::vector<std::pair<std::string, std::string>>& replacements);

}  // namespace mxgen::package
