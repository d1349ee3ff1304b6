// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mxgen::ir {

/// Has a function called while circuits are being made, at every node that is added; it may throw
/// to end the work. Null: none. Not to be changed while a circuit is being made.
void set_poll(void (*function)());

/// Calls that function; for long searches that add no node.
void poll();

}  // namespace mxgen::ir
