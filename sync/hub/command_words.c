/* words new, words open: the passphrase comes by file and is shown once, when it is made. */
#include "commands.h"
#include "report.h"
#include "words_file.h"
#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>

enum {
    PASSPHRASE_MIN = 16,
    PASSPHRASE_MAX = 1024,
    COMMAND_PATH_MAX = 4096,
    EXPORT_FILE_MAX = 256 * 1024 * 1024
};

/* The first line of the file, without its end. */
static bool passphrase_read(const char *path, struct buf *ret, struct err *err)
{
    if (!file_read(path, ret, err))
        return false;
    while (ret->size > 0 && (ret->data[ret->size - 1] == '\n' || ret->data[ret->size - 1] == '\r'))
        ret->data[--ret->size] = '\0';
    if (ret->size < PASSPHRASE_MIN)
        return err_set(err, ERR_USAGE, "the passphrase in %s has fewer than %d characters", path,
                       PASSPHRASE_MIN);
    return true;
}

static void forget_buf(struct buf *buf)
{
    if (buf->data != NULL)
        seal_forget(buf->data, buf->capacity);
    buf_finish(buf);
}
#define SECRET_AUTO __attribute__((cleanup(forget_buf))) struct buf

/* Written before it is shown: a passphrase that was seen is one that exists. */
static bool passphrase_make(const char *path, struct buf *ret, struct err *err)
{
    char words[PASSPHRASE_SIZE];
    passphrase_new(words);
    buf_put_span(ret, span_text(words));
    bool written = file_write_durable(path, buf_span(ret), 0600, err);
    if (written)
        printf("passphrase  %s\n\n"
               "Two people must keep it. It is also in %s; move that file off this machine.\n"
               "Without it nobody can read what people write.\n",
               words, path);
    seal_forget(words, sizeof words);
    return written;
}

/* Said aloud, as a key that was made at the cost of a test looks like any other. */
static bool warn_if_weak(const struct cli_args *args, const char *id, struct err *err)
{
    char name[WORDS_ID_SIZE + 16];
    char path[COMMAND_PATH_MAX];
    BUF_AUTO text = buf_new(WORDS_FILE_MAX);
    (void)snprintf(name, sizeof name, "words/%s.key", id);
    if (!file_join(path, sizeof path, cli_value(args, "data", ""), name, err) ||
        !file_read(path, &text, err))
        return false;
    if (words_file_is_weak(buf_span(&text)))
        (void)fputs("yousaid-hub words new: this words key is weak: it was wrapped at the cost of "
                    "a test (YOUSAID_TEST_KDF); never use it for real words\n",
                    stderr);
    return true;
}

static bool run_new(const struct cli_args *args, int *ret_status, struct err *err)
{
    const char *path = cli_value(args, "passphrase-file", "");
    char id[WORDS_ID_SIZE];
    SECRET_AUTO passphrase = buf_new(PASSPHRASE_MAX);
    (void)ret_status;
    HUB_AUTO *hub = command_hub(args, err);
    if (hub == NULL)
        return false;
    bool there = strcmp(path, "-") == 0 || file_exists(path);
    /* Nobody is shown a passphrase that opens nothing. */
    if (!hub_can_state(hub, err))
        return false;
    bool ready =
        there ? passphrase_read(path, &passphrase, err) : passphrase_make(path, &passphrase, err);
    if (!ready || !hub_words_new(hub, buf_span(&passphrase), id, err) ||
        !command_note(hub, DID_WORDS_KEY_MADE, id, NULL, err))
        return false;
    printf("words key   %s\n", id);
    return warn_if_weak(args, id, err);
}

static const struct cli_option new_options[] = {
    OPTION_DATA,
    { "passphrase-file", "FILE|-",
      "holds the passphrase; made, and shown once, when it is not there; - reads standard input",
      true, false },
    OPTION_END,
};

const struct cli_command command_words_new = {
    "words new", NULL,    "Makes a key to which kiosks seal what people write.", new_options, 0,
    0,           run_new,
};

/* ---- open ---- */

struct reader {
    const struct cli_args *args;
    struct span passphrase;
    struct store *store; /* NULL when only files are read */
    uint64_t opened;
    int keys; /* that the passphrase opened */
};

static bool read_export(const char *path, const struct box_public *key,
                        const struct box_secret *secret, uint64_t *ret_opened, struct err *err)
{
    BUF_AUTO bytes = buf_new(EXPORT_FILE_MAX);
    return file_read(path, &bytes, err) &&
           report_words_file(buf_span(&bytes), key, secret, stdout, ret_opened, err);
}

