// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/power/reference_circuits.h"

namespace mxgen::ppa::tests {

namespace {

/// choose ? b : a
int choice(ReferenceCircuit& circuit, int choose, int a, int b) {
    const int not_choose = circuit.add("rinv", {choose});
    return circuit.add("rnand",
                       {circuit.add("rnand", {a, not_choose}), circuit.add("rnand", {b, choose})});
}

int conjunction(ReferenceCircuit& circuit, int a, int b) {
    return circuit.add("rinv", {circuit.add("rnand", {a, b})});
}

}  // namespace

ReferenceCircuit reference_chain() {
    ReferenceCircuit circuit;
    int net = circuit.reg(circuit.input());
    const int nand = circuit.reg(circuit.input()), parity = circuit.reg(circuit.input());
    for (int i = 0; i < 12; ++i) {
        net = i % 3 == 0   ? circuit.add("rinv", {net})
              : i % 3 == 1 ? circuit.add("rnand", {net, nand})
                           : circuit.add("rxor", {parity, net});
        for (int load = 0; load < i % 4; ++load) circuit.add("rinv", {net});
    }
    circuit.outputs = {circuit.reg(net)};
    return circuit;
}

ReferenceCircuit reference_register_file() {
    ReferenceCircuit circuit;
    const int write = circuit.reg(circuit.input()), read = circuit.reg(circuit.input());
    const int not_write = circuit.add("rinv", {write});
    for (int bit = 0; bit < 3; ++bit) {
        const int data = circuit.reg(circuit.input());
        int words[2];
        for (int word : {0, 1}) {
            // The register reads a gate that is added behind it: its net is known beforehand.
            const int held = circuit.reg(0);
            const auto place = circuit.gates.size() - 1;
            const int next = choice(circuit, word == 1 ? write : not_write, held, data);
            circuit.gates[place].inputs[0] = next;
            words[word] = held;
        }
        circuit.outputs.push_back(choice(circuit, read, words[0], words[1]));
    }
    return circuit;
}

ReferenceCircuit reference_dot_product() {
    ReferenceCircuit circuit;
    std::vector<int> sum;
    for (int lane = 0; lane < 2; ++lane) {
        int a[2], b[2];
        for (int& bit : a) bit = circuit.reg(circuit.input());
        for (int& bit : b) bit = circuit.reg(circuit.input());
        const int low = conjunction(circuit, a[0], b[0]), high = conjunction(circuit, a[1], b[1]);
        const int x = conjunction(circuit, a[0], b[1]), y = conjunction(circuit, a[1], b[0]);
        const int carry = conjunction(circuit, x, y);
        const std::vector<int> product{low, circuit.add("rxor", {x, y}),
                                       circuit.add("rxor", {high, carry}),
                                       conjunction(circuit, high, carry)};
        if (lane == 0) {
            sum = product;
            continue;
        }
        int in = conjunction(circuit, sum[0], product[0]);
        sum[0] = circuit.add("rxor", {sum[0], product[0]});
        for (std::size_t i = 1; i < 4; ++i) {
            const int half = circuit.add("rxor", {sum[i], product[i]});
            const int out = circuit.add("rnand", {circuit.add("rnand", {half, in}),
                                                  circuit.add("rnand", {sum[i], product[i]})});
            sum[i] = circuit.add("rxor", {half, in});
            in = out;
        }
        sum.push_back(in);
    }
    for (const int bit : sum) circuit.outputs.push_back(circuit.reg(bit));
    return circuit;
}

}  // namespace mxgen::ppa::tests
