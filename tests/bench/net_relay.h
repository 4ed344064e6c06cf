#pragma once
/*
 * A relay on the loopback that counts what passes: the bytes of TCP payload that two real programs
 * send each other, whatever they may think that they send. One thread, one connection at a time.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

struct relay {
    int listening;
    uint16_t port; /* where callers come in */
    uint16_t to;   /* and where they are led */
    pthread_t thread;
    atomic_size_t up, down, connections;
    atomic_bool cut; /* ends the connection at the server's side, once */
    atomic_bool over;
};

/* Each ends the process with a sentence when it fails. */
void relay_start(struct relay *relay, uint16_t to);
/* Lets the server see the end of the present connection, and waits until both have closed it. */
void relay_cut(struct relay *relay);
void relay_stop(struct relay *relay);
