// SPDX-License-Identifier: Apache-2.0
#include "sim/shim.h"

#include <fmt/format.h>

namespace mxgen::sim {

std::string_view shim_header() {
    return R"(#pragma once
#ifdef __cplusplus
extern "C"
#endif
int dut_printf(const char* format, ...);
#define VL_PRINTF dut_printf
)";
}

std::string_view model_header() {
    return R"(#pragma once
#include "shim.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif
#if VM_COVERAGE
#include "verilated_cov.h"
#endif
)";
}

namespace {

constexpr std::string_view body = R"(
#include <cstdarg>
#include <cstdio>
#include <string>
#include "Vdut.h"

namespace {
std::string messages;
struct ShimDut {
    VerilatedContext context;
    Vdut* top = nullptr;
#if VM_TRACE
    VerilatedFstC trace;
#endif
};
}  // namespace

extern "C" int dut_printf(const char* format, ...) {
    char text[4096];
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (messages.size() < 65536) messages += text;
    return n;
}

#define DUT_API extern "C" __attribute__((visibility("default")))

DUT_API ShimDut* dut_create(int seed) {
    ShimDut* dut = new ShimDut;
    dut->context.fatalOnError(false);
    dut->context.randReset(2);
    dut->context.randSeed(seed);
#if VM_TRACE
    dut->context.traceEverOn(true);
#endif
    dut->top = new Vdut{&dut->context};
    return dut;
}

DUT_API void dut_destroy(ShimDut* dut) {
#if VM_TRACE
    if (dut->trace.isOpen()) dut->trace.close();
#endif
    // Scopes leave the context of the thread, which may be that of a later instance, gone by now.
    Verilated::threadContextp(&dut->context);
    dut->top->final();
    delete dut->top;
    delete dut;
}

DUT_API void dut_eval(ShimDut* dut) {
    // Models of single modules, made in the first evaluation, take this context.
    Verilated::threadContextp(&dut->context);
    dut->top->eval();
}

DUT_API void dut_assertions(ShimDut* dut, bool on) { dut->context.assertOn(on); }

DUT_API bool dut_failed(ShimDut* dut) { return dut->context.gotError(); }

DUT_API const char* dut_messages() { return messages.c_str(); }

DUT_API void dut_trace_open(ShimDut* dut, const char* path) {
#if VM_TRACE
    // Models of single modules exist only after a first evaluation, in which nothing is reset yet.
    dut->context.assertOn(false);
    dut_eval(dut);
    dut->context.assertOn(true);
    dut->top->trace(&dut->trace, 99);
    dut->trace.open(path);
#endif
}

DUT_API void dut_trace_dump(ShimDut* dut, unsigned long long time) {
#if VM_TRACE
    dut->trace.dump(static_cast<uint64_t>(time));
#endif
}

DUT_API void dut_coverage_write(ShimDut* dut, const char* path) {
#if VM_COVERAGE
    dut->context.coveragep()->write(path);
#endif
}
)";

}  // namespace

std::string shim_source(const std::vector<Port>& ports) {
    std::string text(body);
    text += "\nDUT_API void* dut_port(ShimDut* dut, int port) {\n    switch (port) {\n";
    for (std::size_t i = 0; i < ports.size(); ++i)
        text += fmt::format("        case {}: return &dut->top->{};\n", i, ports[i].name);
    text += "    }\n    return nullptr;\n}\n";
    return text;
}

}  // namespace mxgen::sim
