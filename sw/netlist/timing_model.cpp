// SPDX-License-Identifier: Apache-2.0
#include "sw/netlist/timing_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

namespace mxgen::ppa {

namespace {

/// Capacitance that a rising and a falling net sees, pF.
struct Load {
    double rise = 0, fall = 0;
};
using Loads = std::unordered_map<int, Load>;  ///< by net

void add(Load& sum, const Load& load) {
    sum.rise += load.rise;
    sum.fall += load.fall;
}

/// The library of cells that stand for loads and for the latest of several arrivals.
class ModelLibrary {
  public:
    explicit ModelLibrary(const Library& library) : library_(library) {}

    /// A cell that loads nets and does nothing else; the instance of it.
    NetlistInstance loads(const std::string& type, const std::string& name,
                          const std::vector<std::pair<int, Load>>& nets) {
        Group cell = group("cell", type);
        NetlistInstance instance{name, type, {}};
        for (const auto& [net, load] : nets) {
            const auto pin = fmt::format("l{}", instance.pins.size());
            instance.pins[pin] = {net};
            auto& input = cell.groups.emplace_back(group("pin", pin));
            input.attributes = {value("direction", "input")};
            const auto text = [](double pf) { return fmt::format("{:.9g}", pf); };
            input.attributes.push_back(value("capacitance", text(std::max(load.rise, load.fall))));
            input.attributes.push_back(value("rise_capacitance", text(load.rise)));
            input.attributes.push_back(value("fall_capacitance", text(load.fall)));
        }
        cells_.push_back(std::move(cell));
        return instance;
    }

    /// An instance whose output changes when the last of `nets` does, as slowly as the slowest.
    NetlistInstance latest(const std::string& name, const std::vector<int>& nets, int output) {
        NetlistInstance instance{
            name, fmt::format("mxgen_latest_{}", nets.size()), {{"o", {output}}}};
        for (std::size_t i = 0; i < nets.size(); ++i)
            instance.pins[fmt::format("i{}", i)] = {nets[i]};
        sizes_.insert(nets.size());
        return instance;
    }

    std::string text() {
        Group library = group("library", "mxgen_timing_models");
        for (const auto& attribute : library_.source.attributes)
            if (is_unit_or_threshold(attribute.name)) library.attributes.push_back(attribute);
        auto& identity = library.groups.emplace_back(group("lu_table_template", "mxgen_slew"));
        identity.attributes = {value("variable_1", "input_net_transition"),
                               list("index_1", "0, 1")};
        for (auto& cell : cells_) library.groups.push_back(std::move(cell));
        for (auto size : sizes_) library.groups.push_back(latest_cell(size));
        return to_liberty(library);
    }

  private:
    static Group group(std::string kind, std::string name) {
        Group result;
        result.kind = std::move(kind);
        result.arguments = {std::move(name)};
        return result;
    }
    static Attribute value(std::string name, std::string text) {
        return {std::move(name), {std::move(text)}, false};
    }
    static Attribute list(std::string name, std::string text) {
        return {std::move(name), {std::move(text)}, true};
    }

    static bool is_unit_or_threshold(std::string_view name) {
        return name == "delay_model" || name.ends_with("_unit") || name.starts_with("nom_") ||
               name.find("threshold_pct") != std::string_view::npos ||
               name == "slew_derate_from_library";
    }

    /// No delay, and each edge as slow as at the input: a table whose value is its index.
    static Group latest_cell(std::size_t inputs) {
        Group cell = group("cell", fmt::format("mxgen_latest_{}", inputs));
        Group output = group("pin", "o");
        output.attributes = {value("direction", "output")};
        for (std::size_t i = 0; i < inputs; ++i) {
            const auto pin = fmt::format("i{}", i);
            auto& input = cell.groups.emplace_back(group("pin", pin));
            input.attributes = {value("direction", "input"), value("capacitance", "0")};
            auto& timing = output.groups.emplace_back(group("timing", ""));
            timing.arguments.clear();
            timing.attributes = {value("related_pin", pin),
                                 value("timing_sense", "positive_unate")};
            for (const char* kind :
                 {"cell_rise", "cell_fall", "rise_transition", "fall_transition"}) {
                auto& table = timing.groups.emplace_back(group(kind, "mxgen_slew"));
                const bool slew = std::string_view(kind).ends_with("transition");
                table.attributes = {list("values", slew ? "0, 1" : "0, 0")};
            }
        }
        cell.groups.push_back(std::move(output));
        return cell;
    }

