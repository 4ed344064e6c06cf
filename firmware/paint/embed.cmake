# Turns files into one C file of byte arrays. Run by the build:
#   cmake -DOUT=x.c -DTABLE=name -DFILES=a.svg,b.json -P embed.cmake
# The table is `const struct embedded NAME[]` (embedded.h), in the order of the files, ended by NULL.
string(REPLACE "," ";" FILES "${FILES}")
set(arrays "")
set(rows "")
set(number 0)
foreach(file IN LISTS FILES)
    file(READ ${file} hex HEX)
    string(REGEX REPLACE "(..)" "0x\\1, " bytes "${hex}")
    get_filename_component(stem ${file} NAME_WE)
    string(APPEND arrays "static const unsigned char file_${number}[] = { ${bytes}0 };\n")
    string(APPEND rows "    { \"${stem}\", file_${number}, sizeof file_${number} - 1 },\n")
    math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUT}.new "/* Made by embed.cmake. */\n#include \"embedded.h\"\n${arrays}"
    "const struct embedded ${TABLE}[] = {\n${rows}    { 0, 0, 0 },\n};\n")
file(COPY_FILE ${OUT}.new ${OUT} ONLY_IF_DIFFERENT)
file(REMOVE ${OUT}.new)
