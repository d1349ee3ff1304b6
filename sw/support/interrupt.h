// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace mxgen {

/// While one lives, SIGINT, SIGTERM, SIGHUP and SIGQUIT set a flag instead of ending the process,
/// and SIGPIPE and SIGXFSZ are errors of the write, so that half-written results are removed on the
/// way out. Signals that come close behind the first change nothing; one that comes more than five
/// seconds later ends the process at once.
class InterruptScope {
  public:
    InterruptScope();
    ~InterruptScope();
    InterruptScope(const InterruptScope&) = delete;
    InterruptScope& operator=(const InterruptScope&) = delete;
};

/// Whether an interrupt arrived during this scope.
bool is_interrupted();

/// Throws Error (tool_failed) when an interrupt arrived; long loops call it now and then.
void check_interrupt();

}  // namespace mxgen
