# SPDX-License-Identifier: Apache-2.0
# Run at build time by mxgen_embed_files: writes the C++ source that holds the files.
set(text "#include \"${HEADER}\"\n\n")
string(APPEND text "const std::map<std::string, std::string, std::less<>>& ${FUNCTION}() {\n")
string(APPEND text "    static const std::map<std::string, std::string, std::less<>> files{\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} content)
  string(APPEND text "        {\"${name}\", R\"__file(${content})__file\"},\n")
endforeach()
string(APPEND text "    };\n    return files;\n}\n")
file(WRITE ${OUTPUT} "${text}")
