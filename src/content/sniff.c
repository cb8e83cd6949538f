/* What a file is. How: a table of the signatures that formats document; the name decides only where
 * the content is text or one of the containers that many programs share. */
#include "content/sniff.h"

#include <stdbool.h>
#include <string.h>

#include "base/path.h"
#include "base/str.h"

static const struct {
    size_t offset;
    const char *bytes;
    size_t length;
    enum file_type type;
} signatures[] = {
    {0, "\xFF\xD8\xFF", 3, FILE_JPEG},
    {0, "\x89PNG\r\n\x1A\n", 8, FILE_PNG},
    {0, "GIF87a", 6, FILE_GIF},
    {0, "GIF89a", 6, FILE_GIF},
    {0, "II*\0", 4, FILE_TIFF},
    {0, "MM\0*", 4, FILE_TIFF},
    {0, "II+\0", 4, FILE_TIFF},
    {0, "MM\0+", 4, FILE_TIFF},
    {8, "WEBP", 4, FILE_WEBP},
    {0, "%PDF-", 5, FILE_PDF},
    {0, "\x1A\x45\xDF\xA3", 4, FILE_VIDEO}, /* Matroska, WebM */
    {8, "AVI ", 4, FILE_VIDEO},
    {0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11", 8, FILE_VIDEO}, /* WMV */
    {0, "\0\0\x01\xBA", 4, FILE_VIDEO},
};

/* ISO base media files say their kind in the brand behind "ftyp". */
static enum file_type by_brand(const char *head, size_t length)
{
    static const struct {
        const char brand[5];
        enum file_type type;
    } brands[] = {{"heic", FILE_HEIC}, {"heix", FILE_HEIC}, {"hevc", FILE_HEIC},
                  {"heim", FILE_HEIC}, {"heis", FILE_HEIC}, {"mif1", FILE_HEIC},
                  {"msf1", FILE_HEIC}, {"avif", FILE_AVIF}, {"avis", FILE_AVIF}};
    if (length < 12 || memcmp(head + 4, "ftyp", 4) != 0) {
        return FILE_UNKNOWN;
    }
    size_t size = (size_t)(unsigned char)head[2] << 8 | (unsigned char)head[3];
    size = size > length ? length : size;
    enum file_type found = FILE_UNKNOWN;
    for (size_t at = 8; at + 4 <= size; at += at == 8 ? 8 : 4) {
        for (size_t i = 0; i < sizeof brands / sizeof brands[0]; i++) {
            if (memcmp(head + at, brands[i].brand, 4) == 0) {
                /* "mif1" alone means some HEIF; a later "avif" says which. */
                found =
                    brands[i].type == FILE_AVIF || found == FILE_UNKNOWN ? brands[i].type : found;
            }
        }
    }
    return found != FILE_UNKNOWN ? found : FILE_VIDEO;
}

static enum file_type by_name(const char *name)
{
    static const struct {
        const char *ending;
        enum file_type type;
    } endings[] = {
        {"ppt", FILE_POWERPOINT},
        {"pptx", FILE_POWERPOINT},
        {"pps", FILE_POWERPOINT},
        {"ppsx", FILE_POWERPOINT},
        {"odp", FILE_POWERPOINT},
        {"key", FILE_POWERPOINT},
        {"doc", FILE_WORD},
        {"docx", FILE_WORD},
        {"odt", FILE_WORD},
        {"rtf", FILE_RICH_TEXT},
        {"html", FILE_RICH_TEXT},
        {"htm", FILE_RICH_TEXT},
        {"lnk", FILE_SHORTCUT},
        {"url", FILE_SHORTCUT},
        {"webloc", FILE_SHORTCUT},
        {"desktop", FILE_SHORTCUT},
        {"mp3", FILE_SOUND},
        {"m4a", FILE_SOUND},
        {"wav", FILE_SOUND},
        {"gdraw", FILE_GOOGLE_LINK},
        {"gform", FILE_GOOGLE_LINK},
        {"pages", FILE_WORD},
        {"pub", FILE_PUBLISHER},
        {"xls", FILE_EXCEL},
        {"xlsx", FILE_EXCEL},
        {"ods", FILE_EXCEL},
        {"numbers", FILE_EXCEL},
        {"gdoc", FILE_GOOGLE_LINK},
        {"gsheet", FILE_GOOGLE_LINK},
        {"gslides", FILE_GOOGLE_LINK},
        {"mp4", FILE_VIDEO},
        {"mov", FILE_VIDEO},
        {"avi", FILE_VIDEO},
        {"mkv", FILE_VIDEO},
        {"webm", FILE_VIDEO},
        {"wmv", FILE_VIDEO},
        {"zip", FILE_ZIP},
        {"csv", FILE_CSV},
        {"ics", FILE_ICS},
        {"txt", FILE_TEXT},
        {"md", FILE_TEXT},
    };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (str_same_nocase(path_extension(name), endings[i].ending)) {
            return endings[i].type;
        }
    }
    return FILE_UNKNOWN;
}

