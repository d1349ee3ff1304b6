// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sw/network/length.h"
#include "sw/unit/cycles.h"

namespace mxgen::network {

/// What a product is in its network. Of linear ones B are weights that are read from memory and
/// trained; B of the others are activations.
enum class LayerKind { linear, attention_score, attention_value, scan };

/// "attention_score": as files have it.
std::string_view name_of(LayerKind kind);

/// One pass: of a network without tokens; of a prompt; of one new token a sequence.
enum class Phase { forward, prefill, decode };

std::string_view name_of(Phase phase);

/// A matrix product C (M x N) = A (M x K) B (K x N) of a network, and how often it is carried out.
struct Row {
    std::string name;
    LayerKind kind = LayerKind::linear;
    Length M{1}, K{1}, N{1}, repeat{1};
    int experts = 0, active = 0;     ///< of which each token visits `active`; 0: no experts
    bool has_parameters = true;      ///< B is trained, and no other row's
    std::optional<Phase> only = {};  ///< the phase in which it is carried out; none: in each
    bool keeps_a = false, keeps_b = false, keeps_c = false;  ///< stays on the chip: no traffic
    std::string origin;                                      ///< "FILE:LINE:COLUMN: row.NAME"
};

/// A network as its matrix products, with what it is run on.
struct NeuralNetwork {
    std::string name, source;
    std::uint64_t batch = 1;
    std::uint64_t prefill = 0, decode = 0;  ///< tokens of a prompt, tokens made after it; 0: none
    std::vector<Row> rows;

    /// Whether a row depends on tokens; such a network has a prompt.
    bool counts_tokens() const;
    /// The passes that it makes, and how often: prefill once, decode once a token.
    std::vector<std::pair<Phase, std::uint64_t>> passes() const;
    /// Of a pass; while tokens are made the context is as long as it is in the middle of them.
    Lengths lengths(Phase phase) const;
};

/// The row in one pass: so many products of one shape.
struct RowProducts {
    const Row* row = nullptr;
    ProductShape shape;
    std::uint64_t count = 1;
};

/// Those of a phase, in the order of the rows. Tokens are spread evenly over the experts that they
/// visit. Throws Error (usage) for lengths that are too large.
std::vector<RowProducts> products_of(const NeuralNetwork& network, Phase phase);

/// Reads a network: `[network]` with name, source, batch, prefill, decode; `[[row]]` with name,
/// kind, M, K, N, repeat, experts, active, phase,
/// on_chip, shares_weights. Throws Error (usage) with
/// FILE:LINE:COLUMN, what is allowed and the nearest of it.
NeuralNetwork read_network(const std::filesystem::path& file);

/// The same from text; `source` is what errors call it.
NeuralNetwork parse_network(std::string_view toml, const std::string& source);

}  // namespace mxgen::network
