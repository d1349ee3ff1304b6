# SPDX-License-Identifier: Apache-2.0
# The layers, lowest first: a module may include what it depends on here and nothing else.
mxgen_module(language gen/language)
mxgen_module(ir gen/ir)
mxgen_module(support sw/support DEPENDS mxgen_language nlohmann_json::nlohmann_json OpenSSL::Crypto)
mxgen_module(format sw/format)
mxgen_module(lower gen/lower DEPENDS mxgen_ir mxgen_format)
mxgen_module(view gen/view DEPENDS mxgen_ir mxgen_language)
mxgen_module(arith gen/arith DEPENDS mxgen_ir mxgen_format)
mxgen_module(unit gen/unit DEPENDS mxgen_arith)

mxgen_module(model sw/model DEPENDS mxgen_format)
mxgen_module(tensor sw/tensor DEPENDS mxgen_model mxgen_support nlohmann_json::nlohmann_json)
mxgen_module(accuracy sw/accuracy DEPENDS mxgen_tensor)
mxgen_module(config sw/config DEPENDS mxgen_format mxgen_support tomlplusplus::tomlplusplus)
mxgen_module(design sw/unit DEPENDS mxgen_config mxgen_model nlohmann_json::nlohmann_json)
mxgen_module(package sw/package DEPENDS mxgen_config mxgen_design mxgen_model mxgen_unit mxgen_lower
             mxgen_view mxgen_support)
mxgen_embed(package ${CMAKE_SOURCE_DIR}/hw/rtl)
target_compile_definitions(mxgen_package PRIVATE MXGEN_VERSION="${PROJECT_VERSION}")
mxgen_module(liberty sw/liberty DEPENDS mxgen_support)
mxgen_module(netlist sw/netlist DEPENDS mxgen_liberty nlohmann_json::nlohmann_json)
mxgen_module(power sw/power DEPENDS mxgen_netlist)
mxgen_module(flow sw/flow DEPENDS mxgen_power mxgen_design mxgen_config tomlplusplus::tomlplusplus)
file(GLOB flow_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/hw/syn/* ${CMAKE_SOURCE_DIR}/hw/technology/*)
mxgen_embed_files(flow sw/flow/files.h mxgen::ppa::embedded_files ${flow_files})
target_compile_definitions(mxgen_flow PRIVATE MXGEN_VERSION="${PROJECT_VERSION}")
mxgen_module(estimate sw/estimate DEPENDS mxgen_design)
mxgen_module(report sw/report DEPENDS mxgen_support)
mxgen_embed_files(report sw/report/html.h mxgen::report::page_files
                  ${CMAKE_SOURCE_DIR}/sw/report/html/comparison.html)
mxgen_module(sim sim DEPENDS mxgen_config mxgen_design mxgen_model mxgen_tensor mxgen_support
             ${CMAKE_DL_LIBS})
mxgen_module(systemc sim/systemc DEPENDS mxgen_sim systemc)
# Debian's library is built as C++17; its check would refuse objects of a later standard.
target_compile_definitions(mxgen_systemc PRIVATE SC_DISABLE_API_VERSION_CHECK)
set_target_properties(mxgen_systemc PROPERTIES UNITY_BUILD OFF)  # modules of one file each

# Fits gen/view/target_data.cpp to synthesis: `make characterize`.
file(GLOB characterize_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sw/characterize/*.cpp)
list(FILTER characterize_sources EXCLUDE REGEX "/main\\.cpp$")
add_library(mxgen_characterize STATIC ${characterize_sources})
target_link_libraries(mxgen_characterize PUBLIC mxgen_unit mxgen_lower mxgen_view mxgen_flow)
target_precompile_headers(mxgen_characterize REUSE_FROM mxgen_precompiled)
add_executable(characterize EXCLUDE_FROM_ALL ${CMAKE_SOURCE_DIR}/sw/characterize/main.cpp)
target_link_libraries(characterize PRIVATE mxgen_characterize)

file(GLOB cli_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sw/cli/*.cpp)
if(cli_sources)
  add_executable(mxgen ${cli_sources})
  target_link_libraries(mxgen PRIVATE mxgen_package mxgen_flow mxgen_estimate mxgen_report mxgen_systemc mxgen_accuracy
                        CLI11::CLI11 Threads::Threads)
  target_compile_definitions(mxgen PRIVATE MXGEN_VERSION="${PROJECT_VERSION}")
  target_precompile_headers(mxgen REUSE_FROM mxgen_precompiled)
  # Commands are alike, also in the names that they have inside; the parser's header is read once.
  list(FILTER cli_sources INCLUDE REGEX "/(command|completion|design_options|main)\\.cpp$")
  set_target_properties(mxgen PROPERTIES UNITY_BUILD_MODE GROUP)
  set_source_files_properties(${cli_sources} PROPERTIES UNITY_GROUP parser)
  foreach(shell bash zsh)
    add_custom_command(TARGET mxgen POST_BUILD VERBATIM
      COMMAND mxgen completion ${shell} > ${CMAKE_BINARY_DIR}/completion.${shell})
  endforeach()
  install(TARGETS mxgen)
  install(FILES ${CMAKE_BINARY_DIR}/completion.bash RENAME mxgen
          DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
  install(FILES ${CMAKE_BINARY_DIR}/completion.zsh RENAME _mxgen
          DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
endif()
