// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>

#include "gen/view/cost.h"
#include "sw/characterize/estimates.h"
#include "sw/characterize/fit.h"
#include "sw/characterize/lut.h"
#include "sw/characterize/measure.h"
#include "sw/characterize/samples.h"
#include "sw/support/error.h"
#include "sw/support/files.h"

namespace {

using namespace mxgen;
using namespace mxgen::characterize;
using view::Target;

struct RowName {
    const char* name;
    view::OperationData Target::*row;
};

constexpr RowName rows[] = {
    {"gate", &Target::gate},       {"exclusive", &Target::exclusive}, {"select", &Target::select},
    {"add", &Target::add},         {"less", &Target::less},           {"equal", &Target::equal},
    {"product", &Target::product}, {"shift", &Target::shift},         {"lookup", &Target::lookup}};

/// Measures one technology and fits its target.
class TechnologyFit {
  public:
    TechnologyFit(const std::string& name, std::filesystem::path directory)
        : has_luts_(name == "xilinx") {
        directory /= name;
        target_.name = name;
        if (has_luts_) {
            target_.area_unit = "LUTs";
            conditions_ = fmt::format(
                "mapping to 7-series LUTs, cells of Artix-7 as Yosys models them, {} ns a net, no "
                "DSP blocks",
                net_ns);
            measure_ = [=](const ir::Circuit& c) { return measure_luts(c, directory); };
        } else {
            auto technology = ppa::find_technology(name);
            conditions_ = fmt::format("synthesis with {} ({}), no wires", name, technology.corner);
            measure_ = [=](const ir::Circuit& c) { return measure(c, technology, directory); };
        }
    }

    Target run() {
        fit_operations();
        fit_registers();
        if (!has_luts_) fit_cells();
        fit_merging();
        fit_loops();
        target_.source = fmt::format(
            "fitted to {}; typical errors of single operations: "
            "delay {:.0f} %, area {:.0f} %; of whole circuits: delay {:.0f} %, area {:.0f} %; of "
            "accumulators' loops: delay {:.0f} %",
            conditions_, 100 * delay_error_, 100 * gates_error_, 100 * composite_delay_error_,
            100 * composite_gates_error_, 100 * loop_error_);
        return target_;
    }

  private:
    Measurement measured(const Sample& sample) const {
        std::fprintf(stderr, "%s: %s\n", target_.name.c_str(), sample.name.c_str());
        return measure_(*sample.circuit);
    }

    void fit_operations() {
        auto samples = operations(has_luts_);
        std::vector<Measurement> results;
        for (const auto& sample : samples) results.push_back(measured(sample));
        // Two layers of 8 + 16 exclusive ors.
        auto reference = std::find_if(samples.begin(), samples.end(), [](const Sample& sample) {
            return sample.name == "exclusive_8";
        });
        const auto& exclusive = results.at(static_cast<std::size_t>(reference - samples.begin()));
        double layer_ns = has_luts_ ? 0 : exclusive.delay_ns / 2,
               layer_gates = exclusive.gates / 24;
        for (const auto& [name, row] : rows) {
            std::vector<Point> delays, gates;
            for (std::size_t i = 0; i < samples.size(); ++i) {
                const auto& use = samples[i].use;
                if (use.row != row) continue;
                delays.push_back({use.delay_n, use.depth, results[i].delay_ns - layer_ns});
                gates.push_back({use.gates_n, use.copies,
                                 results[i].gates - samples[i].input_bits * layer_gates});
            }
            auto delay = fit(delays), area = fit(gates);
            target_.*row = {delay.growth, area.growth};
            delay_error_ =
                std::hypot(delay_error_, delay.typical_error / std::sqrt(std::size(rows)));
            gates_error_ =
                std::hypot(gates_error_, area.typical_error / std::sqrt(std::size(rows)));
            fmt::print(
                "{:8} {:10} delay {:4.0f} % (worst {:3.0f} %)  area {:4.0f} % (worst {:3.0f} %)\n",
                target_.name, name, 100 * delay.typical_error, 100 * delay.worst_error,
                100 * area.typical_error, 100 * area.worst_error);
        }
    }

