# The suites with threads: `ninja threads` builds them alone and `ctest -L threads` runs them, in the
# preset tsan for one. This list is read after those that it names (by its name).
set(threaded unit.courier_run contract.transport_curl unit.http unit.http_guard unit.throttle
    unit.hub unit.enrol_http unit.leaning unit.ingest unit.report unit.kiosk_link unit.paint_voice attack.network
    ceiling.http_ceilings fault.ingest_memory fault.sockets fuzz.http fuzz.ingest fuzz.socket)
add_custom_target(threads)
foreach(test IN LISTS threaded)
    string(REGEX REPLACE "^fuzz\\." "replay_" program ${test})
    string(REGEX REPLACE "^[a-z]+\\." "test_" program ${program})
    add_dependencies(threads ${program})
    set_property(TEST ${test} APPEND PROPERTY LABELS threads)
endforeach()
