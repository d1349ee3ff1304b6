// SPDX-License-Identifier: Apache-2.0
#include "sw/layout/parasitics.h"

#include <fmt/format.h>

#include <charconv>
#include <iterator>
#include <sstream>

#include "sw/support/error.h"

namespace mxgen::ppa {

namespace {

constexpr std::size_t max_depth = 10'000;

/// One line of an rc file.
class RcLine {
  public:
    RcLine(const std::string& line, std::string place) : words_(line), place_(std::move(place)) {}

    std::pair<std::string, WireTree> read() {
        const std::string name = need();
        if (need() != "1") fail("a net has not one driver");
        tree_.nodes.push_back({0, 0, 0, terminal(need())});
        need();
        if (need() != "(") fail("no tree");
        branches();
        if (words_ >> word_) fail("something behind the tree");
        return {name, std::move(tree_)};
    }

  private:
    [[noreturn]] void fail(const std::string& what) const {
        throw Error(Exit::tool_failed, fmt::format("{}: {}, at {}", place_, what, word_));
    }

    const std::string& need() {
        if (!(words_ >> word_)) fail("the line ends early");
        return word_;
    }

    double number() {
        need();
        double value = 0;
        const char* end = word_.data() + word_.size();
        const auto [rest, error] = std::from_chars(word_.data(), end, value);
        if (error != std::errc() || rest != end || !(value >= 0 && value < 1e9)) fail("no number");
        return value;
    }

    Terminal terminal(const std::string& text) const {
        const std::size_t slash = text.find('/');
        if (slash == std::string::npos || slash == 0) fail("no pin");
        return {text.substr(0, slash), text.substr(slash + 1)};
    }

    /// From behind the first "(" to its ")": `open` are the nodes that are being described.
    void branches() {
        std::vector<std::size_t> open{0};
        enter(open);
        while (!open.empty()) {
            need();
            if (word_ == "(")
                enter(open);
            else if (word_ == ")")
                leave(open);
            else if (word_ != "," && word_ != "ERROR")
                tree_.nodes[open.back()].pin = terminal(word_);
        }
    }

    void enter(std::vector<std::size_t>& open) {
        if (open.size() > max_depth) fail("nested too deep");
        WireTree::Node node;
        node.parent = open.back();
        node.ohms = number();
        node.pf = number();
        open.push_back(tree_.nodes.size());
        tree_.nodes.push_back(node);
    }

    /// The driver's own branch is the last to be closed.
    static void leave(std::vector<std::size_t>& open) {
        open.pop_back();
        if (open.size() == 1) open.clear();
    }

