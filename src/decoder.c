/* foyer-pictures: the program that opens the pictures people dropped, and nothing else. Import starts it; it
 * is no command for people.
 *
 * A program of its own, because libvips brings half a hundred libraries: the display, which starts while a
 * hall full of people looks at it, neither loads them nor has their code in its memory. */
#include "content/pictureworker.h"

int main(int argc, char **argv)
{
    return picture_worker_main(argc, argv);
}
