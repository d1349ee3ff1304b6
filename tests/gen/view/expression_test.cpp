// SPDX-License-Identifier: Apache-2.0
// Random expressions: what simulators make of the text is what the interpreter computes.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <random>

#include "gen/ir/module.h"
#include "gen/lower/plain.h"
#include "gen/view/interpret.h"
#include "gen/view/verilog.h"
#include "sw/support/files.h"
#include "sw/support/process.h"
#include "tests/support/scratch_folder.h"

using namespace mxgen;
using namespace mxgen::ir;

namespace {

constexpr unsigned max_bits = 40;

/// A module of random operations on inputs of random ranges, every intermediate number an output.
class RandomExpressions {
  public:
    RandomExpressions(unsigned seed, unsigned operations)
        : random_(seed), m_(fmt::format("expressions_{}", seed), "Random expressions.") {
        for (unsigned i = 0; i < 6; ++i) {
            const Int low = draw(2) ? -Int(1u << draw(9)) : Int(0), high = (1u << draw(9)) - 1;
            numbers_.push_back(m_.input(fmt::format("x{}_i", i), Range{low, high}));
        }
        while (numbers_.size() < 6 + operations) {
            auto next = operation();
            if (next.circuit() != nullptr && next.width() <= max_bits) numbers_.push_back(next);
        }
        for (unsigned i = 6; i < numbers_.size(); ++i)
            m_.output(fmt::format("y{}_o", i), numbers_[i]);
    }

    std::shared_ptr<const Circuit> circuit() const { return lower::plain(m_.circuit()); }

  private:
    unsigned draw(unsigned below) { return static_cast<unsigned>(random_() % below); }
    Value any_number() { return numbers_[draw(static_cast<unsigned>(numbers_.size()))]; }
    /// The pattern of a number; whole ones are what a sign must be taken from.
    Value any_pattern() {
        auto x = any_number();
        const unsigned high = draw(2) ? x.width() - 1 : draw(x.width() + 2);
        return x.bits(high, draw(2) ? 0 : draw(high + 1));
    }
    Value any_bit() { return any_number().bit(0); }
    Value any_short() { return any_pattern().low(1 + draw(4)); }

    Value operation() {
        const std::vector<std::function<Value()>> all{
            [&] { return any_number() + any_number(); },
            [&] { return any_number() - any_pattern(); },
            [&] { return -any_number(); },
            [&] { return any_number() * any_number(); },
            [&] { return any_number() << any_short(); },
            [&] { return any_number() >> any_short(); },
            [&] { return any_pattern() & any_pattern(); },
            [&] { return any_pattern() | any_pattern(); },
            [&] { return any_pattern() ^ any_pattern(); },
            [&] { return ~any_pattern(); },
            [&] { return any_number() == any_pattern(); },
            [&] { return any_pattern() < any_number(); },
            [&] { return any_number() >= any_number(); },
            [&] { return mux(any_bit(), any_number(), any_pattern()); },
            [&] {
                return concat({any_pattern(), any_number(), any_pattern()});
            },
            [&] { return any_pattern().as_signed(1 + draw(12)); },
            [&] { return leading_zeros(any_pattern()); },
            [&] {
                return max({any_number(), any_pattern(), any_number()});
            },
            [&] {
                return sum({any_number(), any_pattern(), any_number(), Value(3)});
            },
            [&] { return shift_right_sticky(any_number(), any_short()).value; },
            [&] {
                return gather({any_number(), any_pattern(), any_number()})[draw(3)];
            },
            [&] {
                auto x = any_pattern();
                return split(x, 1)[draw(x.width())];
            },
            [&] { return any_pattern(); },
        };
        auto result = all[draw(static_cast<unsigned>(all.size()))]();
        return draw(4) || result.circuit() == nullptr ? result
                                                      : result.as(fmt::format("w{}", draw(1000)));
    }

    std::mt19937 random_;
    Module m_;
    std::vector<Value> numbers_;
};

std::string pattern(const Int& x, unsigned width) {
    return fmt::format("{}'d{}", width, slice(x, width - 1, 0).str());
}

/// A bench that puts vectors on the inputs and reports each output that is not the interpreter's.
std::string bench_of(const std::shared_ptr<const Circuit>& circuit, unsigned vectors) {
    view::Interpreter interpreter(circuit);
    std::mt19937 random(7);
    std::string wires, checks;
    std::vector<std::string> pins;
    for (const auto& port : circuit->ports) {
        wires += fmt::format("  logic [{}:0] {};\n", port.range.width() - 1, port.name);
        pins.push_back(fmt::format(".{0}({0})", port.name));
    }
    for (unsigned v = 0; v < vectors; ++v) {
        for (const auto* port : circuit->inputs()) {
            const Int span = port->range.hi - port->range.lo + 1;
            const Int x = v == 0   ? port->range.lo
                          : v == 1 ? port->range.hi
                                   : port->range.lo + Int(random()) % span;
            interpreter.set(port->name, x);
            checks += fmt::format("    {} = {};\n", port->name, pattern(x, port->range.width()));
        }
        interpreter.eval();
        checks += "    #1;\n";
        for (const auto* port : circuit->outputs())
            checks += fmt::format(
                "    if ({0} !== {1}) $display(\"{2} vector {3}: {0} is %0d, not {1}\", {0});\n",
                port->name, pattern(interpreter.get(port->name), port->range.width()),
                circuit->name, v);
    }
    return fmt::format(
        "module bench_{0};\n{1}  {0} dut({2});\n  initial begin\n{3}  end\nendmodule\n",
        circuit->name, wires, fmt::join(pins, ", "), checks);
}

std::string output_of(const std::vector<std::string>& argv, const std::filesystem::path& folder) {
    ProcessOptions options;
    options.directory = folder;
    options.timeout = std::chrono::minutes(3);
    const auto result = run_process(argv, options);
    INFO(result.output);
    REQUIRE(result.ok());
    return result.output;
}

}  // namespace

TEST_CASE("random expressions mean in Icarus and Yosys what the interpreter computes") {
    constexpr unsigned circuits = 60, operations = 60, vectors = 24;
    const testing::ScratchFolder scratch("expressions");
    std::string text, benches;
    for (unsigned seed = 1; seed <= circuits; ++seed) {
        const auto circuit = RandomExpressions(seed, operations).circuit();
        text += view::verilog(*circuit);
        benches += bench_of(circuit, vectors);
    }
    write_file(scratch.path() / "text.sv", text);
    write_file(scratch.path() / "benches.sv", benches);
    output_of({"yosys", "-q", "-p",
               "read_verilog -sv text.sv; proc; opt_clean; write_verilog -noattr yosys.v"},
              scratch.path());
    const auto differences = [&](const std::string& file) {
        output_of({"iverilog", "-g2012", "-o", "bench.vvp", file, "benches.sv"}, scratch.path());
        return output_of({"vvp", "-n", "bench.vvp"}, scratch.path());
    };
    CHECK(differences("text.sv").empty());
    CHECK(differences("yosys.v").empty());
    // Whole patterns of signed numbers that keep their sign.
    REQUIRE(text.find("$unsigned(") != std::string::npos);
    for (auto at = text.find("$unsigned("); at != std::string::npos; at = text.find("$unsigned("))
        text.erase(at, std::string("$unsigned").size());
    write_file(scratch.path() / "fault.sv", text);
    CHECK_THAT(differences("fault.sv"), Catch::Contains(", not "));
}
