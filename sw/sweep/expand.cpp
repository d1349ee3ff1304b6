// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <unordered_map>

#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/interrupt.h"
#include "sw/support/json.h"
#include "sw/support/names.h"
#include "sw/sweep/figures.h"
#include "sw/sweep/space.h"
#include "sw/sweep/tasks.h"
#include "sw/unit/units.h"
#include "sw/unit/words.h"

namespace mxgen::sweep {

namespace {

/// Integers are numbers, lists texts as TOML writes them.
FormulaValue to_formula_value(const KeyValue& value) {
    struct Convert {
        FormulaValue operator()(std::monostate) const { return {}; }
        FormulaValue operator()(bool x) const { return x; }
        FormulaValue operator()(long long x) const { return static_cast<double>(x); }
        FormulaValue operator()(double x) const { return x; }
        FormulaValue operator()(const std::string& x) const { return x; }
        FormulaValue operator()(const std::vector<std::string>& x) const { return to_string(x); }
    };
    return std::visit(Convert{}, value);
}

/// What a name says of an option's value: of a file its own name.
std::string value_in_name(const std::string& path, const KeyValue& value) {
    const std::string text = to_string(value);
    return legalised(is_file_option(path) ? std::filesystem::path(text).stem().string() : text);
}

/// What the options of a point add to the name of its design: "_seed7".
std::string option_suffix(const Space& space, std::uint64_t index) {
    std::string suffix;
    for (const AxisValue* value : values_at(space, index))
        for (const auto& [path, setting] : value->settings)
            if (is_option(path))
                suffix +=
                    "_" + path.substr(path.find('.') + 1) + value_in_name(path, setting.value);
    return suffix;
}

/// What a condition means by a name at a point.
class PointNames {
  public:
    PointNames(const Space& space, std::uint64_t index, const Config& config,
               const Settings& options)
        : space_(space), index_(index), config_(config), options_(options) {}

    FormulaValue operator()(const std::string& name) const {
        const auto values = values_at(space_, index_);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (space_.axes[i].is_variant && space_.axes[i].name == name) return values[i]->label;
        if (is_option(name)) return to_formula_value(option_value(options_, name));
        for (const UnitKey& key : keys_of(unit_of(config_)))
            if (name.starts_with(key.row.section) && key.row.path() == name)
                return to_formula_value(key.get(config_));
        return {};
    }

  private:
    const Space& space_;
    std::uint64_t index_;
    const Config& config_;
    const Settings& options_;
};

/// Adds combination by combination, each legal one under a name of its own.
class Expander {
  public:
    explicit Expander(const Space& space) : space_(space) {}

    void add(std::uint64_t index) {
        try {
            const PointSettings settings = settings_at(space_, index);
            const Config config = resolve(settings.config);
            for (const Formula& condition : space_.conditions)
                if (!condition.holds(PointNames(space_, index, config, settings.options)))
                    return skip(index,
                                fmt::format("where.holds = {}", in_quotes(condition.text())));
            add_named(index, config.name + option_suffix(space_, index));
        } catch (const Error& error) {
            skip(index, error.what());
        }
    }

    Expansion take() { return std::move(found_); }

  private:
    void skip(std::uint64_t index, const std::string& reason) {
        found_.skipped.push_back({index, reason});
    }

    /// A digest of everything that a point is: equal ones are one.
    std::string meaning_of(std::uint64_t index) const {
        const PointSettings settings = settings_at(space_, index);
        std::string text = to_json(resolve(settings.config)).dump();
        for (const auto& [path, setting] : settings.options)
            text += fmt::format("\n{} {}", path, to_string(setting.value));
        return sha256(text);
    }

    void add_named(std::uint64_t index, const std::string& name) {
        const auto [same, is_new] = by_name_.try_emplace(name, NameSakes{index, {}});
        auto& others = same->second;
        if (!is_new) {
            // Most names are one point's: what it means is asked when another comes.
            if (others.meanings.empty())
                others.meanings.emplace(meaning_of(others.first), others.first);
            const auto [found, is_other] = others.meanings.emplace(meaning_of(index), index);
            if (!is_other)
                return skip(index, "is the design of " + labels_at(space_, found->second));
        }
        const auto count = others.meanings.size();
        found_.points.push_back({index, is_new ? name : fmt::format("{}_{}", name, count)});
    }

    /// Points whose designs have one name.
    struct NameSakes {
        std::uint64_t first;
        std::unordered_map<std::string, std::uint64_t> meanings;  ///< digests; of one point none
    };

    const Space& space_;
    Expansion found_;
    std::unordered_map<std::string, NameSakes> by_name_;
};

}  // namespace

std::vector<const AxisValue*> values_at(const Space& space, std::uint64_t index) {
    std::vector<const AxisValue*> values(space.axes.size());
    for (std::size_t i = values.size(); i-- > 0;) {
        const auto& all = space.axes[i].values;
        values[i] = &all[index % all.size()];
        index /= all.size();
    }
    return values;
}

PointSettings settings_at(const Space& space, std::uint64_t index) {
    PointSettings settings{space.base, space.options};
    for (const AxisValue* value : values_at(space, index)) {
        for (const std::string& path : value->gives_way) settings.config.erase(path);
        for (const auto& [path, setting] : value->settings)
            (is_option(path) ? settings.options : settings.config)[path] = setting;
    }
    return settings;
}

std::string labels_at(const Space& space, std::uint64_t index) {
    std::string text;
    const auto values = values_at(space, index);
    for (std::size_t i = 0; i < values.size(); ++i)
        text += fmt::format("{}{}={}", i ? " " : "", space.axes[i].name, values[i]->label);
    return text.empty() ? "the base" : text;
}

Json choices_at(const Space& space, std::uint64_t index) {
    Json choices = Json::object();
    const auto values = values_at(space, index);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (space.axes[i].is_variant) choices["variants"][space.axes[i].name] = values[i]->label;
        for (const auto& [path, setting] : values[i]->settings) {
            const auto dot = path.find('.');
            choices[path.substr(0, dot)][path.substr(dot + 1)] = mxgen::to_json(setting.value);
        }
    }
    return choices;
}

Expansion expand(const Space& space) {
    Expander expander(space);
    for (std::uint64_t index = 0; index < space.size(); ++index) {
        if (index % 1024 == 0) check_interrupt();
        expander.add(index);
    }
    Expansion found = expander.take();
    if (found.points.empty())
        throw Error(Exit::usage,
                    fmt::format("{}; none of {} combinations of {} is legal, this is the first: {}",
                                found.skipped.front().reason, found.skipped.size(),
                                space.file.string(), labels_at(space, 0)));
    return found;
}

bool holds(const Space& space, std::uint64_t index, const Formula& condition, const Json& metrics) {
    const PointSettings settings = settings_at(space, index);
    const Config config = resolve(settings.config);
    const PointNames names(space, index, config, settings.options);
    return condition.holds([&](const std::string& name) -> FormulaValue {
        if (const auto figure = estimated_figure(name, metrics)) return *figure;
        return names(name);
    });
}

Config config_at(const Space& space, std::uint64_t index) {
    return resolve(settings_at(space, index).config);
}

}  // namespace mxgen::sweep
