/* The log: one line a message on stderr, where systemd's journal or a terminal reads it.
 *
 * Nothing a visitor typed may ever be passed here. */
#ifndef FOYER_BASE_LOG_H
#define FOYER_BASE_LOG_H

/* Sets the word that starts every line ("show", "import", …); the pointer must stay valid. */
void log_set_job(const char *job);

/* What a person may want to know later. */
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Something is not as it should be and Foyer goes on. */
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Something could not be done; say what to do about it in the same line. */
void log_error(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
