// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "sw/evaluate/target.h"
#include "sw/package/build.h"

namespace mxgen {

/// A design under evaluation: what several parts of it need is made when it is first asked for, and
/// once.
class Workpiece {
  public:
    /// `liberty`: the user's own technology. `memo` must outlive it.
    Workpiece(Config config, std::vector<std::filesystem::path> liberty,
              package::EstimateMemo* memo = nullptr)
        : config_(std::move(config)), liberty_(std::move(liberty)), memo_(memo) {}

    const Config& config() const { return config_; }
    /// The user's library, or null. Throws Error as read_user_library() does.
    const UserLibrary* library();
    /// What it shares with other designs that are estimated; null: nothing.
    package::EstimateMemo* memo() const { return memo_; }
    /// The library's data, or those of the configured technology. Throws Error as library() does.
    const view::Target& target();
    /// Lowered and scheduled, with the memo for estimates alone. Throws Error as library() and
    /// package::generate() do.
    const package::Built& built();
    /// The RTL. Throws Error as built() does.
    const package::Design& design();

  private:
    Config config_;
    std::vector<std::filesystem::path> liberty_;
    package::EstimateMemo* memo_;
    bool library_is_read_ = false;
    std::optional<UserLibrary> library_;
    std::optional<package::Built> built_;
    std::optional<package::Design> design_;
};

}  // namespace mxgen
