/* A disk that says "written" and has not: preloaded as a control, to show that the proof of power cuts finds
 * what is lost when nothing is waited for. */
#include <fcntl.h>
#include <unistd.h>

int fsync(int fd)
{
    (void)fd;
    return 0;
}

int fdatasync(int fildes) /* named as its header does */
{
    (void)fildes;
    return 0;
}
