// SPDX-License-Identifier: Apache-2.0
#include "sw/layout/def.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <sstream>

#include "sw/support/error.h"

namespace mxgen::ppa {

namespace {

[[noreturn]] void differ(const std::string& what) {
    throw Error(Exit::tool_failed, "layout: it is not the netlist's: " + what);
}

/// Statements of words that end in ";", section by section.
class DefReader {
  public:
    DefReader(const std::string& text, const std::string& file) : words_(text), file_(file) {}

    RoutedDesign read() {
        while (next()) {
            if (word_ == "UNITS") {
                skip(2);
                design_.units_per_um = number();
            } else if (word_ == "DIEAREA") {
                die();
            } else if (word_ == "COMPONENTS") {
                section([this] { component(); });
            } else if (word_ == "NETS") {
                section([this] { net(); });
            } else if (word_ == "SPECIALNETS" || word_ == "PINS" || word_ == "VIAS") {
                section([this] { to_end(); });
            } else if (word_ == "END") {
                next();
                return std::move(design_);
            } else {
                to_end();
            }
        }
        fail("it ends early");
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(Exit::tool_failed, fmt::format("{}: {}, at {}", file_, what, word_));
    }

    bool next() { return static_cast<bool>(words_ >> word_); }

    void need() {
        if (!next()) fail("it ends early");
    }

    void skip(int words) {
        for (int i = 0; i < words; ++i) need();
    }

    void expect(const char* word) {
        need();
        if (word_ != word) fail(fmt::format("{} is missing", word));
    }

    int as_number() const {
        double value = 0;
        const char* end = word_.data() + word_.size();
        const auto [rest, error] = std::from_chars(word_.data(), end, value);
        if (error != std::errc() || rest != end || std::abs(value) > 1e9) fail("no coordinate");
        return static_cast<int>(value);
    }

    int number() {
        need();
        return as_number();
    }

    void to_end() {
        while (word_ != ";") need();
    }

    void die() {
        expect("(");
        design_.die.x1 = number();
        design_.die.y1 = number();
        expect(")");
        expect("(");
        design_.die.x2 = number();
        design_.die.y2 = number();
        expect(")");
    }

    /// "NETS 3 ; - ... ; - ... ; END NETS".
    template <class Entry>
    void section(Entry&& entry) {
        to_end();
        for (need(); word_ == "-"; need()) {
            need();
            entry();
        }
        if (word_ != "END") fail("no END of a section");
        need();
    }

    void component() {
        PlacedCell cell{word_, {}};
        need();
        cell.type = word_;
        while (word_ != "(" && word_ != ";") need();
        if (word_ == ";") fail("a cell is not placed");
        cell.x = number();
        cell.y = number();
        to_end();
        design_.cells.push_back(std::move(cell));
    }

    void net() {
        RoutedNet& net = design_.nets[word_];
        for (need(); word_ == "("; need()) {
            Terminal terminal;
            need();
            terminal.instance = word_;
            need();
            terminal.pin = word_;
            expect(")");
            if (!net.terminals.insert(terminal).second) fail("a pin twice on a net");
        }
        while (word_ == "+") {
            need();
            if (word_ != "ROUTED" && word_ != "FIXED") {
                while (word_ != "+" && word_ != ";") need();
                continue;
            }
            do wire(net);
            while (word_ == "NEW");
        }
        if (word_ != ";") fail("no end of a net");
    }

    /// "LAYER ( x y ) ( * y ) VIA", up to the word behind it; "*" is the coordinate before.
    void wire(RoutedNet& net) {
        need();
        WireSegment segment{word_};
        bool first = true;
        for (need(); word_ != "NEW" && word_ != "+" && word_ != ";"; need()) {
            if (word_ != "(") {
                ++net.vias;
                net.is_routed = true;
                continue;
            }
            segment.x1 = std::exchange(segment.x2, coordinate(segment.x2));
            segment.y1 = std::exchange(segment.y2, coordinate(segment.y2));
            while (word_ != ")") need();
            if (!std::exchange(first, false)) net.segments.push_back(segment);
            net.is_routed = net.is_routed || !net.segments.empty();
        }
    }

    int coordinate(int before) {
        need();
        return word_ == "*" ? before : as_number();
    }

    std::istringstream words_;
    std::string file_, word_;
    RoutedDesign design_;
};

std::string text_of(const Terminal& terminal) { return terminal.instance + "/" + terminal.pin; }

void compare_terminals(const std::string& net, const std::set<Terminal>& wanted,
                       const std::set<Terminal>& found) {
    for (const Terminal& terminal : wanted)
        if (!found.contains(terminal))
            differ(fmt::format("{} lacks the pin {}", net, text_of(terminal)));
    for (const Terminal& terminal : found)
        if (!wanted.contains(terminal))
            differ(fmt::format("{} has the pin {}, too", net, text_of(terminal)));
}

void compare_cells(const RoutedDesign& design, const Netlist& plain, const std::string& filler) {
    std::map<std::string, std::string> placed;
    for (const PlacedCell& cell : design.cells)
        if (cell.type != filler && !placed.emplace(cell.name, cell.type).second)
            differ(cell.name + " is placed twice");
    for (const NetlistInstance& instance : plain.modules.at(plain.top).instances) {
        const auto found = placed.find(instance.name);
        if (found == placed.end() || found->second != instance.type)
            differ(fmt::format("the cell {} is not placed", instance.name));
        placed.erase(found);
    }
    if (!placed.empty()) differ(fmt::format("it has the cell {}, too", placed.begin()->first));
}

}  // namespace

RoutedDesign read_def(const std::string& text, const std::string& file) {
    return DefReader(text, file).read();
}

double wire_length_um(const RoutedDesign& design) {
    double units = 0;
    for (const auto& [name, net] : design.nets)
        for (const WireSegment& segment : net.segments)
            units += std::abs(segment.x2 - segment.x1) + std::abs(segment.y2 - segment.y1);
    return units / design.units_per_um;
}

void check_connections(const RoutedDesign& design, const Netlist& plain,
                       const std::string& filler) {
    compare_cells(design, plain, filler);
    const auto nets = routed_nets(plain);
    for (const auto& [name, terminals] : nets) {
        const auto found = design.nets.find(name);
        if (found == design.nets.end()) differ(fmt::format("the net {} is missing", name));
        compare_terminals(name, terminals, found->second.terminals);
        if (!found->second.is_routed) differ(fmt::format("the net {} was left unrouted", name));
    }
    for (const auto& [name, net] : design.nets)
        if (!nets.contains(name)) differ(fmt::format("it has the net {}, too", name));
}

}  // namespace mxgen::ppa
