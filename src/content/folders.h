/* The folders of a share: what each first folder's name stands for, and which files belong together. */
#ifndef FOYER_CONTENT_FOLDERS_H
#define FOYER_CONTENT_FOLDERS_H

#include <stdbool.h>

#include "model/item.h"

/* Which kind a first folder's name stands for, aliases included; false: not one of ours. */
bool folders_kind(const char *folder, enum item_kind *kind);

/* The folder's own spelling, for creating it: "Achievements", … */
const char *folders_name(enum item_kind kind);

/* The key of the drop a file belongs to: files of one drop share it. `path` is below the share
 * ("Events/Fair.png", "Events/Fair.txt", "Events/Fair.png.txt" give the same; anything inside
 * "Achievements/Sports day/" belongs to that album). Casefolded. NULL: belongs to no drop (file at
 * the root, unknown folder). Caller frees. */
char *folders_drop_key(const char *path);

#endif
