/* Which ways of helping suit somebody: what they enjoy against what staff wrote about a role. */
#ifndef FOYER_MODEL_MATCH_H
#define FOYER_MODEL_MATCH_H

#include <stdint.h>

#include "model/item.h"

/* How well a role suits: 0 not known to, more is better. `enjoys`: bit i is option i of
 * form_interests(). The words of each interest are looked for in the role's skills, title and text in
 * English and the interface's language, and in each translation in its own (translators give them). */
int match_role(const struct item *role, uint16_t enjoys);

#endif
