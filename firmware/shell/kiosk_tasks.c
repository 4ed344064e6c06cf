/*
 * What the courier does for the staff screens: enrolling, and saving to a stick. It is asked over
 * the socket and tells how far it is; the screen has its own words for how it ends.
 */
#include "courier_socket.h"
#include "file.h"
#include "kiosk_shell.h"
#include "stick_socket.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

enum { PATH_SIZE = 900 };

/* What the courier's words for a fault are on the screen. */
static const struct {
    const char *fault;
    enum wording_key words;
} faults[] = {
    { FAULT_UNKNOWN_CODE, WORD_ENROL_UNKNOWN },
    { FAULT_USED_CODE, WORD_ENROL_USED },
    { FAULT_ADDRESS, WORD_ENROL_ADDRESS },
    { FAULT_ALREADY, WORD_ENROL_ALREADY },
    { FAULT_BUNDLE, WORD_ENROL_BUNDLE },
    { FAULT_FILE, WORD_ENROL_FILE },
    { FAULT_CARRY, WORD_SETUP_CARRY_MORE },
    { FAULT_ANSWER, WORD_ENROL_ANSWER },
    { FAULT_BUNDLE_STICK, WORD_ENROL_BUNDLE_STICK },
    { FAULT_STICK_FULL, WORD_STICK_FULL },
    { FAULT_STICK_GONE, WORD_STICK_GONE },
    { "no_network", WORD_WHY_NO_NETWORK },
    { "no_name", WORD_WHY_NO_NAME },
    { "no_answer", WORD_WHY_NO_ANSWER },
    { "not_trusted", WORD_WHY_NOT_TRUSTED },
    { "clock", WORD_WHY_CLOCK },
    { "sign_in", WORD_WHY_SIGN_IN },
    { "not_a_receipt", WORD_WHY_NOT_HUB },
    { "busy", WORD_WHY_BUSY },
    { "unproven", WORD_WHY_UNPROVEN },
    { "refused", WORD_WHY_REFUSED },
    { "fork", WORD_WHY_FORK },
    { "gone", WORD_VERDICT_ALONE_MORE },
};

static enum wording_key words_of(const char *fault)
{
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
        if (strcmp(faults[i].fault, fault) == 0)
            return faults[i].words;
    return WORD_WHY_BROKEN;
}

static struct event failed(enum wording_key words)
{
    return (struct event){ .kind = EV_TASK, .task = { .phase = TASK_FAILED, .words = words } };
}

static struct effect tell(struct shell *shell, struct event event)
{
    return kiosk_step(&shell->kiosk, event, clock_mono());
}

static struct event finished(unsigned long long count, const char *news)
{
    struct task task = { .phase = TASK_DONE, .count = count };
    if (strcmp(news, "news") == 0)
        task.news = NEWS_TAKEN;
    else if (strcmp(news, "bad") == 0)
        task.news = NEWS_BAD;
    return (struct event){ .kind = EV_TASK, .task = task };
}

/* "working DONE TOTAL", "finished COUNT [news|bad]", "stopped WORD", "gone"; anything else is for
 * others. */
void task_heard(void *self, const char *message)
{
    struct shell *shell = self;
    unsigned done, total;
    unsigned long long count;
    char word[64] = "";
    if (sscanf(message, "working %u %u", &done, &total) == 2)
        shell_give(shell, (struct event){
                              .kind = EV_TASK,
                              .task = { .phase = TASK_WORKING, .done = done, .total = total } });
    else if (sscanf(message, "finished %llu %63s", &count, word) >= 1)
        shell_give(shell, finished(count, word));
    else if (sscanf(message, "stopped %63s", word) == 1)
        shell_give(shell, failed(words_of(word)));
    else if (strcmp(message, "gone") == 0)
        shell_give(shell, failed(words_of("gone")));
}

static struct effect ask(struct shell *shell, char message[COURIER_MESSAGE_MAX])
{
    bool up = link_is_up(&shell->link);
    link_say(&shell->link, message);
    seal_forget(message, COURIER_MESSAGE_MAX);
    if (up)
        return (struct effect){ .kind = FX_NONE };
    return tell(shell, failed(WORD_VERDICT_ALONE_MORE));
}

struct effect task_enrol(struct shell *shell, struct effect effect)
{
    const struct staff *staff = &shell->kiosk.staff;
    char message[COURIER_MESSAGE_MAX];
    (void)effect;
    (void)snprintf(message, sizeof message, "enrol https://%s %s", staff->typed, staff->code);
    return ask(shell, message);
}

static int is_stick(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The first folder by name, in the folder in which sticks appear. */
static bool find_stick(const char *folder, char ret[PATH_SIZE])
{
    struct dirent **entries = NULL;
    struct stat about;
    bool found = false;
    int count = scandir(folder, &entries, is_stick, alphasort);
    for (int i = 0; i < count; i++) {
        int length = found ? 0 : snprintf(ret, PATH_SIZE, "%s/%s", folder, entries[i]->d_name);
        if (!found)
            found = length < PATH_SIZE && stat(ret, &about) == 0 && S_ISDIR(about.st_mode);
        free(entries[i]);
    }
    free(entries);
    return found;
}

/* yousaid-stick leaves word where one is in that it could not mount. */
static enum wording_key no_stick(const char *folder)
{
    char path[PATH_SIZE];
    bool unread = file_join(path, sizeof path, folder, STICK_UNREAD, NULL) && file_exists(path);
    return unread ? WORD_STICK_UNREAD : WORD_STICK_NONE;
}

static struct effect with_stick(struct shell *shell, const char *verb)
{
    char message[COURIER_MESSAGE_MAX], path[PATH_SIZE];
    if (!find_stick(shell->options.stick, path))
        return tell(shell, failed(no_stick(shell->options.stick)));
    (void)snprintf(message, sizeof message, "%s %s", verb, path);
    return ask(shell, message);
}

struct effect task_provision(struct shell *shell, struct effect effect)
{
    (void)effect;
    return with_stick(shell, "provision");
}

struct effect task_stick(struct shell *shell, struct effect effect)
{
    (void)effect;
    return with_stick(shell, "stick");
}
