# Turns schema/ENGINE/NNNN_*.sql into one C file: a table of numbered migrations for each engine, whose texts
# are byte arrays, so that nothing needs escaping and no string is over the standard's length.
# SPREAD is what spreads PostgreSQL's tables over several machines.
# Run as: cmake -DOUT=file.c -DIN=schema/sqlite/0001_a.sql,schema/postgres/0001_a.sql -DSPREAD=schema/citus.sql
#     -P embed.cmake
string(REPLACE "," ";" inputs "${IN}")
set(texts "")
foreach(input IN LISTS inputs)
    get_filename_component(name "${input}" NAME_WE)
    get_filename_component(folder "${input}" DIRECTORY)
    get_filename_component(engine "${folder}" NAME)
    string(REGEX MATCH "^[0-9]+" number "${name}")
    string(REGEX REPLACE "^0+" "" number "${number}")
    file(READ "${input}" hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(APPEND texts "static const unsigned char ${engine}_${number}[] = {${bytes}0x00};\n")
    string(APPEND rows_${engine} "    { ${number}, \"${name}\", (const char *)${engine}_${number} },\n")
    list(APPEND engines ${engine})
endforeach()
list(REMOVE_DUPLICATES engines)
set(tables "")
foreach(engine IN LISTS engines)
    string(APPEND tables
        "\nconst struct migration ${engine}_migrations[] = {\n${rows_${engine}}    { 0, NULL, NULL },\n};\n")
endforeach()
file(READ "${SPREAD}" hex HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
string(APPEND tables "\nconst char postgres_spread[] = {${bytes}0x00};\n")
file(WRITE "${OUT}"
    "/* Made from the files in schema by embed.cmake. */\n#include \"migrations.h\"\n\n${texts}${tables}")