    void fit_registers() {
        std::vector<Measurement> results;
        for (const auto& sample : registers()) results.push_back(measured(sample));
        constexpr double bits = 16;
        target_.clock_to_q_ns = results[0].delay_ns;
        target_.setup_ns = results[0].period_ns - results[0].delay_ns;
        target_.enable_ns = std::max(0.0, results[1].period_ns - results[0].period_ns);
        target_.register_gates = results[0].gates / bits;
        target_.enable_gates = (results[1].gates - results[0].gates) / bits;
        target_.reset_gates = (results[2].gates - results[0].gates) / bits;
    }

    void fit_cells() {
        for (unsigned inputs : {3u, 2u}) {
            auto few = measured(adder_chain(inputs, 4)), many = measured(adder_chain(inputs, 12));
            target_.cells[inputs == 3 ? ir::AdderCell::full_adder : ir::AdderCell::half_adder] = {
                (many.delay_ns - few.delay_ns) / 8, (many.gates - few.gates) / 8};
        }
    }

    /// The factor for which estimates of whole circuits fit best, and the typical error left.
    static double best_factor(const std::vector<Sample>& samples, const std::vector<double>& truth,
                              Target target, double Target::*factor, double view::Cost::*figure,
                              double& typical_error) {
        double best = 1, min_error = 1e9;
        for (int percent = 20; percent <= 150; ++percent) {
            target.*factor = percent / 100.0;
            double error = 0;
            for (std::size_t i = 0; i < samples.size(); ++i) {
                auto estimate = view::cost(*samples[i].circuit, target).*figure;
                error += std::pow(std::log(estimate / truth[i]), 2);
            }
            if (error < min_error) min_error = error, best = target.*factor;
        }
        typical_error = std::sqrt(min_error / static_cast<double>(samples.size()));
        return best;
    }

    void fit_merging() {
        auto samples = composites(!has_luts_);
        std::vector<double> delays, gates;
        for (const auto& sample : samples) {
            auto result = measured(sample);
            delays.push_back(result.period_ns);
            gates.push_back(result.gates);
        }
        target_.merged_delay = best_factor(samples, delays, target_, &Target::merged_delay,
                                           &view::Cost::delay_ns, composite_delay_error_);
        target_.merged_gates = best_factor(samples, gates, target_, &Target::merged_gates,
                                           &view::Cost::gates, composite_gates_error_);
        for (std::size_t i = 0; i < samples.size(); ++i) {
            auto estimate = view::cost(*samples[i].circuit, target_);
            fmt::print(
                "{:8} {:20} {:6.2f} ns, estimated {:6.2f}  {:8.0f} gates, estimated {:8.0f}\n",
                target_.name, samples[i].name, delays[i], estimate.delay_ns, gates[i],
                estimate.gates);
        }
    }

    /// The factor by which the logic of loops is faster than that of whole circuits: the geometric
    /// mean, the error what is left.
    void fit_loops() {
        target_.loop_delay = target_.merged_delay;
        auto samples = loops(target_);
        double overhead = target_.clock_to_q_ns + target_.setup_ns, sum = 0, squares = 0;
        for (const auto& [sample, estimated_ns] : samples) {
            double period = measured(sample).period_ns;
            double ratio = std::log((period - overhead) / (estimated_ns - overhead));
            sum += ratio, squares += ratio * ratio;
            fmt::print("{:8} {:20} {:6.2f} ns, estimated {:6.2f} without its own factor\n",
                       target_.name, sample.name, period, estimated_ns);
        }
        auto count = static_cast<double>(samples.size());
        target_.loop_delay *= std::exp(sum / count);
        loop_error_ = std::sqrt(std::max(0.0, squares / count - sum / count * sum / count));
        fmt::print("{:8} loops: factor {:.2f}, error left {:.0f} %\n", target_.name,
                   target_.loop_delay, 100 * loop_error_);
    }

