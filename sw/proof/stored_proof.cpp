// SPDX-License-Identifier: Apache-2.0
#include "sw/proof/stored_proof.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string_view>
#include <utility>

#include "sw/support/files.h"
#include "sw/support/json.h"
#include "sw/support/own_directory.h"
#include "sw/support/program.h"
#include "sw/support/tools.h"

namespace mxgen::ppa {

namespace {

/// Bumped when entries get another form.
constexpr std::string_view form = "model proof 1";

/// Every text by its length: two lists of texts are never one.
void add_text(std::string& all, std::string_view text) {
    all += fmt::format("{} {}\n", text.size(), text);
}

std::string key_of(const package::Design& design, const std::vector<package::ModelPart>& parts,
                   std::chrono::seconds limit) {
    std::string all;
    for (const std::string_view text : {form, std::string_view(program_id())}) add_text(all, text);
    for (const char* tool : {"yosys", "yosys-abc"}) add_text(all, require_tool(tool).version);
    add_text(all, fmt::format("{}", limit.count()));
    for (const auto& files : {design.rtl, design.plain_rtl})
        for (const package::RtlFile& file : files) add_text(all, file.text);
    for (const package::ModelPart& part : parts) {
        for (const auto& text : {part.top, part.rtl, part.model}) add_text(all, text);
        for (const auto& [port, module] : part.lanes) add_text(all, port + " " + module);
        add_text(all, fmt::format("{} {}", fmt::join(part.adders, " "), fmt::join(part.sums, " ")));
    }
    return sha256(all);
}

/// None: nothing that was written as a verdict.
std::optional<ModelVerdict> verdict_of(const Json& entry) {
    const std::string name = entry.value("verdict", "");
    for (const Verdict verdict : {Verdict::equal, Verdict::different, Verdict::undecided})
        if (name_of(verdict) == name) return ModelVerdict{verdict, entry.value("where", "")};
    return {};
}

ModelVerdict prove(const std::vector<package::ModelPart>& parts, std::chrono::seconds limit) {
    const OwnDirectory directory(scratch_parent(), "mxgen-");
    for (const package::ModelPart& part : parts) {
        const auto own = directory.path() / part.top;
        std::filesystem::create_directory(own);
        const ModelVerdict found = prove_part(part, own, limit);
        if (found.verdict != Verdict::equal) return found;
    }
    return {};
}

}  // namespace

StoredProof::StoredProof(const package::Design& design, std::vector<package::ModelPart> parts,
                         store::Store store, std::chrono::seconds limit)
    : parts_(std::move(parts)),
      store_(std::move(store)),
      limit_(limit),
      key_(key_of(design, parts_, limit)) {}

std::optional<ModelVerdict> StoredProof::known() const {
    const auto entry = store_.find(key_);
    return entry ? verdict_of(*entry) : std::nullopt;
}

ModelVerdict StoredProof::operator()() const {
    EntryLock lock = store_.lock(key_);
    lock.take();
    if (const auto found = known()) return *found;
    const ModelVerdict found = prove(parts_, limit_);
    store_.put(key_, {{"kind", form}, {"verdict", name_of(found.verdict)}, {"where", found.where}});
    return found;
}

}  // namespace mxgen::ppa