    const Library& library_;
    std::vector<Group> cells_;
    std::set<std::size_t> sizes_;
};

class Reducer {
  public:
    Reducer(const Netlist& netlist, const Library& library, const WireLoads& wires)
        : netlist_(netlist), library_(library), wires_(wires), models_(library) {}

    TimingModel run(std::size_t max_whole) {
        result_.netlist.top = netlist_.top;
        result_.netlist.controls = netlist_.controls;
        if (is_nested()) return whole();
        for (const auto& [name, module] : netlist_.modules)
            if (name != netlist_.top) inner_loads_[name] = sink_loads(name, module);
        find_instances();
        std::erase_if(instances_, [&](const auto& entry) {
            return entry.second.size() <= max_whole || !is_reducible(entry.first);
        });
        if (instances_.empty()) return whole();
        top_ = netlist_.modules.at(netlist_.top);
        const auto outer_loads = sink_loads(netlist_.top, top_);
        for (const auto& [name, module] : netlist_.modules)
            if (name != netlist_.top) add_wires(name, result_.netlist.modules[name] = module);
        next_net_ = first_free_net(top_);
        for (const auto& [name, all] : instances_) {
            result_.netlist.modules[name + "_boundary"] = boundary(name);
            add_latest(name, all, outer_loads);
            for (auto index : all) top_.instances[index].type = name + "_boundary";
            result_.description +=
                fmt::format("{}{} {} by one that sees the latest of all",
                            result_.description.empty() ? "" : ", ", all.size(), name);
        }
        add_wires(netlist_.top, top_);
        result_.netlist.modules[netlist_.top] = std::move(top_);
        result_.liberty = models_.text();
        return std::move(result_);
    }

  private:
    /// The netlist as it is, its wires added.
    TimingModel whole() {
        TimingModel model{netlist_, "", "flat"};
        for (auto& [name, module] : model.netlist.modules) add_wires(name, module);
        if (!wires_.empty()) model.liberty = models_.text();
        return model;
    }

    /// One cell that loads the nets of a module as their wires do.
    void add_wires(const std::string& name, NetlistModule& module) {
        const auto wires = wires_.find(name);
        if (wires == wires_.end()) return;
        std::vector<std::pair<int, Load>> loads;
        for (const auto& [net, pf] : wires->second) loads.emplace_back(net, Load{pf, pf});
        if (!loads.empty())
            module.instances.push_back(models_.loads("mxgen_wires_" + name, "wires", loads));
    }

    bool is_input(const NetlistInstance& instance, const std::string& pin) const {
        if (auto cell = library_.cells.find(instance.type); cell != library_.cells.end()) {
            const auto* found = cell->second.find(pin);
            return found && found->direction != Pin::Direction::output;
        }
        return port_of(instance, pin).is_input;
    }

    const NetlistPort& port_of(const NetlistInstance& instance, const std::string& pin) const {
        const auto& ports = netlist_.modules.at(instance.type).ports;
        return *std::find_if(ports.begin(), ports.end(),
                             [&](const NetlistPort& port) { return port.name == pin; });
    }

    /// The load of a bit of an input pin on its net.
    Load pin_load(const NetlistInstance& instance, const std::string& pin, std::size_t bit) const {
        if (auto cell = library_.cells.find(instance.type); cell != library_.cells.end()) {
            const auto& found = *cell->second.find(pin);
            return {found.rise_capacitance, found.fall_capacitance};
        }
        const auto& loads = inner_loads_.at(instance.type);
        const auto load = loads.find(port_of(instance, pin).bits.at(bit));
        return load == loads.end() ? Load{} : load->second;
    }

