#pragma once
/* Mails about alerts, for the watch. */
#include "alerts.h"
#include "rest_int.h"

/* Of one look. So many alerts at once come in one mail, and more of the same look in none. */
enum { ALERT_MAILS_MOST = 10, ALERT_MAILED_MOST = 256 };

struct alert_mailing {
    struct hub *hub;
    struct people people;
    char mailed[ALERT_MAILED_MOST][PEOPLE_ID_SIZE]; /* who had one mail about many */
    size_t mailed_count;
};
/* As alerts_tell asks for; context is a struct alert_mailing. */
MUST_CHECK bool alert_mail(void *context, const struct alert *list, size_t count, struct err *err);

/* What somebody wishes to be told of (PUT /account/mails); the caller's. NULL with *err. */
json_t *mail_wishes(const struct people *people, const struct person *person, struct err *err);
/* May this person be told of this venue ("": of the programme)? */
MUST_CHECK bool mail_reaches(struct hub *hub, const struct person *person, const char *venue,
                             bool *ret, struct err *err);

/* Once a day, or on Mondays, what is open, to those who wish for that; nothing when nothing is. */
MUST_CHECK bool digests_turn(struct hub *hub, const struct people *people, int64_t now,
                             struct err *err);
