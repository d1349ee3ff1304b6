// SPDX-License-Identifier: Apache-2.0
#include "sw/evaluate/mutants.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <iterator>
#include <optional>
#include <random>

#include "gen/ir/mutate.h"
#include "gen/view/interpret.h"
#include "sw/evaluate/mutant_proof.h"
#include "sw/package/design.h"
#include "sw/package/vectors.h"
#include "sw/support/error.h"
#include "sw/unit/codes.h"
#include "sw/unit/units.h"

namespace mxgen {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

/// One clock cycle, or one evaluation: a beat that enters and a result that is due, or none.
struct Cycle {
    std::size_t record = none, result = none;
};

/// Beats, with pauses between some, and when their results are due.
class Script {
  public:
    Script(package::Examples examples, const Interface& interface, std::optional<Random> pauses)
        : examples_(std::move(examples)),
          has_clock_(interface.has(Role::clock)),
          has_valid_(interface.has(Role::valid, Stream::input)) {
        std::deque<std::size_t> due;  ///< cycles
        std::size_t result = 0;
        const auto add = [&](std::size_t record) {
            const bool is_due = !due.empty() && due.front() == cycles_.size();
            if (is_due) due.pop_front();
            cycles_.push_back({record, is_due ? result++ : none});
        };
        const auto& causes = examples_.expected.causes;
        std::size_t caused = 0;
        for (std::size_t record = 0; record < examples_.in.size(); ++record) {
            while (pauses && has_valid_ && (*pauses)() % 8 == 0) add(none);
            for (std::size_t i = 0; caused < causes.size() && causes[caused].last() == record;
                 ++i, ++caused)
                due.push_back(cycles_.size() + interface.latency_cycles + i);
            add(record);
        }
        while (!due.empty()) add(none);
    }

    /// Whether a circuit does anything else than it should.
    bool is_broken_by(const std::shared_ptr<const ir::Circuit>& circuit) const;

    /// Whether the beats are all that there are, where these are few.
    bool has_all_inputs() const;

  private:
    void drive(view::Interpreter& dut, const ir::Circuit& circuit, std::size_t record) const;
    bool differs(const view::Interpreter& dut, const ir::Circuit& circuit,
                 std::size_t result) const;

