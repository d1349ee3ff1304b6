# SPDX-License-Identifier: Apache-2.0
# mxgen_embed_files(NAME HEADER FUNCTION FILES...): the files become part of module NAME; FUNCTION,
# declared in HEADER, returns their texts by file name.
function(mxgen_embed_files name header function)
  set(output ${CMAKE_BINARY_DIR}/embedded/${name}_files.cpp)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_COMMAND} -DOUTPUT=${output} -DHEADER=${header} -DFUNCTION=${function}
            "-DFILES=${ARGN}" -P ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake
    DEPENDS ${ARGN} ${CMAKE_SOURCE_DIR}/cmake/write_embedded.cmake VERBATIM)
  target_sources(mxgen_${name} PRIVATE ${output})
endfunction()
