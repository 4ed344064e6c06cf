/*
 * kill -9 at random moments: a child taps as fast as it can and notes in shared memory what the
 * journal has acknowledged; its parent kills it, opens the journal again, and finds every
 * acknowledged tap, none twice, the chain unbroken. All the while a courier reads on: what it saw
 * never goes back. ROUNDS and SEED in the environment for more.
 */
#include "visits.h"
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { ROUNDS = 200, RESPONSES_MAX = 200000 };

/* Written by the child before and after each save; the page outlives it. */
struct account {
    volatile uint64_t closed;      /* the last response that was acknowledged as closed */
    volatile uint64_t open_seq;    /* the visit in progress, as last acknowledged; 0 for none */
    volatile uint32_t open_rating; /* and its answer, */
    volatile uint32_t intent;      /* and the one that was being saved */
    volatile uint32_t rating[RESPONSES_MAX]; /* of each closed response */
    volatile bool over;                      /* tells the courier to end */
    volatile uint64_t looks, waits; /* how often the courier saw the journal, and had to wait */
};

static uint64_t seed_state;

static uint32_t random_below(uint32_t limit)
{
    seed_state = seed_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed_state >> 33) % limit;
}

static long from_environment(const char *name, long fallback)
{
    const char *text = getenv(name);
    return text == NULL ? fallback : strtol(text, NULL, 10);
}

static bool tap(struct journal *journal, const struct visits *visits, struct account *account,
                bool closing)
{
    struct recorded recorded;
    struct draft draft = visits_draft(visits);
    draft.answers.state[Q_RATING] = ANSWER_FIRST + random_below(5);
    draft.answers.state[Q_WHY] = ANSWER_FIRST;
    draft.words[0] = "a few words";
    account->intent = draft.answers.state[Q_RATING];
    if (!journal_save(journal, &draft, closing, ENDING_COMPLETE, &recorded, NULL) ||
        recorded.seq >= RESPONSES_MAX)
        return false;
    account->open_rating = draft.answers.state[Q_RATING];
    account->open_seq = closing ? 0 : recorded.seq;
    if (closing) {
        account->rating[recorded.seq] = draft.answers.state[Q_RATING];
        account->closed = recorded.seq;
    }
    return true;
}

/* The child's life: opening is part of it, so that kills hit that too. */
static void tap_for_ever(const struct visits *visits, struct account *account)
{
    struct journal *journal = NULL;
    if (!journal_open(visits->folder, &visits->identity, &journal, NULL))
        _exit(1);
    /* What the crash before left open is closed now, as opening promises. */
    account->open_seq = 0;
    for (uint32_t i = 0;; i++) {
        for (uint32_t n = random_below(4); n > 0; n--)
            if (!tap(journal, visits, account, false))
                _exit(2);
        if (!tap(journal, visits, account, true))
            _exit(3);
        if (i % 8 == 7 && !journal_idle(journal, NULL))
            _exit(4);
    }
}

struct check {
    const struct account *account;
    uint64_t rated, crashed;
    struct chain_point before;
};

static bool check_one(void *context, const struct response *response,
                      const struct chain_point *after)
{
    struct check *check = context;
    assert_int_equal(response->seq, check->before.seq + 1);
    check->before = *after;
    if (response->ending == ENDING_CRASHED)
        check->crashed++;
    if (response->seq == check->account->open_seq)
        assert_true(response->state[Q_RATING] == check->account->open_rating ||
                    response->state[Q_RATING] == check->account->intent);
    uint32_t promised = check->account->rating[response->seq];
    if (promised != 0) {
        assert_int_equal(response->state[Q_RATING], promised);
        check->rated++;
    }
    return true;
}

/* Opens as the screen would, and reads all as the courier would: the outbox checks the chain. */
static struct check check_journal(const struct visits *visits, const struct account *account)
{
    struct err err = { 0 };
    struct check check = { .account = account };
    struct journal_status status;
    struct journal *journal = visits_open(visits);
    assert_true(journal_status(journal, &status, NULL));
    assert_true(status.last.seq >= account->closed);
    assert_true(account->open_seq == 0 || status.last.seq >= account->open_seq);
    assert_in_range(status.last.seq - account->closed, 0, 1);
    struct journal_reader *reader = visits_read(visits);
    struct outbox outbox = journal_outbox(reader);
    if (!outbox.read(outbox.self, 1, SIZE_MAX, check_one, &check, &err))
        fail_msg("%s", err.text);
    assert_int_equal(check.before.seq, status.last.seq);
    journal_reader_close(reader);
    journal_close(journal);
    return check;
}

