# The room wire: values to bytes and back.
foreach(name seal cbor envelope chain batch receipt bundle enrol speech)
    suite(wire_${name} LABEL unit
        SRC unit/test_wire_${name}.c support/wire_samples.c support/wire_messages.c NEEDS wire)
endforeach()

suite(lean LABEL unit SRC unit/test_lean.c NEEDS wire)

# Prints the bytes of a response on the wire beside the entropy of what it carries.
add_executable(wire_size bench/wire_size.c support/wire_samples.c)
target_include_directories(wire_size PRIVATE support)
target_link_libraries(wire_size PRIVATE warnings wire m PkgConfig::CMOCKA)

# The committed test vectors, and the program that makes them: ninja vectors, then look at the difference.
set(wire_samples support/wire_samples.c support/wire_messages.c support/wire_vectors.c)
suite(wire_vectors LABEL unit SRC unit/test_wire_vectors.c ${wire_samples} NEEDS wire
    PRIVATE PkgConfig::JANSSON)
add_executable(make_vectors support/make_vectors.c ${wire_samples})
target_include_directories(make_vectors PRIVATE support)
target_link_libraries(make_vectors PRIVATE warnings wire PkgConfig::CMOCKA)
add_custom_target(vectors VERBATIM
    COMMAND make_vectors > ${PROJECT_SOURCE_DIR}/tests/vectors/wire.json)

# words_key.c once more, as it is built for use.
suite(words_key LABEL unit SRC unit/test_words_key.c NEEDS wire PRIVATE PkgConfig::SODIUM)
