/* platform/text: scripts, directions, fonts and lines, measured through the real fonts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "platform/text.h"

static const struct font body = {FONT_REGULAR, 40};

static int open_text(void **state)
{
    struct str why = {0};
    *state = text_open(NULL, &why);
    if (*state == NULL) {
        fprintf(stderr, "%s\n", why.data);
    }
    str_free(&why);
    return *state == NULL;
}

static int close_text(void **state)
{
    text_close(*state);
    return 0;
}

/* The runs of a line in visual order; every letter must be in some font. */
static size_t runs_of(void **state, const char *line, bool rtl, struct text_run *runs)
{
    size_t count = text_runs(*state, body, line, rtl, runs, 16);
    assert_in_range(count, 1, 16);
    for (size_t i = 0; i < count; i++) {
        assert_false(runs[i].missing);
    }
    return count;
}

static float width_of(void **state, const char *text)
{
    struct text_engine engine = text_engine(*state);
    return engine.width(engine.context, body, text, strlen(text));
}

/* "For more ring +61 2 5550 1234 today": the number keeps its order between words that run from right
 * to left around it. */
static void arabic_with_a_phone_number(void **state)
{
    const char *line = "للمزيد اتصلوا على +61 2 5550 1234 اليوم";
    size_t number = (size_t)(strstr(line, "61 2 5550 1234") - line);
    size_t number_end = number + strlen("61 2 5550 1234");
    struct text_run runs[16] = {0};
    size_t count = runs_of(state, line, false, runs);
    float first_x = -1, last_x = -1, number_x = -1;
    size_t pieces = 0, before = 0;
    bool plus_is_rtl = false;
    for (size_t i = 0; i < count; i++) {
        bool plus = runs[i].start <= number - 1 && runs[i].start + runs[i].length > number - 1;
        plus_is_rtl = plus_is_rtl || (plus && runs[i].rtl);
        if (runs[i].start >= number - 1 && runs[i].start < number_end && !runs[i].rtl) {
            assert_true(pieces == 0 || runs[i].start > before);
            before = runs[i].start;
            number_x = pieces++ == 0 ? runs[i].x : number_x;
        } else if (runs[i].rtl && (unsigned char)line[runs[i].start] >= 0x80) {
            assert_string_equal(runs[i].script, "Arab");
            assert_string_equal(runs[i].family, "Noto Sans Arabic");
            first_x = runs[i].start == 0 ? runs[i].x : first_x;
            last_x = runs[i].start >= number_end ? runs[i].x : last_x;
        }
    }
    assert_true(pieces >= 1);
    assert_false(plus_is_rtl);
    assert_true(last_x >= 0 && last_x < number_x); /* what comes last stands furthest left */
    assert_true(number_x < first_x);
}

/* Joined, a word is narrower than its letters one by one. */
static void arabic_letters_join(void **state)
{
    float apart = width_of(state, "م") + width_of(state, "د") + width_of(state, "ر") +
                  width_of(state, "س") + width_of(state, "ة");
    assert_true(width_of(state, "مدرسة") < apart);
}

/* A conjunct is one shape. */
static void hindi_is_shaped(void **state)
{
    struct text_run runs[16];
    assert_int_equal(runs_of(state, "विद्यालय में आपका स्वागत है", false, runs), 1);
    assert_string_equal(runs[0].script, "Deva");
    assert_string_equal(runs[0].family, "Noto Sans Devanagari");
    assert_true(width_of(state, "द्य") < width_of(state, "द") + width_of(state, "य"));
    assert_true(width_of(state, "क्ष") < width_of(state, "क") + width_of(state, "ष"));
}

static void vietnamese_has_all_its_letters(void **state)
{
    struct text_run runs[16];
    size_t count = runs_of(state, "Chào mừng quý phụ huynh đến trường", false, runs);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(runs[i].script, "Latn");
        assert_false(runs[i].rtl);
    }
}

static void every_language_of_the_school_has_its_letters(void **state)
{
    static const char *const greetings[] = {"Welcome",
                                            "Bienvenidos",
                                            "أهلاً وسهلاً",
                                            "欢迎",
                                            "Chào mừng",
                                            "ਜੀ ਆਇਆਂ ਨੂੰ",
                                            "خوش آمدید",
                                            "Witamy",
                                            "স্বাগতম",
                                            "Soo dhawow",
                                            "Bem-vindos",
                                            "स्वागत है",
                                            "Maligayang pagdating"};
    struct text_run runs[16];
    for (size_t i = 0; i < sizeof greetings / sizeof greetings[0]; i++) {
        runs_of(state, greetings[i], false, runs);
    }
}

