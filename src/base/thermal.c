/* Warmth. How: each thermal_zone* of the folder has a file "temp" in thousandths of a degree. */
#include "base/thermal.h"

#include <errno.h>
#include <glob.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/path.h"

static const long LEAST = 1000, MOST = 125000;

/* Of one zone, in thousandths of a degree; 0: it does not tell. */
static long read_zone(const char *path)
{
    char *text = NULL, *end = NULL;
    size_t length = 0;
    long milli = 0;
    if (path_read(path, 32, &text, &length)) {
        errno = 0;
        milli = strtol(text, &end, 10);
        if (end == text || errno != 0 || milli < LEAST || milli > MOST) {
            milli = 0;
        }
        free(text);
    }
    return milli;
}

int thermal_hottest(const char *folder)
{
    long hottest = 0;
    char *pattern = path_join(folder, "thermal_zone*/temp");
    glob_t found;
    if (glob(pattern, 0, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            long milli = read_zone(found.gl_pathv[i]);
            hottest = milli > hottest ? milli : hottest;
        }
        globfree(&found);
    }
    free(pattern);
    return (int)((hottest + 500) / 1000);
}
