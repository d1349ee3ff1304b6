// SPDX-License-Identifier: Apache-2.0
// Disks that are full, places that cannot be written: what is said, and what is left.
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>

#include "sw/support/files.h"
#include "tests/cli/commands.h"
#include "tests/cli/mxgen.h"

using namespace mxgen::test;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

/// A disk of its own at a directory, seen by this process and those that it starts.
class SmallDisk {
  public:
    SmallDisk(const fs::path& at, std::size_t kilobytes) : at_(at) {
        fs::create_directories(at);
        const std::string size = "size=" + std::to_string(kilobytes) + "k";
        is_there_ = mount("tmpfs", at.c_str(), "tmpfs", 0, size.c_str()) == 0;
    }
    ~SmallDisk() {
        if (is_there_) umount2(at_.c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool is_there() const { return is_there_; }

  private:
    fs::path at_;
    bool is_there_;
};

/// Whether this process may have mounts of its own, which nobody else sees.
bool has_own_mounts() {
    static const bool own = geteuid() == 0 && unshare(CLONE_NEWNS) == 0 &&
                            mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
    return own;
}

/// What a use is given to write to: a disk that holds its output, its scratch or its cache.
enum class Role { output, scratch, cache };

constexpr const char* name_of(Role role) {
    return role == Role::output ? "output" : role == Role::scratch ? "scratch" : "cache";
}

/// How runs on a small disk ended.
struct DiskCounts {
    int runs = 0, whole = 0, refused = 0;
};

class SmallRuns {
  public:
    explicit SmallRuns(const CommandUse& use) : use_(use) {
        make_inputs(scratch_.path());
        for (auto& output : use_.outputs) {
            const std::string word = fs::path(output).begin()->string();
            std::ranges::replace(use_.words, word, "disk/" + word);
            output = "disk/" + output;
        }
        run_whole();
        // The results of sweeps tell what the cache has had before.
        if (use_.title == "sweep") run_whole();
        reference_ = written_by(use_, scratch_.path());
    }

    /// One run where a disk of so many kilobytes serves for one purpose.
    void on_disk(Role role, std::size_t kilobytes, DiskCounts& counts) {
        remove_outputs(use_, scratch_.path());
        const char* place = role == Role::output ? "disk" : role == Role::scratch ? "tmp" : "full";
        const SmallDisk disk(scratch_.path() / place, kilobytes);
        REQUIRE(disk.is_there());
        INFO(use_.title << ", " << kilobytes << " kB for " << name_of(role));
        check(run(role == Role::cache ? scratch_.path() / "full" : warm_cache), counts);
    }

    /// One run where no file may be longer than that.
    void with_short_files(std::size_t bytes, DiskCounts& counts) {
        remove_outputs(use_, scratch_.path());
        rlimit former{};
        getrlimit(RLIMIT_FSIZE, &former);
        const rlimit limit{bytes, former.rlim_max};
        std::signal(SIGXFSZ, SIG_DFL);
        setrlimit(RLIMIT_FSIZE, &limit);
        const auto result = run(warm_cache);
        setrlimit(RLIMIT_FSIZE, &former);
        INFO(use_.title << ", files of " << bytes << " bytes");
        check(result, counts);
    }

  private:
    void run_whole() {
        fs::remove_all(scratch_.path() / "disk");
        fs::create_directories(scratch_.path() / "disk");
        const auto result = run(warm_cache);
        INFO(result.output);
        REQUIRE(result.ok());
    }

    mxgen::ProcessResult run(const fs::path& cache) {
        return scratch_.mxgen(use_.words, {{"TMPDIR", (scratch_.path() / "tmp").string()},
                                           {"MXGEN_CACHE", cache.string()}});
    }

    void check(const mxgen::ProcessResult& result, DiskCounts& counts) {
        INFO("status " << result.code << ": " << result.output);
        ++counts.runs;
        CHECK(result.end == mxgen::ProcessResult::End::exited);
        CHECK(leftovers(scratch_.path()) == std::vector<std::string>{});
        const auto written = written_by(use_, scratch_.path());
        if (result.code == 0) {
            ++counts.whole;
            CHECK(written == reference_);
            return;
        }
        ++counts.refused;
        CHECK(result.code == 4);
        CHECK_THAT(result.output, Contains("space left") || Contains("File too large"));
        const bool is_package = use_.title == "ppa" && written.size() > 5;
        if (!is_package) CHECK(written.empty());
        for (const auto& [path, digest] : written) CHECK_FALSE(path.ends_with("metrics.json"));
    }

    /// That of the build: what other tests have compiled is not compiled again.
    const fs::path warm_cache = MXGEN_BINARY_DIR "/model-cache";

    CommandUse use_;
    Scratch scratch_;
    std::map<std::string, std::string> reference_;
};

}  // namespace

namespace {

/// What writes for long besides its output, and where.
std::vector<Role> roles_of(const CommandUse& use, bool with_cache) {
    std::vector<Role> roles{Role::output};
    if (use.is_long) roles.push_back(Role::scratch);
    if (use.title == "cosim" && with_cache) roles.push_back(Role::cache);
    return roles;
}

void check_disks(const std::vector<std::size_t>& kilobytes, bool all) {
    DiskCounts counts;
    for (const CommandUse& use : command_uses()) {
        if (use.outputs.empty() || (!all && use.title == "cosim --sc")) continue;
        SmallRuns runs(use);
        for (const std::size_t size : kilobytes)
            for (const Role role : roles_of(use, all || size == 64))
                runs.on_disk(role, size, counts);
    }
    CHECK(counts.whole > 3);
    CHECK(counts.refused > 3);
    WARN(counts.runs << " runs: " << counts.whole << " whole, " << counts.refused << " refused");
}

}  // namespace

TEST_CASE("a full disk leaves the whole result or none") {
    if (has_own_mounts())
        check_disks({64, 1024}, false);
    else
        WARN("SKIPPED: no mounts of its own");
}

TEST_CASE("disks of every size leave the whole result or none", "[.soak]") {
    if (has_own_mounts())
        check_disks({4, 64, 1024, 16384}, true);
    else
        WARN("SKIPPED: no mounts of its own");
}

TEST_CASE("files that may not grow leave the whole result or none") {
    DiskCounts counts;
    for (const CommandUse& use : command_uses()) {
        if (use.outputs.empty() || use.is_long) continue;
        SmallRuns runs(use);
        for (const std::size_t bytes : {10, 4096, 65536}) runs.with_short_files(bytes, counts);
    }
    CHECK(counts.whole > 0);
    CHECK(counts.refused > 5);
}

namespace {

/// `gen` of a small design into `out`.
std::vector<std::string> small_design(const std::string& out) {
    return {"gen", "--unit", "dot", "--a", "int2", "--block", "2", "--lanes", "2", "-o", out};
}

/// The words with which a program may write no more than its user: root's right to write anywhere
/// is taken from it.
std::vector<std::string> without_privilege(const std::vector<std::string>& words) {
    std::vector<std::string> all;
    if (geteuid() == 0) all = {"setpriv", "--bounding-set=-dac_override,-dac_read_search"};
    all.push_back(MXGEN_BINARY_DIR "/mxgen");
    all.insert(all.end(), words.begin(), words.end());
    return all;
}

}  // namespace

TEST_CASE("the current directory may be gone") {
    const Scratch scratch;
    const auto gen = [&](const std::string& out) {
        std::string words;
        for (const std::string& word : small_design(out)) words += " '" + word + "'";
        return scratch.run({"/bin/sh", "-c",
                            "mkdir gone && cd gone && rmdir ../gone && "
                            "exec '" MXGEN_BINARY_DIR "/mxgen'" +
                                words});
    };
    const auto gone = gen("out");
    CHECK(gone.code == 2);
    CHECK_THAT(gone.output, Contains("out") && Contains("current directory is gone"));
    CHECK(gen((scratch.path() / "far").string()).ok());
}

TEST_CASE("an empty directory of one's own is an output wherever it lies") {
    const Scratch scratch;
    const fs::path place = scratch.path() / "place";
    fs::create_directories(place / "own");
    fs::permissions(place, fs::perms::owner_write, fs::perm_options::remove);
    const auto own = scratch.run(without_privilege(small_design("place/own")));
    const auto other = scratch.run(without_privilege(small_design("place/other")));
    fs::permissions(place, fs::perms::owner_write, fs::perm_options::add);
    INFO(own.output << other.output);
    CHECK(own.ok());
    CHECK(fs::exists(place / "own/manifest.json"));
    CHECK(other.code == 2);
    CHECK_THAT(other.output, Contains("place") && Contains("Permission denied"));
    CHECK(leftovers(scratch.path()).empty());
}

TEST_CASE("an output may be a mount point") {
    if (!has_own_mounts()) {
        WARN("SKIPPED: no mounts of its own");
        return;
    }
    const Scratch scratch;
    const SmallDisk disk(scratch.path() / "mounted", 4096);
    REQUIRE(disk.is_there());
    CHECK(scratch.mxgen(small_design("mounted")).ok());
    CHECK(fs::exists(scratch.path() / "mounted/manifest.json"));
    CHECK(leftovers(scratch.path()).empty());
}
