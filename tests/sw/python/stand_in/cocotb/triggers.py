# SPDX-License-Identifier: Apache-2.0


class Timer:
    """Time that passes while it is awaited."""

    def __init__(self, time, unit="step"):
        self.time, self.unit = time, unit

    def __await__(self):
        yield self