/* A kill between the commit and its note leaves one more than was promised, never one less. What
 * was closed by the crash has the answer that was acknowledged last, or one that came after. */
static void adopt(struct account *account, const struct check *check)
{
    account->closed = check->before.seq;
    account->open_seq = 0;
}

static pid_t start_child(const struct visits *visits, struct account *account)
{
    uint64_t child_seed = seed_state ^ random_below(1u << 30);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        seed_state = child_seed;
        tap_for_ever(visits, account);
    }
    return child;
}

/* Reads what is new, as a courier does; true when it could, or may try again. */
static bool look(struct outbox *outbox, struct check *seen, struct err *err)
{
    struct chain_point purged, last;
    if (!outbox->ends(outbox->self, &purged, &last, err))
        return err->kind == ERR_LATER || err->kind == ERR_MISSING;
    if (last.seq < seen->before.seq)
        return err_set(err, ERR_CORRUPT, "the journal went back");
    return outbox->read(outbox->self, seen->before.seq + 1, 500, check_one, seen, err) ||
           err->kind == ERR_LATER;
}

static int follow(const struct visits *visits, struct account *account)
{
    static const struct account nothing_promised;
    struct err err = { 0 };
    struct check seen = { .account = &nothing_promised };
    struct journal_reader *reader = NULL;
    while (!account->over) {
        err.kind = ERR_NONE;
        if (reader == NULL && !journal_reader_open(visits->folder, &reader, &err)) {
            if (err.kind != ERR_LATER && err.kind != ERR_MISSING)
                break;
            continue;
        }
        struct outbox outbox = journal_outbox(reader);
        if (!look(&outbox, &seen, &err))
            break;
        if (err.kind == ERR_NONE)
            account->looks++;
        else
            account->waits++;
        (void)usleep(500);
    }
    journal_reader_close(reader);
    if (!account->over)
        (void)fprintf(stderr, "the courier: %s\n", err.text);
    return account->over ? 0 : 1;
}

static pid_t start_courier(const struct visits *visits, struct account *account)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(follow(visits, account));
    return child;
}

static void end_courier(pid_t courier, struct account *account)
{
    int status = 0;
    account->over = true;
    assert_int_equal(waitpid(courier, &status, 0), courier);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    print_message("the courier looked %llu times and had to wait %llu times\n",
                  (unsigned long long)account->looks, (unsigned long long)account->waits);
    assert_true(account->looks > 0);
}

/* On a busy machine a child may not get so far as to tap: every second one is given until it has
 * closed a visit. The others may be killed while they open. */
static void await_visit(const struct account *account, uint64_t closed)
{
    enum { PATIENCE_MS = 5000 };
    for (int i = 0; i < PATIENCE_MS && account->closed == closed; i++)
        (void)usleep(1000);
}

static void every_acknowledged_tap_survives_kill_9(void **state)
{
    struct visits *visits = visits_begin();
    struct account *account =
        mmap(NULL, sizeof *account, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    struct check check = { 0 };
    long rounds = from_environment("ROUNDS", ROUNDS);
    long seed = from_environment("SEED", 20261123);
    (void)state;
    assert_ptr_not_equal(account, MAP_FAILED);
    seed_state = (uint64_t)seed;
    print_message("SEED=%ld ROUNDS=%ld\n", seed, rounds);
    pid_t courier = start_courier(visits, account);
    for (long round = 0; round < rounds; round++) {
        int status = 0;
        uint64_t closed = account->closed;
        pid_t child = start_child(visits, account);
        if (round % 2 == 1)
            await_visit(account, closed);
        (void)usleep(random_below(20000));
        assert_int_equal(kill(child, SIGKILL), 0);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_true(WIFSIGNALED(status));
        check = check_journal(visits, account);
        adopt(account, &check);
    }
    end_courier(courier, account);
    print_message("%ld kills, %llu responses (%llu cut off), 0 lost, 0 doubled\n", rounds,
                  (unsigned long long)check.before.seq, (unsigned long long)check.crashed);
    assert_true(check.rated > (uint64_t)rounds / 4);
    assert_true(check.crashed > 0);
    (void)munmap(account, sizeof *account);
    visits_end(visits);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_acknowledged_tap_survives_kill_9) };
    return cmocka_run_group_tests_name("journal_kill", tests, NULL, NULL);
}
