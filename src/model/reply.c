/* A reply: made empty, overwritten when it is no longer needed. */
#include "model/reply.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

const char *reply_kind_word(enum reply_kind kind)
{
    static const char *const words[REPLY_KIND_COUNT] = {"offer of help", "coming", "question",
                                                        "newsletter", "partner"};
    return words[kind];
}

static size_t strings_of(struct reply *reply, char **fields[16])
{
    char **all[] = {&reply->about,     &reply->about_key,    &reply->about_when,
                    &reply->interests, &reply->available,    &reply->name,
                    &reply->phone,     &reply->email,        &reply->prefers,
                    &reply->message,   &reply->language,     &reply->notice_version,
                    &reply->kiosk,     &reply->organisation, &reply->agreed};
    memcpy(fields, all, sizeof all);
    return sizeof all / sizeof all[0];
}

struct reply reply_make(void)
{
    struct reply reply = {.created = WALL_NONE};
    char **fields[16];
    size_t count = strings_of(&reply, fields);
    for (size_t i = 0; i < count; i++) {
        *fields[i] = xstrdup("");
    }
    return reply;
}

void reply_wipe(struct reply *reply)
{
    char **fields[16];
    size_t count = strings_of(reply, fields);
    for (size_t i = 0; i < count; i++) {
        if (*fields[i] != NULL) {
            wipe(*fields[i], strlen(*fields[i]));
            free(*fields[i]);
        }
    }
    wipe(reply, sizeof *reply);
    *reply = (struct reply){0};
}
