// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/dut.h"
#include "sim/verilate.h"
#include "sw/config/settings.h"
#include "sw/package/package.h"
#include "sw/support/error.h"
#include "sw/tensor/fast_quantize.h"
#include "sw/unit/convert.h"
#include "sw/unit/units.h"

/// Every fp32 number through a verilated converter, against the quantizer's fast path (which the
/// tests hold against the golden model): converter_sweep [PERCENT of the numbers [FORMAT...]].
/// Exit code 1 on a mismatch.
namespace {

using namespace mxgen;
namespace fs = std::filesystem;

/// All lanes but one sweep; that one holds a number some exponents above them, so that they come to
/// lie everywhere below the largest of their block, and at every eighth block a zero.
constexpr std::size_t lanes = 32, swept = lanes - 1;
constexpr std::uint32_t distances = 24, mantissa_bits = 23, infinity = 0x7F800000;

struct Swept {
    std::uint64_t blocks = 0, mismatches = 0;
    double seconds = 0;
};

class Sweep {
  public:
    explicit Sweep(const std::string& format)
        : design_(package::generate(configured(format))), dut_(built(design_)) {
        auto quantizer = tensor::FastQuantizer::make(convert_.output, convert_.rule);
        if (!quantizer) throw Error(Exit::usage, fmt::format("{} has no fast path", format));
        quantizer_.push_back(*quantizer);
        // A sweep that cannot fail is worth nothing.
        if (agrees(1, 1, 1)) throw Error(Exit::check_failed, "a wrong code was not noticed");
    }

    /// The first `percent` of every 2^20 numbers.
    Swept run(int percent) {
        const auto start = std::chrono::steady_clock::now();
        Swept result;
        for (std::uint64_t chunk = 0; chunk < 1u << 12; ++chunk) {
            const std::uint64_t first = chunk << 20, last = first + (1u << 20) * percent / 100;
            for (std::uint64_t x = first; x < last; x += swept, ++result.blocks)
                result.mismatches += !agrees(static_cast<std::uint32_t>(x), result.blocks);
        }
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
        result.seconds = elapsed.count();
        return result;
    }

  private:
    static Config configured(const std::string& format) {
        Settings settings;
        add_flag(settings, "--unit", "convert");
        add_flag(settings, "--a", format);
        return resolve(settings);
    }

    static sim::Dut built(const package::Design& design) {
        const fs::path folder = fs::path(MXGEN_BINARY_DIR) / "sweep" / design.config.name;
        fs::remove_all(folder);
        package::write_rtl(design, folder);
        std::vector<fs::path> files;
        for (const auto& file : design.rtl) files.push_back(folder / file.path());
        const auto& interface = design.interface;
        return {sim::verilate({interface.top, files, interface.ports, {}, {}, {}}, {}),
                interface.ports};
    }

    /// Whether one block comes out right, its first code changed by `flipped`.
    bool agrees(std::uint32_t first, std::uint64_t number, std::uint8_t flipped = 0) {
        std::array<std::uint32_t, lanes> x;
        for (std::size_t i = 0; i < swept; ++i) x[i] = first + static_cast<std::uint32_t>(i);
        const std::uint32_t above = static_cast<std::uint32_t>(number % distances) << mantissa_bits;
        const std::uint32_t magnitude = first & 0x7FFFFFFF;
        const bool alone = number % 8 == 0 || magnitude + above >= infinity;
        x[swept] = alone ? 0 : magnitude + above;
        std::memcpy(dut_.bytes(x_i_).data(), x.data(), sizeof x);
        dut_.eval();

        std::array<float, lanes> values;
        std::memcpy(values.data(), x.data(), sizeof x);
        std::array<std::uint8_t, lanes> codes;
        std::uint8_t scale = 0;
        quantizer_[0].blocks(values, lanes, codes.data(), &scale);
        if (dut_.get(scale_o_) != scale) return false;
        codes[0] ^= flipped;
        return packed(codes) == bytes(codes_o_);
    }

    std::vector<std::uint8_t> bytes(int port) const {
        const auto span = dut_.bytes(port);
        return {span.begin(), span.end()};
    }

    std::vector<std::uint8_t> packed(const std::array<std::uint8_t, lanes>& codes) const {
        const auto bits = static_cast<std::size_t>(convert_.output.element.bits);
        std::vector<std::uint8_t> out((lanes * bits + 7) / 8);
        for (std::size_t i = 0; i < lanes; ++i) {
            const std::size_t at = i * bits;
            const unsigned wide = static_cast<unsigned>(codes[i]) << (at % 8);
            out[at / 8] |= static_cast<std::uint8_t>(wide);
            if (wide >> 8) out[at / 8 + 1] |= static_cast<std::uint8_t>(wide >> 8);
        }
        return out;
    }

    package::Design design_;
    ConvertDesign convert_ = std::get<ConvertDesign>(design_.config.design);
    sim::Dut dut_;
    std::vector<tensor::FastQuantizer> quantizer_;
    int x_i_ = dut_.find(Role::x, Stream::input);
    int scale_o_ = dut_.find(Role::scale, Stream::output);
    int codes_o_ = dut_.find(Role::codes, Stream::output);
};

}  // namespace

int main(int argc, char** argv) {
    try {
        const int percent = argc > 1 ? std::stoi(argv[1]) : 100;
        std::vector<std::string> formats(argv + std::min(argc, 2), argv + argc);
        if (formats.empty()) formats = {"mxfp8_e4m3", "mxfp4", "mxint8"};
        std::uint64_t mismatches = 0;
        for (const std::string& format : formats) {
            const auto result = Sweep(format).run(percent);
            mismatches += result.mismatches;
            fmt::print("{}: {} % of 2^32 fp32 numbers in {} blocks, {} mismatches, {:.0f} s\n",
                       format, percent, result.blocks, result.mismatches, result.seconds);
            if (result.blocks == 0) return 1;
        }
        return mismatches == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "converter_sweep: {}\n", error.what());
        return 2;
    }
}
