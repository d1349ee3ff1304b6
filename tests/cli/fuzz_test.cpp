// SPDX-License-Identifier: Apache-2.0
// Random configurations, right and wrong: what is refused is refused in words that lead to a
// configuration that is not. MXGEN_FUZZ_CASE=N repeats one case of a run; MXGEN_FUZZ_CASES=N is how
// many the long test has.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <map>
#include <optional>

#include "gen/ir/poll.h"
#include "sw/package/design.h"
#include "sw/support/console.h"
#include "sw/support/error.h"
#include "sw/support/numbers.h"
#include "sw/unit/units.h"
#include "tests/cli/draft.h"
#include "tests/cli/mxgen.h"
#include "tests/support/case_seed.h"

using Catch::Matchers::Contains;
using namespace mxgen;
using test::Draft;

namespace {

constexpr std::size_t longest_message = 2000;
constexpr int longest_way = 25;  ///< suggestions to follow, one after the other

/// A circuit that a test of so many has no time for.
struct TooLarge {};

int nodes_left = 0;

void count_node() {
    if (--nodes_left < 0) throw TooLarge();
}

/// While it lives, circuits of more than so many nodes end in TooLarge.
class NodeLimit {
  public:
    explicit NodeLimit(int nodes) {
        nodes_left = nodes;
        ir::set_poll(count_node);
    }
    ~NodeLimit() { ir::set_poll(nullptr); }
    NodeLimit(const NodeLimit&) = delete;
    NodeLimit& operator=(const NodeLimit&) = delete;
};

/// What becomes of a draft: the message where it is refused.
struct Verdict {
    std::string refusal;
    bool is_too_large = false;
    std::optional<package::Design> design = {};
};

Verdict judged(const Draft& draft) {
    const NodeLimit limit(5000);
    try {
        return {.refusal = "", .design = package::generate(resolve(draft.settings()))};
    } catch (const Error& error) {
        CHECK(error.code() == Exit::usage);
        return {error.what()};
    } catch (const TooLarge&) {
        return {.refusal = "", .is_too_large = true};
    } catch (const std::exception& error) {
        FAIL_CHECK("no message for users: " << error.what());
        return {error.what()};
    }
}

/// Whether a message is one to which no legal value is near: of files that cannot be parsed.
bool has_no_nearest(const std::string& message) {
    return message.starts_with("c.toml:") && (message.find(" is no T") != message.npos ||
                                              message.find(" written twice") != message.npos ||
                                              message.find(" is no text") != message.npos ||
                                              message.find(" ends too early") != message.npos ||
                                              message.find(" nested too deep") != message.npos ||
                                              message.find(" control character") != message.npos);
}

void check_message(const std::string& message) {
    INFO(visible(message.substr(0, 3000)));
    CHECK(message.size() <= longest_message);
    CHECK(visible_line(message) == message);
    CHECK_THAT(message, Contains("; allowed: "));
    const bool has_place = message.starts_with("c.toml:") || message.starts_with("--") ||
                           message.starts_with("command line: ");
    CHECK(has_place);
    if (!has_no_nearest(message) && message.find("cannot be read") == message.npos)
        CHECK_THAT(message, Contains("; nearest: "));
}

struct FuzzCounts {
    int cases = 0, legal = 0, refused = 0, too_large = 0, led_to_legal = 0, followed = 0;
};

/// Follows suggestions until a draft is legal, or until its file is none.
void follow_suggestions(Draft draft, Verdict verdict, FuzzCounts& counts) {
    std::string way;
    for (int step = 0; step < longest_way; ++step) {
        way += verdict.refusal.substr(0, 400) + "\n";
        if (!draft.follow(verdict.refusal)) {
            INFO(way);
            CHECK((has_no_nearest(verdict.refusal) ||
                   verdict.refusal.find("cannot be read") != std::string::npos));
            return;
        }
        ++counts.followed;
        const std::string before = verdict.refusal;
        verdict = judged(draft);
        if (verdict.refusal.empty()) {
            ++counts.led_to_legal;
            return;
        }
        INFO(way << "is followed by: " << verdict.refusal);
        check_message(verdict.refusal);
        if (verdict.refusal == before) {
            FAIL_CHECK("a suggestion that is no way out");
            return;
        }
    }
    INFO(way);
    FAIL_CHECK("suggestions that lead nowhere");
}

/// Texts by the name of the design: two that differ have two names.
class Names {
  public:
    void add(const package::Design& design) {
        if (design.config.settings.contains("design.name")) return;
        std::string text;
        for (const package::RtlFile& file : design.rtl) text += file.text;
        INFO(to_json(design.config).dump());
        CHECK(texts_.emplace(design.config.name, text).first->second == text);
    }

  private:
    std::map<std::string, std::string> texts_;
};

std::string about(int number) { return fmt::format("configuration {}", number); }

std::optional<int> number_in(const char* variable) {
    const char* text = std::getenv(variable);
    return text == nullptr ? std::nullopt : parse_integer<int>(text);
}

/// The only case to run, where MXGEN_FUZZ_CASE says one.
std::optional<int> chosen_case() { return number_in("MXGEN_FUZZ_CASE"); }

FuzzCounts fuzz(int cases) {
    FuzzCounts counts;
    Names names;
    for (int number = 0; number < cases; ++number) {
        if (chosen_case().value_or(number) != number) continue;
        const testing::CaseSeed seed(about(number));
        const Draft draft = test::draw_draft(seed);
        INFO(visible(draft.toml().substr(0, 2000)));
        INFO(visible(fmt::format("{}", fmt::join(draft.words(), " ")).substr(0, 2000)));
        const Verdict verdict = judged(draft);
        ++counts.cases;
        counts.too_large += verdict.is_too_large;
        counts.legal += verdict.refusal.empty();
        counts.refused += !verdict.refusal.empty();
        if (verdict.design) names.add(*verdict.design);
        if (verdict.refusal.empty()) continue;
        check_message(verdict.refusal);
        follow_suggestions(draft, verdict, counts);
    }
    WARN(
        fmt::format("{} configurations: {} legal ({} of them too large), {} refused, {} "
                    "suggestions followed, {} ways to a legal one",
                    counts.cases, counts.legal, counts.too_large, counts.refused, counts.followed,
                    counts.led_to_legal));
    return counts;
}

void check_shares(const FuzzCounts& counts) {
    if (chosen_case()) return;
    CHECK(counts.legal > counts.cases * 3 / 10);
    CHECK(counts.refused > counts.cases * 3 / 10);
    CHECK(counts.too_large < counts.cases / 4);
    CHECK(counts.led_to_legal > counts.refused * 7 / 10);
}

}  // namespace

