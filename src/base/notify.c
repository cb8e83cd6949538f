/* Telling systemd how it goes. How: an AF_UNIX datagram to the address in $NOTIFY_SOCKET, where a
 * leading '@' stands for the abstract name space. */
#include "base/notify.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

bool notify_is_heard(void)
{
    const char *address = getenv("NOTIFY_SOCKET");
    return address != NULL && address[0] != '\0';
}

void notify_systemd(const char *state)
{
    const char *address = getenv("NOTIFY_SOCKET");
    struct sockaddr_un to = {.sun_family = AF_UNIX};
    if (address == NULL || strlen(address) >= sizeof to.sun_path) {
        return;
    }
    size_t length = strlen(address);
    memcpy(to.sun_path, address, length);
    if (to.sun_path[0] == '@') {
        to.sun_path[0] = '\0';
    }
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return;
    }
    if (sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&to,
               (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)) < 0) {
        errno = 0; /* systemd will notice by itself that nothing came */
    }
    close(fd);
}
