/* A calendar's descriptions as plain text. How: one walk; only tags that HTML knows are taken for tags,
 * so that "3 < 5" and "<3" stay as they were written. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"
#include "content/icstext.h"
#include "content/text.h"

#define LONGEST_TAG 2000

struct plain {
    struct str out;
    char *link;
    const char *skip_to; /* inside <style> or <script>: the tag that ends it */
};

/* At most one empty line in a row, none at the start, no blanks before it. */
static void put_line(struct plain *p)
{
    struct str *out = &p->out;
    while (out->length > 0 && out->data[out->length - 1] == ' ') {
        out->data[--out->length] = '\0';
    }
    bool doubled = out->length >= 2 && out->data[out->length - 1] == '\n' &&
                   out->data[out->length - 2] == '\n';
    if (out->length > 0 && !doubled) {
        str_putc(out, '\n');
    }
}

/* A line, unless one has just begun. */
static void put_break(struct plain *p)
{
    if (p->out.length > 0 && p->out.data[p->out.length - 1] != '\n') {
        put_line(p);
    }
}

static size_t take_entity(struct plain *p, const char *at)
{
    static const struct {
        const char *name, *text;
    } known[] = {{"&amp;", "&"},   {"&lt;", "<"},    {"&gt;", ">"},     {"&quot;", "\""},
                 {"&apos;", "'"},  {"&nbsp;", " "},  {"&ndash;", "–"},  {"&mdash;", "—"},
                 {"&rsquo;", "’"}, {"&lsquo;", "‘"}, {"&ldquo;", "“"},  {"&rdquo;", "”"},
                 {"&pound;", "£"}, {"&euro;", "€"},  {"&hellip;", "…"}, {"&bull;", "•"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (str_starts_nocase(at, known[i].name)) {
            str_puts(&p->out, known[i].text);
            return strlen(known[i].name);
        }
    }
    if (at[1] == '#') {
        bool hex = at[2] == 'x' || at[2] == 'X';
        char *end = NULL;
        unsigned long code = strtoul(at + 2 + hex, &end, hex ? 16 : 10);
        bool sound = code >= 0x20 && code < 0x110000 && (code < 0xD800 || code > 0xDFFF);
        if (*end == ';' && sound) {
            str_put_codepoint(&p->out, code == 0xA0 ? ' ' : (uint32_t)code);
            return (size_t)(end + 1 - at);
        }
    }
    return 0;
}

/* Is the name of a tag at `name` one of a list? */
static bool one_of(const char *name, const char *const *list)
{
    for (; *list != NULL; list++) {
        size_t n = strlen(*list);
        if (strncasecmp(name, *list, n) == 0 && strchr(" \t\n/>", name[n]) != NULL &&
            name[n] != '\0') {
            return true;
        }
    }
    return false;
}

/* `needle` in the first LONGEST_TAG bytes of `text`; a search to the end at each "<" of a long text
 * would never be over. */
static const char *find_near(const char *text, const char *needle)
{
    return memmem(text, strnlen(text, LONGEST_TAG), needle, strlen(needle));
}

static void note_link(struct plain *p, const char *tag, const char *end)
{
    const char *href = find_near(tag, "href=");
    href = href != NULL ? href : find_near(tag, "HREF=");
    if (p->link != NULL || href == NULL || href > end) {
        return;
    }
    href += 5;
    char quote = *href == '"' || *href == '\'' ? *href++ : '\0';
    size_t n = 0;
    while (href + n < end && href[n] != quote && (quote != '\0' || href[n] != ' ')) {
        n++;
    }
    if (n < 500 && (strncmp(href, "http://", 7) == 0 || strncmp(href, "https://", 8) == 0)) {
        p->link = xstrndup(href, n);
    }
}

/* Length of the tag at `at`, 0 when it is none. */
static size_t take_tag(struct plain *p, const char *at)
{
    static const char *const lines[] = {"br", NULL};
    static const char *const blocks[] = {"p",  "div", "tr", "ul", "ol",    "h1",         "h2", "h3",
                                         "h4", "h5",  "h6", "hr", "table", "blockquote", NULL};
    static const char *const plain[] = {
        "a",    "b",         "i",      "u",    "s",        "em",    "strong", "span",
        "font", "html",      "body",   "head", "meta",     "link",  "td",     "th",
        "img",  "html-blob", "sup",    "sub",  "tbody",    "small", "big",    "title",
        "pre",  "code",      "center", "o:p",  "!doctype", "wbr",   "thead",  NULL};
    static const char *const items[] = {"li", NULL};
    static const char *const style[] = {"style", NULL}, *const script[] = {"script", NULL};
    bool closing = at[1] == '/';
    const char *name = at + 1 + closing;
    bool letter = (*name >= 'a' && *name <= 'z') || (*name >= 'A' && *name <= 'Z') || *name == '!';
    const char *end = letter ? find_near(at, ">") : NULL;
    if (strncmp(at, "<!--", 4) == 0) {
        end = find_near(at, "-->");
        return end != NULL ? (size_t)(end + 3 - at) : 0;
    }
    if (end == NULL) {
        return 0;
    }
    if (one_of(name, lines)) {
        put_line(p);
    } else if (one_of(name, items)) {
        put_break(p);
        str_puts(&p->out, closing ? "" : "• ");
    } else if (one_of(name, blocks)) {
        put_break(p);
    } else if (one_of(name, style) || one_of(name, script)) {
        p->skip_to = closing ? NULL : one_of(name, style) ? "</style" : "</script";
    } else if (!one_of(name, plain)) {
        return 0;
    }
    if (!closing && (*name == 'a' || *name == 'A')) {
        note_link(p, at, end);
    }
    return (size_t)(end + 1 - at);
}

/* What stands at `at`, put down; its length. */
static size_t take(struct plain *p, const char *at)
{
    size_t taken = 0;
    if (*at == '<') {
        taken = take_tag(p, at);
    } else if (*at == '&') {
        taken = take_entity(p, at);
    } else if (*at == '\\' && (at[1] == 'n' || at[1] == 'N')) {
        put_line(p);
        taken = 2;
    } else if (*at == '\n') {
        put_line(p);
        taken = 1;
    }
    if (taken == 0) {
        str_putc(&p->out, *at);
        taken = 1;
    }
    return taken;
}

char *icstext_plain(const char *text, size_t limit, char **link)
{
    struct plain p = {0};
    /* A letter has up to four bytes; some more for the tags between them. */
    size_t most = limit * 8;
    /* Only the beginning is looked at: each occurrence of an event has its text read anew. */
    size_t length = text != NULL ? strnlen(text, most * 2) : 0;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80) {
        length--;
    }
    char *head = text != NULL ? xstrndup(text, length) : NULL;
    for (const char *at = head; at != NULL && *at != '\0' && p.out.length < most;) {
        if (p.skip_to != NULL) {
            at = strcasestr(at, p.skip_to);
            p.skip_to = NULL;
            continue;
        }
        at += take(&p, at);
    }
    free(head);
    /* Escapes like \\b and entities may stand for characters that no text has: clean once more. */
    char *whole = str_take(&p.out);
    char *clean = text_decode(whole, strlen(whole));
    char *trimmed = str_trimmed(clean);
    free(clean);
    free(whole);
    if (utf8_count(trimmed) > limit) {
        char *first = utf8_first(trimmed, limit - 1);
        free(trimmed);
        trimmed = xasprintf("%s…", first);
        free(first);
    }
    if (link != NULL) {
        *link = p.link;
    } else {
        free(p.link);
    }
    return trimmed;
}
