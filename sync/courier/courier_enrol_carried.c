/*
 * Enrolment by stick, for a venue without a network: the question that a hub would have been asked
 * lies on it as yousaid-KEY.enrol, KEY being the first digits of the kiosk's key, and comes back
 * beside the hub's answer, yousaid-KEY.enrolled, and the first bundle. Both are the very messages
 * of the network, judged in the same way. The code is on no stick by our doing.
 */
#include "courier_int.h"
#include "courier_socket.h"
#include "file.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name on a stick may be anything but a file. False when there is no such file. */
static bool read_answer(int folder, const char *name, struct buf *ret, struct err *err)
{
    struct stat about;
    FD_AUTO fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &about) != 0)
        return err_errno(err, "opening %s", name);
    if (!S_ISREG(about.st_mode) || about.st_size > ENROL_BYTES_MAX)
        return err_set(err, ERR_REFUSED, "%s is no answer of a hub", name);
    size_t size = (size_t)about.st_size;
    uint8_t *space = buf_grow(ret, size);
    for (size_t got = 0; space != NULL && got < size;) {
        ssize_t count = pread(fd, space + got, size - got, (off_t)got);
        if (count <= 0)
            return err_set(err, ERR_CORRUPT, "%s cannot be read to its end", name);
        got += (size_t)count;
    }
    return buf_ok(ret, name, err);
}

/* The answer is kept by now. A bundle that is not there, or not to be used, is told. */
static void take_bundle(struct courier *courier, int folder, const struct enrol_reply *reply,
                        struct err *err)
{
    struct courier_stick stick = { 0 };
    courier->fault = NULL;
    if (reply->bundle_serial == 0)
        return;
    courier_bundle_carried(courier, folder, &stick);
    if (stick.bundle != 0 || courier->state.bundle_serial >= reply->bundle_serial)
        return;
    (void)courier_blame(courier, FAULT_BUNDLE_STICK);
    (void)err_set(
        err, ERR_LATER,
        "this kiosk is enrolled as %016llx, but its first bundle is not on the stick%s%.150s",
        (unsigned long long)courier->state.kiosk, stick.bundle_why[0] == '\0' ? "" : ": ",
        stick.bundle_why);
}

static enum carried_answer judge(struct courier *courier, int folder, const struct enrolling *with,
                                 struct err *err)
{
    char name[STICK_NAME_SIZE];
    struct enrol_reply reply;
    struct public_key kiosk;
    BUF_AUTO message = buf_new(ENROL_BYTES_MAX);
    if (!courier_key_load(courier->data, true, &courier->key, err))
        return FOUND_NOTHING;
    kiosk = key_public(&courier->key);
    enrol_file_name(&kiosk, true, name);
    if (!read_answer(folder, name, &message, err))
        return err->kind == ERR_MISSING ? FOUND_NOTHING : FOUND_WRONG;
    if (!courier_enrol_answered(courier, with, buf_span(&message), &reply, err))
        return FOUND_WRONG;
    take_bundle(courier, folder, &reply, err);
    return FOUND_ANSWER;
}

enum carried_answer courier_enrol_find(struct courier *courier, const char *folder, struct err *err)
{
    struct enrolling with;
    struct err none = { 0 };
    BUF_AUTO bytes = buf_new(PENDING_BYTES_MAX);
    FD_AUTO fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum carried_answer found = FOUND_NOTHING;
    if (fd < 0 || courier->state.enrolled || !courier_pending_load(courier, &bytes, &with, &none))
        return FOUND_NOTHING;
    found = judge(courier, fd, &with, err);
    seal_forget(&with, sizeof with);
    seal_forget(bytes.data, bytes.size);
    return found;
}

static bool write_question(const struct courier *courier, const char *folder, struct span message,
                           struct err *err)
{
    char name[STICK_NAME_SIZE];
    struct public_key kiosk = key_public(&courier->key);
    STICK_LOAN_AUTO loan = { .line = -1 };
    enrol_file_name(&kiosk, false, name);
    if (!courier_stick_borrow(courier, folder, &loan, err))
        return false;
    FD_AUTO fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return err_errno(err, "opening %s", folder);
    if (!file_write_foreign(fd, name, message, err))
        return err_wrap(err, "the stick");
    file_close(&fd);
    return stick_give_back(&loan, err);
}

bool courier_enrol_carry(struct courier *courier, const char *folder, struct err *err)
{
    struct enrolling with;
    struct err why = { 0 };
    BUF_AUTO bytes = buf_new(PENDING_BYTES_MAX);
    BUF_AUTO message = buf_new(ENROL_BYTES_MAX);
    if (!courier_pending_load(courier, &bytes, &with, &why))
        return false; /* nobody has said with which code: what was wrong before is what is told */
    bool asked = courier_enrol_ask(courier, &with, &message, err);
    seal_forget(&with, sizeof with);
    seal_forget(bytes.data, bytes.size);
    if (!asked)
        return courier_blame(courier, FAULT_FILE);
    if (!write_question(courier, folder, buf_span(&message), err))
        return courier_blame(courier, err->kind == ERR_FULL ? FAULT_STICK_FULL : FAULT_STICK_GONE);
    (void)courier_blame(courier, FAULT_CARRY);
    return err_set(
        err, ERR_LATER,
        "no hub can be reached; the stick holds the question for it: carry it to the hub "
        "(yousaid-hub import) and back");
}
