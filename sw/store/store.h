// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sw/support/cache.h"
#include "sw/support/json_type.h"

namespace mxgen::store {

/// An entry as it lies in a store: a result, or what the co-simulation keeps there, too.
struct StoreEntry {
    std::string kind;  ///< "result", "model" (a verilated design), "runtime" (Verilator's)
    std::filesystem::path path;  ///< its folder
    std::uint64_t bytes = 0;     ///< of all its files
    double days = 0;             ///< since it was last used
};

/// Results by the digest of everything that they depend on, shared by any number of processes and
/// hosts: below FOLDER/results, in 256 folders by the first byte of the digest, an entry each
/// (sw/support/cache.h). What is read has been verified against its digests; an entry that differs
/// is as if it were not there.
class Store {
  public:
    /// Nothing is made before something is put there.
    explicit Store(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// The result of a key (64 hexadecimal digits), which is marked as used. Empty: there is none,
    /// or it is not as it was written.
    std::optional<Json> find(const std::string& key) const;

    /// Puts a result there. Throws Error as make_cache() and refuse_write() do.
    void put(const std::string& key, const Json& result) const;

    /// The right to make a key's result; makes the folder.
    EntryLock lock(const std::string& key) const;

    /// Every entry: results by key, then models and runtimes by name.
    std::vector<StoreEntry> entries() const;

    const std::filesystem::path& folder() const { return folder_; }

  private:
    std::filesystem::path path_of(const std::string& key) const;

    std::filesystem::path folder_;
};

/// What is to leave a store.
struct PruneRule {
    std::optional<double> days = {};          ///< what was not used for so long
    std::optional<std::uint64_t> bytes = {};  ///< the least recently used, until no more is left
};

/// Removes entries that are not whole, and those of the rule; returns them. Entries that somebody
/// makes at the moment stay.
std::vector<StoreEntry> prune(const Store& store, const PruneRule& rule);

}  // namespace mxgen::store
