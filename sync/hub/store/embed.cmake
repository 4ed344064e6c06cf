# Turns schema/NNNN_*.sql into one C file: a table of numbered migrations whose texts are byte arrays,
# so that nothing needs escaping and no string is over the standard's length.
# Run as: cmake -DOUT=file.c -DIN=a.sql,b.sql -P embed.cmake
string(REPLACE "," ";" inputs "${IN}")
set(texts "")
set(rows "")
foreach(input IN LISTS inputs)
    get_filename_component(name "${input}" NAME_WE)
    string(REGEX MATCH "^[0-9]+" number "${name}")
    string(REGEX REPLACE "^0+" "" number "${number}")
    file(READ "${input}" hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
    string(APPEND texts "static const unsigned char text_${number}[] = {${bytes}0x00};\n")
    string(APPEND rows "    { ${number}, \"${name}\", (const char *)text_${number} },\n")
endforeach()
file(WRITE "${OUT}" "/* Made from the files in schema by embed.cmake. */\n#include \"migrations.h\"\n\n${texts}\n"
    "const struct migration migrations[] = {\n${rows}    { 0, NULL, NULL },\n};\n")
