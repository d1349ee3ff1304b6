// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "sw/unit/units.h"
#include "tests/cli/draft.h"

namespace mxgen::test {

namespace {

using Random = std::mt19937;
using Texts = std::vector<std::string>;

const std::string& pick_text(Random& random, const Texts& choices) {
    return choices[random() % choices.size()];
}

bool is_ranged(const Key& key) {
    return key.type == KeyType::integer || key.type == KeyType::number ||
           key.takes_text_or_numbers();
}

const Texts narrow_formats{"mxfp8_e4m3", "mxfp6_e3m2", "mxfp4", "mxint8", "mxint4",
                           "nvfp4",      "nvint4",     "e4m3",  "e2m1",   "e2m1b-3",
                           "e3m2",       "int2",       "int4",  "int8"};
const Texts wide_formats{"mxfp8_e5m2", "e5m2",     "e3m4",  "e4m2ieee", "int16",
                         "fp16",       "bf16",     "fp32",  "tf32",     "nf4",
                         "posit8",     "hifloat8", "dfp16", "mant17",   "e5m3b20fn"};

const Texts accumulators{
    "fp32", "bf16", "int",   "int20 wrap",    "int9 saturate",      "int24 spill",
    "none", "fp16", "fixed", "fixed<20,-20>", "tensorcore<13,8,14>"};

/// A legal value of the key alone, mostly a small one.
std::string legal_text(Random& random, const Key& key) {
    if (key.name == "format" || key.name == "element")
        return pick_text(random, random() % 6 ? narrow_formats : wide_formats);
    if (key.name == "scale") return pick_text(random, {"none", "e8m0", "ue4m3", "ue5m3"});
    if (key.name == "accumulator") return pick_text(random, accumulators);
    if (key.name == "technology") return pick_text(random, {"osu018", "osu035", "xilinx", "ecp5"});
    if (key.name == "output" && key.allowed.empty())
        return pick_text(random, {"fp32", "bf16", "fp16", "mxfp8_e4m3_b2", "mxint8_b4"});
    if (key.type == KeyType::boolean) return random() % 2 ? "true" : "false";
    if (key.type == KeyType::list)
        return pick_text(random, {"int8,2xint4", "int8,int4", "fp8,fp4", "int8"});
    if (!key.allowed.empty() && (key.type == KeyType::text || random() % 2))
        return pick_text(random, key.allowed);
    if (!is_ranged(key)) return key.example.empty() ? to_string(key.initial) : key.example;
    const double most = std::min(key.max, random() % 16 ? std::max(key.min, 4.0) : 40.0);
    const auto from = static_cast<int>(std::ceil(key.min));
    return std::to_string(from + static_cast<int>(random() % static_cast<unsigned>(std::max(
                                                                 1.0, most - key.min + 1))));
}

std::string with_a_typing_error(Random& random, std::string text) {
    const auto at = random() % (text.size() + 1);
    switch (random() % 3) {
        case 0:
            return text.insert(at, 1, static_cast<char>('a' + random() % 26));
        case 1:
            return text.erase(std::min<std::size_t>(at, text.size()), 1);
        default:
            std::transform(text.begin(), text.end(), text.begin(), ::toupper);
            return text;
    }
}

/// A text that no key has, or hardly any.
std::string strange_text(Random& random) {
    static const Texts strange{"",
                               " ",
                               "\x1b[2J\x07",
                               "a\nb",
                               "\u202eabc",
                               "\xff\xfe",
                               "fp4_e2m1",
                               "float4_e2m1fn",
                               "mxfp4_e2m1",
                               "float8_e4m3fn",
                               "half",
                               "bfloat16",
                               "FP16",
                               "EVEN",
                               "ARRAY",
                               "DELAY",
                               "f16",
                               "2int4",
                               "x.toml",
                               "../../etc/passwd",
                               "a;b",
                               "$(x)",
                               "\"",
                               "\\",
                               "nan",
                               "inf",
                               "-inf",
                               "1e400",
                               "1e-400",
                               "-0",
                               "0x10",
                               "010",
                               "+1",
                               "1_0",
                               "1e3",
                               "2.5",
                               "true",
                               "99999999999999999999",
                               "-9223372036854775808",
                               "9007199254740993",
                               "int1",
                               "int17",
                               "e9m1",
                               "e0m3",
                               "e8m14",
                               "e4m3b999",
                               "mant128",
                               "fixed<1,2>",
                               "fixed<2000,0>",
                               "tensorcore<99,1,1>",
                               "int999",
                               "always_ff",
                               "mxfp8",
                               "module",
                               "2147483648"};
    if (random() % 20 == 0) return std::string(1 + random() % 100000, random() % 2 ? 'x' : '9');
    return pick_text(random, strange);
}

/// A text for the key with a flag, right or wrong.
std::string wrong_text(Random& random, const Key& key) {
    if (is_ranged(key) && random() % 2) {
        const bool low = random() % 2;
        const double end = low ? key.min : key.max;
        return fmt::format("{}", end + (random() % 2 ? 0 : low ? -1 : 1));
    }
    if (random() % 3 == 0) return with_a_typing_error(random, legal_text(random, key));
    return strange_text(random);
}

/// A value of another type, as TOML has it.
std::string other_type(Random& random) {
    return pick_text(random, {"true", "1", "-1", "2.5", "nan", "[]", "[1, 2]", "[\"int8\"]", "{}",
                              "{x = 1}", "\"\"", "\"8\"", "1979-05-27", "07:32:00", "0x1F",
                              "[[[]]]", "'a'", "\"\"\"b\"\"\"", "99999999999999999"});
}

/// What is no key, or no TOML.
std::string strange_tail(Random& random) {
    return pick_text(
        random, {"[a", "x", "[dots]\nlanes = 1\n", "[a]\nformat = \"e4m3\"\n", "a.format = 1\n",
                 "= 3\n", "[dot]\nlane = 4\n", "x = \"\n", "[timing]\nstages = 1\nstages = 1\n",
                 "\x01", "\xff", "]]", "[[dot]]\n", "[a.b.c.d]\n", "[array]\nrow = 2\n", "[\"\"]\n",
                 "# end", "\"dot\" = 3\n"});
}

class Drawing {
  public:
    explicit Drawing(std::uint32_t seed) : random_(seed) {}
    Draft draw();