/* What is in none of the fonts is reported, so that an audit can find it. */
static void a_missing_letter_is_said(void **state)
{
    struct text_run runs[16];
    size_t count = text_runs(*state, body, "a\U0010FFFDb", false, runs, 16);
    bool missing = false;
    for (size_t i = 0; i < count; i++) {
        missing = missing || runs[i].missing;
    }
    assert_true(missing);
}

static void latin_inside_arabic_keeps_its_font(void **state)
{
    struct text_run runs[16];
    size_t count = runs_of(state, "مرحبا Riverbank مدرسة", true, runs);
    bool lato = false;
    for (size_t i = 0; i < count; i++) {
        lato = lato || (strcmp(runs[i].family, "Lato") == 0 && !runs[i].rtl);
    }
    assert_true(lato);
    assert_true(runs[0].rtl); /* the sentence's end stands at the left */
}

static void check_lines(void **state, const char *text, float width)
{
    struct text_engine engine = text_engine(*state);
    struct text_line lines[64];
    size_t count = engine.wrap(engine.context, body, text, width, lines, 64);
    size_t covered = 0;
    assert_in_range(count, 1, 64);
    for (size_t j = 0; j < count; j++) {
        char *line = strndup(text + lines[j].start, lines[j].length);
        assert_true(lines[j].start >= covered);
        covered = lines[j].start + lines[j].length;
        /* two pixels of rounding between pieces; one letter alone may be wider */
        assert_true(lines[j].width <= width + 2 || utf8_count(line) == 1);
        free(line);
    }
    assert_int_equal(covered, strlen(text));
}

static void lines_never_exceed_their_width(void **state)
{
    static const char *const texts[] = {
        "Families, neighbours and former pupils are welcome at the winter fair in the main hall.",
        "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente",
        "欢迎来到我们学校的冬季集市，家长和邻居都可以参加活动。",
        "يرحب بكم في معرض الشتاء في القاعة الرئيسية مع عائلاتكم وجيرانكم",
        "one\ntwo\n\nthree",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int width = 60; width < 900; width += 47) {
            check_lines(state, texts[i], (float)width);
        }
    }
}

static void wrapping_nothing_gives_no_line(void **state)
{
    struct text_engine engine = text_engine(*state);
    struct text_line lines[4];
    assert_int_equal(engine.wrap(engine.context, body, "", 100, lines, 4), 0);
}

static void times_stay_together(void **state)
{
    struct text_engine engine = text_engine(*state);
    const char *span = "6:30\u00A0–\u2060\u00A08:00\u00A0pm";
    const char *text = "Friday, 6:30\u00A0–\u2060\u00A08:00\u00A0pm";
    struct text_line lines[8];
    size_t count = engine.wrap(engine.context, body, text, width_of(state, span) + 3, lines, 8);
    assert_int_equal(count, 2);
    assert_memory_equal(text + lines[1].start, "6:30", 4);
}

/* Breaks a text at every width and asks of each line but the first whether it may begin there. */
static void check_beginnings(void **state, const char *text,
                             bool (*may)(uint32_t before, uint32_t first))
{
    struct text_engine engine = text_engine(*state);
    for (int width = 30; width < 900; width += 13) {
        struct text_line lines[128];
        size_t count = engine.wrap(engine.context, body, text, (float)width, lines, 128);
        assert_in_range(count, 1, 128);
        for (size_t i = 1; i < count; i++) {
            const char *start = text + lines[i].start;
            const char *at = start;
            const char *before = text + utf8_before(text, lines[i].start);
            uint32_t last = utf8_next(&before);
            if (!may(last, utf8_next(&at))) {
                fail_msg("at %d pixels a line begins with: %s", width, start);
            }
        }
    }
}

static bool chinese_may(uint32_t before, uint32_t first)
{
    static const uint32_t never_first[] = {0x3002, 0xFF0C, 0x3001, 0xFF01, 0xFF1F, 0xFF1A,
                                           0xFF1B, 0xFF09, 0x300B, 0x300D, 0x201D};
    static const uint32_t never_last[] = {0xFF08, 0x300A, 0x300C, 0x201C};
    bool may = true;
    for (size_t i = 0; i < sizeof never_first / sizeof never_first[0]; i++) {
        may = may && first != never_first[i];
    }
    for (size_t i = 0; i < sizeof never_last / sizeof never_last[0]; i++) {
        may = may && before != never_last[i];
    }
    return may;
}

