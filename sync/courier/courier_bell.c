/* Running the venue's own program that calls staff; see courier_bell.h. */
#include "courier_bell.h"
#include "file.h"
#include <signal.h>
#include <spawn.h>
#include <sys/pidfd.h>
#include <sys/wait.h>

void bell_open(struct bell *bell, const char *program)
{
    *bell = (struct bell){ .program = program, .fd = -1, .until = NEVER };
}

/* The courier's own way with signals is not the program's. */
static bool with_usual_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, usual;
    (void)sigemptyset(&none);
    (void)sigemptyset(&usual);
    (void)sigaddset(&usual, SIGPIPE);
    return posix_spawnattr_setsigmask(attributes, &none) == 0 &&
           posix_spawnattr_setsigdefault(attributes, &usual) == 0 &&
           posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) ==
               0;
}

static bool start(struct bell *bell)
{
    char name[] = "help";
    char *arguments[] = { name, NULL };
    posix_spawnattr_t attributes;
    if (posix_spawnattr_init(&attributes) != 0)
        return false;
    bool started =
        with_usual_signals(&attributes) &&
        posix_spawn(&bell->child, bell->program, NULL, &attributes, arguments, environ) == 0;
    (void)posix_spawnattr_destroy(&attributes);
    if (!started)
        bell->child = 0;
    return started;
}

enum bell_news bell_ring(struct bell *bell, msec now)
{
    if (bell->child != 0)
        return BELL_NO_NEWS;
    if (bell->program == NULL || !start(bell))
        return BELL_NOT_TOLD;
    bell->fd = pidfd_open(bell->child, 0);
    bell->until = now + BELL_PATIENCE_MS;
    return BELL_NO_NEWS;
}

/* Reaped here, and with that silent again. */
static void forget(struct bell *bell)
{
    file_close(&bell->fd);
    bell->fd = -1;
    bell->child = 0;
    bell->until = NEVER;
}

enum bell_news bell_look(struct bell *bell, msec now)
{
    int status = 0;
    if (bell->child == 0)
        return BELL_NO_NEWS;
    pid_t ended = waitpid(bell->child, &status, WNOHANG);
    if (ended == 0 && now < bell->until)
        return BELL_NO_NEWS;
    if (ended == 0) {
        bell_close(bell);
        return BELL_NOT_TOLD;
    }
    forget(bell);
    return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? BELL_TOLD : BELL_NOT_TOLD;
}

void bell_close(struct bell *bell)
{
    if (bell->child == 0)
        return;
    (void)kill(bell->child, SIGKILL);
    (void)waitpid(bell->child, NULL, 0);
    forget(bell);
}
