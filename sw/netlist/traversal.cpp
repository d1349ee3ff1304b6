// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/traversal.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "sw/support/error.h"
#include "sw/support/names.h"

namespace mxgen::ppa {

namespace {

/// Whether a pin of a cell of Yosys' own is an output (Yosys manual, "Internal cell library"), as
/// far as such cells stand before those of arithmetic are merged.
bool is_output_of_own(const RtlCell& cell, const std::string& pin) {
    static const std::set<std::string> outputs = {"\\Y", "\\Q", "\\X", "\\CO", "\\RD_DATA"};
    return outputs.contains(pin) || (pin == "\\DATA" && cell.type.starts_with("$memrd"));
}

/// What distinguishes the cells of one memory, names apart.
std::string contents(const RtlCell& cell) {
    std::string text = cell.type;
    for (const auto& [name, value] : cell.parameters)
        if (name != "\\MEMID") text += " " + value;
    for (const auto& [pin, signal] : cell.pins)
        for (const auto& chunk : signal) text += " " + chunk.constant;
    return text;
}

/// Appends a bit to a signal that grows from its least significant one.
void append(RtlSignal& signal, int wire, int offset, char digit) {
    if (!signal.empty()) {
        auto& top = signal.front();
        const bool follows =
            wire < 0 ? top.wire < 0 : top.wire == wire && top.offset + top.width == offset;
        if (follows) {
            ++top.width;
            if (wire < 0) top.constant.insert(top.constant.begin(), digit);
            return;
        }
    }
    signal.insert(signal.begin(),
                  {wire, offset, 1, wire < 0 ? std::string(1, digit) : std::string()});
}

}  // namespace

RtlDesign::RtlDesign(std::vector<RtlModule> modules, const std::string& file)
    : modules_(std::move(modules)), file_(file) {
    for (std::size_t i = 0; i < modules_.size(); ++i) {
        places_[modules_[i].name] = i;
        auto& ports = ports_.emplace_back();
        for (const auto& wire : modules_[i].wires)
            if (wire.port > 0) ports[wire.name] = &wire;
    }
}

void RtlDesign::fail(const std::string& what) const {
    throw Error(Exit::tool_failed, fmt::format("{}: {}", file_, what));
}

std::size_t RtlDesign::find(const std::string& type) const {
    const auto found = places_.find(type);
    if (found != places_.end()) return found->second;
    if (!type.starts_with('$')) fail("no module " + in_quotes(type));
    return size();
}

const RtlWire& RtlDesign::port(std::size_t place, const std::string& pin) const {
    const auto found = ports_[place].find(pin);
    if (found == ports_[place].end())
        fail(fmt::format("no port {} of {}", in_quotes(pin), modules_[place].name));
    return *found->second;
}

bool RtlDesign::is_output(const RtlCell& cell, const std::string& pin) const {
    const auto place = find(cell.type);
    return place < size() ? port(place, pin).is_output() : is_output_of_own(cell, pin);
}

std::vector<std::size_t> RtlDesign::pin_order(const RtlCell& cell) const {
    std::vector<std::size_t> order(cell.pins.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto place = find(cell.type);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        const auto &x = cell.pins[a].first, &y = cell.pins[b].first;
        return place < size() ? port(place, x).port < port(place, y).port : x < y;
    });
    return order;
}

Traversal::Traversal(const RtlDesign& design, const RtlModule& module)
    : design_(design),
      module_(module),
      seen_wires_(module.wires.size()),
      seen_cells_(module.cells.size()) {
    number_bits();
    find_drivers();
    visit_ports();
}

void Traversal::number_bits() {
    for (std::size_t i = 0; i < module_.wires.size(); ++i) {
        first_bits_.push_back(static_cast<int>(owners_.size()));
        owners_.insert(owners_.end(), static_cast<std::size_t>(module_.wires[i].width), i);
    }
    drivers_.resize(owners_.size());
    seen_bits_.resize(owners_.size());
}

std::vector<Traversal::Bit> Traversal::bits(const RtlSignal& signal) const {
    std::vector<Bit> result;
    for (auto chunk = signal.rbegin(); chunk != signal.rend(); ++chunk)
        for (int i = 0; i < chunk->width; ++i)
            result.push_back(
                chunk->wire < 0
                    ? Bit{-1, chunk->constant[static_cast<std::size_t>(chunk->width - 1 - i)]}
                    : Bit{first_bits_[static_cast<std::size_t>(chunk->wire)] + chunk->offset + i,
                          '\0'});
    return result;
}

void Traversal::drive(Bit bit, Driver driver) {
    if (bit.number < 0) return;
    auto& known = drivers_[static_cast<std::size_t>(bit.number)];
    if (known.cell >= 0 || !known.bit.is_none())
        design_.fail(fmt::format("{} in {} is driven twice",
                                 in_quotes(module_.wires[owner(bit)].name), module_.name));
    known = driver;
}

