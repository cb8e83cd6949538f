/* A grid of texts. How: one array of owned cells, row after row. */
#include "base/grid.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/str.h"

void grid_add_row(struct grid *grid, size_t columns)
{
    if (grid->rows == 0) {
        grid->columns = columns;
    }
    size_t used = grid->rows * grid->columns;
    if (used + grid->columns > grid->capacity) {
        grid->capacity = 2 * (used + grid->columns);
        grid->cells = xreallocarray(grid->cells, grid->capacity, sizeof grid->cells[0]);
    }
    for (size_t i = 0; i < grid->columns; i++) {
        grid->cells[used + i] = xstrdup("");
    }
    grid->rows++;
}

void grid_set(struct grid *grid, size_t column, const char *text)
{
    char **cell = &grid->cells[(grid->rows - 1) * grid->columns + column];
    wipe(*cell, strlen(*cell));
    free(*cell);
    *cell = xstrdup(text != NULL ? text : "");
}

const char *grid_cell(const struct grid *grid, size_t row, size_t column)
{
    return grid->cells[row * grid->columns + column];
}

size_t grid_column(const struct grid *grid, const char *name)
{
    for (size_t i = 0; grid->rows > 0 && i < grid->columns; i++) {
        if (str_same_nocase(grid_cell(grid, 0, i), name)) {
            return i;
        }
    }
    return GRID_NO_COLUMN;
}

const char *grid_text(const struct grid *grid, size_t row, size_t column)
{
    return column == GRID_NO_COLUMN ? "" : grid_cell(grid, row, column);
}

void grid_wipe(struct grid *grid)
{
    for (size_t i = 0; i < grid->rows * grid->columns; i++) {
        wipe(grid->cells[i], strlen(grid->cells[i]));
        free(grid->cells[i]);
    }
    free(grid->cells);
    *grid = (struct grid){0};
}
