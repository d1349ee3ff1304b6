// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "sw/support/files.h"

namespace mxgen::test {

/// The code blocks of a page in one language ("": in none), in order, each with all its lines.
inline std::vector<std::string> code_blocks(const std::filesystem::path& page,
                                            const std::string& language) {
    std::istringstream text(read_file(page));
    std::vector<std::string> found;
    bool is_code = false, is_wanted = false;
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("```")) {
            is_code = !is_code;
            is_wanted = is_code && line == "```" + language;
            if (is_wanted) found.emplace_back();
        } else if (is_wanted) {
            found.back() += line + "\n";
        }
    }
    return found;
}

/// The commands of a page, word by word: the lines of its code blocks without a language.
inline std::vector<std::vector<std::string>> commands_of_page(const std::filesystem::path& page) {
    std::vector<std::vector<std::string>> commands;
    for (const std::string& block : code_blocks(page, "")) {
        std::istringstream lines(block);
        for (std::string line; std::getline(lines, line);) {
            std::istringstream words(line);
            commands.emplace_back();
            for (std::string word; words >> word;) commands.back().push_back(word);
        }
    }
    return commands;
}

}  // namespace mxgen::test