    package::Examples examples_;
    bool has_clock_, has_valid_;
    std::vector<Cycle> cycles_;
};

void Script::drive(view::Interpreter& dut, const ir::Circuit& circuit, std::size_t record) const {
    const Beats& in = examples_.in;
    for (std::size_t slot = 0; slot < in.ports().size(); ++slot) {
        const Port& port = in.ports()[slot];
        const auto* wire = circuit.find_port(port.name);
        const int elements = wire->elements ? static_cast<int>(wire->elements) : 1;
        const int width = port.width / elements;
        for (int i = 0; i < elements; ++i)
            dut.set(port.name,
                    in.get_wide(record, slot, static_cast<std::size_t>(i * width), width),
                    static_cast<unsigned>(i));
    }
}

bool Script::differs(const view::Interpreter& dut, const ir::Circuit& circuit,
                     std::size_t result) const {
    const Beats& due = examples_.expected.beats;
    const bool flags_only = examples_.expected.flags_only[result] != 0;
    for (std::size_t slot = 0; slot < due.ports().size(); ++slot) {
        const Port& port = due.ports()[slot];
        if (flags_only && !is_flag(port.role)) continue;
        const auto* wire = circuit.find_port(port.name);
        const int elements = wire->elements ? static_cast<int>(wire->elements) : 1;
        const int width = port.width / elements;
        for (int i = 0; i < elements; ++i) {
            const auto is = ir::slice(dut.get(port.name, static_cast<unsigned>(i)),
                                      static_cast<unsigned>(width) - 1, 0);
            if (is != due.get_wide(result, slot, static_cast<std::size_t>(i * width), width))
                return true;
        }
    }
    return false;
}

bool Script::is_broken_by(const std::shared_ptr<const ir::Circuit>& circuit) const {
    const std::string valid_i(name_of(Role::valid, Stream::input)),
        valid_o(name_of(Role::valid, Stream::output));
    const bool shows_valid = circuit->find_port(valid_o) != nullptr;
    view::Interpreter dut(circuit);
    dut.check_facts(false);
    dut.reset();
    for (const Cycle& cycle : cycles_) {
        if (cycle.record != none) drive(dut, *circuit, cycle.record);
        if (has_valid_) dut.set(valid_i, cycle.record != none);
        dut.eval();
        const bool is_due = cycle.result != none;
        if (shows_valid && (dut.get(valid_o) != 0) != is_due) return true;
        if (is_due && differs(dut, *circuit, cycle.result)) return true;
        if (has_clock_) dut.clock();
    }
    return false;
}

bool Script::has_all_inputs() const {
    constexpr int max_bits = 24;
    const Beats& in = examples_.in;
    int bits = 0;
    for (const Port& port : in.ports()) bits += port.width;
    if (bits > max_bits) return false;
    std::vector<bool> seen(std::size_t{1} << bits);
    for (std::size_t record = 0; record < in.size(); ++record) {
        std::uint64_t input = 0;
        for (std::size_t slot = 0; slot < in.ports().size(); ++slot) {
            const int width = in.ports()[slot].width;
            input = input << width | in.get(record, slot, 0, width);
        }
        seen[input] = true;
    }
    return std::ranges::count(seen, false) == 0;
}

bool has_state(const ir::Circuit& circuit) {
    return std::ranges::any_of(circuit.nodes,
                               [](const ir::Node& node) { return node.op == ir::Op::state; }) ||
           std::ranges::any_of(circuit.instances, [](const ir::Instance& instance) {
               return has_state(*instance.module);
           });
}

void check_unit(const Workpiece& design) {
    const Unit& unit = unit_of(design.config());
    if (!find_port(unit.ports(design.config().design, true), Role::ready, Stream::input)) return;
    throw Error(Exit::usage,
                fmt::format("--mutants: the interpreter has no streams that wait, and unit {} "
                            "has; allowed: multiply, dot, convert, deconvert; nearest: unit dot, "
                            "its processing element",
                            unit.name()));
}

std::vector<ir::Mutation> drawn(const std::vector<ir::Mutation>& all, std::uint64_t count,
                                std::uint64_t seed) {
    std::vector<ir::Mutation> some;
    std::sample(all.begin(), all.end(), std::back_inserter(some), count, std::mt19937_64(seed));
    return some;
}

}  // namespace

Metrics MutantReport::metrics() const {
    return {{"mutants__possible", possible},     {"mutants__tried", tried},
            {"mutants__killed", killed},         {"mutants__killed__package", killed_by_package},
            {"mutants__equivalent", equivalent}, {"mutants__survived", survivors.size()},
            {"mutants__survivors", survivors}};
}

MutantReport try_mutants(Workpiece& design, std::uint64_t count, const StimulusOptions& options,
                         const ProgressFunction& progress) {
    check_unit(design);
    progress("computing results");
    const package::Design& made = design.design();
    const auto& circuit = design.built().top;
    const Stimulus stimulus = unit_of(design.config()).stimulus(design.config().design, options);
    const Script package(package::examples_of(made), made.interface, std::nullopt),
        cosim(package::examples_of(made, stimulus), made.interface, Random(options.seed));
    if (package.is_broken_by(circuit) || cosim.is_broken_by(circuit))
        throw Error(
            Exit::check_failed,
            fmt::format("{}: the circuit without a fault has wrong results", made.interface.top));
    const bool is_exhaustive = !has_state(*circuit) && cosim.has_all_inputs();
    const auto all = ir::mutations_of(circuit);
    const MutantProver prover;
    MutantReport report;
    report.possible = all.size();
    for (const ir::Mutation& mutation : drawn(all, count, options.seed)) {
        const auto mutant = ir::mutated(circuit, mutation);
        ++report.tried;
        progress(fmt::format("mutant {} of {}", report.tried, std::min(count, report.possible)));
        const bool by_package = package.is_broken_by(mutant);
        report.killed_by_package += by_package;
        if (by_package || cosim.is_broken_by(mutant))
            ++report.killed;
        else if (is_exhaustive || prover.proves_equal(mutation))
            ++report.equivalent;
        else
            report.survivors.push_back(ir::describe(mutation));
    }
    return report;
}

}  // namespace mxgen
