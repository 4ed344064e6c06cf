/* The screen program. */
#include "cli.h"
int main(void)
{
    return 1;
}
