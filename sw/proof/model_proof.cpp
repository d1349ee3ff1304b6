// SPDX-License-Identifier: Apache-2.0
#include "sw/proof/model_proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <optional>
#include <ranges>
#include <set>
#include <span>
#include <tuple>

#include "sw/flow/files.h"
#include "sw/flow/synthesis.h"
#include "sw/proof/linear.h"
#include "sw/proof/values.h"
#include "sw/support/files.h"

namespace mxgen::ppa {

namespace fs = std::filesystem;

namespace {

/// Pairs of words or bits that have to be equal.
struct AigPair {
    AigWord model, rtl;
};

/// u_lane.term_o for that bit.
std::string lane_port(const std::string& name) {
    const auto [instance, bit] = instance_and_bit(name);
    return instance.substr(instance.rfind('.') + 1) + "." + bit.substr(0, bit.find('['));
}

std::map<std::string, std::uint32_t> literals_of_inputs(AigBuilder& builder, const Aig& aig) {
    std::map<std::string, std::uint32_t> literals;
    for (const auto& name : aig.inputs) literals[name] = builder.input(name);
    return literals;
}

/// A wire as an output, and its readers as an input beside it.
constexpr auto shown = "expose", cut = "expose -cut";

class PartProof {
  public:
    PartProof(const package::ModelPart& part, fs::path directory, std::chrono::seconds limit)
        : part_(part), limit_(limit) {
        flow_.directory = std::move(directory);
    }

    ModelVerdict run();

  private:
    /// A module's text as a circuit.
    struct Question {
        std::string name;    ///< of the AIGER file
        std::string source;  ///< of the text
        std::string top;
        std::vector<std::string> closed = {};  ///< modules that stay closed
        std::string cut = {};                  ///< how sums are exposed; empty: they are not
    };
    std::vector<Question> questions() const;
    std::vector<std::string> lane_modules() const;
    std::string commands_of(std::span<const Question> some) const;
    void read_circuits(const std::vector<Question>& all);

    void note(Verdict verdict, const std::string& where);
    Verdict compare(const AigBuilder& builder, const AigPair& pair);
    void prove_adders();
    void prove_rest();
    void prove_sum(const std::string& wire);
    void prove_other_ports(const std::string& module);
    void refute(const std::string& wire);
    std::map<std::string, LinearForm> by_lane(const LinearForm& form) const;
    std::optional<LinearForm> form_of(const std::string& circuit, const std::string& wire);
    Integer prove_lane(const std::string& module, const LinearForm& model, const LinearForm& rtl,
                       std::size_t width);

