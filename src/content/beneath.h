/* Beneath: opening what lies under a folder and nothing else.
 *
 * No part of a path may be a link or lead out (openat2(2) with RESOLVE_BENEATH and
 * RESOLVE_NO_SYMLINKS; on kernels before 5.6 each part is opened by itself with O_NOFOLLOW). */
#ifndef FOYER_CONTENT_BENEATH_H
#define FOYER_CONTENT_BENEATH_H

/* Opens `path` (relative, no "..") beneath the open folder `root` with `flags` (O_CLOEXEC,
 * O_NOFOLLOW and O_NONBLOCK are added; never for creating). -1 with errno set; a link gives ELOOP. */
int beneath_open(int root, const char *path, int flags);

#endif
