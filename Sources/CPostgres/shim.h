#include <libpq-fe.h>

/* What watching libpq's sockets takes; the Glibc module of Swift leaves these out. */
#include <sys/epoll.h>
#include <sys/eventfd.h>

/* The parts of an error. libpq defines them as characters in postgres_ext.h. */
static const int dovetail_diag_sqlstate = PG_DIAG_SQLSTATE;
static const int dovetail_diag_message = PG_DIAG_MESSAGE_PRIMARY;
static const int dovetail_diag_detail = PG_DIAG_MESSAGE_DETAIL;
static const int dovetail_diag_hint = PG_DIAG_MESSAGE_HINT;
