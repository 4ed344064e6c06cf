# What loads the hub for its figures: ./run bench hub.
add_executable(hub_load EXCLUDE_FROM_ALL
    bench/hub_load.c bench/hub_look.c bench/hub_crowd.c bench/hub_talk.c)
target_link_libraries(hub_load PRIVATE warnings store wire PkgConfig::GNUTLS Threads::Threads)
add_executable(hub_fleet EXCLUDE_FROM_ALL
    bench/hub_fleet.c bench/hub_look.c bench/hub_crowd.c bench/hub_talk.c)
target_link_libraries(hub_fleet PRIVATE warnings store wire PkgConfig::GNUTLS Threads::Threads m)
add_executable(hub_peers EXCLUDE_FROM_ALL bench/hub_peers.c bench/hub_crowd.c)
target_link_libraries(hub_peers PRIVATE warnings http store wire PkgConfig::SQLITE PkgConfig::SODIUM)

# The bytes of one exchange, counted at the socket: ./run bench net.
add_executable(net_exchange EXCLUDE_FROM_ALL
    bench/net_exchange.c bench/net_relay.c bench/hub_crowd.c)
target_link_libraries(net_exchange PRIVATE warnings courier store wire Threads::Threads)

add_dependencies(bench_programs wire_size hub_load hub_fleet hub_peers net_exchange)

# What fills a hub with long lists: ./run bench console.
add_dependencies(bench_programs fill_hub)

# A journal of a million responses: ./run bench journal.
bench_program(journal_fill SRC bench/journal_fill.c NEEDS journal courier model)
