# SPDX-License-Identifier: Apache-2.0
# libmxgen: the objects of sw/library with what they need of the modules below it. What it takes of
# sw/evaluate compiles by itself, so that co-simulation and flows stay outside.
set_source_files_properties(
  ${CMAKE_SOURCE_DIR}/sw/evaluate/conversion.cpp ${CMAKE_SOURCE_DIR}/sw/evaluate/matmul.cpp
  ${CMAKE_SOURCE_DIR}/sw/evaluate/matrices.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
set(symbols ${CMAKE_SOURCE_DIR}/sw/library/mxgen.map)
add_library(mxgen_shared SHARED $<TARGET_OBJECTS:mxgen_sw_library>)
target_link_libraries(mxgen_shared PRIVATE mxgen_sw_library)
target_link_options(mxgen_shared PRIVATE -Wl,--version-script=${symbols} -Wl,--as-needed
                    -Wl,--gc-sections)
set_target_properties(mxgen_shared PROPERTIES OUTPUT_NAME mxgen VERSION ${PROJECT_VERSION} SOVERSION 1
                      LINKER_LANGUAGE CXX LINK_DEPENDS ${symbols})

install(TARGETS mxgen_shared)
install(FILES ${CMAKE_SOURCE_DIR}/sw/library/mxgen.h TYPE INCLUDE)
configure_file(${CMAKE_SOURCE_DIR}/cmake/mxgen.pc.in ${CMAKE_BINARY_DIR}/mxgen.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/mxgen.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# Where Debian's interpreter finds them without being told, below /usr.
install(FILES ${CMAKE_SOURCE_DIR}/sw/python/mxgen.py ${CMAKE_SOURCE_DIR}/sw/python/mxgen_bench.py
              ${CMAKE_SOURCE_DIR}/sw/python/mxgen_cocotb.py ${CMAKE_SOURCE_DIR}/sw/python/mxgen_torch.py
        DESTINATION lib/python3/dist-packages)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/sw/python/examples TYPE DOC)
