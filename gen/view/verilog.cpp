// SPDX-License-Identifier: Apache-2.0
#include "gen/view/verilog.h"

#include <fmt/format.h>

#include <functional>
#include <map>
#include <set>
#include <utility>

#include "gen/view/verilog_text.h"
#include "gen/view/wrap.h"

namespace mxgen::view {

using namespace ir;

namespace {

std::string type_of(const Range& range, unsigned elements) {
    unsigned width = range.width() * (elements ? elements : 1);
    std::string sign = range.is_signed() && elements == 0 ? " signed" : "";
    if (width == 1 && elements == 0 && sign.empty()) return "logic";
    return fmt::format("logic{} [{}:0]", sign, width - 1);
}

class Printer {
  public:
    Printer(const Circuit& c, const Operators& operators) : c_(c), text_(c, operators) {
        for (NodeId id = 0; id < c.nodes.size(); ++id)
            if (const auto& n = c.node(id); n.op == Op::instance)
                output_nodes_.try_emplace({n.instance, n.port}, id);
    }

    std::string run() {
        header();
        declare_registers();
        for (NodeId id = 0; id < c_.nodes.size(); ++id) wire(id);
        while (next_instance_ < c_.instances.size()) instance(next_instance_++);
        registers();
        outputs();
        facts();
        sink();
        return wrapped(out_ + "endmodule\n");
    }

  private:
    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        out_ += fmt::format(format, std::forward<Args>(args)...) + "\n";
    }

    void header() {
        line("// {}", c_.doc);
        line("// SPDX-License-Identifier: Apache-2.0");
        line("module {} (", c_.name);
        std::vector<std::string> ports;
        if (c_.is_clocked()) ports.push_back("  input  logic clk_i");
        if (c_.has_reset()) ports.push_back("  input  logic rst_ni");
        for (const auto& p : c_.ports)
            ports.push_back(fmt::format("  {} {} {}", p.is_input ? "input " : "output",
                                        type_of(p.range, p.elements), p.name));
        line("{}\n);", fmt::join(ports, ",\n"));
    }

    void declare(NodeId id) {
        const auto& n = c_.node(id);
        line("  {} {};", type_of(n.range, n.elements), text_.name(id));
    }

    void declare_registers() {
        for (NodeId id = 0; id < c_.nodes.size(); ++id)
            if (c_.node(id).is_register() && text_.is_live(id)) declare(id);
    }

    void wire(NodeId id) {
        const auto& n = c_.node(id);
        if (n.op == Op::instance)
            while (next_instance_ <= n.instance) instance(next_instance_++);
        if (n.op == Op::input || n.op == Op::instance || n.is_register()) return;
        if (!text_.is_live(id) || !text_.is_wire(id)) return;
        declare(id);
        if (n.op == Op::lookup)
            table(id);
        else if (n.op == Op::shift_right && n.range.width() != c_.node(n.args[0]).range.width())
            narrowed_shift(id);
        else
            line("  assign {} = {};", text_.name(id), text_.definition(id).text);
    }

    void narrowed_shift(NodeId id) {
        const auto& from = c_.node(c_.node(id).args[0]).range;
        unsigned width = c_.node(id).range.width(), full = from.width();
        auto name = text_.name(id) + "_full";
        line("  {} {};", type_of(from, 0), name);
        line("  assign {} = {};", name, text_.definition(id).text);
        line("  assign {} = {}[{}:0];", text_.name(id), name, width - 1);
        sink_.push_back(full == width + 1 ? fmt::format("{}[{}]", name, width)
                                          : fmt::format("{}[{}:{}]", name, full - 1, width));
    }

    void table(NodeId id) {
        const auto& n = c_.node(id);
        unsigned index = c_.node(n.args[0]).range.width(), width = n.range.width();
        line("  always_comb begin");
        line("    case ({})", text_.whole(n.args[0]).text);
        for (std::size_t i = 0; i < n.data.size() && Int(i) < pow2(index); ++i)
            line("      {}: {} = {};", literal(i, index), text_.name(id),
                 literal(n.data[i], width));
        line("      default: {} = {};", text_.name(id), literal(0, width));
        line("    endcase");
        line("  end");
    }

    /// Instance i's part of a bus.
    static std::string element(const std::string& bus, unsigned width) {
        return width == 1 ? bus + "[i]" : fmt::format("{}[i*{} +: {}]", bus, width, width);
    }

    /// "lane" of u_lane: what is named after an instance.
    static std::string block_of(const Instance& instance) {
        return instance.name.starts_with("u_") ? instance.name.substr(2) : instance.name;
    }