TEST_CASE("random configurations are legal, or refused in words that lead to a legal one") {
    const FuzzCounts counts = fuzz(2000);
    CHECK((counts.cases == 2000 || chosen_case()));
    check_shares(counts);
}

TEST_CASE("so are a hundred thousand", "[.soak]") {
    const int cases = number_in("MXGEN_FUZZ_CASES").value_or(100'000);
    const FuzzCounts counts = fuzz(cases);
    CHECK((counts.cases == cases || chosen_case()));
    check_shares(counts);
}

namespace {

using Words = std::vector<std::string>;

/// The package in `out` goes through the tools without a word.
void check_quiet(const test::Scratch& scratch, const std::string& top) {
    std::string files;
    std::ifstream list(scratch.path() / "out" / "rtl.f");
    for (std::string file; std::getline(list, file);) files += " out/" + file;
    for (const std::string& tool :
         {"verilator --lint-only -Wall --top-module " + top + files,
          "iverilog -g2012 -Wall -Wno-timescale -t null" + files,
          "yosys -q -p 'read_verilog -sv" + files + "; hierarchy -check -top " + top +
              "; proc; check -assert'"}) {
        const auto result = scratch.run({"/bin/sh", "-c", tool});
        INFO(tool << "\n" << result.output);
        CHECK(result.ok());
        CHECK(result.output.find("arning") == std::string::npos);
    }
}

/// The error of a run with --json is an object with a message; without, the message alone.
void check_refusal(const ProcessResult& result, bool is_json) {
    INFO(result.output.substr(0, 3000));
    CHECK(result.output.size() < 2 * longest_message + 100);
    CHECK(visible(result.output) == result.output);
    CHECK_THAT(result.output, Contains("allowed: "));
    if (is_json) CHECK_THAT(result.output, Contains("{\"error\":") && Contains("\"exit_code\":2}"));
}

/// Runs a draft as a user would; whether it was legal.
bool run_draft(const Draft& draft, const std::string& command, bool is_json, bool lints) {
    const test::Scratch scratch;
    Words words{command};
    const std::string toml = draft.toml();
    if (!toml.empty()) {
        std::ofstream(scratch.path() / "c.toml") << toml;
        words.push_back("c.toml");
    }
    for (const std::string& word : draft.words()) words.push_back(word);
    if (command == "gen") words.insert(words.end(), {"-o", "out"});
    if (is_json) words.push_back("--json");
    const auto result = scratch.mxgen(words);
    CHECK((result.code == 0 || result.code == 2));
    if (result.code == 2) check_refusal(result, is_json);
    Words expected;
    if (!toml.empty()) expected.push_back("c.toml");
    if (result.code == 0 && command == "gen") expected.push_back("out");
    auto entries = scratch.entries();
    std::sort(entries.begin(), entries.end());
    CHECK(entries == expected);
    if (result.code == 0 && lints) check_quiet(scratch, resolve(draft.settings()).name);
    return result.code == 0;
}

}  // namespace

TEST_CASE("commands refuse random configurations without a trace, and tools take the others") {
    int runs = 0, legal = 0, linted = 0;
    // Drawn keys decide how many drafts are legal.
    for (int number = 0; runs < 60 || ((linted < 8 || legal <= 15) && runs < 200); ++number) {
        const testing::CaseSeed seed(fmt::format("command {}", number));
        const Draft draft = test::draw_draft(seed);
        const std::string toml = draft.toml();
        const auto words = draft.words();
        const bool is_text = std::none_of(words.begin(), words.end(), [](const auto& word) {
            return word.find('\0') != word.npos || word.size() > 100'000;
        });
        if (!is_text || judged(draft).is_too_large) continue;
        INFO(visible(toml.substr(0, 2000)) << visible(fmt::format("{}", fmt::join(words, " "))));
        const bool lints = runs % 2 == 0 && linted < 8;
        const bool done = run_draft(draft, runs % 2 ? "explain" : "gen", runs / 2 % 2, lints);
        linted += done && lints;
        legal += done;
        ++runs;
    }
    CHECK(legal > 15);
    CHECK(linted == 8);
}

TEST_CASE("the card of a random format is shown or refused") {
    const test::Scratch scratch;
    int shown = 0;
    for (int number = 0; number < 20; ++number) {
        const testing::CaseSeed seed(fmt::format("card {}", number));
        const std::string name = test::draw_format(seed);
        INFO(visible(name));
        Words words{"formats", name};
        if (number % 2) words.push_back("--json");
        const auto result = scratch.mxgen(words);
        CHECK((result.code == 0 || result.code == 2));
        if (result.code == 2) check_refusal(result, number % 2);
        shown += result.ok();
    }
    CHECK(shown > 3);
    CHECK(scratch.entries().empty());
}
