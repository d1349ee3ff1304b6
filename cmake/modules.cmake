# SPDX-License-Identifier: Apache-2.0
# mxgen_module(NAME DIR DEPENDS ...): one directory is one static library that may include only what
# it names here; sources are found by themselves, so that adding a file needs no edit. main.cpp is
# left to a program.
include(GNUInstallDirs)

add_library(mxgen_flags INTERFACE)
target_include_directories(mxgen_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(mxgen_flags INTERFACE -Wall -Wextra -Wpedantic
                       $<$<BOOL:${MXGEN_WERROR}>:-Werror>
                       # False alarms of GCC 12 in std::string (bug 105329) and Boost.Multiprecision.
                       $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>>:-Wno-restrict;-Wno-maybe-uninitialized;-Wno-array-bounds;-Wno-stringop-overread;-Wno-stringop-overflow>)
target_link_libraries(mxgen_flags INTERFACE Boost::headers fmt::fmt)
# The same objects serve the programs and libmxgen, which shows its own C functions alone; an option
# and no property, for precompiled headers want equal flags in libraries and programs.
target_compile_options(mxgen_flags INTERFACE -fPIC -fvisibility=hidden -fvisibility-inlines-hidden)

option(MXGEN_SANITIZE "Stop at errors of addresses and at undefined behaviour" OFF)
if(MXGEN_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all)
  target_compile_options(mxgen_flags INTERFACE ${sanitizers} -O1 -g1 -fno-omit-frame-pointer)
  target_link_options(mxgen_flags INTERFACE ${sanitizers})
endif()

# The compiler takes longer than the program would save, but for modules whose loops run millions
# of times; a collector of garbage that has room does not run.
set(MXGEN_HOT gen_ir gen_gates gen_lower gen_view sw_format sw_model sw_fast sw_tensor sw_power)
set(MXGEN_LEAN_FLAGS $<$<CONFIG:Release>:-Og>)
set(MXGEN_HOT_FLAGS $<$<CONFIG:Release>:-O2>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(mxgen_flags INTERFACE "SHELL:--param ggc-min-heapsize=262144")
endif()

# The headers that take longest to read are compiled once: for modules of either kind and, with
# Catch2, for tests. All that share them have equal flags, as the compiler demands.
set(MXGEN_HEADERS <boost/multiprecision/cpp_int.hpp> <fmt/format.h> <algorithm>
    <filesystem> <functional> <map> <memory> <optional> <span> <string> <vector>)

# mxgen_precompiled(NAME FLAGS HEADERS...): a set of headers for target_precompile_headers(REUSE_FROM).
function(mxgen_precompiled name flags)
  file(WRITE ${CMAKE_BINARY_DIR}/generated/${name}.cpp "")
  add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/generated/${name}.cpp)
  target_link_libraries(${name} PRIVATE mxgen_flags)
  target_compile_options(${name} PRIVATE ${flags})
  target_precompile_headers(${name} PRIVATE ${ARGN} ${MXGEN_HEADERS})
endfunction()
mxgen_precompiled(mxgen_lean_precompiled ${MXGEN_LEAN_FLAGS})
mxgen_precompiled(mxgen_hot_precompiled ${MXGEN_HOT_FLAGS})

function(mxgen_module name dir)
  cmake_parse_arguments(M "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${dir}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  if(sources)
    add_library(mxgen_${name} STATIC ${sources})
    target_link_libraries(mxgen_${name} PUBLIC mxgen_flags ${M_DEPENDS})
    set(kind LEAN)
    if(name IN_LIST MXGEN_HOT)
      set(kind HOT)
    endif()
    target_compile_options(mxgen_${name} PRIVATE ${MXGEN_${kind}_FLAGS})
    string(TOLOWER ${kind} kind)
    target_precompile_headers(mxgen_${name} REUSE_FROM mxgen_${kind}_precompiled)
  else()
    add_library(mxgen_${name} INTERFACE)
    target_link_libraries(mxgen_${name} INTERFACE mxgen_flags ${M_DEPENDS})
  endif()
endfunction()

# mxgen_embed(NAME DIR): the SystemVerilog files of DIR become part of the program, found by their
# module's name through hand_written() of sw/package/hand_written.h.
function(mxgen_embed name dir)
  file(GLOB files CONFIGURE_DEPENDS ${dir}/*.sv)
  set(output ${CMAKE_BINARY_DIR}/generated/hand_written.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} "-DFILES=${files}"
            -P ${CMAKE_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${files} ${CMAKE_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  target_sources(mxgen_${name} PRIVATE ${output})
endfunction()
