// SPDX-License-Identifier: Apache-2.0
#include "sw/report/workloads.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sw/report/compare.h"
#include "sw/support/console.h"
#include "sw/support/files.h"
#include "sw/support/names.h"

namespace mxgen::report {

namespace fs = std::filesystem;
namespace {

enum class Allowed { text, number, number_or_null, text_or_null };

struct AllowedKey {
    const char* key;
    Allowed allowed;
};

bool fits(const Json& value, Allowed allowed) {
    const bool may_be_null = allowed == Allowed::number_or_null || allowed == Allowed::text_or_null;
    if (may_be_null && value.is_null()) return true;
    const bool is_text = allowed == Allowed::text || allowed == Allowed::text_or_null;
    return is_text ? value.is_string() : value.is_number();
}

/// Reads what a file has to hold; everything else in it is left out.
class WorkloadReader {
  public:
    explicit WorkloadReader(const fs::path& file) : file_(file) {}

    Json conditions(const Json& document) const {
        return taken(document, "",
                     {{"workload", Allowed::text},
                      {"batch", Allowed::number},
                      {"prefill", Allowed::number},
                      {"decode", Allowed::number},
                      {"bandwidth_gb_s", Allowed::number_or_null},
                      {"buffer_bytes", Allowed::number},
                      {"sram_pj_per_byte", Allowed::number},
                      {"dram_pj_per_bit", Allowed::number},
                      {"results", Allowed::text}});
    }

    Json designs(const Json& document) const {
        return list(document, "designs", "", [&](const Json& value, const std::string& place) {
            return design(value, place);
        });
    }

  private:
    Json design(const Json& value, const std::string& place) const {
        Json found = taken(value, place,
                           {{"name", Allowed::text},
                            {"clock_mhz", Allowed::number},
                            {"clock_from", Allowed::text},
                            {"mac_pj", Allowed::number_or_null},
                            {"mac_pj_from", Allowed::text_or_null},
                            {"macs_per_cycle", Allowed::number}});
        found["rows"] = list(value, "rows", place, [&](const Json& row, const std::string& at) {
            return taken(row, at,
                         {{"kind", Allowed::text},
                          {"phase", Allowed::text},
                          {"cycles", Allowed::number},
                          {"energy_pj", Allowed::number}});
        });
        found["phases"] =
            list(value, "phases", place, [&](const Json& part, const std::string& at) {
                return taken(part, at,
                             {{"phase", Allowed::text},
                              {"macs", Allowed::number},
                              {"seconds", Allowed::number},
                              {"intensity", Allowed::number_or_null},
                              {"energy_pj", Allowed::number}});
            });
        return found;
    }

    template <class Read>
    Json list(const Json& value, const std::string& key, const std::string& place,
              const Read& read) const {
        const auto found = value.find(key);
        if (found == value.end() || !found->is_array())
            refuse_file(file_, fmt::format("{}{} is no list; allowed: what mxgen workload --json "
                                           "prints",
                                           place, key));
        Json taken = Json::array();
        for (std::size_t i = 0; i < found->size(); ++i)
            taken.push_back(read((*found)[i], fmt::format("{}{}[{}].", place, key, i)));
        return taken;
    }

    /// Tables, pages and terminals show texts: each is a line.
    Json taken(const Json& value, const std::string& place,
               const std::vector<AllowedKey>& keys) const {
        Json taken = Json::object();
        for (const auto& [key, allowed] : keys) {
            const Json found = value.is_object() ? value.value(key, Json()) : Json();
            if (!fits(found, allowed))
                refuse_file(file_,
                            fmt::format("{}{} is {}; allowed: what mxgen workload --json prints",
                                        place, key, in_quotes(found.dump().substr(0, 60))));
            taken[key] = found.is_string() ? Json(visible_line(found.get<std::string>())) : found;
        }
        return taken;
    }