    bool has_luts_;
    std::string conditions_;
    std::function<Measurement(const ir::Circuit&)> measure_;
    Target target_;
    double delay_error_ = 0, gates_error_ = 0;
    double composite_delay_error_ = 0, composite_gates_error_ = 0, loop_error_ = 0;
};

std::string text(const view::Growth& g) {
    constexpr double nothing = 1e-6;
    std::vector<std::string> terms;
    auto term = [&](const char* name, double value) {
        if (std::abs(value) > nothing) terms.push_back(fmt::format(".{} = {:.3g}", name, value));
    };
    term("fixed", g.fixed);
    term("per_log", g.per_log);
    term("per_bit", g.per_bit);
    return fmt::format("{{{}}}", fmt::join(terms, ", "));
}

std::string text(const Target& t) {
    auto result = fmt::format(
        "        {{\n            .name = \"{}\",\n            .source =\n"
        "                \"{}\",\n            .area_unit = \"{}\",\n",
        t.name, t.source, t.area_unit);
    for (const auto& [name, row] : rows)
        result += fmt::format("            .{} = {{{}, {}}},\n", name, text((t.*row).delay),
                              text((t.*row).gates));
    auto number = [&](const char* name, double value) {
        result += fmt::format("            .{} = {:.3g},\n", name, value);
    };
    number("merged_delay", t.merged_delay);
    number("merged_gates", t.merged_gates);
    number("loop_delay", t.loop_delay);
    number("clock_to_q_ns", t.clock_to_q_ns);
    number("setup_ns", t.setup_ns);
    number("enable_ns", t.enable_ns);
    number("register_gates", t.register_gates);
    number("reset_gates", t.reset_gates);
    number("enable_gates", t.enable_gates);
    std::vector<std::string> cells;
    for (const auto& [kind, cell] : t.cells)
        cells.push_back(fmt::format("{{ir::AdderCell::{}, {{{:.3g}, {:.3g}}}}}", name_of(kind),
                                    cell.delay_ns, cell.gates));
    return result +
           fmt::format("            .cells = {{{}}},\n        }},\n", fmt::join(cells, ", "));
}

}  // namespace

/// characterize OUTPUT DIRECTORY TECHNOLOGY...: synthesises samples in DIRECTORY, prints the fits'
/// errors and writes gen/view/target_data.cpp to OUTPUT.
/// characterize designs RECORD FITTED DIRECTORY TECHNOLOGY...: fit_estimates().
/// characterize refit RECORD FITTED TECHNOLOGY...: refit_estimates().
/// characterize check TECHNOLOGY RECORD DIRECTORY COUNT SEED: check_estimates().
int main(int argc, char** argv) {
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words.size() < 3) {
        std::fprintf(stderr, "usage: characterize OUTPUT DIRECTORY TECHNOLOGY...\n");
        return static_cast<int>(Exit::usage);
    }
    try {
        if (words[0] == "designs") {
            fit_estimates(words.at(1), words.at(2), words.at(3), {words.begin() + 4, words.end()});
            return 0;
        }
        if (words[0] == "refit") {
            refit_estimates(words.at(1), words.at(2), {words.begin() + 3, words.end()});
            return 0;
        }
        if (words[0] == "check") {
            check_estimates(words.at(1), words.at(2), words.at(3),
                            static_cast<unsigned>(std::stoul(words.at(4))),
                            static_cast<unsigned>(std::stoul(words.at(5))));
            return 0;
        }
        std::string file =
            "// SPDX-License-Identifier: Apache-2.0\n// Written by `make characterize`.\n"
            "#include \"gen/view/target.h\"\n\nnamespace mxgen::view {\n\n"
            "std::vector<Target> fitted_targets() {\n    return {\n";
        for (int i = 3; i < argc; ++i) file += text(TechnologyFit(argv[i], argv[2]).run());
        write_file(argv[1], file + "    };\n}\n\n}  // namespace mxgen::view\n");
    } catch (const Error& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return static_cast<int>(error.code());
    }
    return 0;
}
