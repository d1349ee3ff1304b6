// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/aig.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "sw/support/error.h"

namespace mxgen::ppa {

namespace {

class AigReader {
  public:
    AigReader(std::string_view text, const std::string& file) : rest_(text), file_(file) {}

    Aig read() {
        read_header();
        for (auto& literal : aig_.latch_literals) literal = number(next_line());
        for (auto& literal : aig_.output_literals) literal = number(next_line());
        auto node = static_cast<std::uint32_t>(aig_.first_gate());
        for (auto& gate : aig_.gates) {
            const auto left = less(2 * node++);
            gate = {left, less(left, 0)};
        }
        read_symbols();
        check();
        return std::move(aig_);
    }

  private:
    [[noreturn]] void fail(const char* what) const {
        throw Error(Exit::tool_failed, fmt::format("{}: no AIGER file: {}", file_, what));
    }

    std::string_view next_line() {
        const auto end = rest_.find('\n');
        if (end == rest_.npos) fail("it ends early");
        const auto line = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        return line;
    }

    /// The number at the front of a line; latches may state a first value behind it, which is 0.
    std::uint32_t number(std::string_view line) const {
        std::uint32_t value = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), value);
        if (error != std::errc()) fail("a number is missing");
        return value;
    }

    void read_header() {
        auto line = next_line();
        if (!line.starts_with("aig ")) fail("no binary header");
        std::size_t sizes[5];
        for (auto& size : sizes) {
            const auto space = line.find(' ');
            if (space == line.npos) fail("its header is short");
            line.remove_prefix(space + 1);
            size = number(line);
            // Each takes a byte at least: symbols, lines, gates.
            if (size > rest_.size()) fail("it is shorter than its header says");
        }
        const auto [all, inputs, latches, outputs, gates] = std::to_array(sizes);
        if (all != inputs + latches + gates) fail("its header does not add up");
        aig_.inputs.resize(inputs);
        aig_.latch_literals.resize(latches);
        aig_.outputs.resize(outputs);
        aig_.output_literals.resize(outputs);
        aig_.gates.resize(gates);
    }

    /// The literal that lies a coded distance below another.
    std::uint32_t less(std::uint32_t from, std::uint32_t min_distance = 1) {
        std::uint64_t distance = 0;
        for (int shift = 0;; shift += 7) {
            if (rest_.empty() || shift > 28) fail("a gate is cut short");
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            distance |= std::uint64_t{byte & 127u} << shift;
            if (byte < 128) break;
        }
        if (distance < min_distance || distance > from) fail("a gate reads what follows it");
        return from - static_cast<std::uint32_t>(distance);
    }

    void read_symbols() {
        while (!rest_.empty()) {
            const auto line = next_line();
            if (line == "c") return;
            const auto space = line.find(' ');
            if (line.size() < 2 || space == line.npos) fail("a symbol has no name");
            auto name = line.substr(space + 1);
            while (name.ends_with(' ')) name.remove_suffix(1);
            if (line[0] == 'l') continue;
            auto& names = line[0] == 'i' ? aig_.inputs : aig_.outputs;
            const auto place = number(line.substr(1));
            if ((line[0] != 'i' && line[0] != 'o') || place >= names.size())
                fail("a symbol of none");
            names[place] = name;
        }
    }

    void check() const {
        const auto end = 2 * (aig_.first_gate() + aig_.gates.size());
        const auto outside = [&](std::uint32_t literal) { return literal >= end; };
        if (std::ranges::any_of(aig_.output_literals, outside) ||
            std::ranges::any_of(aig_.latch_literals, outside))
            fail("a literal of no node");
        const auto unnamed = [](const std::string& name) { return name.empty(); };
        if (std::ranges::any_of(aig_.inputs, unnamed) || std::ranges::any_of(aig_.outputs, unnamed))
            fail("an input or output has no name");
    }

    std::string_view rest_;
    const std::string& file_;
    Aig aig_;
};

}  // namespace

Aig read_aig(std::string_view text, const std::string& file) {
    return AigReader(text, file).read();
}

void evaluate(const Aig& aig, std::span<std::uint64_t> values) {
    auto* result = values.data() + aig.first_gate();
    for (const auto& [left, right] : aig.gates)
        *result++ = value_of(values, left) & value_of(values, right);
}

}  // namespace mxgen::ppa
