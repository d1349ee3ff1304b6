// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/blast.h"

#include <map>

#include "gen/gates/bits.h"
#include "gen/ir/analysis.h"

namespace mxgen::gates {

using namespace ir;

namespace {

/// The bits of one circuit's nodes, given those of its inputs.
class Blaster {
  public:
    Blaster(const Circuit& c, Graph& graph, const AdderCells& cells, int stage)
        : c_(c), g_(graph), cells_(cells), stage_(stage), bits_(c.nodes.size()) {}

    /// The bits of the outputs.
    std::vector<Literals> run(const std::vector<Literals>& inputs) {
        if (c_.is_external) throw CircuitError(c_.name + ": hand-written text has no gates");
        const auto ports = c_.inputs();
        for (std::size_t i = 0; i < ports.size(); ++i) bits_[ports[i]->node] = inputs[i];
        const auto uses = live_uses(c_);
        for (NodeId id = 0; id < c_.nodes.size(); ++id)
            if (c_.node(id).op == Op::state && uses[id]) make_states(id);
        for (NodeId id = 0; id < c_.nodes.size(); ++id)
            if (uses[id] && c_.node(id).op != Op::state && c_.node(id).op != Op::input) make(id);
        for (const auto& [id, first] : registers_) {
            const auto& n = c_.node(id);
            for (unsigned k = 0, width = n.range.width(); k < n.count() * width; ++k)
                set_next(first + k, number(n.args.at(0), k / width).bit(k % width));
        }
        std::vector<Literals> outputs;
        for (const auto* port : c_.outputs()) outputs.push_back(bits_[port->node]);
        return outputs;
    }

  private:
    /// Element k of a node.
    Number number(NodeId id, unsigned k = 0) const {
        const auto& n = c_.node(id);
        const auto width = static_cast<std::ptrdiff_t>(n.range.width());
        const auto first = bits_[id].begin() + k * width;
        return {{first, first + width}, n.range.is_signed()};
    }
    /// All elements of all arguments.
    std::vector<Number> operands(const Node& n) const {
        std::vector<Number> numbers;
        for (const auto id : n.args)
            for (unsigned k = 0; k < c_.node(id).count(); ++k) numbers.push_back(number(id, k));
        return numbers;
    }
    const Literals& all_bits(NodeId id) const { return bits_[id]; }

    void make_states(NodeId id) {
        const auto& n = c_.node(id);
        const auto first = g_.registers().size();
        for (unsigned k = 0; k < n.range.width() * n.count(); ++k) {
            g_.add_register(n.reset.has_value(), stage_ + n.stage);
            bits_[id].push_back(g_.registers().back().value);
        }
        registers_.emplace_back(id, first);
    }

    /// While the clock is not enabled, a register takes what it holds.
    void set_next(std::size_t index, Literal next) {
        if (c_.clock_enable)
            next = g_.select(number(*c_.clock_enable).bit(0), next, g_.registers()[index].value);
        g_.set_next(index, next);
    }

    /// Pipeline registers; those with an enable read what they hold, so none is shared.
    void make_delays(NodeId id) {
        const auto& n = c_.node(id);
        const bool has_reset = n.reset.has_value();
        for (unsigned k = 0, width = n.range.width(); k < n.count() * width; ++k) {
            const Literal next = number(n.args[0], k / width).bit(k % width);
            if (!c_.clock_enable) {
                bits_[id].push_back(g_.delayed(next, has_reset, stage_ + n.stage));
                continue;
            }
            const auto index = g_.add_register(has_reset, stage_ + n.stage);
            bits_[id].push_back(g_.registers()[index].value);
            set_next(index, next);
        }
    }

    void make(NodeId id) {
        const auto& n = c_.node(id);
        const std::size_t width = n.range.width();
        if (n.op == Op::instance) return make_instance(id);
        if (n.op == Op::delay) return make_delays(id);
        if (n.op == Op::gather || n.op == Op::elements) {
            const auto numbers = operands(n);
            const std::size_t first = n.op == Op::elements ? n.lo : 0;
            for (std::size_t k = 0; k < n.count(); ++k)
                for (std::size_t i = 0; i < width; ++i)
                    bits_[id].push_back(numbers[first + k].bit(i));
            return;
        }
        auto bits = bits_of(n, width);
        bits.resize(width * n.count(), no);
        bits_[id] = std::move(bits);
    }

