/* A grid of texts: rows of cells, the first row holds the columns' names. For what is exported. */
#ifndef FOYER_BASE_GRID_H
#define FOYER_BASE_GRID_H

#include <stddef.h>

/* Zero-initialised: empty. The first row that is begun fixes how many columns there are. */
struct grid {
    char **cells; /* rows x columns; each owned and never NULL */
    size_t rows, columns, capacity;
};

/* Begins a row of `columns` empty cells; later rows must have as many as the first. */
void grid_add_row(struct grid *grid, size_t columns);

/* Sets a cell of the last row to a copy of `text` (NULL: empty). */
void grid_set(struct grid *grid, size_t column, const char *text);

/* A cell; valid until the grid changes. */
const char *grid_cell(const struct grid *grid, size_t row, size_t column);

/* The column of that name (ASCII letters compared without case); GRID_NO_COLUMN: there is none. */
#define GRID_NO_COLUMN ((size_t)-1)
size_t grid_column(const struct grid *grid, const char *name);

/* A cell of the column that grid_column() has found; "" when there is no such column. */
const char *grid_text(const struct grid *grid, size_t row, size_t column);

/* Overwrites every cell (they may hold what visitors typed) and frees. */
void grid_wipe(struct grid *grid);

#endif
