/* Text. How: see text.h. One cache keeps whole lines, cut into runs and measured, with a texture once
 * they have been drawn; it is bounded by count and by bytes, the oldest go first. */
#include "platform/text.h"

#include <SDL_ttf.h>
#include <fcntl.h>
#include <fribidi.h>
#include <hb.h>
#include <linebreak.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/path.h"

#define FAMILIES 24
#define MAX_RUNS 64
#define OPEN_FONTS 64
#define CACHE_SLOTS 1024
/* Ceiling of the textures of text: about three full-screen pictures at 1080p. */
static const size_t CACHE_BYTES = (size_t)24 << 20;

struct family {
    const char *name;
    const char *files[FONT_WEIGHTS]; /* regular, bold, heavy */
};

/* Below the folder of fonts. */
#define LATO "truetype/lato/Lato-"
#define NOTO "truetype/noto/Noto"
#define CJK "opentype/noto/NotoSansCJK-"
#define TWO(name)                                                              \
    {                                                                          \
        NOTO name "-Regular.ttf", NOTO name "-Bold.ttf", NOTO name "-Bold.ttf" \
    }
#define ONE(name)                                                                    \
    {                                                                                \
        NOTO name "-Regular.ttf", NOTO name "-Regular.ttf", NOTO name "-Regular.ttf" \
    }

/* In the order of preference; a family that is not installed is passed over. */
static const struct family families[] = {
    {"Lato", {LATO "Regular.ttf", LATO "Bold.ttf", LATO "Heavy.ttf"}},
    {"Noto Sans", TWO("Sans")},
    {"Noto Sans Arabic", TWO("SansArabic")},
    {"Noto Sans Devanagari", TWO("SansDevanagari")},
    {"Noto Sans Bengali", TWO("SansBengali")},
    {"Noto Sans Gurmukhi", TWO("SansGurmukhi")},
    {"Noto Sans Gujarati", TWO("SansGujarati")},
    {"Noto Sans Tamil", TWO("SansTamil")},
    {"Noto Sans Telugu", TWO("SansTelugu")},
    {"Noto Sans Sinhala", TWO("SansSinhala")},
    {"Noto Sans Thai", TWO("SansThai")},
    {"Noto Sans Lao", TWO("SansLao")},
    {"Noto Sans Khmer", TWO("SansKhmer")},
    {"Noto Sans Myanmar", TWO("SansMyanmar")},
    {"Noto Sans Hebrew", TWO("SansHebrew")},
    {"Noto Sans Ethiopic", TWO("SansEthiopic")},
    {"Noto Sans Georgian", TWO("SansGeorgian")},
    {"Noto Sans Armenian", TWO("SansArmenian")},
    {"Noto Sans CJK", {CJK "Regular.ttc", CJK "Bold.ttc", CJK "Bold.ttc"}},
    {"Noto Sans Symbols", ONE("SansSymbols")},
    {"Noto Sans Symbols 2", ONE("SansSymbols2")},
    {"Noto Sans Math", ONE("SansMath")},
};
static const size_t family_count = sizeof families / sizeof families[0];

struct open_font {
    size_t family;
    enum font_weight weight;
    int size;
    TTF_Font *font;
    uint64_t used;
};

/* A font file, mapped: FreeType asks for it in small pieces, thousands of times. */
struct font_file {
    void *bytes; /* NULL: not yet, or it cannot be */
    size_t size;
};

/* A run as it is drawn. */
struct run {
    size_t start, length; /* bytes, logical */
    size_t family;
    uint32_t script; /* ISO 15924 tag as HarfBuzz keeps it */
    bool rtl, missing;
    int x, width;
};

struct line {
    uint64_t key; /* 0: free */
    uint64_t used;
    struct run *runs;
    size_t run_count;
    float width;
    SDL_Texture *texture;
    int top; /* how far the texture reaches above the line box */
    int texture_w, texture_h;
};

