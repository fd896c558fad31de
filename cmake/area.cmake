# Has the target compiled as MUTAUTH_UNITY asks.
function(mutauth_together target)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ${MUTAUTH_UNITY}
        UNITY_BUILD_BATCH_SIZE 12)
endfunction()

# Without these ccache keeps nothing that is compiled with precompiled headers.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
    set(mutauth_precompiled_options -fpch-preprocess)
else()
    set(mutauth_precompiled_options "SHELL:-Xclang -fno-pch-timestamp")
endif()

# Headers that take long and that most of the target's sources include are read once.
function(mutauth_precompile target)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    target_compile_options(${target} PRIVATE ${mutauth_precompiled_options})
endfunction()

# An area is one folder of src/, built as an object library with only the libraries it may use.
#
#   mutauth_area(context LINKS PkgConfig::GSSAPI ROOMS kerberos ALONE token_reader.cpp)
#
# Rooms are folders inside that belong to it.
#
# With MUTAUTH_UNITY its sources are compiled together, but for those that stand ALONE since names
# which they keep to themselves are others' too.
#
# Which areas it may include from is checked by tests/tree/include_order_test.py.
function(mutauth_area name)
    cmake_parse_arguments(area "" "" "LINKS;ROOMS;ALONE" ${ARGN})
    set(patterns ${name}/*.cpp)
    foreach(room IN LISTS area_ROOMS)
        list(APPEND patterns ${name}/${room}/*.cpp)
    endforeach()
    file(GLOB sources CONFIGURE_DEPENDS ${patterns})
    if(NOT sources)
        return()
    endif()
    add_library(mutauth_${name} OBJECT ${sources})
    target_include_directories(mutauth_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(mutauth_${name} PRIVATE mutauth_options PUBLIC ${area_LINKS})
    mutauth_together(mutauth_${name})
    list(TRANSFORM area_ALONE PREPEND ${name}/)
    set_source_files_properties(${area_ALONE} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    set_property(GLOBAL APPEND PROPERTY mutauth_areas mutauth_${name})
endfunction()
