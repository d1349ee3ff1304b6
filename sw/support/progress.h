// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace mxgen {

/// One line on standard error that says what a long command is doing: shown on terminals only, and
/// only once two seconds have passed; gone when the object is.
class Progress {
  public:
    explicit Progress(bool quiet);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Says what is being done now.
    void show(std::string_view what);

    /// Says how far it has come: "what 30 %".
    void show(std::string_view what, std::size_t done, std::size_t total);

  private:
    using Clock = std::chrono::steady_clock;

    bool visible_;
    bool printed_ = false;
    Clock::time_point start_ = Clock::now(), last_{};
};

}  // namespace mxgen
