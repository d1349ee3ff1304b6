// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace mxgen {

/// A file descriptor with an owner.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;

    int get() const { return fd_; }
    bool is_open() const { return fd_ >= 0; }
    void close();

  private:
    int fd_;
};

/// A program to start: argv[0] is looked up in PATH when it has no slash.
struct SpawnRequest {
    std::vector<std::string> argv, environment;  ///< "NAME=value"
    std::filesystem::path directory;             ///< working directory; empty: the caller's
    int output = -1, errors = -1;                ///< descriptors of its standard streams
};

/// Starts a program under a guard, which leads a process group of its own, ends as the program ends
/// and takes the whole group with it when the calling thread dies, however that happens. Returns
/// the guard's number. Throws Error (tool_missing) when the program cannot be started.
pid_t spawn_guarded(const SpawnRequest& request);

}  // namespace mxgen