    const package::ModelPart& part_;
    std::chrono::seconds limit_;
    Flow flow_;
    std::map<std::string, Aig> circuits_;
    ModelVerdict found_;
    int files_ = 0;
};

std::vector<std::string> PartProof::lane_modules() const {
    std::set<std::string> modules;
    for (const auto& [instance, module] : part_.lanes) modules.insert(module);
    return {modules.begin(), modules.end()};
}

std::vector<PartProof::Question> PartProof::questions() const {
    const auto lanes = lane_modules();
    auto cells = lanes;
    cells.insert(cells.end(), part_.adders.begin(), part_.adders.end());
    std::vector<Question> all{{"rtl", "rtl.sv", part_.top, lanes, cut},
                              {"model", "model.sv", part_.top, lanes, cut}};
    if (part_.sums.empty()) return all;
    all.push_back({"rtl_sums", "rtl.sv", part_.top, cells, shown});
    for (const auto& module : lanes) {
        all.push_back({"model_" + module, "model.sv", module});
        all.push_back({"rtl_" + module, "rtl.sv", module});
    }
    for (const auto& module : part_.adders) all.push_back({"cell_" + module, "rtl.sv", module});
    return all;
}

std::string PartProof::commands_of(std::span<const Question> some) const {
    std::string commands;
    for (const auto& question : some) {
        std::string cuts = "# no cut";
        if (!question.cut.empty())
            for (const auto& module : question.closed) cuts += "\nsetattr -set keep 1 t:" + module;
        if (!question.cut.empty())
            for (const auto& wire : part_.sums) cuts += "\n" + question.cut + " w:" + wire;
        commands +=
            script("model.ys",
                   {{"SOURCE", question.source},
                    {"TOP", question.top},
                    {"CLOSED", question.closed.empty()
                                   ? "# all are open"
                                   : fmt::format("blackbox {}", fmt::join(question.closed, " "))},
                    {"CUTS", cuts},
                    {"OUT", question.name + ".aig"}});
    }
    return commands;
}

/// The first question, which takes longest, beside the others.
void PartProof::read_circuits(const std::vector<Question>& all) {
    const auto read = [&](const std::string& name, std::span<const Question> some) {
        const std::string end = "mxgen: circuits complete";
        write_file(flow_.directory / (name + ".ys"), commands_of(some) + "log " + end + "\n");
        run_step(flow_, "yosys", {"-Q", "-T", "-s", name + ".ys"}, name + ".log", end);
    };
    const std::span<const Question> questions(all);
    auto first = std::async(std::launch::async, read, "read_first", questions.first(1));
    read("read_others", questions.subspan(1));
    first.get();
    for (const auto& question : all) {
        const auto file = flow_.directory / (question.name + ".aig");
        circuits_[question.name] = read_aig(read_file(file, 1u << 30), file.string());
    }
}

/// The worst verdict stays, the first of its kind.
void PartProof::note(Verdict verdict, const std::string& where) {
    if (verdict == Verdict::equal || found_.verdict == Verdict::different) return;
    if (found_.verdict == Verdict::undecided && verdict == Verdict::undecided) return;
    found_ = {verdict, where};
}

Verdict PartProof::compare(const AigBuilder& builder, const AigPair& pair) {
    if (pair.model == pair.rtl) return Verdict::equal;
    AigWord outputs = pair.model;
    outputs.insert(outputs.end(), pair.rtl.begin(), pair.rtl.end());
    const Aig both = builder.circuit(outputs, {});
    const auto refuted = is_free(both) ? Verdict::different : Verdict::undecided;
    if (const auto known = equal_by_values(both)) return *known ? Verdict::equal : refuted;
    const auto suffix = fmt::format("_{}", files_++);
    write_file(flow_.directory / ("gold" + suffix + ".aig"),
               aig_text(builder.circuit(pair.model, outputs)));
    write_file(flow_.directory / ("gate" + suffix + ".aig"),
               aig_text(builder.circuit(pair.rtl, outputs)));
    const auto verdict = compare_files(flow_, suffix, limit_);
    return verdict == Verdict::different ? refuted : verdict;
}

/// a_i + b_i + c_i = sum_o + 2 carry_o.
void PartProof::prove_adders() {
    for (const auto& module : part_.adders) {
        AigBuilder builder;
        const Aig& cell = circuits_.at("cell_" + module);
        const auto nodes = builder.copy(cell);
        AigWord made;
        for (const auto literal : adder_outputs(cell)) made.push_back(copied(nodes, literal));
        LinearForm form;
        for (const auto& name : cell.inputs) form.factors[name] = 1;
        note(made.size() == 2
                 ? compare(builder,
                           {word_of(builder, form, literals_of_inputs(builder, cell), 2), made})
                 : Verdict::undecided,
             module);
    }
}

void PartProof::prove_rest() {
    const Aig &model = circuits_.at("model"), &rtl = circuits_.at("rtl");
    AigBuilder builder;
    const auto model_nodes = builder.copy(model), rtl_nodes = builder.copy(rtl);
    std::map<std::string, std::uint32_t> others;
    for (std::size_t i = 0; i < rtl.outputs.size(); ++i)
        others[rtl.outputs[i]] = copied(rtl_nodes, rtl.output_literals[i]);
    const auto is_sum = [&](const std::string& name) {
        const auto wire = name.substr(0, name.find('['));
        return std::ranges::find(part_.sums, wire) != part_.sums.end();
    };
    AigPair pair;
    for (std::size_t i = 0; i < model.outputs.size(); ++i) {
        const auto other = others.extract(model.outputs[i]);
        if (is_sum(model.outputs[i])) continue;
        if (other.empty()) return note(Verdict::undecided, model.outputs[i]);
        pair.model.push_back(copied(model_nodes, model.output_literals[i]));
        pair.rtl.push_back(other.mapped());
    }
    std::erase_if(others, [&](const auto& one) { return is_sum(one.first); });
    if (!others.empty()) return note(Verdict::undecided, others.begin()->first);
    AigWord outputs = pair.model;
    outputs.insert(outputs.end(), pair.rtl.begin(), pair.rtl.end());
    // A port of equal name means another value on either side.
    for (const auto& name : builder.circuit(outputs, {}).inputs)
        if (part_.lanes.contains(lane_port(name))) return note(Verdict::undecided, name);
    note(compare(builder, pair), part_.top);
}

/// A sum of one of the texts in terms of what is no adder, proved; none: undecided.
std::optional<LinearForm> PartProof::form_of(const std::string& circuit, const std::string& wire) {
    const Aig& aig = circuits_.at(circuit);
    const auto word = output_word(aig, wire);
    if (word.empty()) return {};
    auto form = linear_guess(aig, word);
    const auto is_form = [&] {
        AigBuilder builder;
        const auto nodes = builder.copy(aig);
        AigPair pair{word_of(builder, form, literals_of_inputs(builder, aig), word.size()), {}};
        for (const auto literal : word) pair.rtl.push_back(copied(nodes, literal));
        return compare(builder, pair);
    };
    auto verdict = is_form();
    if (verdict == Verdict::different) {
        // A carry out of two bits and a one is their or.
        guess_products(aig, word, form);
        verdict = is_form();
    }
    if (verdict != Verdict::equal) return {};
    if (!without_adders(aig, form, word.size())) return {};
    return form;
}

/// What the model's number is more than the RTL's weighted bits, a constant.
Integer PartProof::prove_lane(const std::string& module, const LinearForm& model,
                              const LinearForm& rtl, std::size_t width) {
    AigBuilder builder;
    const auto word = [&](const std::string& circuit, const LinearForm& form) {
        const Aig& aig = circuits_.at(circuit);
        const auto nodes = builder.copy(aig);
        std::map<std::string, std::uint32_t> bits;
        for (std::size_t i = 0; i < aig.outputs.size(); ++i)
            bits[aig.outputs[i]] = copied(nodes, aig.output_literals[i]);
        return word_of(builder, form, bits, width);
    };
    const auto at_zero = [&](const AigWord& of) {
        const Aig aig = builder.circuit(of, {});
        return value_at_zero(aig, aig.output_literals);
    };
    const auto number = word("model_" + module, model);
    LinearForm shifted = rtl;
    shifted.constant = at_zero(number) - at_zero(word("rtl_" + module, rtl));
    note(compare(builder, {number, word("rtl_" + module, shifted)}), module);
    return shifted.constant;
}

/// What a lane puts out beside its number. It has no registers.
void PartProof::prove_other_ports(const std::string& module) {
    const Aig &model = circuits_.at("model_" + module), &rtl = circuits_.at("rtl_" + module);
    const auto is_port = [](const std::string& name) { return name.find('.') == name.npos; };
    AigBuilder builder;
    const auto others = [&](const Aig& aig) {
        const auto nodes = builder.copy(aig);
        std::map<std::string, std::uint32_t> found;
        for (std::size_t i = 0; i < aig.outputs.size(); ++i) {
            const auto port = aig.outputs[i].substr(0, aig.outputs[i].find('['));
            const bool is_number = std::ranges::any_of(part_.lanes, [&](const auto& lane) {
                return lane.second == module && lane.first.ends_with("." + port);
            });
            if (!is_number) found[aig.outputs[i]] = copied(nodes, aig.output_literals[i]);
        }
        return found;
    };
    const auto in_model = others(model), in_rtl = others(rtl);
    const auto names = std::views::keys;
    if (!std::ranges::all_of(model.inputs, is_port) || !std::ranges::all_of(rtl.inputs, is_port) ||
        !std::ranges::equal(names(in_model), names(in_rtl)))
        return note(Verdict::undecided, module);
    AigPair pair;
    for (const auto& [name, literal] : in_model) pair.model.push_back(literal);
    for (const auto& [name, literal] : in_rtl) pair.rtl.push_back(literal);
    note(compare(builder, pair), module);
}

/// A sum's bits by the lane that puts them out; those of none under "".
std::map<std::string, LinearForm> PartProof::by_lane(const LinearForm& form) const {
    std::map<std::string, LinearForm> lanes;
    for (const auto& [name, factor] : form.factors) {
        const auto [instance, bit] = instance_and_bit(name);
        const bool is_lane = part_.lanes.contains(lane_port(name));
        lanes[is_lane ? instance : ""].factors[is_lane ? bit : name] = factor;
    }
    return lanes;
}

void PartProof::prove_sum(const std::string& wire) {
    const auto model = form_of("model", wire), rtl = form_of("rtl_sums", wire);
    if (!model || !rtl) return refute(wire);
    const std::size_t width = output_word(circuits_.at("model"), wire).size();
    auto numbers = by_lane(*model), words = by_lane(*rtl);
    if (numbers[""].factors != words[""].factors || numbers.size() < 2) return refute(wire);
    Integer rest = model->constant - rtl->constant;
    using Factors = decltype(LinearForm::factors);
    std::map<std::tuple<std::string, Factors, Factors>, Integer> known;
    for (const auto& [instance, number] : numbers) {
        if (instance.empty()) continue;
        const auto& module =
            part_.lanes.at(lane_port(instance + "." + number.factors.begin()->first));
        const auto& word = words[instance];
        const auto [lane, is_new] = known.try_emplace({module, number.factors, word.factors});
        if (is_new) lane->second = prove_lane(module, number, word, width);
        rest += lane->second;
    }
    const bool are_equal = rest % (Integer(1) << static_cast<unsigned>(width)) == 0;
    if (!are_equal || numbers.size() != words.size()) refute(wire);
}

/// The sum by random vectors, everything open.
void PartProof::refute(const std::string& wire) {
    read_circuits({{"open_model", "model.sv", part_.top, {}, shown},
                   {"open_rtl", "rtl.sv", part_.top, {}, shown}});
    AigBuilder builder;
    const auto word = [&](const std::string& circuit) {
        const Aig& aig = circuits_.at(circuit);
        const auto nodes = builder.copy(aig);
        AigWord bits;
        for (const auto literal : output_word(aig, wire)) bits.push_back(copied(nodes, literal));
        return bits;
    };
    const AigPair pair{word("open_model"), word("open_rtl")};
    AigWord outputs = pair.model;
    outputs.insert(outputs.end(), pair.rtl.begin(), pair.rtl.end());
    const Aig both = builder.circuit(outputs, {});
    const bool is_refuted =
        pair.model.size() == pair.rtl.size() && equal_by_values(both) == false && is_free(both);
    note(is_refuted ? Verdict::different : Verdict::undecided, part_.top + ": " + wire);
}

ModelVerdict PartProof::run() {
    if (part_.rtl == part_.model) return {};
    write_file(flow_.directory / "model.sv", part_.model);
    write_file(flow_.directory / "rtl.sv", part_.rtl);
    read_circuits(questions());
    if (!part_.sums.empty()) prove_adders();
    prove_rest();
    for (const auto& module : lane_modules()) prove_other_ports(module);
    for (const auto& wire : part_.sums) prove_sum(wire);
    return found_;
}

}  // namespace

ModelVerdict prove_part(const package::ModelPart& part, const fs::path& directory,
                        std::chrono::seconds limit) {
    return PartProof(part, directory, limit).run();
}

}  // namespace mxgen::ppa