    std::string connection(const Instance& instance, const CircuitPort& port, NodeId id) {
        const auto& n = c_.node(id);
        unsigned width = port.range.width() * (port.elements ? port.elements : 1);
        bool own_part = instance.elements && n.is_array() && n.count() != port.elements;
        if (own_part) {
            text_.read(id);
            return element(text_.name(id), width);
        }
        return (n.is_array() ? text_.whole(id) : text_.at_width(id, width)).text;
    }

    void instance(unsigned index) {
        const auto& instance = c_.instances[index];
        const auto& m = *instance.module;
        auto outputs = declare_outputs(index);
        std::vector<std::string> pins;
        if (m.is_clocked()) pins.push_back(".clk_i(clk_i)");
        if (m.has_reset()) pins.push_back(".rst_ni(rst_ni)");
        auto inputs = m.inputs();
        for (std::size_t i = 0; i < inputs.size(); ++i)
            pins.push_back(fmt::format(".{}({})", inputs[i]->name,
                                       connection(instance, *inputs[i], instance.inputs[i])));
        pins.insert(pins.end(), outputs.begin(), outputs.end());
        std::vector<std::string> parameters;
        for (const auto& [name, value] : m.parameters)
            parameters.push_back(fmt::format(".{}({})", name, value.str()));
        auto head = m.name + (parameters.empty() ? ""
                                                 : fmt::format(" #(\n      {}\n  )",
                                                               fmt::join(parameters, ",\n      ")));
        if (instance.elements == 0) {
            line("  {} {} (\n      {}\n  );", head, instance.name, fmt::join(pins, ",\n      "));
            return;
        }
        line("  for (genvar i = 0; i < {}; i++) begin : gen_{}", instance.elements,
             block_of(instance));
        line("    {} {} (\n        {}\n    );", head, instance.name,
             fmt::join(pins, ",\n        "));
        line("  end");
    }

    std::vector<std::string> declare_outputs(unsigned index) {
        const auto& instance = c_.instances[index];
        auto outputs = instance.module->outputs();
        std::vector<std::string> pins;
        for (unsigned k = 0; k < outputs.size(); ++k) {
            const auto& port = *outputs[k];
            unsigned width = port.range.width() * (port.elements ? port.elements : 1);
            auto name = output_wire(index, k, port);
            pins.push_back(
                fmt::format(".{}({})", port.name, instance.elements ? element(name, width) : name));
        }
        return pins;
    }

    /// The wire of an instance's output; an output that nobody reads drains into the sink.
    std::string output_wire(unsigned index, unsigned port_index, const CircuitPort& port) {
        const auto found = output_nodes_.find({index, port_index});
        if (found != output_nodes_.end() && text_.is_live(found->second)) {
            declare(found->second);
            return text_.name(found->second);
        }
        const auto& instance = c_.instances[index];
        auto name = fmt::format("{}_{}_unread", block_of(instance), port.name);
        unsigned elements = instance.elements * std::max(1u, port.elements);
        line("  {} {};", type_of(port.range, instance.elements ? elements : port.elements), name);
        sink_.push_back(name);
        return name;
    }

    void registers() {
        register_block(false);
        register_block(true);
    }

    void register_block(bool with_reset) {
        std::vector<NodeId> ids;
        for (NodeId id = 0; id < c_.nodes.size(); ++id)
            if (c_.node(id).is_register() && text_.is_live(id) &&
                c_.node(id).reset.has_value() == with_reset)
                ids.push_back(id);
        if (ids.empty()) return;
        std::string indent = "    ";
        auto enable =
            c_.clock_enable ? fmt::format("if ({}) ", text_.whole(*c_.clock_enable).text) : "";
        if (with_reset) {
            line("  always_ff @(posedge clk_i or negedge rst_ni) begin");
            line("    if (!rst_ni) begin");
            for (auto id : ids) line("      {} <= {};", text_.name(id), reset_value(id));
            line("    end else {}begin", enable);
            indent = "      ";
        } else {
            line("  always_ff @(posedge clk_i) {}begin", enable);
        }
        for (auto id : ids) line("{}{} <= {};", indent, text_.name(id), next_of(id));
        if (with_reset) line("    end");
        line("  end");
    }

    std::string reset_value(NodeId id) {
        const auto& n = c_.node(id);
        auto element = literal(*n.reset, n.range.width());
        return n.is_array() ? fmt::format("{{{}{{{}}}}}", n.elements, element) : element;
    }

