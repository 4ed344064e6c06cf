/* Room on the kiosk's disk: see kiosk_room.h. */
#include "kiosk_room.h"
#include "device.h"
#include "file.h"
#include "log.h"
#include "outbox.h"

/* The reserve holds some thousand answers, or a fold of the journal's log. */
enum { RESERVE_BYTES = 2 * 1024 * 1024, ENOUGH_MIB = 2 * OUTBOX_ROOM_SHORT_MIB };
enum { KEEP_MINUTES = 30 * 24 * 60 };

static bool reserve_path(const struct shell *shell, char ret[4096])
{
    struct err err;
    return shell->options.data != NULL &&
           file_join(ret, 4096, shell->options.data, "screen/reserve", &err);
}

static void hold_reserve(const struct shell *shell)
{
    char path[4096];
    struct err err = { 0 };
    if (reserve_path(shell, path) && !device_reserve(path, RESERVE_BYTES, &err))
        log_line(LOG_WARN, "kiosk", "no room can be held in reserve: %s", err.text);
}

/* Twice as much must be free before it is enough again, so that it does not go to and fro. */
static void take_note(struct shell *shell, uint32_t mib)
{
    bool was = shell->short_of_room;
    shell->short_of_room = mib < (was ? ENOUGH_MIB : OUTBOX_ROOM_SHORT_MIB);
    if (was == shell->short_of_room)
        return;
    log_line(shell->short_of_room ? LOG_WARN : LOG_INFO, "kiosk",
             shell->short_of_room
                 ? "%u MiB are left: no words are asked for, and what the hub has is not kept"
                 : "%u MiB are left: enough again",
             (unsigned)mib);
    if (shell->short_of_room)
        keep_courier_news(shell); /* lets go of what is acknowledged */
}

/* What was deleted from the journal is room for answers alone until its file is made smaller. */
static bool shrink(struct shell *shell)
{
    bool smaller = false;
    struct err err = { 0 };
    if (shell->journal == NULL)
        return false;
    if (!journal_shrink(shell->journal, &smaller, &err))
        log_line(LOG_WARN, "kiosk", "making the journal's file smaller: %s", err.text);
    return smaller;
}

static void measure(struct shell *shell)
{
    uint32_t mib;
    struct err err;
    if (device_room(shell->options.data, &mib, &err))
        take_note(shell, mib);
}

void room_look(struct shell *shell)
{
    if (shell->options.data == NULL)
        return;
    measure(shell);
    if (shell->short_of_room && shrink(shell))
        measure(shell);
    if (!shell->short_of_room)
        hold_reserve(shell);
}

bool room_make(struct shell *shell, const struct err *why)
{
    char path[4096];
    if (why->kind != ERR_FULL || !reserve_path(shell, path) || !device_reserve_give_up(path))
        return false;
    log_line(LOG_WARN, "kiosk",
             "the disk is full: the reserve is used, and no words are asked for");
    shell->short_of_room = true;
    shell->chores_at = clock_mono();
    return true;
}

uint32_t room_keep_minutes(const struct shell *shell)
{
    return shell->short_of_room ? 0 : KEEP_MINUTES;
}
