// SPDX-License-Identifier: Apache-2.0
#include "sw/tensor/shallow_json.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "sw/support/json.h"
#include "sw/support/names.h"

namespace mxgen::tensor {
namespace {

constexpr std::size_t deepest = 3;

/// Looks for nesting that no header has and for names that occur twice.
class HeaderCheck final : public nlohmann::json_sax<SortedJson> {
  public:
    const std::string& fault() const { return fault_; }

    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return enter(); }
    bool start_array(std::size_t) override { return enter(); }
    bool end_object() override { return leave(); }
    bool end_array() override { return leave(); }
    bool key(string_t& name) override {
        if (names_.back().insert(name).second) return true;
        fault_ = fmt::format("{} {} occurs twice", names_.size() == 1 ? "tensor" : "key",
                             in_quotes(name));
        return false;
    }
    bool parse_error(std::size_t, const std::string&, const SortedJson::exception&) override {
        fault_ = "the header is no JSON";
        return false;
    }

  private:
    bool enter() {
        names_.emplace_back();
        if (names_.size() > deepest) fault_ = "the header is nested too deeply";
        return names_.size() <= deepest;
    }
    bool leave() {
        names_.pop_back();
        return true;
    }

    std::vector<std::set<std::string>> names_;  ///< of each object that is open
    std::string fault_;
};

}  // namespace

SortedJson parse_shallow_json(std::string_view text, std::string& fault) {
    HeaderCheck check;
    if (!SortedJson::sax_parse(text, &check)) {
        fault = check.fault();
        return {};
    }
    return SortedJson::parse(text, nullptr, false);
}

}  // namespace mxgen::tensor
