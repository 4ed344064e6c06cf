/* The hub program. */
#include "cli.h"
int main(void)
{
    return 1;
}