    void add_loads(const NetlistInstance& instance, Loads& sums) const {
        for (const auto& [pin, bits] : instance.pins)
            if (is_input(instance, pin))
                for (std::size_t bit = 0; bit < bits.size(); ++bit)
                    add(sums[bits[bit]], pin_load(instance, pin, bit));
    }

    /// The load of each net of a module by what it drives there, and by its wires.
    Loads sink_loads(const std::string& name, const NetlistModule& module) const {
        Loads sums;
        if (const auto wires = wires_.find(name); wires != wires_.end())
            for (const auto& [net, pf] : wires->second) sums[net] = {pf, pf};
        for (const auto& instance : module.instances) add_loads(instance, sums);
        return sums;
    }

    /// Whether a module below the top has modules inside.
    bool is_nested() const {
        return std::any_of(netlist_.modules.begin(), netlist_.modules.end(), [&](auto& entry) {
            const auto& all = entry.second.instances;
            return entry.first != netlist_.top &&
                   std::any_of(all.begin(), all.end(), [&](const NetlistInstance& instance) {
                       return netlist_.modules.contains(instance.type);
                   });
        });
    }

    void find_instances() {
        const auto& top = netlist_.modules.at(netlist_.top);
        for (std::size_t i = 0; i < top.instances.size(); ++i)
            if (netlist_.modules.contains(top.instances[i].type))
                instances_[top.instances[i].type].push_back(i);
    }

    bool is_reducible(const std::string& name) const {
        const auto& module = netlist_.modules.at(name);
        std::set<int> inputs;
        for (const auto& port : module.ports)
            if (port.is_input) inputs.insert(port.bits.begin(), port.bits.end());
        for (const auto& port : module.ports)
            for (auto bit : port.bits)
                if (!port.is_input && inputs.contains(bit)) return false;
        return std::none_of(module.instances.begin(), module.instances.end(), [&](auto& instance) {
            const auto& state = library_.cells.at(instance.type).state;
            return state && state->latch;
        });
    }

    static int first_free_net(const NetlistModule& module) {
        int next = constant_one + 1;
        for (const auto& port : module.ports)
            for (auto bit : port.bits) next = std::max(next, bit + 1);
        for (const auto& instance : module.instances)
            for (const auto& [pin, bits] : instance.pins)
                for (auto bit : bits) next = std::max(next, bit + 1);
        return next;
    }

    /// A register of which only clock and outputs matter to what it drives.
    NetlistInstance launching(const NetlistInstance& instance) const {
        const auto clocks = Function::parse(library_.cells.at(instance.type).state->clock).pins();
        NetlistInstance result{instance.name, instance.type, {}};
        for (const auto& [pin, bits] : instance.pins)
            if (!is_input(instance, pin) ||
                std::find(clocks.begin(), clocks.end(), pin) != clocks.end())
                result.pins[pin] = bits;
        return result;
    }

    /// The module with only what its surroundings can see.
    NetlistModule boundary(const std::string& name) {
        const auto& module = netlist_.modules.at(name);
        std::unordered_map<int, const NetlistInstance*> drivers;
        for (const auto& instance : module.instances)
            for (const auto& [pin, bits] : instance.pins)
                if (!is_input(instance, pin)) drivers[bits.at(0)] = &instance;
        NetlistModule seen{module.ports, {}, module.names, module.parts};
        std::vector<int> waiting;
        for (const auto& port : module.ports)
            waiting.insert(waiting.end(), port.bits.begin(), port.bits.end());
        std::set<int> nets;
        std::set<const NetlistInstance*> taken;
        while (!waiting.empty()) {
            const auto net = waiting.back();
            waiting.pop_back();
            if (net <= constant_one || !nets.insert(net).second) continue;
            const auto driver = drivers.find(net);
            if (driver == drivers.end() || !taken.insert(driver->second).second) continue;
            const auto& instance = *driver->second;
            const bool launches = library_.cells.at(instance.type).is_sequential();
            seen.instances.push_back(launches ? launching(instance) : instance);
            for (const auto& [pin, bits] : seen.instances.back().pins)
                waiting.insert(waiting.end(), bits.begin(), bits.end());
        }
        add_inner_loads(name, nets, seen);
        return seen;
    }

