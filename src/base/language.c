/* The table of languages. */
#include "base/language.h"

#include <string.h>

static const struct language languages[] = {
    {"en", "English", "English", "Welcome", "en_GB", "Latn", false},
    {"es", "Spanish", "Español", "Bienvenidos", "es", "Latn", false},
    {"ar", "Arabic", "العربية", "أهلًا وسهلًا", "ar", "Arab", true},
    {"zh", "Chinese (simplified)", "中文", "欢迎", "zh_Hans", "Hans", false},
    {"vi", "Vietnamese", "Tiếng Việt", "Chào mừng", "vi", "Latn", false},
    {"pa", "Punjabi", "ਪੰਜਾਬੀ", "ਜੀ ਆਇਆਂ ਨੂੰ", "pa", "Guru", false},
    {"ur", "Urdu", "اردو", "خوش آمدید", "ur", "Arab", true},
    {"pl", "Polish", "Polski", "Witamy", "pl", "Latn", false},
    {"bn", "Bengali", "বাংলা", "স্বাগতম", "bn", "Beng", false},
    {"so", "Somali", "Soomaali", "Soo dhawoow", "so", "Latn", false},
    {"pt", "Portuguese", "Português", "Bem-vindos", "pt", "Latn", false},
    {"hi", "Hindi", "हिन्दी", "स्वागत है", "hi", "Deva", false},
    {"tl", "Tagalog", "Tagalog", "Maligayang pagdating", "fil", "Latn", false},
};
static const size_t language_count = sizeof languages / sizeof languages[0];

/* Made from the template (tests/tools/pseudo.sh); nobody speaks it and no list names it. */
static const struct language pseudo = {
    "xx", "Pseudo-language", "[Þšéûûðöö]", "[Ŵééłçööɱé]", "en_GB", "Latn", false};

const struct language *language_all(size_t *count)
{
    *count = language_count;
    return languages;
}

static const struct language *find(const char *code, size_t length)
{
    for (size_t i = 0; i < language_count; i++) {
        if (strlen(languages[i].code) == length && memcmp(languages[i].code, code, length) == 0) {
            return &languages[i];
        }
    }
    if (strlen(pseudo.code) == length && memcmp(pseudo.code, code, length) == 0) {
        return &pseudo;
    }
    return NULL;
}

const struct language *language_find(const char *code)
{
    return code == NULL ? NULL : find(code, strlen(code));
}

size_t language_list(const char *codes, const struct language *offered[LANGUAGE_LIMIT],
                     const char **wrong, size_t *wrong_length)
{
    size_t count = 0;
    for (const char *at = codes + strspn(codes, " ,"); *at != '\0'; at += strspn(at, " ,")) {
        size_t length = strcspn(at, " ,");
        const struct language *language = find(at, length);
        if (language == NULL) {
            *wrong = at;
            *wrong_length = length;
            return 0;
        }
        bool twice = false;
        for (size_t i = 0; i < count; i++) {
            twice = twice || offered[i] == language;
        }
        if (!twice && count < LANGUAGE_LIMIT) {
            offered[count++] = language;
        }
        at += length;
    }
    return count;
}
