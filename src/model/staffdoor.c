/* The staff's door: see the header. */
#include "model/staffdoor.h"

#include "base/alloc.h"

int64_t staffdoor_wait_ms(int wrong)
{
    static const int64_t minutes[] = {0, 1, 5, 15};
    int waits = wrong / STAFFDOOR_TRIES;
    return wrong > 0 && wrong % STAFFDOOR_TRIES == 0 ? minutes[waits > 3 ? 3 : waits] * 60000 : 0;
}

void staffdoor_remember(struct staffdoor *door, int wrong, int64_t now_ms)
{
    door->wrong = wrong;
    int64_t wait = staffdoor_wait_ms(wrong);
    door->locked_until_ms = wait > 0 ? now_ms + wait : 0;
}

bool staffdoor_is_locked(const struct staffdoor *door, int64_t now_ms)
{
    return now_ms < door->locked_until_ms;
}

void staffdoor_type(struct staffdoor *door, int key, int64_t now_ms)
{
    if (staffdoor_is_locked(door, now_ms)) {
        return;
    }
    door->was_wrong = false;
    if (key >= '0' && key <= '9') {
        if (door->typed < PIN_MOST) {
            door->pin[door->typed++] = (char)key;
        }
    } else if (door->typed > 0) {
        door->pin[--door->typed] = '\0';
    }
}

void staffdoor_judged(struct staffdoor *door, bool right, int64_t now_ms)
{
    staffdoor_forget(door);
    door->was_wrong = !right;
    staffdoor_remember(door, right ? 0 : door->wrong + 1, now_ms);
}

void staffdoor_forget(struct staffdoor *door)
{
    wipe(door->pin, sizeof door->pin);
    door->typed = 0;
    door->was_wrong = false;
}

float staffdoor_held(const struct staffdoor *door, int64_t now_ms)
{
    if (door->held_since_ms == 0) {
        return 0;
    }
    float part = (float)(now_ms - door->held_since_ms) / STAFFDOOR_HOLD_MS;
    return part < 0 ? 0 : part > 1 ? 1 : part;
}
