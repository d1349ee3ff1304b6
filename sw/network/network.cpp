// SPDX-License-Identifier: Apache-2.0
#include "sw/network/network.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "sw/config/toml_text.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen::network {

namespace {

constexpr std::array<std::string_view, 4> kinds{"linear", "attention_score", "attention_value",
                                                "scan"};
constexpr std::array<std::string_view, 3> phases{"forward", "prefill", "decode"};

template <std::size_t n>
std::vector<std::string> words(const std::array<std::string_view, n>& names) {
    return {names.begin(), names.end()};
}

Key integer_key(const char* section, const char* name, double min, const char* help,
                KeyValue initial = {}) {
    return {.section = section,
            .name = name,
            .type = KeyType::integer,
            .min = min,
            .max = 1e9,
            .help = help,
            .initial = std::move(initial)};
}

Key length_key(const char* name, const char* help) {
    return {.section = "row",
            .name = name,
            .type = KeyType::text_or_integer,
            .example = "tokens",
            .min = 1,
            .max = 9007199254740992,
            .help = help};
}

Key text_key(const char* section, const char* name, const char* help) {
    return {.section = section, .name = name, .example = "q_proj", .help = help};
}

const Keys& keys() {
    static const Keys all{
        text_key("network", "name", "Name of the network"),
        text_key("network", "source", "Where its shapes were published"),
        integer_key("network", "batch", 1, "Sequences side by side", 1LL),
        integer_key("network", "prefill", 1, "Tokens of a prompt"),
        integer_key("network", "decode", 1, "Tokens made after it, one at a time"),
        text_key("row", "name", "Name of the layer"),
        {.section = "row", .name = "kind", .allowed = words(kinds), .help = "What it is"},
        length_key("M", "Rows of A and of the result"),
        length_key("K", "Columns of A, rows of B"),
        length_key("N", "Columns of B and of the result"),
        length_key("repeat", "How often the product is carried out"),
        integer_key("row", "experts", 2, "Experts, one of which each product is"),
        integer_key("row", "active", 1, "Experts that each token visits"),
        {.section = "row",
         .name = "phase",
         .allowed = {"prefill", "decode"},
         .help = "The only phase in which it is carried out"},
        {.section = "row",
         .name = "shares_weights",
         .type = KeyType::boolean,
         .help = "Its weights are those of another row: no parameters of their own",
         .initial = false},
        {.section = "row",
         .name = "on_chip",
         .type = KeyType::list,
         .allowed = {"a", "b", "result"},
         .help = "Matrices that are neither read from nor written to memory"},
    };
    return all;
}

Length length_of(const Settings& settings, const std::string& path) {
    const auto set = settings.find(path);
    if (set == settings.end()) return Length(1);
    if (const auto* integer = std::get_if<long long>(&set->second.value))
        return Length(static_cast<std::uint64_t>(*integer));
    return Length::parse(std::get<std::string>(set->second.value),
                         fmt::format("{}: {}", set->second.origin, path));
}

Row row_of(const Settings& settings) {
    for (const char* path : {"row.name", "row.M", "row.K", "row.N"})
        require(settings, path, path == std::string("row.name") ? "a name" : "a length from 1");
    Row row{.name = *given<std::string>(settings, "row.name"),
            .M = length_of(settings, "row.M"),
            .K = length_of(settings, "row.K"),
            .N = length_of(settings, "row.N"),
            .repeat = length_of(settings, "row.repeat"),
            .origin = settings.at("row.name").origin};
    if (const auto kind = given<std::string>(settings, "row.kind"))
        row.kind = static_cast<LayerKind>(std::ranges::find(kinds, *kind) - kinds.begin());
    if (const auto phase = given<std::string>(settings, "row.phase"))
        row.only = *phase == "prefill" ? Phase::prefill : Phase::decode;
    row.has_parameters = row.kind == LayerKind::linear &&
                         !given<bool>(settings, "row.shares_weights").value_or(false);
    row.experts = static_cast<int>(given<long long>(settings, "row.experts").value_or(0));
    row.active = static_cast<int>(given<long long>(settings, "row.active").value_or(0));
    if ((row.experts == 0) != (row.active == 0))
        require(settings, row.experts == 0 ? "row.experts" : "row.active", "1 to row.experts");
    if (row.active > row.experts)
        fail(settings, "row.active",
             fmt::format("= {} exceeds row.experts; allowed: 1 to {}; nearest: {}", row.active,
                         row.experts, row.experts));
    for (const auto& matrix : given<std::vector<std::string>>(settings, "row.on_chip")
                                  .value_or(std::vector<std::string>{}))
        (matrix == "a" ? row.keeps_a : matrix == "b" ? row.keeps_b : row.keeps_c) = true;
    return row;
}

void check(const NeuralNetwork& network, const Settings& settings) {
    if (network.rows.empty())
        fail(settings, "row",
             "is missing; allowed: [[row]] with name, M, K and N; nearest: [[row]]");
    if (network.decode > 0) require(settings, "network.prefill", "the tokens before, from 1");
    if (network.prefill == 0 && network.counts_tokens())
        require(settings, "network.prefill", "tokens, from 1");
}

}  // namespace