struct text {
    SDL_Renderer *renderer;
    const char *root; /* the folder of fonts */
    float roomy;      /* line height in ems for marks above and below; 0: as Latin has it */
    struct open_font fonts[OPEN_FONTS];
    struct font_file files[FAMILIES][FONT_WEIGHTS];
    TTF_Font *probes[FAMILIES]; /* small ones, to ask which letters a family has; NULL: missing */
    bool probed[FAMILIES];
    struct line lines[CACHE_SLOTS];
    size_t bytes;
    uint64_t tick;
};

/* The line box of a font, from Lato's proportions: the capitals stand in its middle. Headlines are set
 * tighter than text that is read, but for languages whose letters carry marks above and below. */
static struct font_metrics metrics_of(const struct text *t, struct font font)
{
    float cap = font.size * 0.7165f;
    float tight = font.weight == FONT_HEAVY ? 1.14f : 1.26f;
    float height = roundf(font.size * (t->roomy > 0 ? t->roomy : tight));
    return (struct font_metrics){
        .ascent = roundf((height + cap) / 2), .line_height = height, .cap_height = cap};
}

void text_speak(struct text *t, const struct language *language)
{
    bool latin = strcmp(language->script, "Latn") == 0 || strcmp(language->script, "Hans") == 0;
    bool stacked = !latin || strcmp(language->code, "vi") == 0;
    bool arabic = strcmp(language->script, "Arab") == 0;
    t->roomy = arabic ? 1.54f : stacked ? 1.36f : 0;
}

static char *font_path(const struct text *t, size_t family, enum font_weight weight)
{
    return path_join(t->root, families[family].files[weight]);
}

static void map_file(struct font_file *file, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && fstat(fd, &st) == 0 && st.st_size > 0 && st.st_size <= INT32_MAX) {
        void *bytes = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (bytes != MAP_FAILED) {
            *file = (struct font_file){bytes, (size_t)st.st_size};
        }
    }
    if (fd >= 0) {
        close(fd);
    }
}

static TTF_Font *open_font(struct text *t, size_t family, enum font_weight weight, int size)
{
    char *path = font_path(t, family, weight);
    /* Of the faces in one file the third draws characters as in mainland China, where they differ from
     * Japan's. */
    long face = str_ends_nocase(path, ".ttc") ? 2 : 0;
    struct font_file *file = &t->files[family][weight];
    if (file->bytes == NULL) {
        map_file(file, path);
    }
    SDL_RWops *reader =
        file->bytes != NULL ? SDL_RWFromConstMem(file->bytes, (int)file->size) : NULL;
    free(path);
    return reader != NULL ? TTF_OpenFontIndexRW(reader, 1, size, face) : NULL;
}

static TTF_Font *probe(struct text *t, size_t family)
{
    if (!t->probed[family]) {
        t->probed[family] = true;
        t->probes[family] = open_font(t, family, FONT_REGULAR, 12);
    }
    return t->probes[family];
}

/* A font at a pixel size; the one used longest ago gives way. */
static TTF_Font *font_at(struct text *t, size_t family, struct font font)
{
    int size = (int)(font.size + 0.5f);
    struct open_font *slot = &t->fonts[0];
    for (size_t i = 0; i < OPEN_FONTS; i++) {
        struct open_font *f = &t->fonts[i];
        if (f->font != NULL && f->family == family && f->weight == font.weight && f->size == size) {
            f->used = ++t->tick;
            return f->font;
        }
        if (slot->font != NULL && (f->font == NULL || f->used < slot->used)) {
            slot = f;
        }
    }
    TTF_Font *opened = open_font(t, family, font.weight, size < 1 ? 1 : size);
    if (opened == NULL) {
        return probe(t, 0);
    }
    TTF_SetFontHinting(opened, TTF_HINTING_LIGHT);
    if (slot->font != NULL) {
        TTF_CloseFont(slot->font);
    }
    *slot = (struct open_font){family, font.weight, size, opened, ++t->tick};
    return opened;
}