    Literals bits_of(const Node& n, std::size_t width) {
        switch (n.op) {
            case Op::constant: {
                Literals bits;
                for (unsigned i = 0; i < width; ++i)
                    bits.push_back(ir::slice(n.data[0], i, i) != 0 ? yes : no);
                return bits;
            }
            case Op::sum:
                return sum(n, width);
            case Op::bit_and:
            case Op::bit_or:
            case Op::bit_xor:
                return bitwise(n, width);
            case Op::concat:
                return concat(n);
            case Op::max:
                return largest(n, width);
            case Op::lookup:
                return look_up(g_, n.data, number(n.args[0]).bits, width);
            default:
                return of_numbers(n, width);
        }
    }

    /// Operations on scalars.
    Literals of_numbers(const Node& n, std::size_t width) {
        const Number a = number(n.args[0]);
        const Number b = n.args.size() > 1 ? number(n.args[1]) : Number{};
        switch (n.op) {
            case Op::product:
                return multiply(g_, a, b, width);
            case Op::shift_left:
                return shift_left(g_, a, b.bits, width);
            case Op::shift_right:
                return shift_right(g_, a, b.bits, width);
            case Op::less:
                return {less(g_, a, b)};
            case Op::equal:
                return {equal(g_, a, b)};
            case Op::leading_zeros: {
                Literals bits;
                for (std::size_t i = 0; Int(i) < n.data[0]; ++i) bits.push_back(a.bit(i));
                return leading_zeros(g_, bits, width);
            }
            default:
                return moved(n, a, width);
        }
    }

    /// What needs selections and inverters at most.
    Literals moved(const Node& n, const Number& a, std::size_t width) {
        Literals bits;
        for (std::size_t i = 0; i < width; ++i) {
            if (n.op == Op::bit_not)
                bits.push_back(inverse(a.bit(i)));
            else if (n.op == Op::mux)
                bits.push_back(
                    g_.select(a.bit(0), number(n.args[1]).bit(i), number(n.args[2]).bit(i)));
            else if (n.op == Op::slice)
                bits.push_back(n.lo + i <= n.hi || n.range.is_signed()
                                   ? a.bit(std::min<std::size_t>(n.lo + i, n.hi))
                                   : no);
            else if (n.op == Op::choice || n.op == Op::within)
                bits.push_back(a.bit(i));
        }
        if (n.op == Op::split)
            for (std::size_t i = 0; i < width * n.count(); ++i) bits.push_back(a.bit(i));
        if (bits.empty()) throw CircuitError(c_.name + ": " + name_of(n.op) + " has no gates");
        return bits;
    }

    Literals sum(const Node& n, std::size_t width) {
        Number total;
        bool is_first = true;
        for (std::size_t i = 0; i < n.args.size(); ++i)
            for (unsigned k = 0; k < c_.node(n.args[i]).count(); ++k) {
                const Number term = number(n.args[i], k);
                if (n.data[i] < 0)
                    total = {subtract(g_, total, term, width), true};
                else
                    total = is_first ? term : Number{add(g_, total, term, no, width).bits, true};
                is_first = false;
            }
        Literals bits;
        for (std::size_t i = 0; i < width; ++i) bits.push_back(total.bit(i));
        return bits;
    }

    Literals bitwise(const Node& n, std::size_t width) {
        const auto numbers = operands(n);
        Literals bits;
        for (std::size_t i = 0; i < width; ++i) {
            Literals column;
            for (const auto& x : numbers) column.push_back(x.bit(i));
            if (n.op == Op::bit_xor) {
                Literal odd = no;
                for (const Literal bit : column) odd = g_.exclusive(odd, bit);
                bits.push_back(odd);
            } else {
                bits.push_back(n.op == Op::bit_and ? g_.all(column) : g_.any(column));
            }
        }
        return bits;
    }

