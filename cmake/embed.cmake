# SPDX-License-Identifier: Apache-2.0
# Writes OUTPUT, a C++ table of the texts of FILES by the name of their module.
set(text "#include \"sw/package/hand_written.h\"\n\n")
string(APPEND text "namespace mxgen::package {\n\n")
string(APPEND text "const std::map<std::string, std::string>& hand_written() {\n")
string(APPEND text "    static const std::map<std::string, std::string> files{\n")
foreach(file IN LISTS FILES)
  get_filename_component(module ${file} NAME_WE)
  file(READ ${file} content)
  string(APPEND text "        {\"${module}\", R\"__sv(${content})__sv\"},\n")
endforeach()
string(APPEND text "    };\n    return files;\n}\n\n}  // namespace mxgen::package\n")
file(WRITE ${OUTPUT} "${text}")
