# Makes a C array of the API's description. Run as: cmake -DOUT=file.c -DFILE=openapi.json -P embed_openapi.cmake
file(READ ${FILE} bytes HEX)
string(LENGTH "${bytes}" digits)
math(EXPR size "${digits} / 2")
string(REGEX REPLACE "(................................)" "\\1\n    " bytes "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1, " bytes "${bytes}")
file(WRITE ${OUT} "/* Made by embed_openapi.cmake. */\n#include \"openapi.h\"\n\n"
    "const uint8_t openapi_text[] = {\n    ${bytes}\n};\nconst size_t openapi_size = ${size};\n")
