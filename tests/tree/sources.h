// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace mxgen::tree {

/// The repository's text files by their path from its root; build products and binary data left
/// out.
inline std::map<std::string, std::string> sources() {
    namespace fs = std::filesystem;
    const fs::path root = MXGEN_SOURCE_DIR;
    std::map<std::string, std::string> files;
    auto walk = fs::recursive_directory_iterator(root);
    for (; walk != fs::recursive_directory_iterator(); ++walk) {
        const std::string name = walk->path().filename().string();
        const bool product =
            name == ".git" || name == ".cache" || (walk.depth() == 0 && name.starts_with("build"));
        if (product) walk.disable_recursion_pending();
        if (product || !walk->is_regular_file()) continue;
        std::ifstream in(walk->path(), std::ios::binary);
        std::ostringstream text;
        text << in.rdbuf();
        if (text.str().find('\0') != std::string::npos) continue;
        files[fs::relative(walk->path(), root).string()] = text.str();
    }
    return files;
}

inline std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

inline bool has_extension(const std::string& path, const std::vector<std::string>& extensions) {
    return std::any_of(extensions.begin(), extensions.end(),
                       [&](const std::string& extension) { return path.ends_with(extension); });
}

}  // namespace mxgen::tree
