# The room wire: values to bytes and back.
foreach(name seal cbor envelope chain batch receipt bundle enrol)
    suite(wire_${name} LABEL unit
        SRC unit/test_wire_${name}.c support/wire_samples.c support/wire_messages.c NEEDS wire)
endforeach()

# Prints the bytes of a response on the wire beside the entropy of what it carries.
add_executable(wire_size bench/wire_size.c support/wire_samples.c)
target_include_directories(wire_size PRIVATE support)
target_link_libraries(wire_size PRIVATE warnings wire m PkgConfig::CMOCKA)
