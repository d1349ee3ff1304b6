// SPDX-License-Identifier: Apache-2.0
#include "sw/sweep/space.h"

#include <fmt/format.h>

#include <algorithm>

#include "sw/config/toml_text.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"
#include "sw/sweep/axis_range.h"
#include "sw/sweep/figures.h"
#include "sw/sweep/tasks.h"
#include "sw/unit/units.h"

namespace mxgen::sweep {

namespace fs = std::filesystem;

namespace {

/// The keys that axes may name: of configurations and of tasks.
const Keys& axis_keys() {
    static const Keys all = [] {
        Keys rows = keys();
        for (const Key& key : option_keys())
            if (key.section != "data" && key.section != "engine") rows.push_back(key);
        return rows;
    }();
    return all;
}

std::vector<std::string> paths_of(const Keys& rows) {
    std::vector<std::string> paths;
    for (const Key& key : rows) paths.push_back(key.path());
    return paths;
}

/// Reads one file, part by part.
class SpaceReader {
  public:
    SpaceReader(std::string_view text, const fs::path& source)
        : source_(source.string()), root_(parse_toml(text, source_)) {
        space_.file = source;
    }

    Space read() {
        check_parts();
        read_base();
        read_tasks();
        read_options();
        read_axes();
        read_ties();
        read_variants();
        std::ranges::stable_sort(axes_, {}, &PlacedAxis::line);
        for (auto& axis : axes_) space_.axes.push_back(std::move(axis.axis));
        check_distinct();
        check_files();
        check_size();
        read_conditions();
        return std::move(space_);
    }

  private:
    /// An axis and where it stands: TOML's tables forget their order.
    struct PlacedAxis {
        std::pair<std::uint32_t, std::uint32_t> line;
        SweepAxis axis;
    };

    std::string at(const toml::node& node) const { return place(source_, node.source()); }

    [[noreturn]] void refuse(const std::string& at, const std::string& what) const {
        throw Error(Exit::usage, fmt::format("{}: {}", at, what));
    }

    void check_parts() const {
        std::vector<std::string> legal{"base", "do", "axes", "tie", "variants", "where"};
        for (const Key& key : option_keys())
            if (std::ranges::find(legal, key.section) == legal.end()) legal.push_back(key.section);
        for (const auto& [name, node] : root_)
            if (std::ranges::find(legal, name.str()) == legal.end())
                reject_unknown(place(source_, name.source()), "section", name.str(), legal);
    }

    void read_base() {
        const toml::node* base = root_.get("base");
        if (base == nullptr) {
            space_.base.places[""] = source_ + ":1:1";
            return;
        }
        if (!base->is_string())
            refuse(at(*base),
                   "base is no text; allowed: a configuration file; nearest: "
                   "base = \"design.toml\"");
        const fs::path file = space_.file.parent_path() / **base->as_string();
        std::error_code error;
        if (!fs::is_regular_file(file, error))
            refuse(at(*base),
                   fmt::format("base = {}: there is no file {}; allowed: a configuration "
                               "file, relative to this one",
                               in_quotes(**base->as_string()), in_quotes(file.string())));
        space_.base_file = file;
        space_.base = read_settings(file);
        // Every point has a name of its own.
        space_.base.erase("design.name");
    }

    void read_tasks() {
        const toml::node* list = root_.get("do");
        if (list == nullptr) return;
        const auto legal = task_names();
        const toml::array* names = list->as_array();
        if (names == nullptr)
            refuse(at(*list), fmt::format("do is no list; allowed: a list of {}; nearest: do = "
                                          "[\"{}\"]",
                                          enumerated(legal), legal.back()));
        for (const toml::node& node : *names) {
            const auto name = node.value<std::string>().value_or("");
            if (std::ranges::find(legal, name) == legal.end())
                refuse(at(node),
                       fmt::format("do: unknown task {}; allowed: {}; nearest: {}", in_quotes(name),
                                   enumerated(legal), nearest(name, legal)));
            if (std::ranges::find(space_.tasks, name) == space_.tasks.end())
                space_.tasks.push_back(name);
        }
    }

    void read_options() {
        space_.options.places[""] = source_ + ":1:1";
        std::string former;
        for (const Key& key : option_keys()) {
            if (key.section == former) continue;
            former = key.section;
            const toml::node* node = root_.get(key.section);
            if (node == nullptr) continue;
            read_section(option_keys(), space_.options, key.section, table_of(*node, key.section),
                         source_);
        }
        for (auto& [path, setting] : space_.options) look_beside(path, setting);
    }

    /// Files are looked for beside the space.
    void look_beside(const std::string& path, Setting& setting) const {
        if (!is_file_option(path)) return;
        const fs::path file = std::get<std::string>(setting.value);
        setting.value = (absolute_path(space_.file).parent_path() / file).string();
    }

