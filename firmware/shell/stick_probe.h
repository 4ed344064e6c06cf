#pragma once
/* What kind of file system a device holds: the only file that knows libblkid. */
#include "stick.h"

/* As stick.h wants it. Only the kinds asked for are looked for, so that little is read of a strange
 * stick. */
int stick_probe_blkid(int fd, char *kinds[], char ret_kind[STICK_KIND_SIZE]);
