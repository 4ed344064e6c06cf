/*
 * Asks yousaid-stick what it reads on standard input, line by line, over one connection, and prints
 * each answer. Its end, however it comes, is the end of the connection.
 *
 *   stick_asker SOCKET
 */
#include "stick_socket.h"
#include <stdio.h>
#include <string.h>

static void show(void *self, const char *line)
{
    (void)self;
    printf("%s\n", line);
}

int main(int argc, char **argv)
{
    char line[STICK_MESSAGE_MAX], answer[STICK_MESSAGE_MAX];
    bool fine;
    int fd = argc == 2 ? stick_connect(argv[1]) : -1;
    if (fd < 0) {
        printf("nobody\n");
        return 1;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        bool answered = stick_ask(fd, line, show, NULL, &fine, answer) > 0;
        show(NULL, answered ? answer : "gone");
        (void)fflush(stdout);
        if (!answered)
            return 1;
    }
    return 0;
}