    /// The last pattern is the lowest; an array has element 0 lowest.
    Literals concat(const Node& n) {
        Literals bits;
        std::size_t pattern = n.data.size();
        for (std::size_t i = n.args.size(); i-- > 0;)
            for (unsigned k = 0; k < c_.node(n.args[i]).count(); ++k) {
                const auto width = static_cast<std::size_t>(n.data[--pattern]);
                const Number x = number(n.args[i], k);
                for (std::size_t bit = 0; bit < width; ++bit) bits.push_back(x.bit(bit));
            }
        return bits;
    }

    Literals largest(const Node& n, std::size_t width) {
        auto numbers = operands(n);
        while (numbers.size() > 1) {
            std::vector<Number> next;
            for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) {
                const auto &a = numbers[i], &b = numbers[i + 1];
                const Literal is_less = less(g_, a, b);
                Number most{{}, a.is_signed || b.is_signed};
                for (std::size_t k = 0; k < std::max(a.bits.size(), b.bits.size()); ++k)
                    most.bits.push_back(g_.select(is_less, b.bit(k), a.bit(k)));
                next.push_back(std::move(most));
            }
            if (numbers.size() % 2) next.push_back(numbers.back());
            numbers = std::move(next);
        }
        Literals bits;
        for (std::size_t i = 0; i < width; ++i) bits.push_back(numbers[0].bit(i));
        return bits;
    }

    void make_instance(NodeId id) {
        const auto& n = c_.node(id);
        auto [made, is_new] = instances_.try_emplace(n.instance);
        if (is_new)
            for (unsigned k = 0; k < c_.instances[n.instance].count(); ++k)
                append(made->second, element(c_.instances[n.instance], k));
        bits_[id] = made->second.at(n.port);
    }

    static void append(std::vector<Literals>& all, const std::vector<Literals>& more) {
        all.resize(more.size());
        for (std::size_t i = 0; i < more.size(); ++i)
            all[i].insert(all[i].end(), more[i].begin(), more[i].end());
    }

    /// The outputs of element k of an instance; inputs wider than its own are shared out.
    std::vector<Literals> element(const Instance& instance, unsigned k) {
        const Circuit& module = *instance.module;
        const auto ports = module.inputs();
        std::vector<Literals> inputs;
        for (std::size_t i = 0; i < ports.size(); ++i) {
            const unsigned count = std::max(1u, ports[i]->elements);
            const auto id = instance.inputs[i];
            const unsigned first = c_.node(id).count() > count ? k * count : 0;
            auto& bits = inputs.emplace_back();
            for (unsigned e = 0; e < count; ++e)
                for (unsigned bit = 0; bit < ports[i]->range.width(); ++bit)
                    bits.push_back(number(id, first + e).bit(bit));
        }
        const bool is_cell = (module.cell == AdderCell::full_adder && cells_.full) ||
                             (module.cell == AdderCell::half_adder && cells_.half);
        if (is_cell) return adder(module, inputs);
        return Blaster(module, g_, cells_, stage_ + instance.stage).run(inputs);
    }

    std::vector<Literals> adder(const Circuit& module, const std::vector<Literals>& inputs) {
        Literals bits;
        for (const auto& input : inputs) bits.push_back(input.at(0));
        const auto& cell = g_.adders()[g_.add_adder(bits)];
        std::vector<Literals> outputs;
        for (const auto* port : module.outputs())
            outputs.push_back({port->name == "sum_o" ? cell.sum : cell.carry});
        return outputs;
    }

    const Circuit& c_;
    Graph& g_;
    AdderCells cells_;
    int stage_;                   ///< the design's stage that is the circuit's first
    std::vector<Literals> bits_;  ///< by node: elements one after the other
    std::map<unsigned, std::vector<Literals>> instances_;
    std::vector<std::pair<NodeId, std::size_t>> registers_;  ///< and the first of each's bits
};

}  // namespace

Graph blast(const Circuit& circuit, const AdderCells& cells) {
    Graph graph;
    std::vector<Literals> inputs;
    for (const auto* port : circuit.inputs()) {
        auto& bits = inputs.emplace_back();
        for (unsigned k = 0; k < port->range.width() * std::max(1u, port->elements); ++k) {
            bits.push_back(graph.source());
            graph.add_input(bits.back());
        }
    }
    for (const auto& bits : Blaster(circuit, graph, cells, 0).run(inputs))
        for (const Literal bit : bits) graph.add_output(bit);
    return graph;
}

}  // namespace mxgen::gates