    const toml::table& table_of(const toml::node& node, const std::string& name) const {
        if (const toml::table* table = node.as_table()) return *table;
        refuse(at(node), fmt::format("{0} is a section, not a key; allowed: [{0}] and its keys "
                                     "below it; nearest: [{0}]",
                                     name));
    }

    /// Adds an axis of one key: `node` is a list or a range.
    void add_axis(const std::string& path, const toml::key& name, const toml::node& node) {
        axes_.push_back({line_of(name.source()), {path, values_of(path, name, node)}});
    }

    static std::pair<std::uint32_t, std::uint32_t> line_of(const toml::source_region& region) {
        return {region.begin.line, region.begin.column};
    }

    std::vector<AxisValue> values_of(const std::string& path, const toml::key& name,
                                     const toml::node& node) const {
        const auto legal = paths_of(axis_keys());
        if (std::ranges::find(legal, path) == legal.end())
            reject_unknown(place(source_, name.source()), "key", path, legal);
        const Key& key = find_key(axis_keys(), path);
        std::vector<AxisValue> values;
        const auto add = [&](Setting setting) {
            AxisValue value{.label = label_of(setting.value), .settings = {}};
            look_beside(path, setting);
            value.settings[path] = std::move(setting);
            if (!key.excludes.empty()) value.gives_way.push_back(key.excludes);
            values.push_back(std::move(value));
        };
        if (const toml::array* list = node.as_array()) {
            for (const toml::node& item : *list) add(read_setting(key, item, source_));
        } else if (const toml::value<std::string>* range = node.as_string()) {
            for (Setting& setting : range_settings(key, **range, at(node))) add(std::move(setting));
        } else {
            refuse(at(node), fmt::format("{} has one value; allowed: a list, or a range \"1..8\", "
                                         "\"8..64 *2\", \"2..10 +2\"; nearest: a list of it",
                                         path));
        }
        if (values.empty())
            refuse(at(node), fmt::format("{} has no value; allowed: one or more", path));
        return values;
    }

    static std::string label_of(const KeyValue& value) {
        const auto* text = std::get_if<std::string>(&value);
        return text ? *text : to_string(value);
    }

    /// "dot.lanes" = ... is one key, dot.lanes = ... a table in a table: both are meant.
    template <class Each>
    void for_each_key(const toml::table& table, Each each, const std::string& prefix = "") {
        for (const auto& [name, node] : table) {
            const std::string path = prefix + std::string(name.str());
            const toml::table* below = node.as_table();
            if (below != nullptr && prefix.empty())
                for_each_key(*below, each, path + ".");
            else
                each(path, name, node);
        }
    }

    void read_axes() {
        const toml::node* axes = root_.get("axes");
        if (axes == nullptr) return;
        for_each_key(table_of(*axes, "axes"),
                     [&](const std::string& path, const toml::key& name, const toml::node& node) {
                         add_axis(path, name, node);
                     });
    }

    /// The tables of [[NAME]]; none where there is none.
    std::vector<const toml::table*> tables_of(const char* name) const {
        std::vector<const toml::table*> tables;
        const toml::node* node = root_.get(name);
        if (node == nullptr) return tables;
        const toml::array* list = node->as_array();
        const bool fits = list != nullptr && std::ranges::all_of(*list, [](const toml::node& one) {
                              return one.is_table();
                          });
        if (!fits)
            refuse(at(*node), fmt::format("{0} is a list of tables; allowed: [[{0}]] and its keys "
                                          "below it; nearest: [[{0}]]",
                                          name));
        for (const toml::node& one : *list) tables.push_back(one.as_table());
        return tables;
    }

    void read_ties() {
        for (const toml::table* table : tables_of("tie")) {
            SweepAxis axis;
            for_each_key(*table, [&](const std::string& path, const toml::key& name,
                                     const toml::node& node) {
                tie(axis, path, values_of(path, name, node), at(node));
            });
            if (axis.values.empty())
                refuse(at(*table), "[[tie]] has no key; allowed: keys with lists of one length");
            axes_.push_back({line_of(table->source()), std::move(axis)});
        }
    }

    void tie(SweepAxis& axis, const std::string& path, std::vector<AxisValue> values,
             const std::string& at) const {
        if (axis.values.empty()) {
            axis = {path, std::move(values)};
            return;
        }
        if (axis.values.size() != values.size())
            refuse(at, fmt::format("{} has {} values, tied to {} with {}; allowed: lists of one "
                                   "length",
                                   path, values.size(), axis.name, axis.values.size()));
        axis.name += "+" + path;
        for (std::size_t i = 0; i < values.size(); ++i) {
            axis.values[i].label += "+" + values[i].label;
            axis.values[i].settings.merge(values[i].settings);
            axis.values[i].gives_way.insert(axis.values[i].gives_way.end(),
                                            values[i].gives_way.begin(), values[i].gives_way.end());
        }
    }

