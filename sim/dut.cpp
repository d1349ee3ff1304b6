// SPDX-License-Identifier: Apache-2.0
#include "sim/dut.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <bit>
#include <cstring>
#include <utility>

#include "sw/support/error.h"

namespace mxgen::sim {

static_assert(std::endian::native == std::endian::little, "ports are little-endian bytes");

struct DutFunctions {
    void* library = nullptr;
    void* (*create)(int seed) = nullptr;
    void (*destroy)(void*) = nullptr;
    void* (*port)(void*, int) = nullptr;
    void (*eval)(void*) = nullptr;
    void (*assertions)(void*, bool) = nullptr;
    bool (*failed)(void*) = nullptr;
    const char* (*messages)() = nullptr;
    void (*trace_open)(void*, const char*) = nullptr;
    void (*trace_dump)(void*, unsigned long long) = nullptr;
    void (*coverage_write)(void*, const char*) = nullptr;

    explicit DutFunctions(const std::filesystem::path& path)
        : library(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL)) {
        if (!library)
            throw Error(Exit::tool_failed,
                        fmt::format("cannot load the simulation model: {}", dlerror()));
        load(create, "dut_create");
        load(destroy, "dut_destroy");
        load(port, "dut_port");
        load(eval, "dut_eval");
        load(assertions, "dut_assertions");
        load(failed, "dut_failed");
        load(messages, "dut_messages");
        load(trace_open, "dut_trace_open");
        load(trace_dump, "dut_trace_dump");
        load(coverage_write, "dut_coverage_write");
    }
    ~DutFunctions() {
        if (library) dlclose(library);
    }
    DutFunctions(const DutFunctions&) = delete;
    DutFunctions& operator=(const DutFunctions&) = delete;

  private:
    template <class Function>
    void load(Function& function, const char* name) {
        function = reinterpret_cast<Function>(dlsym(library, name));
        if (!function)
            throw Error(Exit::tool_failed,
                        fmt::format("the simulation model has no function {}", name));
    }
};

namespace {

using Functions = std::shared_ptr<const DutFunctions>;

std::shared_ptr<void> make_instance(const Functions& functions, int seed) {
    return {functions->create(seed), [functions](void* instance) { functions->destroy(instance); }};
}

}  // namespace

Dut::Dut(const std::filesystem::path& library, std::vector<Port> ports, int seed)
    : functions_(std::make_shared<DutFunctions>(library)),
      instance_(make_instance(functions_, seed)),
      ports_(std::move(ports)) {
    for (std::size_t i = 0; i < ports_.size(); ++i) {
        auto* data =
            static_cast<std::uint8_t*>(functions_->port(instance_.get(), static_cast<int>(i)));
        bytes_.emplace_back(data, (ports_[i].width + 7) / 8);
        if (ports_[i].is_input) std::memset(data, 0, bytes_.back().size());
    }
    if (const int clock = find(Role::clock); clock >= 0) clock_ = bytes_[clock].data();
}

int Dut::find(Role role, Stream stream) const {
    const Port* port = find_port(ports_, role, stream);
    return port ? static_cast<int>(port - ports_.data()) : -1;
}

void Dut::set(int port, std::uint64_t value) {
    std::memcpy(bytes_[port].data(), &value, bytes_[port].size());
}

std::uint64_t Dut::get(int port) const {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes_[port].data(), bytes_[port].size());
    return value;
}

void Dut::eval() {
    evaluate();
    ++cycles_;
}

void Dut::rise() {
    *clock_ = 1;
    evaluate();
    ++cycles_;
}

void Dut::settle() {
    *clock_ = 0;
    evaluate();
}

void Dut::evaluate() {
    functions_->eval(instance_.get());
    if (tracing_) functions_->trace_dump(instance_.get(), time_++);
}

void Dut::trace(const std::filesystem::path& path) {
    functions_->trace_open(instance_.get(), path.c_str());
    tracing_ = true;
}

void Dut::write_coverage(const std::filesystem::path& path) const {
    functions_->coverage_write(instance_.get(), path.c_str());
}

void Dut::set_assertions(bool on) { functions_->assertions(instance_.get(), on); }

std::string Dut::failure() const {
    return functions_->failed(instance_.get()) ? functions_->messages() : "";
}

}  // namespace mxgen::sim
