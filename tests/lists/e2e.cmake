# Simulated citizens, and the journeys from a finger to an exported row.
add_executable(citizens support/citizens.c)
target_link_libraries(citizens PRIVATE warnings model PkgConfig::JANSSON PkgConfig::XTST)
set_target_properties(citizens PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)
