/* Text: a line of any script into runs, and runs into pixels.
 *
 * How: FriBidi (UAX #9) gives directions and visual order, runs are split where script (UAX #24) or
 * font changes, each run is shaped by HarfBuzz inside SDL2_ttf with its direction and script set;
 * fonts fall back from Lato through the Noto families. Lines break by UAX #14 (libunibreak). Glyph
 * runs are kept as textures up to a ceiling. */
#ifndef FOYER_PLATFORM_TEXT_H
#define FOYER_PLATFORM_TEXT_H

#include <SDL.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/language.h"
#include "base/str.h"
#include "ui/ui.h"

struct text;

/* Opens the fonts under /usr/share/fonts, or under the folder that the environment's FOYER_FONTS names
 * (for tests of a machine with fewer fonts). NULL: `why` names the missing package. The renderer may be
 * NULL for measuring. */
struct text *text_open(SDL_Renderer *renderer, struct str *why);
void text_close(struct text *text);

struct text_engine text_engine(struct text *text);

/* Draws one line with its line box's top left at x, y. */
void text_draw(struct text *text, float x, float y, struct font font, struct colour colour,
               const char *line, bool rtl);

/* Which language the interface speaks from now on: lines are higher where letters carry marks above and
 * below. English at the start. */
void text_speak(struct text *text, const struct language *language);

/* Is every letter of `sample` in one of the fonts? `*missing` (may be NULL) is the first that is not. */
bool text_can(struct text *text, const char *sample, uint32_t *missing);

/* The Debian package whose fonts have the letters of a script ("Arab", ISO 15924). */
const char *text_package(const char *script);

/* One run of a line in visual order, for tests. */
struct text_run {
    size_t start, length; /* bytes in logical order */
    bool rtl;
    char script[5];     /* ISO 15924: "Latn", "Arab" */
    const char *family; /* "Lato", "Noto Sans Arabic", … */
    bool missing;       /* some glyph is in none of the fonts */
    float x, width;     /* pixels from the line's left */
};
/* Fills at most `limit`, returns how many runs the line has. */
size_t text_runs(struct text *t, struct font font, const char *text, bool rtl, struct text_run *out,
                 size_t limit);

/* Forgets every line that was drawn: some may show what a visitor typed. */
void text_forget(struct text *text);

/* Bytes held by cached run textures; never over the ceiling stated in text.c. */
size_t text_cache_bytes(const struct text *text);

#endif
