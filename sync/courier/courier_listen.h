#pragma once
/* The courier's own end of its socket: a listener and the few that are connected. */
#include "courier_socket.h"
#include <poll.h>
#include <sys/un.h>

enum { LISTEN_CLIENTS_MAX = 16 };

struct listening {
    int listener;
    int clients[LISTEN_CLIENTS_MAX];
    int count;
};

/* Names the socket inside DIR/courier through a descriptor of that folder, to be closed by the
 * caller. */
MUST_CHECK bool courier_socket_name(const char *data, int *ret_folder, struct sockaddr_un *ret,
                                    struct err *err);
/* Takes the place of a socket that a dead courier left. The caller holds the folder's lock. */
MUST_CHECK bool listen_open(const char *data, struct listening *ret, struct err *err);
void listen_close(struct listening *listening, const char *data);
/* Descriptors to wait for: the listener, then the clients. Returns their number. */
int listen_fds(const struct listening *listening, struct pollfd ret[LISTEN_CLIENTS_MAX + 1]);
/* Takes whoever waits at the door; turns them away when it is full. True when somebody came. A door
 * that fails is shut, so that nobody waits at it: listen_mend makes another. */
bool listen_accept(struct listening *listening);
/* Opens the door again if it was shut; false when that has to be tried later. */
bool listen_mend(struct listening *listening, const char *data);
/* Takes the next message of any client: its descriptor, or -1 when there is none. */
int listen_hear(struct listening *listening, char ret[COURIER_MESSAGE_MAX]);
/* Tells everyone; nobody is waited for. */
void listen_tell(struct listening *listening, const char *message);
