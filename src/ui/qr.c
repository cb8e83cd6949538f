/* QR codes. How: libqrencode makes the matrix, at error level M while it stays small, else L; equal
 * neighbours in a row are one rectangle. */
#include "ui/qr.h"

#include <math.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static const float SYMBOL_MM = 40, MODULE_MM = 0.6f;

/* One try; NULL: too long. Text beyond ASCII is announced as UTF-8 (ECI 26), or readers guess. */
static QRcode *encode(const char *text, QRecLevel level)
{
    bool ascii = true;
    for (const char *at = text; *at != '\0'; at++) {
        ascii = ascii && (unsigned char)*at < 0x80;
    }
    QRinput *input = QRinput_new2(0, level);
    QRcode *code = NULL;
    if (input != NULL && (ascii || QRinput_appendECIheader(input, 26) == 0) &&
        QRinput_append(input, QR_MODE_8, (int)strlen(text), (const unsigned char *)text) == 0) {
        code = QRcode_encodeInput(input);
    }
    QRinput_free(input);
    if (code != NULL && code->version > QR_VERSION_MOST) {
        QRcode_free(code);
        code = NULL;
    }
    return code;
}

bool qr_make(struct qr *qr, const char *text)
{
    *qr = (struct qr){0};
    static const QRecLevel levels[] = {QR_ECLEVEL_M, QR_ECLEVEL_L};
    QRcode *code = NULL;
    for (size_t i = 0; i < 2 && code == NULL && text[0] != '\0'; i++) {
        code = encode(text, levels[i]);
    }
    if (code == NULL) {
        return false;
    }
    qr->size = code->width;
    size_t count = (size_t)code->width * (size_t)code->width;
    qr->cells = xcalloc(count, 1);
    for (size_t i = 0; i < count; i++) {
        qr->cells[i] = code->data[i] & 1;
    }
    QRcode_free(code);
    return true;
}

void qr_free(struct qr *qr)
{
    free(qr->cells);
    *qr = (struct qr){0};
}

float qr_side(const struct theme *theme, const struct qr *qr, float room)
{
    float modules = (float)(qr->size + 2 * QR_QUIET);
    float least = fmaxf(SYMBOL_MM / (float)qr->size, MODULE_MM) * theme->px_per_mm;
    float module = floorf(room / modules);
    return module < 2 || module < least ? 0 : module * modules;
}

void qr_draw(struct ui *ui, const struct qr *qr, float x, float y, float side, const char *label)
{
    struct colour white = colour_rgb(0xffffff), black = colour_rgb(0x000000);
    struct rect whole = {roundf(x), roundf(y), side, side};
    draw_fill(ui->draw, whole, white, 0);
    float module = side / (float)(qr->size + 2 * QR_QUIET);
    for (int row = 0; row < qr->size; row++) {
        const uint8_t *cells = qr->cells + (ptrdiff_t)row * qr->size;
        for (int from = 0; from < qr->size;) {
            int to = from;
            while (to < qr->size && cells[to] == cells[from]) {
                to++;
            }
            if (cells[from]) {
                struct rect run = {whole.x + module * (float)(from + QR_QUIET),
                                   whole.y + module * (float)(row + QR_QUIET),
                                   module * (float)(to - from), module};
                draw_fill(ui->draw, run, black, 0);
            }
            from = to;
        }
    }
    tree_add(ui->tree, ROLE_PICTURE, label, whole, (struct action){0});
}
