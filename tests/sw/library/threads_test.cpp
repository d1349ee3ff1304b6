// SPDX-License-Identifier: Apache-2.0
// Threads of a program use the library side by side, each its own handles and its own last error.
#include <catch2/catch.hpp>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "sw/library/mxgen.h"

namespace {

/// Sums that a dot product of four int8 pairs steps through, and an error that is this thread's.
std::vector<std::uint32_t> sums(unsigned start) {
    std::vector<std::uint32_t> results;
    mxgen_design* design = mxgen_open(
        "design.unit = \"dot\"\na.format = \"int8\"\n[dot]\nlanes = 4\naccumulator = \"int32\"\n");
    if (design == nullptr) return results;
    const int a = mxgen_find_port(design, "a"), b = mxgen_find_port(design, "b"),
              first = mxgen_find_port(design, "first"), acc = mxgen_find_port(design, "acc");
    for (unsigned step = 0; step < 200; ++step) {
        const std::uint32_t x = 0x01030507u * (start + step), y = 0x11070301u * (start + 3 * step);
        const std::uint8_t is_first = step % 10 == 0;
        mxgen_drive(design, a, &x, 4);
        mxgen_drive(design, b, &y, 4);
        mxgen_drive(design, first, &is_first, 1);
        std::uint32_t sum = 0;
        if (mxgen_step(design) == 1 && mxgen_read(design, acc, &sum, 4) == 0)
            results.push_back(sum);
        mxgen_next(design);
    }
    mxgen_close(design);
    return results;
}

/// Whether the last error of this thread names what this thread asked for, every time.
bool keeps_its_error(unsigned start) {
    const std::string name = "unit" + std::to_string(start);
    bool good = true;
    for (int i = 0; i < 50; ++i) {
        good = good && mxgen_open(("design.unit = \"" + name + "\"\n").c_str()) == nullptr;
        std::this_thread::yield();
        good = good && std::strstr(mxgen_last_error(), name.c_str()) != nullptr;
    }
    return good;
}

/// The codes of a few numbers by a format whose tables are made at its first use.
std::string codes(const char* format) {
    const float x[] = {1, -2, 3, 0.5f, 100, 7, -9, 0};
    const std::size_t shape[] = {8};
    const mxgen_array array{MXGEN_F32, 1, shape, x};
    const std::string config = std::string("a.format = \"") + format + "\"\n";
    mxgen_result* result = mxgen_quantize(config.c_str(), &array, nullptr);
    mxgen_array back{};
    std::string text;
    if (mxgen_get(result, "dequantized", &back) == 0)
        text.assign(static_cast<const char*>(back.data), sizeof x);
    mxgen_free(result);
    return text;
}

}  // namespace

TEST_CASE("threads use the library side by side") {
    constexpr unsigned threads = 8;
    const char* const formats[] = {"nvfp4", "mxfp6_e3m2", "mxint8", "posit8"};
    std::vector<std::vector<std::uint32_t>> results(threads);
    std::vector<std::string> converted(threads);
    std::vector<char> good(threads);
    std::vector<std::thread> running;
    for (unsigned i = 0; i < threads; ++i)
        running.emplace_back([&, i] {
            converted[i] = codes(formats[i % 4]);
            results[i] = sums(i);
            good[i] = keeps_its_error(i);
        });
    for (std::thread& thread : running) thread.join();
    for (unsigned i = 0; i < threads; ++i) {
        CHECK(results[i].size() == 200);
        CHECK(results[i] == sums(i));
        CHECK(converted[i].size() == 32);
        CHECK(converted[i] == codes(formats[i % 4]));
        CHECK(good[i]);
    }
}
