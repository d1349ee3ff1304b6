// SPDX-License-Identifier: Apache-2.0
#include "sw/liberty/characterization.h"

#include <algorithm>

namespace mxgen::ppa {

namespace {

/// An axis of a table: what it is over, and its points.
struct Axis {
    bool is_load = false;
    std::vector<double> points;
};

const Group* table_template(const Library& library, std::string_view name) {
    for (const auto& group : library.source.groups)
        if (group.kind.ends_with("_template") && group.name() == name) return &group;
    return nullptr;
}

/// The axes of a table, from the table itself or its template; empty when one is neither slew nor
/// load.
std::optional<std::vector<Axis>> axes(const Group& group, const Library& library) {
    std::vector<Axis> result;
    const auto* form = table_template(library, group.name());
    for (const char* place : {"1", "2"}) {
        auto variable = form ? form->text(std::string("variable_") + place) : std::string_view();
        auto key = std::string("index_") + place;
        auto text = group.text(key, form ? form->text(key) : std::string_view());
        if (variable.empty() && text.empty()) break;
        Axis axis{variable.find("capacitance") != std::string_view::npos, numbers(text)};
        if (axis.points.empty() ||
            (!axis.is_load && variable.find("transition") == std::string_view::npos))
            return {};
        result.push_back(std::move(axis));
    }
    return result;
}

/// The interval of an ascending axis that x is in or next to, and how far along it x is.
std::pair<std::size_t, double> place(const std::vector<double>& axis, double x) {
    if (axis.size() < 2) return {0, 0};
    auto upper = std::upper_bound(axis.begin() + 1, axis.end() - 1, x);
    auto low = static_cast<std::size_t>(upper - axis.begin()) - 1;
    return {low, (x - axis[low]) / (axis[low + 1] - axis[low])};
}

int place_of(const std::vector<std::string>& names, std::string_view name) {
    auto found = std::find(names.begin(), names.end(), name);
    return found == names.end() ? -1 : static_cast<int>(found - names.begin());
}

/// The names in a list such as "A B".
std::vector<std::string> words(std::string_view list) {
    std::vector<std::string> result;
    std::string word;
    for (char c : std::string(list) + " ") {
        if (c != ' ' && c != ',') {
            word += c;
        } else if (!word.empty()) {
            result.push_back(std::move(word));
            word.clear();
        }
    }
    return result;
}

/// Builds a cell's record group by group.
class Reader {
  public:
    Reader(const Cell& cell, const Library& library)
        : cell_(cell), library_(library), inputs_(cell.inputs()), outputs_(cell.outputs()) {}

    Characterization read() {
        for (const auto& group : library_.source.groups)
            if (group.kind == "cell" && group.name() == cell_.name) cell_group_ = &group;
        for (const auto& pin : cell_.pins) {
            for (const auto& group : pin.group->groups) {
                if (group.kind == "timing" && pin.direction == Pin::Direction::output)
                    timing(pin, group);
                if (group.kind == "internal_power") power(pin, group);
            }
        }
        return std::move(result_);
    }

  private:
    void timing(const Pin& pin, const Group& group) {
        auto type = group.text("timing_type", "combinational");
        if (type.find("disable") != std::string_view::npos) return;
        auto sense = group.text("timing_sense");
        for (const auto& name : words(group.text("related_pin"))) {
            Arc arc;
            arc.input = place_of(inputs_, name);
            arc.output = place_of(outputs_, pin.name);
            arc.sense = sense == "positive_unate"   ? Arc::Sense::positive
                        : sense == "negative_unate" ? Arc::Sense::negative
                                                    : Arc::Sense::either;
            if (arc.input < 0) continue;
            for (const auto& table : group.groups) {
                bool rise = table.kind.find("rise") != std::string::npos;
                bool delay = table.kind == "cell_rise" || table.kind == "cell_fall";
                bool slew = table.kind == "rise_transition" || table.kind == "fall_transition";
                if (delay || slew)
                    (delay ? arc.delay : arc.slew)[rise] = LibertyTable::read(table, library_);
            }
            result_.arcs.push_back(std::move(arc));
        }
    }

    void power(const Pin& pin, const Group& group) {
        if (!is_supply(*cell_group_, group.text("related_pg_pin"))) return;
        bool output = pin.direction == Pin::Direction::output;
        auto related = words(group.text("related_pin"));
        if (related.empty()) related.emplace_back();
        for (const auto& name : related) {
            PowerGroup entry;
            entry.of_output = output;
            entry.pin = place_of(output ? outputs_ : inputs_, pin.name);
            entry.related = name.empty() ? -1 : place_of(inputs_, name);
            if (entry.pin < 0) continue;
            if (auto when = group.text("when"); !when.empty()) entry.when = Function::parse(when);
            for (const auto& table : group.groups) {
                auto energy = LibertyTable::read(table, library_);
                if (table.kind != "fall_power") entry.energy[1] = energy;
                if (table.kind != "rise_power") entry.energy[0] = energy;
            }
            result_.power.push_back(std::move(entry));
        }
    }

    const Cell& cell_;
    const Library& library_;
    const Group* cell_group_ = nullptr;
    std::vector<std::string> inputs_, outputs_;
    Characterization result_;
};

}  // namespace

std::optional<LibertyTable> LibertyTable::read(const Group& group, const Library& library) {
    auto found = axes(group, library);
    const auto* values = group.find("values");
    if (!found || !values) return {};
    std::vector<double> all;
    for (const auto& row : values->values)
        for (auto value : numbers(row)) all.push_back(value);
    LibertyTable table;
    table.slews_ = table.loads_ = {0};
    for (const auto& axis : *found) (axis.is_load ? table.loads_ : table.slews_) = axis.points;
    if (all.size() != table.slews_.size() * table.loads_.size()) return {};
    bool load_first = !found->empty() && (*found)[0].is_load;
    table.values_.resize(all.size());
    for (std::size_t s = 0; s < table.slews_.size(); ++s)
        for (std::size_t l = 0; l < table.loads_.size(); ++l)
            table.values_[s * table.loads_.size() + l] =
                all[load_first ? l * table.slews_.size() + s : s * table.loads_.size() + l];
    return table;
}

double LibertyTable::operator()(double slew_ns, double load_pf) const {
    auto [s, x] = place(slews_, slew_ns);
    auto [l, y] = place(loads_, load_pf);
    auto at = [&](std::size_t i, std::size_t j) {
        return values_[std::min(i, slews_.size() - 1) * loads_.size() +
                       std::min(j, loads_.size() - 1)];
    };
    return (1 - x) * ((1 - y) * at(s, l) + y * at(s, l + 1)) +
           x * ((1 - y) * at(s + 1, l) + y * at(s + 1, l + 1));
}

Characterization characterize(const Cell& cell, const Library& library) {
    return Reader(cell, library).read();
}

}  // namespace mxgen::ppa