static bool has(struct text *t, size_t family, uint32_t c)
{
    TTF_Font *font = probe(t, family);
    return font != NULL && TTF_GlyphIsProvided32(font, c);
}

/* Characters that take the font of their neighbours: marks, joiners, variation selectors. */
static bool follows(uint32_t c, hb_script_t script)
{
    return script == HB_SCRIPT_INHERITED || c == 0x200C || c == 0x200D ||
           (c >= 0xFE00 && c <= 0xFE0F);
}

/* Invisible directions and joiners need no glyph. */
static bool invisible(uint32_t c)
{
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2069) || (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF;
}

/* The family for a character: the current one while it has it, else the first that does. */
static size_t family_for(struct text *t, uint32_t c, size_t current, bool *missing)
{
    *missing = false;
    if (has(t, current, c) || invisible(c)) {
        return current;
    }
    for (size_t i = 0; i < family_count; i++) {
        if (has(t, i, c)) {
            return i;
        }
    }
    *missing = true;
    return current;
}

/* A line as code points, each with its offset. */
struct letters {
    FriBidiChar *c;
    size_t *offset; /* one more than letters */
    FriBidiLevel *level;
    hb_script_t *script;
    size_t count;
};

static void free_letters(struct letters *l)
{
    wipe(l->c, l->count * sizeof *l->c);
    free(l->c);
    free(l->offset);
    free(l->level);
    free(l->script);
}

/* Common and inherited characters take the script of what stands before (at the start: after) them. */
static void resolve_scripts(struct letters *l)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    hb_script_t last = HB_SCRIPT_COMMON;
    for (size_t i = 0; i < l->count; i++) {
        hb_script_t s = hb_unicode_script(unicode, l->c[i]);
        bool own = s != HB_SCRIPT_COMMON && s != HB_SCRIPT_INHERITED && s != HB_SCRIPT_UNKNOWN;
        l->script[i] = own ? s : last;
        last = own ? s : last;
    }
    for (size_t i = l->count; i > 0; i--) {
        if (l->script[i - 1] != HB_SCRIPT_COMMON) {
            last = l->script[i - 1];
        } else if (last != HB_SCRIPT_COMMON) {
            l->script[i - 1] = last;
        }
    }
}

/* Length of the telephone number that starts at a letter, 0 when none does: at least six digits with what
 * people put between them. */
static size_t phone_at(const struct letters *l, size_t at)
{
    size_t digits = 0, end = at;
    for (size_t i = at;
         i < l->count && l->c[i] < 0x80 && strchr("+()-./ 0123456789", (int)l->c[i]) != NULL; i++) {
        if (l->c[i] >= '0' && l->c[i] <= '9') {
            digits++;
            end = i + 1;
        }
    }
    return digits >= 6 ? end - at : 0;
}

/* A telephone number reads from left to right also within Arabic, as one piece: its plus, its groups
 * and the blanks between them are taken for strong Latin letters. */
static void keep_phones_in_order(const struct letters *l, FriBidiCharType *types)
{
    for (size_t i = 0; i < l->count; i++) {
        size_t length = l->c[i] == ' ' ? 0 : phone_at(l, i);
        for (size_t j = 0; j < length; j++) {
            types[i + j] = FRIBIDI_TYPE_LTR;
        }
        i += length;
    }
}

