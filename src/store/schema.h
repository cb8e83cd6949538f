/* The schemas: what stands in each database, as documented SQL. */
#ifndef FOYER_STORE_SCHEMA_H
#define FOYER_STORE_SCHEMA_H

extern const char *const schema_catalogue;
extern const char *const schema_outbox;
extern const char *const schema_staff;

#endif
