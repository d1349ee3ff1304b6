// SPDX-License-Identifier: Apache-2.0
#include "sim/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "sim/text.h"

namespace mxgen::sim {

namespace {

/// The ports of a design with the formats of the mode that a record is in.
std::vector<Port> ports_in_mode(const UnitDesign& design, const Beats& in, std::size_t record) {
    return unit_of(design).ports(design, true,
                                 static_cast<std::size_t>(in.number(record, Role::mode)));
}

/// The element of a row of results that differs first; of other outputs 0.
int differing_column(const Beats& expected, const Beats& got, std::size_t record) {
    const auto due = expected.numbers(record, Role::result);
    const auto came = got.numbers(record, Role::result);
    for (std::size_t i = 0; i < due.size(); ++i)
        if (due[i] != came[i]) return static_cast<int>(i);
    return 0;
}

/// The place of a result: the groups of a port's elements that it follows from.
struct Place {
    int row, column;
};

class InputText {
  public:
    InputText(const std::vector<Port>& ports, Stream stream, const Place& place)
        : ports_(ports), stream_(stream), place_(place) {}

    /// A line per port: its codes in the records of a cause, those that a block shares once per
    /// step.
    std::string operator()(const Beats& beats, const Cause& cause,
                           std::size_t beats_per_step) const {
        std::string text;
        for (const Port& bus : beats.ports()) {
            const Port& port = *find_port(ports_, bus.role, stream_);
            const std::size_t step = cause.stride * (is_per_block(port.role) ? beats_per_step : 1);
            std::vector<Integer> codes;
            for (int group = first_group(port); group < end_group(port); ++group)
                for (std::size_t i = is_held(port) ? 0 : cause.turn; i < cause.count; i += step)
                    append(beats, cause.first + i, port, group, codes);
            text += fmt::format("  {:<14}  {}\n", port.name, codes_text(port, codes));
        }
        return text;
    }

  private:
    bool by_rows(const Port& port) const {
        return port.role == Role::a || port.role == Role::a_scale;
    }
    /// Whether the first turn brings it for all.
    bool is_held(const Port& port) const { return by_rows(port) || port.role == Role::mode; }
    int group(const Port& port) const {
        return port.groups == 1 ? 0 : by_rows(port) ? place_.row : place_.column;
    }
    int first_group(const Port& port) const { return std::max(0, group(port)); }
    int end_group(const Port& port) const {
        return group(port) < 0 ? port.groups : group(port) + 1;
    }

    static void append(const Beats& beats, std::size_t record, const Port& port, int group,
                       std::vector<Integer>& codes) {
        const int slot = beats.slot(port.role), width = port.element_width;
        for (int i = group * port.group_size(); i < (group + 1) * port.group_size(); ++i)
            codes.push_back(
                beats.get_wide(record, slot, static_cast<std::size_t>(i) * width, width));
    }

    const std::vector<Port>& ports_;
    Stream stream_;
    Place place_;
};

/// The outputs of a record, of a row of results one column.
std::string outputs_text(const std::vector<Port>& ports, const Beats& beats, std::size_t record,
                         int column) {
    std::string text;
    for (const Port& bus : beats.ports()) {
        const Port& port = *find_port(ports, bus.role, Stream::output);
        auto codes = beats.numbers(record, port.role);
        if (beats.slot(Role::result) >= 0 && codes.size() > 1)
            codes = {codes[static_cast<std::size_t>(column) * codes.size() /
                           beats.ports()[beats.slot(Role::result)].elements]};
        text +=
            fmt::format("{}{} {}", text.empty() ? "" : ", ", port.name, codes_text(port, codes));
    }
    return text;
}

}  // namespace

std::string explain(const UnitDesign& design, const Batch& batch, std::size_t record,
                    const Beats& got) {
    const Beats& expected = batch.expected.beats;
    const Cause& cause = batch.expected.causes[record];
    const auto ports = ports_in_mode(design, batch.in, cause.first);
    const Place place{cause.row, differing_column(expected, got, record)};
    const std::size_t beats_per_step = unit_of(design).beats(design).beats_per_step();
    std::string text;
    if (const int slot = expected.slot(Role::result); slot >= 0)
        text += fmt::format("  {}column {} of {}\n",
                            cause.row >= 0 ? fmt::format("row {}, ", cause.row) : "", place.column,
                            expected.ports()[slot].elements);
    const Cause weights{.first = cause.first_weight, .count = cause.weight_count};
    text += InputText(ports, Stream::input, place)(batch.in, cause, beats_per_step);
    text += InputText(ports, Stream::weights, place)(batch.weights, weights, beats_per_step);
    const bool has_first = batch.in.slot(Role::first) >= 0;
    // Sums that take turns have a result each before the same one has its next.
    if (record >= cause.stride && has_first && batch.in.number(cause.first, Role::first) == 0)
        text += fmt::format("  before    {}\n",
                            outputs_text(ports, expected, record - cause.stride, 0));
    return text + fmt::format("  expected  {}\n  got       {}\n",
                              outputs_text(ports, expected, record, place.column),
                              outputs_text(ports, got, record, place.column));
}

}  // namespace mxgen::sim
