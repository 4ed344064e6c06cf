/* The fixture's database is a file in its folder. */
#include "hub_fixture.h"
#include <stdio.h>

void fixture_place(struct fixture *fixture)
{
    (void)snprintf(fixture->url, sizeof fixture->url, "sqlite:%s/hub.sqlite", fixture->folder);
}
