/* The jobs: what each subcommand does. main.c's table names them; each returns an exit code. */
#ifndef FOYER_JOBS_JOBS_H
#define FOYER_JOBS_JOBS_H

#include "jobs/options.h"

int job_run(struct options *options);    /* show, with import and sync as supervised children */
int job_show(struct options *options);   /* the screen */
int job_splash(struct options *options); /* the school's name on the console, until show draws */
int job_import(struct options *options); /* share -> catalogue and cache */
int job_sync(struct options *options);   /* outbox -> staff file */
int job_list(struct options *options);
int job_merge(struct options *options); /* several kiosks' files -> one for the office */
int job_export(struct options *options);
int job_erase(struct options *options); /* a person, everywhere Foyer writes */
int job_check(struct options *options);
int job_status(struct options *options);
int job_config(struct options *options);
int job_pin(struct options *options);   /* the staff's PIN as a line for the configuration */
int job_setup(struct options *options); /* asks, and makes this computer a kiosk */

/* One pass of import or sync inside another process (tours, tests) whose clock says `now` and is `set`, or
 * nobody has set it; true: it did all it could. */
bool import_once(const struct config *config, wall_t now, bool set);
bool sync_once(const struct config *config, wall_t now, bool set);

#endif