std::string_view name_of(LayerKind kind) { return kinds.at(static_cast<std::size_t>(kind)); }
std::string_view name_of(Phase phase) { return phases.at(static_cast<std::size_t>(phase)); }

bool NeuralNetwork::counts_tokens() const {
    return std::ranges::any_of(rows, [](const Row& row) {
        return std::ranges::any_of(std::array{&row.M, &row.K, &row.N, &row.repeat},
                                   [](const Length* length) { return length->counts_tokens(); });
    });
}

std::vector<std::pair<Phase, std::uint64_t>> NeuralNetwork::passes() const {
    if (prefill == 0) return {{Phase::forward, 1}};
    std::vector<std::pair<Phase, std::uint64_t>> passes{{Phase::prefill, 1}};
    if (decode > 0) passes.emplace_back(Phase::decode, decode);
    return passes;
}

Lengths NeuralNetwork::lengths(Phase phase) const {
    if (phase == Phase::forward) return {.batch = batch};
    if (phase == Phase::prefill) return {batch, prefill, prefill};
    return {batch, 1, prefill + (decode + 1) / 2};
}

std::vector<RowProducts> products_of(const NeuralNetwork& network, Phase phase) {
    const Lengths lengths = network.lengths(phase);
    std::vector<RowProducts> products;
    for (const Row& row : network.rows) {
        if (row.only.value_or(phase) != phase) continue;
        const auto at = [&](const Length& length, const char* key) {
            return length.at(lengths,
                             fmt::format("{}: row.{} of {}", row.origin, key, in_quotes(row.name)));
        };
        RowProducts made{&row,
                         {.rows = at(row.M, "M"), .depth = at(row.K, "K"), .cols = at(row.N, "N")},
                         at(row.repeat, "repeat")};
        if (row.experts > 0) {
            const auto visits = made.shape.rows * static_cast<std::uint64_t>(row.active);
            const auto visited = std::min(static_cast<std::uint64_t>(row.experts), visits);
            made.shape.rows = (visits + visited - 1) / visited;
            made.count *= visited;
        }
        products.push_back(made);
    }
    return products;
}

NeuralNetwork parse_network(std::string_view text, const std::string& source) {
    const toml::table root = parse_toml(text, source);
    Settings settings;
    settings.places[""] = source + ":1:1";
    NeuralNetwork network;
    for (const auto& [name, node] : root) {
        const std::string at = place(source, name.source());
        if (name.str() == "row") {
            for (const Settings& row : read_tables(keys(), "row", node, source))
                network.rows.push_back(row_of(row));
        } else if (name.str() == "network" && node.is_table()) {
            settings.places["network"] = at;
            read_section(keys(), settings, "network", *node.as_table(), source);
        } else {
            reject_unknown(at, "section", name.str(), {"network", "row"});
        }
    }
    const auto count = [&](const char* key, long long otherwise) {
        return static_cast<std::uint64_t>(given<long long>(settings, key).value_or(otherwise));
    };
    network.name = given<std::string>(settings, "network.name").value_or("network");
    network.source = given<std::string>(settings, "network.source").value_or("");
    network.batch = count("network.batch", 1);
    network.prefill = count("network.prefill", 0);
    network.decode = count("network.decode", 0);
    check(network, settings);
    return network;
}

NeuralNetwork read_network(const std::filesystem::path& file) {
    return parse_network(read_file(file, largest_settings), file.string());
}

}  // namespace mxgen::network
