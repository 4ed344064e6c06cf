/*
 * The responses that the hub set aside, with its reasons: both sides keep them, so both can say
 * which and why. In ascending order of their numbers; when the list is full the lowest goes.
 */
#include "courier_int.h"

/* The first place whose number is not below seq. */
static size_t place_of(const struct courier_state *state, uint64_t seq)
{
    size_t low = 0;
    size_t high = state->refused_listed;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (state->refused[middle].seq < seq)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool courier_state_refused(const struct courier_state *state, uint64_t seq)
{
    size_t place = place_of(state, seq);
    return place < state->refused_listed && state->refused[place].seq == seq;
}

/* One line, whatever the hub wrote: it is shown in logs and on terminals. */
static void make_plain(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = ' ';
}

void courier_refused_add(struct courier_state *state, const struct refusal *refusal)
{
    struct refusal *list = state->refused;
    size_t place = place_of(state, refusal->seq);
    state->refused_count++;
    if (state->refused_listed == COURIER_REFUSED_MAX) {
        if (place == 0)
            return;
        memmove(&list[0], &list[1], --place * sizeof *list);
    } else {
        memmove(&list[place + 1], &list[place], (state->refused_listed - place) * sizeof *list);
        state->refused_listed++;
    }
    list[place] = *refusal;
    make_plain(list[place].reason);
}

void courier_refused_forget(struct courier_state *state, uint64_t after)
{
    size_t place = place_of(state, after + 1);
    uint64_t gone = state->refused_listed - place;
    state->refused_count -= gone < state->refused_count ? gone : state->refused_count;
    state->refused_listed = (uint16_t)place;
}