  private:
    void add(const Key& key, const std::string& text);
    void add_base(const Unit& unit);
    void add_mistake();
    const Key& any_key() { return keys()[random_() % keys().size()]; }

    Random random_;
    Draft draft_;
    bool uses_flags_ = false, uses_file_ = false;
};

void Drawing::add(const Key& key, const std::string& text) {
    const bool flag = uses_flags_ && (!uses_file_ || random_() % 2);
    if (flag && text.find('\0') == text.npos)
        draft_.flags.push_back({"", key.flag(), text});
    else
        draft_.file.push_back({key.section, key.name, toml_of(key, text)});
}

/// A design of the unit that is small and often legal.
void Drawing::add_base(const Unit& unit) {
    const auto key = [&](const std::string& path) -> const Key& { return find_key(keys(), path); };
    if (unit.name() != "dot" || random_() % 2) add(key("design.unit"), std::string(unit.name()));
    add(key("a.format"), legal_text(random_, key("a.format")));
    const std::string block = std::to_string(1 + random_() % 3);
    if (unit.name() == "array" || unit.name() == "dot") add(key("dot.lanes"), block);
    if (unit.name() != "multiply") add(key("a.block"), block);
    for (int more = static_cast<int>(random_() % 3); more > 0; --more) {
        const UnitKeys& own = keys_of(unit);
        const Key& one = own[2 + random_() % (own.size() - 2)].row;
        if (one.section != "a") add(one, legal_text(random_, one));
    }
}

void Drawing::add_mistake() {
    const Key& key = any_key();
    switch (random_() % 8) {
        case 0:
            draft_.file.push_back({key.section, key.name, other_type(random_)});
            break;
        case 1:
            draft_.tail += strange_tail(random_);
            break;
        case 2:
            draft_.file.push_back({key.section, with_a_typing_error(random_, key.name), "1"});
            break;
        case 3:
            if (!draft_.file.empty()) draft_.file.push_back(draft_.file.front());
            break;
        default:
            add(key, wrong_text(random_, key));
    }
}

Draft Drawing::draw() {
    uses_file_ = random_() % 3 != 0, uses_flags_ = !uses_file_ || random_() % 2;
    add_base(*units()[random_() % units().size()]);
    for (int mistakes = std::max(0, static_cast<int>(random_() % 6) - 2); mistakes > 0; --mistakes)
        add_mistake();
    return draft_;
}

}  // namespace

Draft draw_draft(std::uint32_t seed) { return Drawing(seed).draw(); }

std::string draw_format(std::uint32_t seed) {
    Random random(seed);
    const Key& key = find_key(keys(), "a.format");
    const std::string name = random() % 3 ? wrong_text(random, key) : legal_text(random, key);
    return name.empty() || name.starts_with('-') ? "e4m3" : name;
}

}  // namespace mxgen::test
