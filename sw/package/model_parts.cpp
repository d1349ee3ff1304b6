// SPDX-License-Identifier: Apache-2.0
#include "sw/package/model_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "gen/ir/rewrite.h"
#include "gen/lower/choose.h"
#include "gen/view/verilog.h"
#include "sw/package/circuits.h"
#include "sw/package/lowering.h"

namespace mxgen::package {

namespace {

using CircuitPtr = std::shared_ptr<const ir::Circuit>;

/// Numbers the registers of a module: names that wires gave them depend on what else has names.
class RegisterNames : public ir::Rewriter {
  protected:
    void begin(const ir::Circuit&) override { count_ = 0; }
    ir::NodeId rewrite(ir::Circuit& target, const ir::Node& node) override {
        ir::Node named = node;
        if (node.op == ir::Op::delay) named.name = fmt::format("register_{}", count_++);
        return target.add(named);
    }

  private:
    int count_ = 0;
};

std::string text_of(const CircuitPtr& circuit) {
    const CircuitPtr top = RegisterNames{}.run(circuit);
    std::string text;
    for (const CircuitPtr& module : view::modules(top)) text += view::verilog(*module) + "\n";
    return text;
}

bool is_adder(ir::AdderCell cell) {
    return cell == ir::AdderCell::full_adder || cell == ir::AdderCell::half_adder ||
           cell == ir::AdderCell::full_adder_of_gates;
}

/// The outputs of an instance whose range differs between RTL and model.
void add_lanes(ModelPart& part, const ir::Instance& opened, const ir::Instance& closed) {
    for (const ir::CircuitPort* port : closed.module->outputs()) {
        const ir::CircuitPort* other = opened.module->find_port(port->name);
        if (other != nullptr && other->range != port->range)
            part.lanes[closed.name + "." + port->name] = closed.module->name;
    }
}

/// The named sums of outputs of instances.
std::vector<std::string> lane_sums(const ir::Circuit& circuit) {
    std::vector<std::string> names;
    for (const ir::Node& node : circuit.nodes) {
        const auto is_lane = [&](ir::NodeId arg) {
            return circuit.node(arg).op == ir::Op::instance;
        };
        if (node.op == ir::Op::sum && !node.name.empty() && std::ranges::any_of(node.args, is_lane))
            names.push_back(node.name);
    }
    return names;
}

ModelPart part_of(const Config& config, const view::Target& target, const ir::Module& unit) {
    const CircuitPtr lowered_form = lowered(config, target, unit);
    const CircuitPtr plain = lowered_plain(config, unit);
    ModelPart part{.top = unit.name(), .rtl = text_of(lowered_form), .model = text_of(plain)};
    for (const CircuitPtr& module : view::modules(lowered_form))
        if (is_adder(module->cell)) part.adders.push_back(module->name);
    for (const ir::Instance& closed : plain->instances)
        for (const ir::Instance& opened : lowered_form->instances)
            if (opened.name == closed.name && opened.module->name == closed.module->name)
                add_lanes(part, opened, closed);
    std::vector<lower::Choice> choices;
    if (!part.lanes.empty())
        part.sums = lane_sums(*lower::chosen(unit.circuit(), config.timing.optimise, choices));
    if (part.sums.empty()) part.lanes.clear();
    return part;
}

}  // namespace

std::vector<ModelPart> model_parts(const Config& config, const view::Target& target) {
    const UnitCircuit& circuit = circuit_of(config);
    std::vector<ModelPart> parts{part_of(config, target, circuit.part(config))};
    if (const auto result = circuit.result ? circuit.result(config) : std::nullopt)
        parts.push_back(part_of(config, target, *result));
    return parts;
}

}  // namespace mxgen::package
