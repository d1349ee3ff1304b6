// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "sw/config/settings.h"
#include "sw/support/json_type.h"
#include "sw/sweep/formula.h"
#include "sw/unit/config.h"

namespace mxgen::sweep {

/// One value of an axis: what it sets, and what is said of it.
struct AxisValue {
    std::string label;                        ///< "8", "fp8"
    Settings settings;                        ///< keys of configurations and of tasks
    std::vector<std::string> gives_way = {};  ///< paths that these stand instead of
};

/// Values of which each point has one.
struct SweepAxis {
    std::string name;  ///< the key's path, those of tied ones joined by "+", or a variant's name
    std::vector<AxisValue> values;
    bool is_variant = false;
};

/// A set of designs and what is to be done with each: SPACE.toml (docs/sweep.md).
struct Space {
    std::filesystem::path file;
    std::filesystem::path base_file = {};    ///< of the configuration; empty: there is none
    Settings base;                           ///< of every configuration; without design.name
    Settings options;                        ///< of tasks, data and engine
    std::vector<std::string> tasks;          ///< names of task_kinds(); none: estimates alone
    std::vector<SweepAxis> axes;             ///< in the order of the file; the last changes fastest
    std::vector<Formula> conditions;         ///< over keys and variants alone
    std::vector<Formula> figure_conditions;  ///< over estimated figures, too

    /// Combinations of values, legal or not.
    std::uint64_t size() const;
};

/// The largest number of combinations that a space may have.
inline constexpr std::uint64_t largest_space = 10'000'000;

/// Reads a space. Throws Error (usage) with FILE:LINE:COLUMN, what is allowed and the nearest of it
/// for unknown sections, keys, tasks and figures, values that their keys cannot have, lists of
/// unequal length that are tied, and too many combinations.
Space read_space(const std::filesystem::path& file);

/// The same from text; `source` is what errors call it, and where files are looked for beside.
Space parse_space(std::string_view toml, const std::filesystem::path& source);

/// The settings of one combination: of its configuration, and of what is done with it.
struct PointSettings {
    Settings config, options;
};
PointSettings settings_at(const Space& space, std::uint64_t index);

/// The value of each axis in a combination.
std::vector<const AxisValue*> values_at(const Space& space, std::uint64_t index);

/// The labels of a combination: "array.rows=8 element=fp8".
std::string labels_at(const Space& space, std::uint64_t index);

/// What the axes set there, section by section, variants by their name.
Json choices_at(const Space& space, std::uint64_t index);

/// A legal combination.
struct SweepPoint {
    std::uint64_t index = 0;
    std::string name;  ///< the design's, with the options in which points of one design differ
};

/// One that is left out.
struct SkippedPoint {
    std::uint64_t index = 0;
    std::string reason;
};

/// All combinations of a space, in their order.
struct Expansion {
    std::vector<SweepPoint> points;
    std::vector<SkippedPoint> skipped;  ///< illegal ones, those of conditions, repeated ones
};

/// Resolves every combination. An illegal one is no error; a space without a legal one is: Error
/// (usage) with the reason of the first.
Expansion expand(const Space& space);

/// Whether a condition holds at a legal combination with these estimates.
bool holds(const Space& space, std::uint64_t index, const Formula& condition, const Json& metrics);

/// The configuration of a legal combination.
Config config_at(const Space& space, std::uint64_t index);

}  // namespace mxgen::sweep
