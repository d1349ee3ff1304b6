# SPDX-License-Identifier: Apache-2.0
# libmxgen: the objects of sw/library with what they need of the modules below it. What it takes of
# sw/evaluate compiles by itself, so that co-simulation and flows stay outside.
include(CMakePackageConfigHelpers)
set_source_files_properties(
  ${CMAKE_SOURCE_DIR}/sw/evaluate/conversion.cpp ${CMAKE_SOURCE_DIR}/sw/evaluate/convert_rows.cpp
  ${CMAKE_SOURCE_DIR}/sw/evaluate/matmul.cpp
  ${CMAKE_SOURCE_DIR}/sw/evaluate/matrices.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set(symbols ${CMAKE_SOURCE_DIR}/sw/library/mxgen.map)
add_library(mxgen_shared SHARED $<TARGET_OBJECTS:mxgen_sw_library>)
target_link_libraries(mxgen_shared PRIVATE mxgen_sw_library)
target_link_options(mxgen_shared PRIVATE -Wl,--version-script=${symbols} -Wl,--as-needed
                    -Wl,--gc-sections)
target_include_directories(mxgen_shared INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
set_target_properties(mxgen_shared PROPERTIES OUTPUT_NAME mxgen VERSION ${PROJECT_VERSION} SOVERSION 1
                      LINKER_LANGUAGE CXX LINK_DEPENDS ${symbols} EXPORT_NAME mxgen)

# The golden model for C++ programs: one archive, and headers that include each other by their paths
# in this tree, below a directory of their own.
set(golden_layers sw/format sw/model sw/fast)
set(golden_objects)
foreach(layer IN LISTS golden_layers)
  string(REPLACE "/" "_" name ${layer})
  list(APPEND golden_objects $<TARGET_OBJECTS:mxgen_${name}>)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/${layer} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/mxgen/sw
          COMPONENT development FILES_MATCHING PATTERN "*.h")
endforeach()
add_library(mxgen_golden STATIC ${golden_objects})
target_include_directories(mxgen_golden
                           INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/mxgen>)
target_link_libraries(mxgen_golden INTERFACE Boost::headers fmt::fmt)
target_compile_features(mxgen_golden INTERFACE cxx_std_20)
set_target_properties(mxgen_golden PROPERTIES LINKER_LANGUAGE CXX EXPORT_NAME golden)

install(TARGETS mxgen_shared EXPORT mxgen_c
        LIBRARY COMPONENT library NAMELINK_COMPONENT development)
install(TARGETS mxgen_golden EXPORT mxgen_golden ARCHIVE COMPONENT development)
install(FILES ${CMAKE_SOURCE_DIR}/sw/library/mxgen.h TYPE INCLUDE COMPONENT development)

# Both descriptions find the files beside them, wherever the tree is moved.
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/mxgen)
foreach(part c golden)
  install(EXPORT mxgen_${part} NAMESPACE mxgen:: FILE mxgen-${part}.cmake
          DESTINATION ${package_dir} COMPONENT development)
endforeach()
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/mxgen-config.cmake.in
                              ${CMAKE_BINARY_DIR}/mxgen-config.cmake
                              INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/mxgen-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/mxgen-config.cmake ${CMAKE_BINARY_DIR}/mxgen-config-version.cmake
        DESTINATION ${package_dir} COMPONENT development)
file(RELATIVE_PATH to_prefix /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
string(REGEX REPLACE "/$" "" to_prefix ${to_prefix})
configure_file(${CMAKE_SOURCE_DIR}/cmake/mxgen.pc.in ${CMAKE_BINARY_DIR}/mxgen.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/mxgen.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
        COMPONENT development)

# Where Debian's interpreter finds them without being told, below /usr.
install(FILES ${CMAKE_SOURCE_DIR}/sw/python/mxgen.py ${CMAKE_SOURCE_DIR}/sw/python/mxgen_bench.py
              ${CMAKE_SOURCE_DIR}/sw/python/mxgen_cocotb.py ${CMAKE_SOURCE_DIR}/sw/python/mxgen_torch.py
        DESTINATION lib/python3/dist-packages)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/sw/python/examples TYPE DOC)