/* Everything that this key opens: the files named, else the whole store. */
static bool read_with_key(struct reader *reader, const struct box_public *key,
                          const struct box_secret *secret, struct err *err)
{
    uint64_t opened = 0;
    if (reader->args->file_count == 0) {
        bool read = report_words(reader->store, key, secret, stdout, &opened, err);
        reader->opened += opened;
        return read;
    }
    for (int i = 0; i < reader->args->file_count; i++) {
        if (!read_export(reader->args->files[i], key, secret, &opened, err))
            return false;
        reader->opened += opened;
    }
    return true;
}

/* A key of another passphrase is passed over. */
static bool read_with_file(struct reader *reader, const char *path, struct err *err)
{
    struct box_public key;
    struct box_secret secret;
    BUF_AUTO text = buf_new(WORDS_FILE_MAX);
    if (!file_read(path, &text, err))
        return false;
    if (!words_file_get(buf_span(&text), reader->passphrase, &key, &secret, err))
        return err->kind == ERR_DENIED || err_wrap(err, "opening %s", path);
    reader->keys++;
    bool read = read_with_key(reader, &key, &secret, err);
    seal_forget(&secret, sizeof secret);
    return read;
}

static bool is_key_name(const char *name)
{
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, ".key") == 0;
}

static void folder_drop(DIR **folder)
{
    if (*folder != NULL)
        (void)closedir(*folder);
}

static bool read_with_folder(struct reader *reader, const char *data, struct err *err)
{
    char folder_path[COMMAND_PATH_MAX];
    char path[COMMAND_PATH_MAX];
    if (!file_join(folder_path, sizeof folder_path, data, "words", err))
        return false;
    __attribute__((cleanup(folder_drop))) DIR *folder = opendir(folder_path);
    if (folder == NULL)
        return err_errno(err, "opening %s", folder_path);
    for (const struct dirent *e = readdir(folder); e != NULL; e = readdir(folder))
        if (is_key_name(e->d_name) && (!file_join(path, sizeof path, folder_path, e->d_name, err) ||
                                       !read_with_file(reader, path, err)))
            return false;
    return true;
}

static bool read_words(struct reader *reader, struct err *err)
{
    const char *data = cli_value(reader->args, "data", NULL);
    const char *key = cli_value(reader->args, "key", NULL);
    bool read =
        key != NULL ? read_with_file(reader, key, err) : read_with_folder(reader, data, err);
    if (read && reader->keys == 0)
        return err_set(err, ERR_DENIED,
                       "the passphrase opens no words key here; is it the right file?");
    return read;
}

static bool open_is_complete(const struct cli_args *args, struct err *err)
{
    bool data = cli_given(args, "data");
    if (!data && !cli_given(args, "key"))
        return err_set(err, ERR_USAGE, "say where the words key is: --data DIR or --key FILE");
    if (!data && args->file_count == 0)
        return err_set(err, ERR_USAGE, "name the exported FILEs to read, or the hub with --data");
    return true;
}

static bool run_open(const struct cli_args *args, int *ret_status, struct err *err)
{
    SECRET_AUTO passphrase = buf_new(PASSPHRASE_MAX);
    struct reader reader = { .args = args };
    HUB_AUTO *hub = NULL;
    (void)ret_status;
    if (!open_is_complete(args, err) ||
        !passphrase_read(cli_value(args, "passphrase-file", ""), &passphrase, err))
        return false;
    if (cli_given(args, "data")) {
        hub = command_hub(args, err);
        if (hub == NULL || !command_note(hub, DID_WORDS_READ, "", NULL, err))
            return false;
        reader.store = hub_store(hub);
    }
    reader.passphrase = buf_span(&passphrase);
    if (!read_words(&reader, err))
        return false;
    (void)fflush(stdout);
    (void)fprintf(stderr, "opened %" PRIu64 "\n", reader.opened);
    return true;
}

static const struct cli_option open_options[] = {
    { "passphrase-file", "FILE|-", "holds the passphrase; - reads standard input", true, false },
    { "data", "DIR", "the hub whose words, or words keys, are meant", false, false },
    { "key", "FILE", "one words key, as words new wrote it", false, false },
    OPTION_END,
};

const struct cli_command command_words_open = {
    "words open", "[FILE...]", "Prints what people wrote, from the hub or from JSONL exports.",
    open_options, 0,           CLI_FILES_MAX,
    run_open,
};
