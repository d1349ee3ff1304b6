// SPDX-License-Identifier: Apache-2.0
#include "sw/config/table.h"

#include <fmt/format.h>

#include <cmath>

#include "sw/config/settings.h"
#include "sw/config/toml_text.h"
#include "sw/format/tables.h"
#include "sw/support/error.h"
#include "sw/support/files.h"
#include "sw/support/names.h"
#include "sw/support/nearest.h"

namespace mxgen {

namespace {

class TableReader {
  public:
    explicit TableReader(const std::string& source) : source_(source) {}

    Format read(const toml::table& root) const {
        for (const auto& [key, node] : root) {
            if (key != "name" && key != "values")
                fail(key.source(),
                     fmt::format("unknown key {}; allowed: name, values; nearest: {}",
                                 in_quotes(key.str()), nearest(key.str(), {"name", "values"})));
        }
        auto format = table_format(name(root), "user table", values(root));
        if (!format)
            fail(root["values"].node()->source(),
                 "values are no format; allowed: 4, 8, 16, 32, 64, 128 or 256 numbers, not all of "
                 "them "
                 "zero or NaN");
        return *format;
    }

  private:
    [[noreturn]] void fail(const toml::source_region& region, const std::string& what) const {
        throw Error(Exit::usage, fmt::format("{}: {}", place(source_, region), what));
    }

    std::string name(const toml::table& root) const {
        const auto name = root["name"].value<std::string>();
        if (name && is_module_name(*name) && !find_block_format(*name)) return *name;
        const toml::node* node = root["name"].node();
        fail(node != nullptr ? node->source() : root.source(),
             fmt::format(
                 "name {}; allowed: a text of small letters, digits and underscores, first a "
                 "letter, that names no other format",
                 name ? fmt::format("= {} is no name of a table", in_quotes(*name))
                      : "is missing or no text"));
    }

    TableValues values(const toml::table& root) const {
        const toml::array* list = root["values"].as_array();
        if (list == nullptr)
            fail(root.source(),
                 "values are missing or no list; allowed: a list of numbers, one a code");
        TableValues values;
        for (const toml::node& node : *list) {
            const auto number = node.is_number() ? node.value<double>() : std::nullopt;
            if (!number || std::isinf(*number))
                fail(node.source(), "a value is no number; allowed: finite numbers and nan");
            if (std::isnan(*number))
                values.emplace_back(std::nullopt);
            else
                values.emplace_back(from_double(*number));
        }
        return values;
    }

    const std::string& source_;
};

}  // namespace

Format parse_table_format(std::string_view text, const std::string& source) {
    return TableReader(source).read(parse_toml(text, source));
}

Format read_table_format(const std::filesystem::path& file) {
    return parse_table_format(read_file(file, largest_settings), file.string());
}

}  // namespace mxgen
