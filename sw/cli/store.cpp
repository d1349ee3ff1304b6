// SPDX-License-Identifier: Apache-2.0
#include "sw/store/store.h"

#include <fmt/format.h>

#include <map>

#include "sw/cli/command.h"
#include "sw/support/console.h"
#include "sw/support/interrupt.h"
#include "sw/support/json.h"

namespace mxgen::cli {

namespace {

struct StoreOptions {
    std::string action, folder;
    int days = -1, megabytes = -1;
};

constexpr double bytes_per_mb = 1e6;

Json json_of(const store::StoreEntry& entry) {
    return {{"kind", entry.kind},
            {"path", entry.path.string()},
            {"bytes", entry.bytes},
            {"days_since_use", entry.days}};
}

/// A line a kind: how many, how large.
void print_kinds(const std::vector<store::StoreEntry>& entries) {
    std::map<std::string, std::pair<std::size_t, std::uint64_t>> kinds;
    for (const auto& entry : entries) {
        auto& [count, bytes] = kinds[entry.kind];
        ++count;
        bytes += entry.bytes;
    }
    for (const auto& [kind, sum] : kinds)
        fmt::print("{:<8} {:>8} entries {:>10.1f} MB\n", kind, sum.first,
                   double(sum.second) / bytes_per_mb);
}

void print_entries(const std::vector<store::StoreEntry>& entries, const char* verb,
                   const Common& common) {
    if (common.json) {
        Json list = Json::array();
        for (const auto& entry : entries) list.push_back(json_of(entry));
        fmt::print("{}", to_text({{"entries", list}}));
    } else if (!common.quiet) {
        for (const auto& entry : entries)
            fmt::print("{} {}\n", verb, visible_line(entry.path.string()));
    }
}

void list(const store::Store& store, const Common& common) {
    const auto entries = store.entries();
    if (common.json) return print_entries(entries, "", common);
    if (common.quiet) return;
    fmt::print("{}\n", visible_line(store.folder().string()));
    print_kinds(entries);
}

/// Throws Error (check_failed) where an entry is not as it was written.
void verify(const store::Store& store, const Common& common) {
    std::vector<store::StoreEntry> spoilt;
    const auto entries = store.entries();
    for (const auto& entry : entries) {
        check_interrupt();
        if (!is_whole(entry.path)) spoilt.push_back(entry);
    }
    print_entries(spoilt, "spoilt", common);
    if (!spoilt.empty())
        throw Error(Exit::check_failed,
                    fmt::format("{} of {} entries are not as they were written; they are made "
                                "again when they are needed, mxgen store prune removes them",
                                spoilt.size(), entries.size()));
    if (!common.quiet && !common.json) fmt::print("{} entries are whole\n", entries.size());
}

void prune(const store::Store& store, const StoreOptions& options, const Common& common) {
    store::PruneRule rule;
    if (options.days >= 0) rule.days = options.days;
    if (options.megabytes >= 0)
        rule.bytes = static_cast<std::uint64_t>(options.megabytes * bytes_per_mb);
    const auto removed = store::prune(store, rule);
    print_entries(removed, "removed", common);
    if (!common.quiet && !common.json) fmt::print("{} entries removed\n", removed.size());
}

Exit run(const StoreOptions& options, const Common& common) {
    const store::Store store(options.folder.empty() ? default_cache()
                                                    : std::filesystem::path(options.folder));
    if (options.action == "list") list(store, common);
    if (options.action == "verify") verify(store, common);
    if (options.action == "prune") prune(store, options, common);
    return Exit::done;
}

Command store(CLI::App& parent) {
    Command command = make_command(parent, "store", "The results and models that are kept",
                                   "mxgen store prune --days 30");
    const auto options = std::make_shared<StoreOptions>();
    command.option("ACTION", options->action, "What is there; whether it is whole; remove")
        .required()
        .one_of({"list", "verify", "prune"});
    command.option("--store", options->folder, "Its folder [$MXGEN_CACHE, ~/.cache/mxgen]");
    command.option("--days", options->days, "prune: what was not used for so long")
        .within(0, 100000);
    command.option("--megabytes", options->megabytes, "prune: the oldest, until no more is left")
        .within(0, 1000000000);
    command.run = [options, common = command.common] { return run(*options, *common); };
    return command;
}

const Registration store_registration(77, store);

}  // namespace

}  // namespace mxgen::cli