/* An SVG is XML whose first element is svg; before it stand only a prolog, comments and a doctype. */
static bool is_svg(const char *head, size_t length)
{
    char text[4097];
    length = length < 4096 ? length : 4096;
    memcpy(text, head, length);
    for (size_t i = 0; i < length; i++) {
        text[i] = text[i] == '\0' ? ' ' : text[i];
    }
    text[length] = '\0';
    const char *at = text + strspn(text, " \t\r\n\xEF\xBB\xBF");
    return *at == '<' && strstr(at, "<svg") != NULL && strstr(at, "<html") == NULL;
}

/* Control characters that no text has. */
static bool looks_binary(const char *head, size_t length)
{
    size_t odd = 0, zeroes = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)head[i];
        zeroes += c == 0;
        odd += (c < 0x20 && strchr("\t\n\r\f\x1A", c) == NULL) || c == 0x7F;
    }
    bool utf16 = zeroes * 10 > length * 3 && zeroes * 10 < length * 6;
    return !utf16 && odd * 50 > length;
}

enum file_type sniff(const char *name, const void *bytes, size_t length)
{
    const char *head = bytes;
    for (size_t i = 0; i < sizeof signatures / sizeof signatures[0]; i++) {
        if (length >= signatures[i].offset + signatures[i].length &&
            memcmp(head + signatures[i].offset, signatures[i].bytes, signatures[i].length) == 0) {
            return signatures[i].type;
        }
    }
    enum file_type type = by_brand(head, length);
    if (type != FILE_UNKNOWN) {
        return type;
    }
    type = by_name(name);
    bool container =
        length >= 4 && (memcmp(head, "PK\3\4", 4) == 0 || memcmp(head, "\xD0\xCF\x11\xE0", 4) == 0);
    if (container) {
        return type >= FILE_POWERPOINT ? type : FILE_ZIP;
    }
    if (type >= FILE_POWERPOINT) {
        return type;
    }
    if (is_svg(head, length)) {
        return FILE_SVG;
    }
    if (looks_binary(head, length)) {
        return FILE_UNKNOWN;
    }
    if (length >= 15 && memmem(head, length, "BEGIN:VCALENDAR", 15) != NULL) {
        return FILE_ICS;
    }
    return type != FILE_UNKNOWN ? type : FILE_TEXT;
}

int file_type_is_picture(enum file_type type)
{
    return type >= FILE_JPEG && type <= FILE_PDF;
}

const char *file_type_refusal(enum file_type type)
{
    switch (type) {
    case FILE_POWERPOINT:
        return "This is a presentation. The screen cannot show it as it is.";
    case FILE_WORD:
        return "This is a word processor's document. The screen cannot show it as it is.";
    case FILE_PUBLISHER:
        return "This is a Publisher document. The screen cannot show it as it is.";
    case FILE_EXCEL:
        return "This is a spreadsheet. The screen reads tables only as CSV.";
    case FILE_GOOGLE_LINK:
        return "This file holds only a link to a Google document, not the document.";
    case FILE_VIDEO:
        return "This is a video. The screen shows pictures, not videos.";
    case FILE_ZIP:
        return "This is a packed folder or a kind of file the screen does not know.";
    case FILE_RICH_TEXT:
        return "This text holds formatting, which the screen cannot read.";
    case FILE_SHORTCUT:
        return "This is a shortcut to a file somewhere else, not the file itself.";
    case FILE_SOUND:
        return "This is a sound. The screen shows pictures and texts.";
    default:
        return NULL;
    }
}

const char *file_type_advice(enum file_type type)
{
    switch (type) {
    case FILE_POWERPOINT:
        return "Choose File > Export > PDF (or save the slides as JPEG) and drop that instead.";
    case FILE_WORD:
        return "Choose File > Save as > PDF and drop the PDF instead.";
    case FILE_PUBLISHER:
        return "Choose File > Export > PDF and drop the PDF instead.";
    case FILE_EXCEL:
        return "Choose File > Save as > CSV UTF-8 and drop the CSV instead.";
    case FILE_GOOGLE_LINK:
        return "In Google choose File > Download > PDF (a sheet: CSV) and drop what you get.";
    case FILE_VIDEO:
        return "Drop a photo of it instead, with a text file beside it.";
    case FILE_ZIP:
        return "Unpack it and drop the pictures themselves.";
    case FILE_RICH_TEXT:
        return "Save it as plain text (.txt); in TextEdit choose Format > Make Plain Text first.";
    case FILE_SHORTCUT:
        return "Open the folder it leads to and copy the file itself into this one.";
    case FILE_SOUND:
        return "Drop a photo or a text about it instead.";
    default:
        return NULL;
    }
}
