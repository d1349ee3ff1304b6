// SPDX-License-Identifier: Apache-2.0
#include "gen/gates/bits.h"

#include <algorithm>
#include <bit>

namespace mxgen::gates {

namespace {

/// Carries into every place and beyond the last of generating and propagating places.
Literals prefix_carries(Graph& g, Literals generate, Literals propagate, Literal carry) {
    const std::size_t n = generate.size();
    Literals carries{carry};
    if (n == 0) return carries;
    generate[0] = g.either(generate[0], g.both(propagate[0], carry));
    const auto join = [&](std::size_t high, std::size_t low) {
        generate[high] = g.either(generate[high], g.both(propagate[high], generate[low]));
        propagate[high] = g.both(propagate[high], propagate[low]);
    };
    std::size_t step = 1;
    for (; step < n; step *= 2)
        for (std::size_t i = 2 * step - 1; i < n; i += 2 * step) join(i, i - step);
    for (; step > 0; step /= 2)
        for (std::size_t i = 3 * step - 1; i < n; i += 2 * step) join(i, i - step);
    carries.insert(carries.end(), generate.begin(), generate.end());
    return carries;
}

}  // namespace

Total add(Graph& g, const Number& a, const Number& b, Literal carry, std::size_t width) {
    Literals generate, propagate, halves;
    for (std::size_t i = 0; i < width; ++i) {
        generate.push_back(g.both(a.bit(i), b.bit(i)));
        halves.push_back(g.exclusive(a.bit(i), b.bit(i)));
    }
    const auto carries = prefix_carries(g, generate, halves, carry);
    Total total;
    for (std::size_t i = 0; i < width; ++i)
        total.bits.push_back(g.exclusive(halves[i], carries[i]));
    total.carry = carries[width];
    return total;
}

Literals subtract(Graph& g, const Number& a, const Number& b, std::size_t width) {
    Number inverted{{}, true};
    for (std::size_t i = 0; i < width; ++i) inverted.bits.push_back(inverse(b.bit(i)));
    return add(g, a, inverted, yes, width).bits;
}

Literals multiply(Graph& g, const Number& a, const Number& b, std::size_t width) {
    std::vector<Literals> columns(width);
    for (std::size_t i = 0; i < width; ++i)
        for (std::size_t j = 0; i + j < width; ++j) {
            // Signs repeat without end: a signed factor counts with its extension.
            const Literal x = g.both(a.bit(i), b.bit(j));
            if (x != no) columns[i + j].push_back(x);
        }
    for (std::size_t i = 0; i < width; ++i)
        while (columns[i].size() > 2) {
            const Literal x = columns[i][0], y = columns[i][1], z = columns[i][2];
            columns[i].erase(columns[i].begin(), columns[i].begin() + 3);
            const Literal half = g.exclusive(x, y);
            columns[i].push_back(g.exclusive(half, z));
            if (i + 1 < width) columns[i + 1].push_back(g.either(g.both(x, y), g.both(half, z)));
        }
    Number first, second;
    for (auto& column : columns) {
        column.resize(2, no);
        first.bits.push_back(column[0]);
        second.bits.push_back(column[1]);
    }
    return add(g, first, second, no, width).bits;
}

Literal less(Graph& g, const Number& a, const Number& b) {
    // A sign for what has none, and the carry of the difference.
    const std::size_t sign = a.is_signed != b.is_signed ? 1 : 0;
    const std::size_t width = std::max(a.bits.size(), b.bits.size()) + sign + 1;
    return subtract(g, a, b, width).back();
}

Literal equal(Graph& g, const Number& a, const Number& b) {
    const std::size_t width =
        std::max(a.bits.size(), b.bits.size()) + (a.is_signed != b.is_signed ? 1 : 0);
    Literals same;
    for (std::size_t i = 0; i < width; ++i)
        same.push_back(inverse(g.exclusive(a.bit(i), b.bit(i))));
    return g.all(same);
}

Literals shift_left(Graph& g, const Number& a, const Literals& amount, std::size_t width) {
    Literals bits;
    for (std::size_t i = 0; i < width; ++i) bits.push_back(a.bit(i));
    for (std::size_t stage = 0; stage < amount.size(); ++stage) {
        const std::size_t places = stage < 30 ? std::size_t{1} << stage : width;
        for (std::size_t i = width; i-- > 0;)
            bits[i] = g.select(amount[stage], i >= places ? bits[i - places] : no, bits[i]);
    }
    return bits;
}

Literals shift_right(Graph& g, const Number& a, const Literals& amount, std::size_t width) {
    Number shifted = a;
    for (std::size_t stage = 0; stage < amount.size(); ++stage) {
        const std::size_t places = stage < 30 ? std::size_t{1} << stage : a.bits.size();
        const Number before = shifted;
        for (std::size_t i = 0; i < a.bits.size(); ++i)
            shifted.bits[i] = g.select(amount[stage], before.bit(i + places), before.bit(i));
    }
    Literals bits;
    for (std::size_t i = 0; i < width; ++i) bits.push_back(shifted.bit(i));
    return bits;
}

namespace {

/// Bit `bit` of entries `first` onwards, as many as the lowest `index_bits` of the index count.
Literal look_up_bit(Graph& g, const std::vector<ir::Int>& table, const Literals& index,
                    std::size_t index_bits, std::size_t first, unsigned bit) {
    if (first >= table.size()) return no;
    if (index_bits == 0) return ir::slice(table[first], bit, bit) != 0 ? yes : no;
    const std::size_t half = std::size_t{1} << (index_bits - 1);
    const Literal low = look_up_bit(g, table, index, index_bits - 1, first, bit);
    const Literal high = look_up_bit(g, table, index, index_bits - 1, first + half, bit);
    return g.select(index[index_bits - 1], high, low);
}

}  // namespace

Literals look_up(Graph& g, const std::vector<ir::Int>& table, const Literals& index,
                 std::size_t width) {
    // Beyond the table's last power of two every entry is 0.
    const auto used = std::min<std::size_t>(index.size(), std::bit_width(table.size() - 1));
    const Literal beyond = g.any({index.begin() + static_cast<std::ptrdiff_t>(used), index.end()});
    Literals bits;
    for (unsigned bit = 0; bit < width; ++bit)
        bits.push_back(g.both(inverse(beyond), look_up_bit(g, table, index, used, 0, bit)));
    return bits;
}

Literals leading_zeros(Graph& g, const Literals& bits, std::size_t width) {
    struct Zeros {
        Literal any;
        Literals count;  ///< highest bit first
    };
    std::vector<Zeros> parts;
    for (std::size_t i = bits.size(); i-- > 0;) parts.push_back({bits[i], {}});
    parts.push_back({yes, {}});
    while (!std::has_single_bit(parts.size())) parts.push_back({no, {}});
    while (parts.size() > 1) {
        std::vector<Zeros> next;
        for (std::size_t i = 0; i < parts.size(); i += 2) {
            const auto &high = parts[i], &low = parts[i + 1];
            Zeros joined{g.either(high.any, low.any), {inverse(high.any)}};
            for (std::size_t k = 0; k < high.count.size(); ++k)
                joined.count.push_back(g.select(high.any, high.count[k], low.count[k]));
            next.push_back(std::move(joined));
        }
        parts = std::move(next);
    }
    Literals result(parts[0].count.rbegin(), parts[0].count.rend());
    result.resize(width, no);
    return result;
}

}  // namespace mxgen::gates
