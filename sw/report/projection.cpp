// SPDX-License-Identifier: Apache-2.0
#include "sw/report/projection.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cstdlib>

#include "sw/report/files.h"
#include "sw/support/error.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::report {

namespace {

const toml::table& published() {
    static const toml::table table = toml::parse(embedded_files().at("projections.toml"));
    return table;
}

const toml::table& table_at(const char* path) { return *published().at_path(path).as_table(); }

std::string text_at(const char* path) {
    return published().at_path(path).value<std::string>().value();
}

std::vector<std::string> keys_of(const toml::table& table) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : table) keys.emplace_back(key.str());
    return keys;
}

std::vector<double> numbers(const toml::node& node) {
    std::vector<double> values;
    for (const auto& value : *node.as_array()) values.push_back(value.value<double>().value());
    return values;
}

[[noreturn]] void refuse(const std::string& what, const std::string& name,
                         const std::vector<std::string>& allowed) {
    throw Error(Exit::usage,
                fmt::format("--project: {} {}; allowed: {}; nearest: {}", what, in_quotes(name),
                            enumerated(allowed), nearest(name, allowed)));
}

/// A node at a voltage.
class ProcessNode {
  public:
    ProcessNode(const std::string& name, double volts) : volts_(volts) {
        const auto& nodes = table_at("nodes.polynomials");
        const auto* node = nodes[name].as_table();
        if (node == nullptr) refuse("no published figures of", name, keys_of(nodes));
        nm_ = (*node)["nm"].value<int>().value();
        delay_ = numbers(*node->get("delay"));
        energy_ = numbers(*node->get("energy"));
    }

    double energy() const { return at(energy_); }

    /// Nothing where the fit says nothing: a transistor is slower at a higher voltage.
    std::optional<double> delay() const {
        const double slope = 3 * delay_[0] * volts_ * volts_ + 2 * delay_[1] * volts_ + delay_[2];
        if (slope > 0 || at(delay_) <= 0) return std::nullopt;
        return at(delay_);
    }

    /// Areas there by areas here.
    double area_in(const ProcessNode& other) const {
        const auto& areas = table_at("nodes.area");
        const auto columns = numbers(*areas.get("columns"));
        const auto row = numbers(*areas.get(std::to_string(nm_)));
        const auto column = std::ranges::find(columns, other.nm_) - columns.begin();
        return row.at(static_cast<std::size_t>(column));
    }

  private:
    double at(const std::vector<double>& polynomial) const {
        double value = 0;
        for (const double coefficient : polynomial) value = value * volts_ + coefficient;
        return value;
    }

    double volts_;
    int nm_ = 0;
    std::vector<double> delay_, energy_;
};

std::optional<double> scaled(const Run& run, const char* key, std::optional<double> factor) {
    const auto found = run.metrics.find(key);
    if (!factor || found == run.metrics.end() || !found->is_number()) return std::nullopt;
    return found->get<double>() * *factor;
}

ProjectedRun projected_run(const Run& run, std::optional<double> area, std::optional<double> delay,
                           std::optional<double> energy, std::optional<double> power) {
    return {run.name, scaled(run, "synth__design__instance__area__stdcell", area),
            scaled(run, "synth__timing__delay__ns", delay),
            scaled(run, "synth__energy__per_mac__pj", energy), power};
}

ProcessNode node_of(const Run& run, std::string name) {
    const auto technology = run.metrics.value("technology", "");
    const auto& known = table_at("nodes.technologies");
    if (name.empty()) name = known[technology].value_or(std::string());
    if (name.empty()) refuse("no node is known of technology", technology, keys_of(known));
    const auto volts = run.metrics.find("voltage");
    if (volts == run.metrics.end() || !volts->is_number())
        throw Error(Exit::usage, fmt::format("--project: run {} has no voltage; allowed: runs of "
                                             "mxgen ppa",
                                             in_quotes(run.name)));
    return {name, volts->get<double>()};
}

Projection to_device(const std::vector<Run>& runs, const std::string& name) {
    const auto* device = table_at("devices.factors")[name].as_table();
    const auto factor = [&](const char* key) { return (*device)[key].value<double>(); };
    Projection projection{.to = (*device)["meaning"].value<std::string>().value(),
                          .source = text_at("devices.source"),
                          .error = text_at("devices.error"),
                          .runs = {}};
    for (const Run& run : runs)
        projection.runs.push_back(projected_run(run, factor("area"), 1 / *factor("frequency"),
                                                std::nullopt, factor("power")));
    return projection;
}

double volts_of(const std::string& text) {
    char* end = nullptr;
    const double volts = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !(volts >= 0.1 && volts <= 5))
        throw Error(Exit::usage, fmt::format("--project: {} is no supply voltage; allowed: "
                                             "NODE@VOLTS with 0.1 to 5; nearest: 7nm@0.7",
                                             in_quotes(text)));
    return volts;
}

}  // namespace

Projection project(const std::vector<Run>& runs, const std::string& target) {
    if (table_at("devices.factors").contains(target)) return to_device(runs, target);
    const auto colon = target.find(':'), at = target.find('@');
    const std::size_t start = colon == target.npos ? 0 : colon + 1;
    const std::string from = colon == target.npos ? "" : target.substr(0, colon);
    const std::string name = target.substr(start, at == target.npos ? at : at - start);
    auto names = keys_of(table_at("nodes.polynomials"));
    if (std::ranges::find(names, name) == names.end()) {
        for (const auto& device : keys_of(table_at("devices.factors"))) names.push_back(device);
        refuse("no published figures of", name, names);
    }
    const ProcessNode there(name, volts_of(at == target.npos ? "" : target.substr(at + 1)));
    Projection projection{.to = fmt::format("{} at {} V", name, target.substr(at + 1)),
                          .source = text_at("nodes.source"),
                          .error = text_at("nodes.error"),
                          .runs = {}};
    for (const Run& run : runs) {
        const ProcessNode here = node_of(run, from);
        const auto slower = there.delay(), faster = here.delay();
        std::optional<double> delay;
        if (slower && faster) delay = *slower / *faster;
        projection.runs.push_back(projected_run(run, here.area_in(there), delay,
                                                there.energy() / here.energy(), std::nullopt));
    }
    return projection;
}

Json to_json(const Projection& projection) {
    Json json{{"figures", projected},
              {"to", projection.to},
              {"source", projection.source},
              {"error", projection.error},
              {"runs", Json::array()}};
    for (const ProjectedRun& run : projection.runs) {
        Json figures{{"name", run.name}};
        const auto add = [&](const char* key, std::optional<double> value) {
            if (value) figures[key] = *value;
        };
        add("area_um2", run.area_um2);
        add("delay_ns", run.delay_ns);
        add("pj_per_mac", run.mac_pj);
        add("power_factor", run.power);
        json["runs"].push_back(std::move(figures));
    }
    return json;
}

std::string to_text(const Projection& projection) {
    std::vector<std::vector<std::string>> lines{
        {projected, "area um2", "delay ns", "pJ/MAC", "power x"}};
    const auto cell = [](std::optional<double> value) {
        return value ? format_number(*value) : std::string("-");
    };
    for (const ProjectedRun& run : projection.runs)
        lines.push_back(
            {run.name, cell(run.area_um2), cell(run.delay_ns), cell(run.mac_pj), cell(run.power)});
    return fmt::format("{}\n{}source: {}\nerror: {}\n", projection.to, aligned(lines),
                       projection.source, projection.error);
}

}  // namespace mxgen::report
