// SPDX-License-Identifier: Apache-2.0
#include "sw/flow/aig_comparison.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "sw/support/error.h"

namespace mxgen::ppa {

namespace {

constexpr std::size_t streams = 64;
constexpr std::uint64_t every_stream = ~std::uint64_t{0};
constexpr int settling = 256;  ///< cycles until registers without reset hold what others gave
constexpr int reset_cycles = 8;
constexpr int odds_cycles = 64;  ///< as long as the odds of single bits stay the same

/// Bits of the input ports, by name, for all streams: one word a bit.
class AigStimulus {
  public:
    explicit AigStimulus(const std::vector<Port>& ports) {
        for (const auto& port : ports) {
            if (!port.is_input) continue;
            places_[port.name] = bits_.size();
            for (int bit = 0; bit < port.width; ++bit)
                places_[fmt::format("{}[{}]", port.name, bit)] = bits_.size() + at(bit);
            if (port.role == Role::reset) reset_ = bits_.size();
            if (port.role != Role::reset) buses_.push_back({bits_.size(), &port});
            bits_.resize(bits_.size() + at(port.width));
        }
    }

    static std::size_t at(int place) { return static_cast<std::size_t>(place); }

    /// Draws a vector for each stream; `cycle` counts from the first.
    void next(std::int64_t cycle) {
        if (cycle % odds_cycles == 0)
            for (auto& bus : buses_) bus.odds = std::uint64_t{2} << random_() % 4;
        for (std::size_t stream = 0; stream < streams; ++stream) {
            const auto flavour = random_() % 4;
            const auto common = flavour == 1 ? random_() : every_stream;
            for (const auto& bus : buses_)
                if (bus.port->width == 1)
                    set(bus.first, stream, random_() % 16 < bus.odds);
                else
                    draw(bus, stream, flavour, common);
        }
        if (!reset_) return;
        std::uint64_t low = 0;
        for (int i = 0; i < 2; ++i)
            low |= std::uint64_t{random_() % 16 == 0} << random_() % streams;
        bits_[*reset_] = cycle < reset_cycles ? 0 : cycle < settling ? every_stream : ~low;
    }

    /// Where the bit of that name lies; nothing when no port has it.
    std::optional<std::size_t> find(const std::string& name) const {
        const auto found = places_.find(name);
        return found == places_.end() ? std::nullopt : std::optional(found->second);
    }

    std::uint64_t operator[](std::size_t place) const { return bits_[place]; }

  private:
    struct Bus {
        std::size_t first;
        const Port* port;
        std::uint64_t odds = 8;  ///< of a single bit, in 16
    };

    void set(std::size_t place, std::size_t stream, bool value) {
        auto& bits = bits_[place];
        bits = (bits & ~(std::uint64_t{1} << stream)) | std::uint64_t{value} << stream;
    }

    /// One port of one stream. Elements that are zero in the same bits, too: what depends on the
    /// largest of many gets small.
    void draw(const Bus& bus, std::size_t stream, std::uint64_t flavour, std::uint64_t common) {
        const int width = std::max(1, bus.port->element_width);
        for (int bit = 0; bit < bus.port->width; ++bit) {
            const int place = bit % width;
            if (place == 0) corner_ = flavour == 0 ? 0 : random_() % (flavour == 3 ? 5 : 16);
            if (place % 32 == 0) word_ = random_() & common;
            const bool top = place == width - 1;
            const bool value = corner_ == 1   ? false
                               : corner_ == 2 ? true
                               : corner_ == 3 ? top
                               : corner_ == 4 ? !top
                                              : (word_ >> (place % 32) & 1) != 0;
            set(bus.first + at(bit), stream, value);
        }
    }

    std::mt19937_64 random_{0x9E3779B97F4A7C15};
    std::uint64_t corner_ = 0, word_ = 0;
    std::map<std::string, std::size_t> places_;
    std::vector<Bus> buses_;
    std::optional<std::size_t> reset_;
    std::vector<std::uint64_t> bits_;
};

/// A circuit that is stepped through cycles.
class SteppedAig {
  public:
    SteppedAig(const Aig& aig, const AigStimulus& stimulus)
        : aig_(aig), values_(aig.first_gate() + aig.gates.size()) {
        std::map<std::string, std::size_t> outputs;
        for (std::size_t i = 0; i < aig.outputs.size(); ++i) outputs[aig.outputs[i]] = i;
        std::map<std::string, bool> hidden;
        for (std::size_t i = 0; i < aig.inputs.size(); ++i) {
            const auto& name = aig.inputs[i];
            if (const auto place = stimulus.find(name)) {
                inputs_.emplace_back(1 + i, *place);
                continue;
            }
            const auto stem = name.substr(0, name.size() - std::min<std::size_t>(2, name.size()));
            if (!name.ends_with(".q") || !outputs.contains(stem + ".d"))
                throw Error(Exit::tool_failed, "equivalence: no port has the input " + name);
            CutRegister cut{1 + i, aig.output_literals[outputs.at(stem + ".d")], {}, {}};
            if (outputs.contains(stem + ".r") && outputs.contains(stem + ".v")) {
                cut.reset = aig.output_literals[outputs.at(stem + ".r")];
                cut.value = aig.output_literals[outputs.at(stem + ".v")];
            }
            for (const char* part : {".d", ".r", ".v"}) hidden[stem + part] = true;
            registers_.push_back(cut);
        }
        for (const auto& [name, place] : outputs)
            if (!hidden.contains(name)) compared_[name] = aig.output_literals[place];
    }