void Traversal::find_drivers() {
    for (std::size_t i = 0; i < module_.cells.size(); ++i)
        for (const auto& [pin, signal] : module_.cells[i].pins)
            if (design_.is_output(module_.cells[i], pin))
                for (auto bit : bits(signal)) drive(bit, {static_cast<int>(i), {}});
    for (const auto& [driven, driving] : module_.connections) {
        const auto to = bits(driven), from = bits(driving);
        if (to.size() != from.size())
            design_.fail(fmt::format("a connection of {} and {} bits in {}", to.size(), from.size(),
                                     module_.name));
        for (std::size_t i = 0; i < to.size(); ++i) drive(to[i], {-1, from[i]});
    }
}

void Traversal::visit_ports() {
    std::vector<std::size_t> ports;
    for (std::size_t i = 0; i < module_.wires.size(); ++i)
        if (module_.wires[i].port > 0) ports.push_back(i);
    std::sort(ports.begin(), ports.end(), [&](std::size_t a, std::size_t b) {
        return module_.wires[a].port < module_.wires[b].port;
    });
    for (auto port : ports) meet_wire(port);
    for (auto port : ports)
        for (int bit = 0; module_.wires[port].is_output() && bit < module_.wires[port].width;
             ++bit) {
            waiting_.push_back({first_bits_[port] + bit, '\0'});
            while (!waiting_.empty()) meet_next_bit();
        }
}

void Traversal::meet_wire(std::size_t wire) {
    if (seen_wires_[wire]) return;
    seen_wires_[wire] = true;
    wires.push_back(wire);
}

void Traversal::meet_next_bit() {
    const auto bit = waiting_.back();
    waiting_.pop_back();
    if (bit.number < 0 || seen_bits_[static_cast<std::size_t>(bit.number)]) return;
    seen_bits_[static_cast<std::size_t>(bit.number)] = true;
    meet_wire(owner(bit));
    const auto driver = drivers_[static_cast<std::size_t>(bit.number)];
    if (driver.cell >= 0)
        meet_cell(static_cast<std::size_t>(driver.cell));
    else
        waiting_.push_back(driver.bit);
}

void Traversal::meet_cell(std::size_t place) {
    if (seen_cells_[place]) return;
    seen_cells_[place] = true;
    cells.push_back(place);
    const auto& cell = module_.cells[place];
    std::vector<Bit> inputs;
    for (auto pin : design_.pin_order(cell)) {
        const bool is_output = design_.is_output(cell, cell.pins[pin].first);
        for (auto bit : bits(cell.pins[pin].second)) {
            if (!is_output)
                inputs.push_back(bit);
            else if (bit.number >= 0)  // read or not, it stands in the cell's text
                meet_wire(owner(bit));
        }
    }
    waiting_.insert(waiting_.end(), inputs.rbegin(), inputs.rend());
    if (const auto memory = cell.parameter("\\MEMID"); !memory.empty()) meet_memory(memory);
}

/// Everything that writes a memory or tells its contents is part of it.
void Traversal::meet_memory(std::string_view quoted_name) {
    const auto name = unquoted(quoted_name);
    for (std::size_t i = 0; i < module_.memories.size(); ++i)
        if (module_.memories[i].name == name &&
            std::find(memories.begin(), memories.end(), i) == memories.end())
            memories.push_back(i);
    std::vector<std::pair<std::string, std::size_t>> parts;
    for (std::size_t i = 0; i < module_.cells.size(); ++i)
        if (!seen_cells_[i] && module_.cells[i].parameter("\\MEMID") == quoted_name)
            parts.emplace_back(contents(module_.cells[i]), i);
    std::sort(parts.begin(), parts.end());
    for (const auto& [text, place] : parts) meet_cell(place);
}

std::vector<std::pair<RtlChunk, RtlSignal>> Traversal::connections(std::size_t wire) const {
    std::vector<std::pair<RtlChunk, RtlSignal>> result;
    for (int i = 0; i < module_.wires[wire].width; ++i) {
        const auto bit = static_cast<std::size_t>(first_bits_[wire] + i);
        const auto from = drivers_[bit].bit;
        if (!seen_bits_[bit] || drivers_[bit].cell >= 0 || from.is_none()) continue;
        if (result.empty() || result.back().first.offset + result.back().first.width != i)
            result.push_back({{static_cast<int>(wire), i, 0, ""}, {}});
        ++result.back().first.width;
        if (from.number < 0)
            append(result.back().second, -1, 0, from.digit);
        else
            append(result.back().second, static_cast<int>(owner(from)),
                   from.number - first_bits_[owner(from)], '\0');
    }
    return result;
}

}  // namespace mxgen::ppa
