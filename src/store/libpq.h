/* libpq, PostgreSQL's client library, loaded when the first server is asked for (dlopen(3)).
 *
 * Few schools have such a server. With the library twenty others come (TLS, LDAP, Kerberos), which the
 * display, where strangers type, has no use for; the package recommends it and does not need it. */
#ifndef FOYER_STORE_LIBPQ_H
#define FOYER_STORE_LIBPQ_H

#include <libpq-fe.h>

/* What is used of it, under its own names (PostgreSQL manual, "libpq"). */
#define LIBPQ_FUNCTIONS(X)  \
    X(PQclear)              \
    X(PQcmdTuples)          \
    X(PQconnectPoll)        \
    X(PQconnectStartParams) \
    X(PQconninfoFree)       \
    X(PQconninfoParse)      \
    X(PQconsumeInput)       \
    X(PQerrorMessage)       \
    X(PQfinish)             \
    X(PQflush)              \
    X(PQfname)              \
    X(PQgetResult)          \
    X(PQgetvalue)           \
    X(PQisBusy)             \
    X(PQnfields)            \
    X(PQntuples)            \
    X(PQresultErrorField)   \
    X(PQresultErrorMessage) \
    X(PQresultStatus)       \
    X(PQsendQuery)          \
    X(PQsendQueryParams)    \
    X(PQsetNoticeProcessor) \
    X(PQsetnonblocking)     \
    X(PQsocket)             \
    X(PQstatus)

struct libpq {
#define LIBPQ_MEMBER(name) __typeof__(name) *(name);
    LIBPQ_FUNCTIONS(LIBPQ_MEMBER)
#undef LIBPQ_MEMBER
};

/* The library, loaded once and for good. NULL: it is not installed. Not for several threads at a time. */
const struct libpq *libpq_load(void);

#endif