    std::istringstream words_;
    std::string place_, word_;
    WireTree tree_;
};

/// "NAND2X1_1:A", or "n12" for a port, as SPEF writes a pin.
std::string pin_text(const Terminal& pin) {
    return pin.instance == "PIN" ? pin.pin : pin.instance + ":" + pin.pin;
}

/// The name of a node: its pin, or the net and a number.
std::string node_text(const std::string& net, const WireTree& tree, std::size_t node) {
    const Terminal& pin = tree.nodes[node].pin;
    return pin.instance.empty() ? fmt::format("{}:{}", net, node) : pin_text(pin);
}

/// The ports of the design, and whether they are inputs.
std::map<std::string, bool> directions(const Netlist& plain) {
    std::map<std::string, bool> is_input;
    for (const NetlistPort& port : plain.modules.at(plain.top).ports)
        is_input[port.name] = port.is_input;
    return is_input;
}

void write_net(const std::string& name, const WireTree& tree,
               const std::map<std::string, bool>& is_input, std::string& out) {
    const auto to = std::back_inserter(out);
    fmt::format_to(to, "\n*D_NET {} {:.6g}\n*CONN\n", name, tree.capacitance_pf());
    std::vector<double> pf(tree.nodes.size());
    for (std::size_t i = 0; i < tree.nodes.size(); ++i) {
        const auto& node = tree.nodes[i];
        pf[i] += node.pf / 2;
        pf[node.parent] += node.pf / 2;
        if (node.pin.instance.empty()) continue;
        if (node.pin.instance == "PIN")
            fmt::format_to(to, "*P {} {}\n", node.pin.pin, is_input.at(node.pin.pin) ? "I" : "O");
        else
            fmt::format_to(to, "*I {} {}\n", pin_text(node.pin), i == 0 ? "O" : "I");
    }
    out += "*CAP\n";
    for (std::size_t i = 0; i < tree.nodes.size(); ++i)
        fmt::format_to(to, "{} {} {:.6g}\n", i + 1, node_text(name, tree, i), pf[i]);
    out += "*RES\n";
    for (std::size_t i = 1; i < tree.nodes.size(); ++i)
        fmt::format_to(to, "{} {} {} {:.6g}\n", i, node_text(name, tree, tree.nodes[i].parent),
                       node_text(name, tree, i), tree.nodes[i].ohms);
    out += "*END\n";
}

}  // namespace

double WireTree::capacitance_pf() const {
    double sum = 0;
    for (const Node& node : nodes) sum += node.pf;
    return sum;
}

double WireTree::resistance_ohms() const {
    double sum = 0;
    for (const Node& node : nodes) sum += node.ohms;
    return sum;
}

Parasitics read_rc(const std::string& text, const std::string& file) {
    Parasitics parasitics;
    std::istringstream lines(text);
    int number = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto place = fmt::format("{}:{}", file, ++number);
        auto [name, tree] = RcLine(line, place).read();
        if (!parasitics.emplace(name, std::move(tree)).second)
            throw Error(Exit::tool_failed, fmt::format("{}: the net {} again", place, name));
    }
    return parasitics;
}

std::size_t complete_trees(Parasitics& parasitics, const Netlist& plain) {
    std::size_t hung = 0;
    for (const auto& [name, terminals] : routed_nets(plain)) {
        const auto found = parasitics.find(name);
        if (found == parasitics.end())
            throw Error(Exit::tool_failed, fmt::format("layout: no wires of the net {}", name));
        std::set<Terminal> missing = terminals;
        for (auto& node : found->second.nodes) {
            if (node.pin.instance.empty() || missing.erase(node.pin) > 0) continue;
            if (!terminals.contains(node.pin))
                throw Error(Exit::tool_failed,
                            fmt::format("layout: the wires of the net {} reach {}/{}", name,
                                        node.pin.instance, node.pin.pin));
            node.pin = {};
        }
        hung += missing.size();
        for (const Terminal& pin : missing) found->second.nodes.push_back({0, 0, 0, pin});
    }
    return hung;
}

std::string to_spef(const Parasitics& parasitics, const Netlist& plain) {
    std::string out = fmt::format(
        "*SPEF \"IEEE 1481-1999\"\n*DESIGN \"{}\"\n*DATE \"\"\n*VENDOR \"mxgen\"\n"
        "*PROGRAM \"mxgen\"\n*VERSION \"\"\n*DESIGN_FLOW \"\"\n*DIVIDER /\n*DELIMITER :\n"
        "*BUS_DELIMITER [ ]\n*T_UNIT 1 NS\n*C_UNIT 1 PF\n*R_UNIT 1 OHM\n*L_UNIT 1 HENRY\n",
        plain.top);
    const auto is_input = directions(plain);
    for (const auto& [name, tree] : parasitics) write_net(name, tree, is_input, out);
    return out;
}

WireLoads wire_loads(const Parasitics& parasitics, const std::string& top) {
    WireLoads loads;
    for (const auto& [name, tree] : parasitics)
        if (const int net = net_of(name); net > constant_one)
            loads[top][net] = tree.capacitance_pf();
    return loads;
}

}  // namespace mxgen::ppa
