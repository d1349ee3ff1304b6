# SPDX-License-Identifier: Apache-2.0
# The directories of cmake/layers.txt, each a library (gen/ir: mxgen_gen_ir), and the programs among
# them.
set(layers ${CMAKE_SOURCE_DIR}/cmake/layers.txt)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${layers})
file(STRINGS ${layers} rows REGEX "^[a-z]")
set(modules)
foreach(row IN LISTS rows)
  string(REGEX REPLACE " *\\| *" ";" columns "${row}")
  list(GET columns 0 dir)
  list(GET columns 2 includes)
  list(GET columns 3 libraries)
  if(includes STREQUAL "*")
    set(depends ${modules})
  else()
    string(REPLACE "/" "_" depends "${includes}")
    separate_arguments(depends)
    list(TRANSFORM depends PREPEND mxgen_)
  endif()
  separate_arguments(libraries)
  string(REPLACE "/" "_" name ${dir})
  mxgen_module(${name} ${dir} DEPENDS ${depends} ${libraries})
  list(APPEND modules mxgen_${name})
endforeach()

mxgen_embed(sw_package ${CMAKE_SOURCE_DIR}/hw/rtl)
file(GLOB flow_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/hw/syn/* ${CMAKE_SOURCE_DIR}/hw/technology/*)
mxgen_embed_files(sw_flow sw/flow/files.h mxgen::ppa::embedded_files ${flow_files})
file(GLOB report_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sw/report/html/*)
mxgen_embed_files(sw_report sw/report/files.h mxgen::report::embedded_files ${report_files}
                  ${CMAKE_SOURCE_DIR}/sw/report/projections.toml)
foreach(name package flow library)
  target_compile_definitions(mxgen_sw_${name} PRIVATE MXGEN_VERSION="${PROJECT_VERSION}")
endforeach()
# Debian's library is built as C++17; its check would refuse objects of a later standard.
target_compile_definitions(mxgen_sim_systemc PRIVATE SC_DISABLE_API_VERSION_CHECK)
set_target_properties(mxgen_sim_systemc PROPERTIES UNITY_BUILD OFF)  # modules of one file each

# The objects of all commands, which nothing refers to: each registers itself.
add_executable(mxgen ${CMAKE_SOURCE_DIR}/sw/cli/main.cpp $<TARGET_OBJECTS:mxgen_sw_cli>)
target_link_libraries(mxgen PRIVATE mxgen_sw_cli)
target_compile_definitions(mxgen PRIVATE MXGEN_VERSION="${PROJECT_VERSION}")
target_compile_options(mxgen PRIVATE ${MXGEN_LEAN_FLAGS})
target_precompile_headers(mxgen REUSE_FROM mxgen_lean_precompiled)

# Fits gen/view/target_data.cpp to synthesis: `make characterize`.
add_executable(characterize EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/sw/characterize/main.cpp)
target_link_libraries(characterize PRIVATE mxgen_sw_characterize)