    std::string next_of(NodeId id) {
        const auto& n = c_.node(id);
        if (n.args.empty())
            throw CircuitError(
                fmt::format("{}: register {} has no next value", c_.name, text_.name(id)));
        auto next = n.args[0];
        return (n.is_array() ? text_.whole(next) : text_.at_width(next, n.range.width())).text;
    }

    void outputs() {
        for (const auto& p : c_.ports)
            if (!p.is_input) line("  assign {} = {};", p.name, text_.whole(p.node).text);
    }

    /// Deferred assertions see settled values only; Icarus 11 has none and Yosys needs none.
    void facts() {
        std::string checks;
        for (NodeId id = 0; id < c_.nodes.size(); ++id) {
            const auto& n = c_.node(id);
            if (n.op != Op::within || !text_.is_live(id)) continue;
            checks += fact(n);
        }
        if (checks.empty()) return;
        line("`ifndef SYNTHESIS\n`ifndef __ICARUS__");
        const bool gated = has_unwritten_registers();
        if (gated) {
            line("  logic facts_hold;  // once the registers without reset were written");
            line("  always_ff @(posedge clk_i or negedge rst_ni)");
            line("    if (!rst_ni) facts_hold <= 1'b0;\n    else if (valid_o) facts_hold <= 1'b1;");
        }
        line("  always_comb {}begin", gated ? "if (facts_hold) " : "");
        out_ += checks;
        line("  end\n`endif\n`endif");
    }

    /// Whether registers hold anything at all until the first result has left.
    bool has_unwritten_registers() const {
        return c_.has_reset() && c_.find_port("valid_o") &&
               std::any_of(c_.nodes.begin(), c_.nodes.end(),
                           [](const Node& n) { return n.is_register() && !n.reset; });
    }

    /// Unknown values, those of a simulation's first moments, break no fact.
    std::string fact(const Node& n) {
        auto arg = n.args[0];
        const auto& range = c_.node(arg).range;
        auto bound = [&](const Int& value) {
            auto text = literal(value, range.width());
            return range.is_signed() ? "$signed(" + text + ")" : text;
        };
        std::vector<std::string> parts;
        if (n.range.lo > range.lo)
            parts.push_back(text_.whole(arg).text + " >= " + bound(n.range.lo));
        if (n.range.hi < range.hi)
            parts.push_back(text_.whole(arg).text + " <= " + bound(n.range.hi));
        return fmt::format("    assert final (({}) !== 1'b0) else $error(\"{} leaves {}\");\n",
                           fmt::join(parts, " && "), text_.name(arg), to_string(n.range));
    }

    void sink() {
        auto parts = text_.unread();
        parts.insert(parts.end(), sink_.begin(), sink_.end());
        if (parts.empty()) return;
        line("  logic unused;");
        line("  assign unused = ^{{{}}};", fmt::join(parts, ", "));
    }

    const Circuit& c_;
    VerilogText text_;
    std::string out_;
    unsigned next_instance_ = 0;
    std::vector<std::string> sink_;
    std::map<std::pair<unsigned, unsigned>, NodeId> output_nodes_;  ///< by instance and port
};

}  // namespace

std::string verilog(const Circuit& circuit, const Operators& operators) {
    return Printer(circuit, operators).run();
}

std::map<std::string, DesignPart> parts_of_wires(const Circuit& circuit) {
    const Operators operators;
    const VerilogText text(circuit, operators);
    std::map<std::string, DesignPart> parts;
    if (circuit.cell != AdderCell::none) return parts;  // whose wires belong to many
    for (NodeId id = 0; id < circuit.nodes.size(); ++id) {
        const auto& n = circuit.node(id);
        const bool is_driven =
            n.op != Op::input &&
            (n.op != Op::instance || circuit.instances[n.instance].module->cell != AdderCell::none);
        if (is_driven && n.part != DesignPart::none && text.is_live(id) && text.is_wire(id))
            parts.emplace(text.name(id), n.part);
    }
    for (const auto& port : circuit.ports)
        if (const auto& n = circuit.node(port.node); !port.is_input && n.part != DesignPart::none)
            parts.emplace(port.name, n.part);
    return parts;
}

std::vector<std::shared_ptr<const Circuit>> modules(const std::shared_ptr<const Circuit>& top) {
    std::vector<std::shared_ptr<const Circuit>> ordered;
    std::set<const Circuit*> seen;
    std::function<void(const std::shared_ptr<const Circuit>&)> visit = [&](const auto& c) {
        if (!seen.insert(c.get()).second) return;
        for (const auto& instance : c->instances) visit(instance.module);
        if (!c->is_external) ordered.push_back(c);
    };
    visit(top);
    return ordered;
}

}  // namespace mxgen::view
