# An area is one folder of src/, built as an object library with only the libraries it may use.
#
#   mutauth_area(context LINKS PkgConfig::GSSAPI)
#
# Which areas it may include from is checked by tests/tree/include_order_test.py.
function(mutauth_area name)
    cmake_parse_arguments(area "" "" "LINKS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${name}/*.cpp)
    if(NOT sources)
        return()
    endif()
    add_library(mutauth_${name} OBJECT ${sources})
    target_include_directories(mutauth_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
    target_link_libraries(mutauth_${name} PRIVATE mutauth_options PUBLIC ${area_LINKS})
    set_property(GLOBAL APPEND PROPERTY mutauth_areas mutauth_${name})
endfunction()