static struct letters read_letters(const char *text, size_t length, bool rtl)
{
    struct letters l = {.c = xcalloc(length + 1, sizeof *l.c),
                        .offset = xcalloc(length + 1, sizeof *l.offset),
                        .level = xcalloc(length + 1, sizeof *l.level),
                        .script = xcalloc(length + 1, sizeof *l.script)};
    char *copy = xstrndup(text, length);
    for (const char *at = copy; *at != '\0'; l.count++) {
        l.offset[l.count] = (size_t)(at - copy);
        uint32_t c = utf8_next(&at);
        l.c[l.count] = c < 0x20 ? ' ' : c;
    }
    l.offset[l.count] = length;
    wipe(copy, length);
    free(copy);
    FriBidiCharType *types = xcalloc(l.count + 1, sizeof *types);
    FriBidiBracketType *brackets = xcalloc(l.count + 1, sizeof *brackets);
    /* Weak: the first strong letter decides, so that an Arabic title reads right in an English
     * interface; where there is none, the interface's direction counts. */
    FriBidiParType base = rtl ? FRIBIDI_PAR_WRTL : FRIBIDI_PAR_WLTR;
    fribidi_get_bidi_types(l.c, (FriBidiStrIndex)l.count, types);
    fribidi_get_bracket_types(l.c, (FriBidiStrIndex)l.count, types, brackets);
    FriBidiParType found = fribidi_get_par_direction(types, (FriBidiStrIndex)l.count);
    base = found == FRIBIDI_PAR_ON ? base : found;
    keep_phones_in_order(&l, types);
    if (fribidi_get_par_embedding_levels_ex(types, brackets, (FriBidiStrIndex)l.count, &base,
                                            l.level) == 0) {
        memset(l.level, rtl, l.count); /* out of memory inside FriBidi: still readable */
    }
    free(types);
    free(brackets);
    resolve_scripts(&l);
    return l;
}

/* Cuts a line where direction, script or font change; runs come in logical order. */
static size_t cut_runs(struct text *t, const struct letters *l, struct run *runs,
                       FriBidiLevel *levels)
{
    size_t count = 0;
    size_t family = 0;
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    for (size_t i = 0; i < l->count; i++) {
        bool missing = false;
        hb_script_t own = hb_unicode_script(unicode, l->c[i]);
        bool follow = i > 0 && follows(l->c[i], own) && has(t, family, l->c[i]);
        if (!follow) {
            /* A letter of its own script prefers the first family again: Latin after Arabic is Lato. */
            bool common = own == HB_SCRIPT_COMMON || own == HB_SCRIPT_INHERITED;
            bool digit = l->c[i] >= '0' && l->c[i] <= '9';
            size_t preferred = common && !digit ? family : 0;
            family = family_for(t, l->c[i], preferred, &missing);
        }
        struct run *last = count > 0 ? &runs[count - 1] : NULL;
        bool same = last != NULL && levels[count - 1] == l->level[i] && last->family == family &&
                    last->script == (uint32_t)l->script[i];
        if (same || count == MAX_RUNS) {
            last->length = l->offset[i + 1] - last->start;
            last->missing = last->missing || missing;
            continue;
        }
        runs[count] = (struct run){.start = l->offset[i],
                                   .length = l->offset[i + 1] - l->offset[i],
                                   .family = family,
                                   .script = (uint32_t)l->script[i],
                                   .rtl = l->level[i] & 1,
                                   .missing = missing};
        levels[count++] = l->level[i];
    }
    return count;
}

/* UAX #9 rule L2 on whole runs: from the highest level down, reverse what stands together. */
static void to_visual_order(struct run *runs, FriBidiLevel *levels, size_t count)
{
    FriBidiLevel highest = 0;
    for (size_t i = 0; i < count; i++) {
        highest = levels[i] > highest ? levels[i] : highest;
    }
    for (FriBidiLevel level = highest; level > 0; level--) {
        for (size_t i = 0; i < count; i++) {
            size_t end = i;
            while (end < count && levels[end] >= level) {
                end++;
            }
            for (size_t a = i, b = end; b > a + 1; a++, b--) {
                struct run run = runs[a];
                runs[a] = runs[b - 1];
                runs[b - 1] = run;
                FriBidiLevel swap = levels[a];
                levels[a] = levels[b - 1];
                levels[b - 1] = swap;
            }
            i = end > i ? end - 1 : i;
        }
    }
}