    void read_variants() {
        const toml::node* variants = root_.get("variants");
        if (variants == nullptr) return;
        for (const auto& [name, node] : table_of(*variants, "variants")) {
            const std::string path = "variants." + std::string(name.str());
            std::vector<std::pair<std::pair<std::uint32_t, std::uint32_t>, AxisValue>> values;
            for (const auto& [label, keys] : table_of(node, path))
                values.emplace_back(line_of(label.source()),
                                    variant(std::string(label.str()),
                                            table_of(keys, path + "." + std::string(label.str()))));
            if (values.empty())
                refuse(at(node), fmt::format("[{}] has no variant; allowed: one or more", path));
            std::ranges::stable_sort(values, {}, [](const auto& value) { return value.first; });
            SweepAxis axis{std::string(name.str()), {}, true};
            for (auto& value : values) axis.values.push_back(std::move(value.second));
            axes_.push_back({line_of(name.source()), std::move(axis)});
        }
    }

    AxisValue variant(const std::string& label, const toml::table& table) {
        AxisValue value{.label = label, .settings = {}};
        const auto legal = paths_of(axis_keys());
        for_each_key(table,
                     [&](const std::string& path, const toml::key& name, const toml::node& node) {
                         if (std::ranges::find(legal, path) == legal.end())
                             reject_unknown(place(source_, name.source()), "key", path, legal);
                         const Key& key = find_key(axis_keys(), path);
                         look_beside(path, value.settings[path] = read_setting(key, node, source_));
                         if (!key.excludes.empty()) value.gives_way.push_back(key.excludes);
                     });
        return value;
    }

    /// A key is set by one axis, so that nothing depends on their order.
    void check_distinct() const {
        std::map<std::string, const SweepAxis*> setters;
        for (const SweepAxis& axis : space_.axes)
            for (const AxisValue& value : axis.values)
                for (const auto& [path, setting] : value.settings)
                    if (setters.emplace(path, &axis).first->second != &axis)
                        refuse(setting.origin,
                               fmt::format("{} is set by another axis, too; allowed: one axis for "
                                           "a key; nearest: without this one",
                                           path));
    }

    /// What a task reads is set for all points, or by an axis.
    void check_files() const {
        for (const std::string& task : space_.tasks)
            for (const std::string& path : task_kind(task).files) {
                const bool is_axis = std::ranges::any_of(space_.axes, [&](const SweepAxis& axis) {
                    return axis.values.front().settings.contains(path);
                });
                if (!is_axis) require(space_.options, path, "a file beside this one");
            }
    }

    void check_size() const {
        std::uint64_t size = 1;
        for (const SweepAxis& axis : space_.axes) {
            size *= axis.values.size();
            if (size > largest_space)
                refuse(source_ + ":1:1",
                       fmt::format("more than {} combinations; allowed: up to {}; nearest: fewer "
                                   "values of {}",
                                   largest_space, largest_space, axis.name));
        }
    }

    void read_conditions() {
        for (const toml::table* table : tables_of("where")) {
            for (const auto& [name, node] : *table)
                if (name != "holds")
                    reject_unknown(place(source_, name.source()), "key",
                                   "where." + std::string(name.str()), {"where.holds"});
            const toml::node* text = table->get("holds");
            if (text == nullptr || !text->is_string())
                refuse(at(text ? *text : *table),
                       "where.holds is no text; allowed: a condition; nearest: holds = "
                       "\"array.rows <= 16\"");
            add_condition(Formula(**text->as_string(), at(*text)), at(*text));
        }
    }

    void add_condition(Formula formula, const std::string& at) {
        std::vector<std::string> legal = paths_of(axis_keys());
        for (const SweepAxis& axis : space_.axes)
            if (axis.is_variant) legal.push_back(axis.name);
        const auto figures = estimated_figures();
        bool needs_figures = false;
        for (const std::string& name : formula.names()) {
            if (std::ranges::find(legal, name) != legal.end()) continue;
            if (std::ranges::find(figures, name) == figures.end()) {
                legal.insert(legal.end(), figures.begin(), figures.end());
                reject_unknown(at, "key or figure", name, legal);
            }
            needs_figures = true;
        }
        (needs_figures ? space_.figure_conditions : space_.conditions)
            .push_back(std::move(formula));
    }

    std::string source_;
    toml::table root_;
    Space space_;
    std::vector<PlacedAxis> axes_;
};

}  // namespace

std::uint64_t Space::size() const {
    std::uint64_t size = 1;
    for (const SweepAxis& axis : axes) size *= axis.values.size();
    return size;
}

Space parse_space(std::string_view toml, const fs::path& source) {
    return SpaceReader(toml, source).read();
}

Space read_space(const fs::path& file) {
    return parse_space(read_file(file, largest_settings), file);
}

}  // namespace mxgen::sweep