/* Wide enough for what belongs together, no line begins with what closes or ends with what opens. */
static void chinese_punctuation_stays_with_its_word(void **state)
{
    struct text_engine engine = text_engine(*state);
    const char *text =
        "欢迎来到我们学校（河岸小学）的冬季集市，家长、邻居都可以参加！您想帮忙吗？请看"
        "《新闻》：“三点半”见。";
    for (int width = 210; width < 900; width += 7) {
        struct text_line lines[128];
        size_t count = engine.wrap(engine.context, body, text, (float)width, lines, 128);
        for (size_t i = 1; i < count && i < 128; i++) {
            const char *at = text + lines[i].start;
            const char *before = text + utf8_before(text, lines[i].start);
            uint32_t last = utf8_next(&before);
            assert_true(chinese_may(last, utf8_next(&at)));
        }
        assert_true(count > 1);
    }
}

/* A line begins neither with a mark nor behind what ties a letter to the next. */
static bool letter_may(uint32_t before, uint32_t first)
{
    bool deva = first >= 0x0900 && first <= 0x0903;
    bool signs = (first >= 0x093A && first <= 0x094F && first != 0x093D) ||
                 (first >= 0x0981 && first <= 0x0983) ||
                 (first >= 0x09BC && first <= 0x09CD && first != 0x09BD) ||
                 (first >= 0x0A01 && first <= 0x0A03) || (first >= 0x0A3C && first <= 0x0A51) ||
                 first == 0x0A70 || first == 0x0A71;
    bool marks = (first >= 0x0300 && first <= 0x036F) || (first >= 0x064B && first <= 0x0655);
    bool tied = before == 0x094D || before == 0x09CD || before == 0x0A4D || before == 0x200D;
    return !deva && !signs && !marks && !tied && first != 0x200D && first != 0xFE0F;
}

static void letters_are_never_parted(void **state)
{
    static const char *const words[] = {
        "विद्यार्थियोंकेलिएपुस्तकालयमेंस्वागतहैक्षत्रिय",
        "শিক্ষার্থীদেরবিদ্যালয়েস্বাগতমক্ষমাকরুন",
        "ਵਿਦਿਆਰਥੀਆਂਲਈਜੀਆਇਆਂਨੂੰਸਕੂਲਵਿੱਚਪ੍ਰਬੰਧ",
        "أَهْلًاوَسَهْلًابِكُمْفِيمَدْرَسَتِنَا",
        "nghiêngTrườngTiểuhọcNguyễnThịMinhKhai",
        "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
        "👩\u200D👧👩\u200D👧👩\u200D👧👩\u200D👧",
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        check_beginnings(state, words[i], letter_may);
    }
}

static void arabic_and_hindi_break_between_words(void **state)
{
    struct text_engine engine = text_engine(*state);
    static const char *const texts[] = {"يرحب بكم في معرض الشتاء، في القاعة الرئيسية؟ نعم؛ أهلًا!",
                                        "सर्दी के मेले में आपका स्वागत है। क्या आप आएँगे? हाँ।"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int width = 320; width < 900; width += 13) {
            struct text_line lines[32];
            size_t count = engine.wrap(engine.context, body, texts[i], (float)width, lines, 32);
            for (size_t j = 1; j < count; j++) {
                assert_int_equal(texts[i][lines[j].start - 1], ' ');
            }
        }
    }
}

/* A machine with Lato alone can write English, and says which letter it lacks for Arabic. */
static void a_language_without_its_font_is_known(void **state)
{
    (void)state;
    const char *temporary = getenv("TMPDIR");
    char root[400];
    snprintf(root, sizeof root, "%s/foyer-fonts.XXXXXX", temporary != NULL ? temporary : "/tmp");
    assert_non_null(mkdtemp(root));
    char *sub = xasprintf("%s/truetype", root), *lato = xasprintf("%s/lato", sub);
    assert_int_equal(mkdir(sub, 0700), 0);
    assert_int_equal(symlink("/usr/share/fonts/truetype/lato", lato), 0);
    setenv("FOYER_FONTS", root, 1);
    struct str why = {0};
    struct text *few = text_open(NULL, &why);
    assert_non_null(few);
    uint32_t missing = 0;
    assert_true(text_can(few, "Tiếng Việt, Soomaali, Español", &missing));
    assert_false(text_can(few, "abc العربية", &missing));
    assert_int_equal(missing, 0x0627);
    text_close(few);
    assert_int_equal(unlink(lato), 0);
    assert_null(text_open(NULL, &why));
    assert_non_null(strstr(why.data, "fonts-lato"));
    unsetenv("FOYER_FONTS");
    rmdir(sub);
    rmdir(root);
    str_free(&why);
    free(sub);
    free(lato);
    assert_string_equal(text_package("Hans"), "fonts-noto-cjk");
    assert_string_equal(text_package("Guru"), "fonts-noto-core");
}

