// SPDX-License-Identifier: Apache-2.0
#include "sw/support/own_directory.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cerrno>
#include <cstddef>
#include <functional>

#include "sw/support/files.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::testing;
namespace fs = std::filesystem;

namespace {

/// From here on the kernel answers this process as a file system that exchanges no names does.
bool refuse_exchange() {
    const std::array<sock_filter, 4> program{{
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_renameat2, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    }};
    const sock_fprog filter{program.size(), const_cast<sock_filter*>(program.data())};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

constexpr int cannot_refuse = 77;

/// What `action` returns in a process of its own where names cannot be exchanged.
int without_exchange(const std::function<int()>& action) {
    const pid_t child = fork();
    if (child == 0) _exit(refuse_exchange() ? action() : cannot_refuse);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Puts a directory with one file in place of `target`; 0, or the number of the error.
int put_new(const fs::path& target) {
    OwnDirectory own(target.parent_path(), ".target-");
    write_file(own.path() / "new", "new");
    return own.put(target).value();
}

}  // namespace

TEST_CASE("a directory takes another's place where names can be exchanged and where not") {
    const ScratchFolder scratch("own_directory");
    const fs::path target = scratch.path() / "target";
    const auto replace = [&] { return put_new(target); };
    for (const bool exchanges : {true, false}) {
        INFO("exchanges names: " << exchanges);
        fs::create_directories(target);
        write_file(target / "old", "old");
        const int result = exchanges ? replace() : without_exchange(replace);
        if (result == cannot_refuse) return;  // no filters for system calls here
        CHECK(result == 0);
        CHECK(fs::exists(target / "new"));
        CHECK_FALSE(fs::exists(target / "old"));
        CHECK(entries(scratch.path()) == 1);
        fs::remove_all(target);
        CHECK((exchanges ? replace() : without_exchange(replace)) == 0);
        CHECK(fs::exists(target / "new"));
        fs::remove_all(target);
    }
}

TEST_CASE(
    "a directory that cannot take another's place leaves it, without exchange of names, too") {
    const ScratchFolder scratch("own_directory");
    const fs::path target = scratch.path() / "gone/target";
    const auto replace = [&] {
        OwnDirectory own(scratch.path(), ".target-");
        return own.put(target).value();
    };
    CHECK(replace() == ENOENT);
    const int result = without_exchange(replace);
    CHECK((result == ENOENT || result == cannot_refuse));
    CHECK(entries(scratch.path()) == 0);
}

TEST_CASE("files are written into an own directory without waiting for its own lock") {
    const ScratchFolder scratch("own_directory");
    const OwnDirectory own(scratch.path(), ".target-");
    const auto pauses = [] {
        rusage usage{};
        getrusage(RUSAGE_SELF, &usage);
        return usage.ru_nvcsw;
    };
    const long before = pauses();
    for (const char* name : {"codes", "scales", "numbers"}) write_file(own.path() / name, name);
    CHECK(entries(own.path()) == 3);
    CHECK(pauses() - before < 90);  // a hundred for each where the lock is waited for
}