/* Sets direction and script for the next shaping with this font. */
static TTF_Font *font_for_run(struct text *t, struct font font, const struct run *run)
{
    TTF_Font *ttf = font_at(t, run->family, font);
    char tag[5] = "";
    hb_tag_to_string(hb_script_to_iso15924_tag((hb_script_t)run->script), tag);
    tag[4] = '\0';
    TTF_SetFontDirection(ttf, run->rtl ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
    TTF_SetFontScriptName(ttf, tag);
    return ttf;
}

static void measure(struct text *t, struct line *line, struct font font, const char *text)
{
    int x = 0;
    for (size_t i = 0; i < line->run_count; i++) {
        struct run *run = &line->runs[i];
        char *part = xstrndup(text + run->start, run->length);
        TTF_Font *ttf = font_for_run(t, font, run);
        int width = 0;
        if (TTF_SizeUTF8(ttf, part, &width, NULL) != 0) {
            width = 0;
        }
        wipe(part, run->length);
        free(part);
        run->x = x;
        run->width = width;
        x += width;
    }
    line->width = (float)x;
}

static void drop_line(struct text *t, struct line *line)
{
    if (line->texture != NULL) {
        t->bytes -= (size_t)line->texture_w * (size_t)line->texture_h * 4;
        SDL_DestroyTexture(line->texture);
    }
    free(line->runs);
    *line = (struct line){0};
}

/* The line's place in the cache: its own, a free one near by, or that of the oldest near by. */
static struct line *slot_for(struct text *t, uint64_t key)
{
    struct line *oldest = NULL;
    for (size_t i = 0; i < 8; i++) {
        struct line *line = &t->lines[(key + i) % CACHE_SLOTS];
        if (line->key == key) {
            return line;
        }
        if (oldest == NULL || line->used < oldest->used) {
            oldest = line;
        }
    }
    drop_line(t, oldest);
    return oldest;
}

static struct line *line_for(struct text *t, struct font font, const char *text, size_t length,
                             bool rtl)
{
    int size = (int)(font.size + 0.5f);
    uint64_t key = str_hash(STR_HASH_SEED, text, length);
    key = str_hash(key, &size, sizeof size);
    key = str_hash(key, &font.weight, sizeof font.weight);
    key = str_hash(key, &t->roomy, sizeof t->roomy);
    key = str_hash(key, &rtl, sizeof rtl) | 1;
    struct line *line = slot_for(t, key);
    line->used = ++t->tick;
    if (line->key == key) {
        return line;
    }
    struct letters l = read_letters(text, length, rtl);
    struct run runs[MAX_RUNS];
    FriBidiLevel levels[MAX_RUNS];
    size_t count = cut_runs(t, &l, runs, levels);
    free_letters(&l);
    to_visual_order(runs, levels, count);
    line->key = key;
    line->runs = xcalloc(count, sizeof runs[0]);
    if (count > 0) {
        memcpy(line->runs, runs, count * sizeof runs[0]);
    }
    line->run_count = count;
    measure(t, line, font, text);
    return line;
}

/* Keeps the bytes of textures under the ceiling: the lines used longest ago lose theirs. */
static void make_room(struct text *t, size_t bytes)
{
    while (t->bytes + bytes > CACHE_BYTES) {
        struct line *oldest = NULL;
        for (size_t i = 0; i < CACHE_SLOTS; i++) {
            struct line *line = &t->lines[i];
            if (line->texture != NULL && (oldest == NULL || line->used < oldest->used)) {
                oldest = line;
            }
        }
        if (oldest == NULL) {
            return;
        }
        drop_line(t, oldest);
    }
}

/* One white picture of the whole line; it is tinted when it is drawn. */
static SDL_Surface *render(struct text *t, struct line *line, struct font font, const char *text)
{
    struct font_metrics m = metrics_of(t, font);
    SDL_Surface *parts[MAX_RUNS] = {0};
    int above = 0, below = 0, width = (int)line->width;
    for (size_t i = 0; i < line->run_count; i++) {
        struct run *run = &line->runs[i];
        char *part = xstrndup(text + run->start, run->length);
        TTF_Font *ttf = font_for_run(t, font, run);
        parts[i] = TTF_RenderUTF8_Blended(ttf, part, (SDL_Color){255, 255, 255, 255});
        wipe(part, run->length);
        free(part);
        if (parts[i] == NULL) {
            continue;
        }
        int ascent = TTF_FontAscent(ttf);
        int top = ascent - (int)m.ascent;
        int bottom = parts[i]->h - ascent - (int)(m.line_height - m.ascent);
        above = top > above ? top : above;
        below = bottom > below ? bottom : below;
        width = run->x + parts[i]->w > width ? run->x + parts[i]->w : width;
    }
    SDL_Surface *whole = NULL;
    int height = (int)m.line_height + above + below;
    if (width > 0) {
        whole = SDL_CreateRGBSurfaceWithFormat(0, width, height, 32, SDL_PIXELFORMAT_ARGB8888);
    }
    for (size_t i = 0; i < line->run_count; i++) {
        if (whole != NULL && parts[i] != NULL) {
            TTF_Font *ttf = font_for_run(t, font, &line->runs[i]);
            SDL_Rect to = {line->runs[i].x, above + (int)m.ascent - TTF_FontAscent(ttf), 0, 0};
            SDL_SetSurfaceBlendMode(parts[i], i == 0 ? SDL_BLENDMODE_NONE : SDL_BLENDMODE_BLEND);
            SDL_BlitSurface(parts[i], NULL, whole, &to);
        }
        SDL_FreeSurface(parts[i]);
    }
    line->top = above;
    return whole;
}

static void make_texture(struct text *t, struct line *line, struct font font, const char *text)
{
    SDL_Surface *surface = render(t, line, font, text);
    if (surface == NULL) {
        return;
    }
    size_t bytes = (size_t)surface->w * (size_t)surface->h * 4;
    make_room(t, bytes);
    line->texture = SDL_CreateTextureFromSurface(t->renderer, surface);
    if (line->texture != NULL) {
        line->texture_w = surface->w;
        line->texture_h = surface->h;
        t->bytes += bytes;
        SDL_SetTextureBlendMode(line->texture, SDL_BLENDMODE_BLEND);
    }
    SDL_FreeSurface(surface);
}

void text_draw(struct text *t, float x, float y, struct font font, struct colour colour,
               const char *line_text, bool rtl)
{
    struct line *line = line_for(t, font, line_text, strlen(line_text), rtl);
    if (line->texture == NULL && t->renderer != NULL && line->run_count > 0) {
        uint64_t now = line->used;
        make_texture(t, line, font, line_text);
        line->used = now;
    }
    if (line->texture == NULL) {
        return;
    }
    SDL_SetTextureColorMod(line->texture, colour.r, colour.g, colour.b);
    SDL_SetTextureAlphaMod(line->texture, colour.a);
    SDL_FRect to = {x, y - (float)line->top, (float)line->texture_w, (float)line->texture_h};
    SDL_RenderCopyF(t->renderer, line->texture, NULL, &to);
}

bool text_can(struct text *t, const char *sample, uint32_t *missing)
{
    for (const char *at = sample; *at != '\0';) {
        uint32_t c = utf8_next(&at);
        bool lost = false;
        if (c > ' ') {
            family_for(t, c, 0, &lost);
        }
        if (lost) {
            if (missing != NULL) {
                *missing = c;
            }
            return false;
        }
    }
    return true;
}

const char *text_package(const char *script)
{
    return strcmp(script, "Latn") == 0   ? "fonts-lato"
           : strcmp(script, "Hans") == 0 ? "fonts-noto-cjk"
                                         : "fonts-noto-core";
}

size_t text_runs(struct text *t, struct font font, const char *text, bool rtl, struct text_run *out,
                 size_t limit)
{
    struct line *line = line_for(t, font, text, strlen(text), rtl);
    for (size_t i = 0; i < line->run_count && i < limit; i++) {
        const struct run *run = &line->runs[i];
        out[i] = (struct text_run){.start = run->start,
                                   .length = run->length,
                                   .rtl = run->rtl,
                                   .family = families[run->family].name,
                                   .missing = run->missing,
                                   .x = (float)run->x,
                                   .width = (float)run->width};
        hb_tag_to_string(hb_script_to_iso15924_tag((hb_script_t)run->script), out[i].script);
        out[i].script[4] = '\0';
    }
    return line->run_count;
}

void text_forget(struct text *t)
{
    for (size_t i = 0; i < CACHE_SLOTS; i++) {
        drop_line(t, &t->lines[i]);
    }
    /* A font keeps the glyphs of the last line it shaped, and the pictures of every letter. */
    for (size_t i = 0; i < OPEN_FONTS; i++) {
        if (t->fonts[i].font != NULL) {
            TTF_CloseFont(t->fonts[i].font);
            t->fonts[i] = (struct open_font){0};
        }
    }
}

size_t text_cache_bytes(const struct text *t)
{
    return t->bytes;
}

/* The engine for the toolkit. */

static float engine_width(void *context, struct font font, const char *text, size_t length)
{
    return length == 0 ? 0 : line_for(context, font, text, length, false)->width;
}

static struct font_metrics engine_metrics(void *context, struct font font)
{
    return metrics_of(context, font);
}

/* Bytes of `text` without the blanks at its end. */
static size_t without_blanks(const char *text, size_t length)
{
    while (length > 0 && strchr(" \t\r\n", text[length - 1]) != NULL) {
        length--;
    }
    return length;
}

/* Where the letter that starts at `at` ends: its marks and vowel signs, what a joiner or a virama ties
 * to it, and the second half of a flag or a coloured hand belong to it. */
static size_t letter_end(const char *text, size_t length, size_t at)
{
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    const char *from = text + at;
    uint32_t last = utf8_next(&from);
    size_t end = (size_t)(from - text);
    bool pair = last >= 0x1F1E6 && last <= 0x1F1FF;
    while (end < length) {
        const char *next = text + end;
        uint32_t c = utf8_next(&next);
        hb_unicode_general_category_t kind = hb_unicode_general_category(unicode, c);
        bool mark = kind == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK ||
                    kind == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
                    kind == HB_UNICODE_GENERAL_CATEGORY_ENCLOSING_MARK || c == 0x200D ||
                    c == 0x200C || (c >= 0x1F3FB && c <= 0x1F3FF);
        /* The virama's combining class is 9: it ties two consonants into one shape. */
        bool tied = last == 0x200D || (hb_unicode_combining_class(unicode, last) ==
                                           HB_UNICODE_COMBINING_CLASS_VIRAMA &&
                                       kind == HB_UNICODE_GENERAL_CATEGORY_OTHER_LETTER);
        bool second = pair && c >= 0x1F1E6 && c <= 0x1F1FF;
        if (!mark && !tied && !second) {
            break;
        }
        pair = false;
        last = c;
        end = (size_t)(next - text);
    }
    return end;
}

/* The longest part of a word that fits; at least one letter, and none is parted. */
static size_t part_that_fits(struct text *t, struct font font, const char *text, size_t length,
                             float width)
{
    size_t fits = 0;
    while (fits < length) {
        size_t used = letter_end(text, length, fits);
        if (fits > 0 && engine_width(t, font, text, used) > width) {
            break;
        }
        fits = used;
    }
    return fits;
}

/* Lines being collected. */
struct wrapping {
    struct text_line *lines;
    size_t limit, count;
};

static void end_line(struct wrapping *w, struct text *t, struct font font, const char *text,
                     size_t start, size_t end)
{
    size_t length = without_blanks(text + start, end - start);
    if (w->count < w->limit) {
        w->lines[w->count] =
            (struct text_line){start, length, engine_width(t, font, text + start, length)};
    }
    w->count++;
}

/* Where a line may end in `text`, one mark a byte as libunibreak gives them. It knows nothing of what
 * joins emoji and some vowel signs, and takes “ for opening only where the text is Chinese. */
static char *find_breaks(const char *text, size_t length)
{
    char *breaks = xcalloc(length + 1, 1);
    bool chinese = false;
    for (const char *at = text; *at != '\0' && !chinese;) {
        uint32_t c = utf8_next(&at);
        chinese = c >= 0x4E00 && c <= 0x9FFF;
    }
    set_linebreaks_utf8((const utf8_t *)text, length, chinese ? "zh" : "", breaks);
    for (size_t start = 0; start < length;) {
        size_t end = letter_end(text, length, start);
        for (size_t i = start; i + 1 < end; i++) {
            breaks[i] = breaks[i] == LINEBREAK_ALLOWBREAK ? LINEBREAK_NOBREAK : breaks[i];
        }
        start = end;
    }
    return breaks;
}

static size_t engine_wrap(void *context, struct font font, const char *text, float width,
                          struct text_line *lines, size_t limit)
{
    struct text *t = context;
    struct wrapping w = {lines, limit, 0};
    size_t length = strlen(text);
    if (length == 0) {
        return 0;
    }
    char *breaks = find_breaks(text, length);
    size_t start = 0;   /* of the line */
    size_t segment = 0; /* start of the piece between two places where a line may end */
    float used = 0;
    for (size_t i = 0; i < length; i++) {
        bool last = i + 1 == length;
        bool must = breaks[i] == LINEBREAK_MUSTBREAK && !last;
        if (!must && breaks[i] != LINEBREAK_ALLOWBREAK && !last) {
            continue;
        }
        size_t end = i + 1;
        size_t visible = without_blanks(text + segment, end - segment);
        if (used > 0 && used + engine_width(t, font, text + segment, visible) > width) {
            end_line(&w, t, font, text, start, segment);
            start = segment;
            used = 0;
        }
        while (used <= 0 && engine_width(t, font, text + segment, visible) > width) {
            size_t part = part_that_fits(t, font, text + segment, visible, width);
            if (part >= visible) {
                break;
            }
            end_line(&w, t, font, text, segment, segment + part);
            segment += part;
            visible -= part;
            start = segment;
        }
        used += engine_width(t, font, text + segment, end - segment);
        segment = end;
        if (must || last) {
            end_line(&w, t, font, text, start, end);
            start = end;
            used = 0;
        }
    }
    free(breaks);
    return w.count;
}

struct text_engine text_engine(struct text *text)
{
    return (struct text_engine){text, engine_width, engine_metrics, engine_wrap};
}

struct text *text_open(SDL_Renderer *renderer, struct str *why)
{
    if (TTF_Init() != 0) {
        str_printf(why, "the font library does not start: %s", TTF_GetError());
        return NULL;
    }
    struct text *text = xcalloc(1, sizeof *text);
    text->renderer = renderer;
    text->root = getenv("FOYER_FONTS") != NULL ? getenv("FOYER_FONTS") : "/usr/share/fonts";
    bool there = true;
    for (int i = 0; i < FONT_WEIGHTS; i++) {
        char *path = font_path(text, 0, (enum font_weight)i);
        there = there && access(path, R_OK) == 0;
        free(path);
    }
    if (!there) {
        str_puts(why, "the font Lato is missing. Install the package fonts-lato.");
        text_close(text);
        return NULL;
    }
    init_linebreak();
    return text;
}

void text_close(struct text *text)
{
    if (text == NULL) {
        return;
    }
    text_forget(text);
    for (size_t i = 0; i < FAMILIES; i++) {
        if (text->probes[i] != NULL) {
            TTF_CloseFont(text->probes[i]);
        }
        for (int weight = 0; weight < FONT_WEIGHTS; weight++) {
            if (text->files[i][weight].bytes != NULL) {
                munmap(text->files[i][weight].bytes, text->files[i][weight].size);
            }
        }
    }
    free(text);
    TTF_Quit();
}