/* The rows of a drawn line that have ink, counted from its line box's top. */
static void ink_of(struct text *text, SDL_Renderer *renderer, SDL_Surface *surface,
                   struct font font, const char *line, int *top, int *bottom)
{
    const int y = 200;
    SDL_SetRenderDrawColor(renderer, 0, 0, 0, 255);
    SDL_RenderClear(renderer);
    text_draw(text, 10, (float)y, font, (struct colour){255, 255, 255, 255}, line, false);
    SDL_RenderFlush(renderer);
    *top = surface->h;
    *bottom = 0;
    for (int row = 0; row < surface->h; row++) {
        const uint32_t *pixels =
            (const uint32_t *)(const void *)((const char *)surface->pixels + row * surface->pitch);
        for (int x = 0; x < surface->w; x++) {
            if ((pixels[x] & 0xFF) > 96) {
                *top = row < *top ? row : *top;
                *bottom = row + 1;
            }
        }
    }
    *top -= y;
    *bottom -= y;
}

/* Marks above and vowels below: in lines one below the other no letter touches another, and a box
 * that clips cuts nothing at its top. */
static void every_script_stays_in_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *language, *line;
    } lines[] = {
        {"en", "Ébène ghjpqy"},          {"vi", "Ỗ Ẫ ặ ợ ỵ Thứ Sáu"},
        {"hi", "हिन्दी र्ट्रूँ ड्डू क्षुँ"},       {"bn", "বাংলা র্ত্রূঁ ক্ষু ঞ্জু"},
        {"pa", "ਪੰਜਾਬੀ ਸ਼੍ਰੀਂ ਨੂੰ ਪ੍ਰੂ"},        {"ar", "أهلًا وسهلًا إلى مدرستنا"},
        {"ur", "پڑھیے گے ٹھیک آئیں ڑے"}, {"zh", "欢迎，學校"},
    };
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormat(0, 900, 500, 32, SDL_PIXELFORMAT_ARGB8888);
    SDL_Renderer *renderer = SDL_CreateSoftwareRenderer(surface);
    assert_non_null(renderer);
    struct str why = {0};
    struct text *text = text_open(renderer, &why);
    assert_non_null(text);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        text_speak(text, language_find(lines[i].language));
        for (int weight = 0; weight < FONT_WEIGHTS; weight++) {
            struct font font = {(enum font_weight)weight, 60};
            struct text_engine engine = text_engine(text);
            float height = engine.metrics(engine.context, font).line_height;
            int top = 0, bottom = 0;
            ink_of(text, renderer, surface, font, lines[i].line, &top, &bottom);
            if (top < 0 || (float)(bottom - top) > height + 2) {
                fail_msg("%s: from %d to %d in a line of %g", lines[i].line, top, bottom,
                         (double)height);
            }
        }
    }
    text_close(text);
    SDL_DestroyRenderer(renderer);
    SDL_FreeSurface(surface);
    str_free(&why);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arabic_with_a_phone_number),
        cmocka_unit_test(arabic_letters_join),
        cmocka_unit_test(hindi_is_shaped),
        cmocka_unit_test(vietnamese_has_all_its_letters),
        cmocka_unit_test(every_language_of_the_school_has_its_letters),
        cmocka_unit_test(a_missing_letter_is_said),
        cmocka_unit_test(latin_inside_arabic_keeps_its_font),
        cmocka_unit_test(lines_never_exceed_their_width),
        cmocka_unit_test(wrapping_nothing_gives_no_line),
        cmocka_unit_test(times_stay_together),
        cmocka_unit_test(chinese_punctuation_stays_with_its_word),
        cmocka_unit_test(letters_are_never_parted),
        cmocka_unit_test(arabic_and_hindi_break_between_words),
        cmocka_unit_test(a_language_without_its_font_is_known),
        cmocka_unit_test(every_script_stays_in_its_line),
    };
    return cmocka_run_group_tests_name("platform/text", tests, open_text, close_text);
}
