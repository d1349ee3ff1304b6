// SPDX-License-Identifier: Apache-2.0
#include "sw/network/traffic.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sw/support/error.h"

namespace mxgen::network {

namespace {

double parts(std::uint64_t whole, double part) {
    return std::ceil(static_cast<double>(whole) / part);
}

/// The largest multiple of `step` up to `room`, at least all of `whole`; 0: not one step.
double held(double room, std::uint64_t step, std::uint64_t whole) {
    const auto unit = static_cast<double>(step);
    return std::min(std::floor(room / unit) * unit,
                    std::ceil(static_cast<double>(whole) / unit) * unit);
}

/// Bytes of sides of the matrices, as a tile needs them.
class Sides {
  public:
    Sides(const ProductShape& p, const MatrixTile& tile, const MatrixBytes& bytes)
        : p_(p),
          tile_(tile),
          bytes_(bytes),
          row_(bytes.a / static_cast<double>(p.rows)),
          col_(bytes.b / static_cast<double>(p.cols)),
          slice_(std::min(static_cast<double>(tile.depth) / static_cast<double>(p.depth), 1.0)) {}

    /// Whole rows of A stay, B streams past a tile of columns at a time.
    std::optional<Traffic> rows_stay(double room) const {
        const double rows = held((room - col_ * cols()) / row_, tile_.rows, p_.rows);
        if (rows < 1) return std::nullopt;
        return Traffic{bytes_.a, bytes_.b * parts(p_.rows, rows), bytes_.c, "rows of A"};
    }

    std::optional<Traffic> cols_stay(double room) const {
        const double cols = held((room - row_ * rows()) / col_, tile_.cols, p_.cols);
        if (cols < 1) return std::nullopt;
        return Traffic{bytes_.a * parts(p_.cols, cols), bytes_.b, bytes_.c, "columns of B"};
    }

    /// rows x cols sums stay, a slice of the depth streams at a time; the best of heights that
    /// double.
    std::optional<Traffic> sums_stay(double room) const {
        std::optional<Traffic> best;
        for (double high = rows(); high < 2 * static_cast<double>(p_.rows) + rows(); high *= 2) {
            const double wide =
                held((room - slice_ * row_ * high) / (bytes_.sum * high + slice_ * col_),
                     tile_.cols, p_.cols);
            if (wide < 1) break;
            const Traffic made{bytes_.a * parts(p_.cols, wide), bytes_.b * parts(p_.rows, high),
                               bytes_.c, "sums"};
            if (!best || made.total() < best->total()) best = made;
        }
        return best;
    }

    /// Bytes that two of the smallest tile of sums need.
    double least_buffer() const {
        return 2 * (bytes_.sum * rows() * cols() + slice_ * (row_ * rows() + col_ * cols()));
    }

  private:
    double rows() const { return static_cast<double>(tile_.rows); }
    double cols() const { return static_cast<double>(tile_.cols); }

    const ProductShape& p_;
    const MatrixTile& tile_;
    const MatrixBytes& bytes_;
    double row_, col_, slice_;
};

}  // namespace

double matrix_bytes(const BlockFormat& format, std::uint64_t vectors, std::uint64_t depth) {
    const auto block = static_cast<std::uint64_t>(format.block);
    const std::uint64_t scales = format.per_row ? 1 : (depth + block - 1) / block;
    const double bits = static_cast<double>(depth) * format.element.bits +
                        (format.scale ? static_cast<double>(scales) * format.scale->bits : 0);
    return static_cast<double>(vectors) * bits / 8;
}

Traffic memory_traffic(const ProductShape& product, const MatrixTile& tile,
                       const MatrixBytes& bytes, std::uint64_t buffer) {
    if (buffer == 0) return {bytes.a, bytes.b, bytes.c, "each once"};
    const Sides sides(product, tile, bytes);
    const double room = static_cast<double>(buffer) / 2;
    std::optional<Traffic> best;
    for (const auto& made : {sides.sums_stay(room), sides.rows_stay(room), sides.cols_stay(room)})
        if (made && (!best || made->total() < best->total())) best = made;
    if (!best)
        throw Error(
            Exit::usage,
            fmt::format("--buffer: = {} does not hold two tiles of sums and what they are "
                        "made of; allowed: from {:.0f} bytes; nearest: {:.0f}",
                        buffer, std::ceil(sides.least_buffer()), std::ceil(sides.least_buffer())));
    return *best;
}

Traffic buffer_traffic(const ProductShape& product, const MatrixTile& tile,
                       const MatrixBytes& bytes) {
    const double across = parts(product.cols, static_cast<double>(tile.cols));
    if (!tile.weights_stay)
        return {bytes.a * across, bytes.b * parts(product.rows, static_cast<double>(tile.rows)),
                bytes.c, "sums"};
    // Sums of a pass leave and come back for the next.
    const double passes = parts(product.depth, static_cast<double>(tile.depth));
    const double sums =
        bytes.sum * static_cast<double>(product.rows) * static_cast<double>(product.cols);
    return {bytes.a * across, bytes.b, bytes.c + 2 * (passes - 1) * sums, "weights"};
}

}  // namespace mxgen::network
