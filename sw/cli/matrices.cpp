// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/matrices.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sw/config/conversion.h"
#include "sw/support/error.h"
#include "sw/tensor/npy.h"

namespace mxgen::cli {

namespace {

tensor::Tensor matrix(const std::filesystem::path& file, const std::string& flag) {
    if (file.empty()) {
        throw Error(Exit::usage,
                    fmt::format("{}: give a matrix, for example {} X.npy", flag, flag));
    }
    tensor::Tensor x = tensor::to_tensor(tensor::read_npy(file));
    if (x.shape.size() != 2) {
        throw Error(Exit::usage, fmt::format("{}: has shape {}; allowed: two axes", file.string(),
                                             tensor::to_string(x.shape)));
    }
    const auto bad = std::find_if(x.data.begin(), x.data.end(),
                                  [](float value) { return !std::isfinite(value); });
    if (bad == x.data.end()) return x;
    const auto at = static_cast<std::size_t>(bad - x.data.begin());
    throw Error(Exit::usage, fmt::format("{}: element [{}, {}] is {}; allowed: finite numbers",
                                         file.string(), at / x.shape[1], at % x.shape[1], *bad));
}

}  // namespace

Matrices read_matrices(const Config& config, const std::filesystem::path& a_file,
                       const std::filesystem::path& b_file) {
    Matrices m{matrix(a_file, "--a"), matrix(b_file, "--b"), {}, {}};
    if (m.a.shape[1] != m.b.shape[0]) {
        throw Error(Exit::usage, fmt::format("--b: {} rows do not meet the {} columns of --a",
                                             m.b.shape[0], m.a.shape[1]));
    }
    tensor::QuantizeOptions rows, columns;
    rows.rule = columns.rule = convert_rule(config.convert);
    rows.axis = 1;
    columns.axis = 0;
    m.qa = tensor::quantize(m.a, config.a, rows);
    m.qb = tensor::quantize(m.b, config.b, columns);
    return m;
}

}  // namespace mxgen::cli
