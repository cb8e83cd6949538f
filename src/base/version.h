/* Foyer's version. */
#ifndef FOYER_BASE_VERSION_H
#define FOYER_BASE_VERSION_H

#define FOYER_VERSION "0.1"

#endif
