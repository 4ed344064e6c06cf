# The room wire: values to bytes and back.
foreach(name seal cbor batch)
    suite(wire_${name} LABEL unit SRC unit/test_wire_${name}.c support/wire_samples.c NEEDS wire)
endforeach()