    void step(const AigStimulus& stimulus) {
        clock();
        for (const auto& [node, place] : inputs_) values_[node] = stimulus[place];
        evaluate(aig_, values_);
        if (reset()) evaluate(aig_, values_);
    }

    bool has_registers() const { return !registers_.empty() || !aig_.latch_literals.empty(); }
    /// Literals of what is compared, by name.
    const std::map<std::string, std::uint32_t>& compared() const { return compared_; }
    std::uint64_t operator[](std::uint32_t literal) const { return value_of(values_, literal); }

  private:
    /// A register as an input and outputs.
    struct CutRegister {
        std::size_t node;
        std::uint32_t next, reset, value;
    };

    /// All registers take what they see at once.
    void clock() {
        std::vector<std::uint64_t> next;
        for (const auto literal : aig_.latch_literals) next.push_back((*this)[literal]);
        for (const auto& cut : registers_) {
            const auto mask = (*this)[cut.reset];
            next.push_back(((*this)[cut.next] & ~mask) | ((*this)[cut.value] & mask));
        }
        auto value = next.begin();
        for (std::size_t i = 0; i < aig_.latch_literals.size(); ++i)
            values_[aig_.first_latch() + i] = *value++;
        for (const auto& cut : registers_) values_[cut.node] = *value++;
    }

    /// What is reset changes at once; whether anything did.
    bool reset() {
        bool changed = false;
        for (const auto& cut : registers_) {
            const auto mask = (*this)[cut.reset];
            const auto old = values_[cut.node];
            values_[cut.node] = (old & ~mask) | ((*this)[cut.value] & mask);
            changed |= values_[cut.node] != old;
        }
        return changed;
    }

    const Aig& aig_;
    std::vector<std::uint64_t> values_;
    std::vector<std::pair<std::size_t, std::size_t>> inputs_;  ///< node, place in the stimulus
    std::vector<CutRegister> registers_;
    std::map<std::string, std::uint32_t> compared_;
};

/// One output of both circuits, and the streams in which it was zero and one.
struct OutputPair {
    std::string name;
    std::uint32_t gold, gate;
    std::uint64_t zeros = 0, ones = 0;
};

std::vector<OutputPair> output_pairs(const SteppedAig& gold, const SteppedAig& gate) {
    const auto same_name = [](const auto& a, const auto& b) { return a.first == b.first; };
    if (gold.compared().empty() || !std::ranges::equal(gold.compared(), gate.compared(), same_name))
        throw Error(Exit::tool_failed,
                    "equivalence: the outputs of netlist and RTL are not the same, or none");
    std::vector<OutputPair> result;
    for (const auto& [name, literal] : gold.compared())
        result.push_back({name, literal, gate.compared().at(name)});
    return result;
}

}  // namespace

AigComparison compare_aigs(const Aig& gold, const Aig& gate, const std::vector<Port>& ports,
                           std::int64_t vectors) {
    AigStimulus stimulus(ports);
    SteppedAig expected(gold, stimulus), found(gate, stimulus);
    auto outputs = output_pairs(expected, found);
    AigComparison result;
    const bool clocked = expected.has_registers() || found.has_registers();
    for (std::int64_t cycle = clocked ? 0 : settling; result.vectors < vectors; ++cycle) {
        stimulus.next(cycle);
        expected.step(stimulus);
        found.step(stimulus);
        if (cycle < settling) continue;
        result.vectors += streams;
        for (auto& output : outputs) {
            const auto value = expected[output.gold];
            if (value != found[output.gate]) result.difference = output.name;
            output.zeros |= ~value;
            output.ones |= value;
        }
        if (!result.difference.empty()) return result;
    }
    for (const auto& output : outputs)
        if (output.gate > 1 && (output.zeros == 0 || output.ones == 0))
            result.unmoved.push_back(output.name);
    return result;
}

}  // namespace mxgen::ppa
