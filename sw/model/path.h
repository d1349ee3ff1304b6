// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mxgen::model {

/// Machine words where the formats permit, or exact numbers throughout: equal in every bit.
enum class Path { fast, definition };

}  // namespace mxgen::model
