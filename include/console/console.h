#pragma once
/*
 * The web console: what assets/console is built into, embedded and compressed, so that the hub is
 * one program and a browser fetches nothing from anywhere else.
 */
#include "http.h"

/* Serves every file of the console; any other path is a page of it and gets its one HTML file. For
 * http_config.pages; ends with a NULL method. Handlers may run on any thread. */
extern const struct http_route console_routes[];