    /// One cell that loads the nets which are left with what was taken away.
    void add_inner_loads(const std::string& name, const std::set<int>& nets, NetlistModule& seen) {
        Loads left;
        for (const auto& instance : seen.instances) add_loads(instance, left);
        std::vector<std::pair<int, Load>> missing;
        for (auto net : nets) {
            const auto whole = inner_loads_.at(name).find(net);
            if (whole == inner_loads_.at(name).end()) continue;
            const Load load{std::max(0.0, whole->second.rise - left[net].rise),
                            std::max(0.0, whole->second.fall - left[net].fall)};
            if (load.rise > 0 || load.fall > 0) missing.emplace_back(net, load);
        }
        if (!missing.empty())
            seen.instances.push_back(models_.loads("mxgen_inside_" + name, "inside", missing));
    }

    void add_latest(const std::string& name, const std::vector<std::size_t>& all,
                    const Loads& outer_loads) {
        NetlistInstance latest{"latest_" + name, name, {}};
        std::vector<std::pair<int, Load>> loads;
        for (const auto& port : netlist_.modules.at(name).ports) {
            auto& bits = latest.pins[port.name];
            for (std::size_t bit = 0; bit < port.bits.size(); ++bit) {
                if (port.is_input) {
                    bits.push_back(latest_net(port, bit, all));
                    continue;
                }
                bits.push_back(next_net_++);
                loads.emplace_back(bits.back(), largest_load(port.name, bit, all, outer_loads));
            }
        }
        top_.instances.push_back(std::move(latest));
        if (!loads.empty())
            top_.instances.push_back(
                models_.loads("mxgen_around_" + name, "around_" + name, loads));
    }

    /// The net with the latest of what the instances see at a bit; clocks are one and the same.
    int latest_net(const NetlistPort& port, std::size_t bit, const std::vector<std::size_t>& all) {
        std::set<int> nets;
        for (auto index : all) {
            const auto pin = top_.instances[index].pins.find(port.name);
            if (pin != top_.instances[index].pins.end()) nets.insert(pin->second.at(bit));
        }
        if (nets.size() == 1 &&
            (port.name == netlist_.controls.clock || *nets.begin() <= constant_one))
            return *nets.begin();
        std::erase_if(nets, [](int net) { return net <= constant_one; });
        const std::vector<int> sources(nets.begin(), nets.end());
        auto [net, fresh] = latest_nets_.try_emplace(sources, next_net_);
        if (!fresh) return net->second;
        ++next_net_;
        if (!sources.empty())
            top_.instances.push_back(models_.latest(fmt::format("latest_{}", latest_nets_.size()),
                                                    sources, net->second));
        return net->second;
    }

    Load largest_load(const std::string& port, std::size_t bit, const std::vector<std::size_t>& all,
                      const Loads& outer_loads) const {
        Load max_load;
        for (auto index : all) {
            const auto pin = top_.instances[index].pins.find(port);
            if (pin == top_.instances[index].pins.end()) continue;
            const auto load = outer_loads.find(pin->second.at(bit));
            if (load == outer_loads.end()) continue;
            max_load.rise = std::max(max_load.rise, load->second.rise);
            max_load.fall = std::max(max_load.fall, load->second.fall);
        }
        return max_load;
    }

    const Netlist& netlist_;
    const Library& library_;
    const WireLoads& wires_;
    ModelLibrary models_;
    TimingModel result_;
    NetlistModule top_;
    int next_net_ = 0;
    std::map<std::string, Loads> inner_loads_;
    std::map<std::string, std::vector<std::size_t>> instances_;  ///< places in the top, by module
    std::map<std::vector<int>, int> latest_nets_;
};

}  // namespace

TimingModel make_timing_model(const Netlist& netlist, const Library& library, std::size_t max_whole,
                              const WireLoads& wires) {
    return Reducer(netlist, library, wires).run(max_whole);
}

}  // namespace mxgen::ppa