    fs::path file_;
};

const Json* phase_of(const Json& design, const std::string& phase) {
    for (const Json& part : design["phases"])
        if (part["phase"] == phase) return &part;
    return nullptr;
}

/// The least of a figure, of designs in which it has an origin.
std::pair<std::optional<LeastFigure>, bool> least(const NetworkWorkload& workload,
                                                  const std::string& phase, const char* figure,
                                                  const char* from) {
    std::optional<LeastFigure> best;
    std::set<std::string> origins;
    for (const Json& design : workload.designs) {
        const Json* part = phase_of(design, phase);
        if (part == nullptr || !design[from].is_string()) continue;
        const LeastFigure choice{design["name"], design[from], (*part)[figure]};
        origins.insert(choice.from);
        if (!best || choice.value < best->value) best = choice;
    }
    return {best, origins.size() > 1};
}

Json to_json(const std::optional<LeastFigure>& choice) {
    if (!choice) return nullptr;
    return {{"design", choice->design}, {"value", choice->value}, {"from", choice->from}};
}

std::string cell(const std::optional<LeastFigure>& choice, double factor, const char* unit,
                 bool mixes) {
    if (!choice) return "-";
    return fmt::format("{}: {:.3e} {} ({}{})", choice->design, choice->value * factor, unit,
                       choice->from, mixes ? "; others not" : "");
}

std::string title(const Json& c) {
    std::string text =
        fmt::format("{}: batch {}", c["workload"].get<std::string>(), c["batch"].get<double>());
    if (c["prefill"] > 0) text += fmt::format(", prompt {}", c["prefill"].get<double>());
    if (c["decode"] > 0) text += fmt::format(", then {} tokens", c["decode"].get<double>());
    return text + (c["bandwidth_gb_s"].is_null()
                       ? std::string("; memory never waited for")
                       : fmt::format("; memory {} GB/s",
                                     format_number(c["bandwidth_gb_s"].get<double>())));
}

}  // namespace

bool add_workload(std::vector<NetworkWorkload>& workloads, const fs::path& path) {
    if (!fs::is_regular_file(path)) return false;
    const Json document = parse_json(read_file(path));
    if (!document.is_object() || !document.contains("workload")) return false;
    const WorkloadReader reader(path);
    const Json conditions = reader.conditions(document);
    auto same = std::ranges::find_if(
        workloads, [&](const NetworkWorkload& known) { return known.conditions == conditions; });
    if (same == workloads.end()) {
        workloads.push_back({conditions, Json::array()});
        same = std::prev(workloads.end());
    }
    for (const Json& design : reader.designs(document)) same->designs.push_back(design);
    return true;
}

std::vector<PhaseChoice> choices(const NetworkWorkload& workload) {
    std::vector<PhaseChoice> found;
    for (const Json& design : workload.designs)
        for (const Json& part : design["phases"]) {
            const auto phase = part["phase"].get<std::string>();
            if (std::ranges::any_of(found, [&](const auto& known) { return known.phase == phase; }))
                continue;
            PhaseChoice& choice = found.emplace_back(PhaseChoice{phase, {}, {}, false, false});
            std::tie(choice.seconds, choice.mixes_clocks) =
                least(workload, phase, "seconds", "clock_from");
            std::tie(choice.energy_pj, choice.mixes_energies) =
                least(workload, phase, "energy_pj", "mac_pj_from");
        }
    return found;
}

Json to_json(const NetworkWorkload& workload) {
    Json json = workload.conditions;
    json["title"] = title(workload.conditions);
    json["choices"] = Json::array();
    for (const PhaseChoice& choice : choices(workload))
        json["choices"].push_back({{"phase", choice.phase},
                                   {"least_seconds", to_json(choice.seconds)},
                                   {"mixes_clocks", choice.mixes_clocks},
                                   {"least_energy_pj", to_json(choice.energy_pj)},
                                   {"mixes_energies", choice.mixes_energies}});
    json["designs"] = workload.designs;
    return json;
}

std::string to_text(const NetworkWorkload& workload) {
    std::vector<std::vector<std::string>> lines{{"one pass", "least time", "least energy"}};
    for (const PhaseChoice& choice : choices(workload))
        lines.push_back({choice.phase, cell(choice.seconds, 1, "s", choice.mixes_clocks),
                         cell(choice.energy_pj, 1e-12, "J", choice.mixes_energies)});
    return title(workload.conditions) + "\n" + aligned(lines);
}

}  // namespace mxgen::report
