// A remote GraphQL service as fast as one can be, so that the engine and not the service is measured:
// it answers introspection from a file, and `profiles(ids: [...])` with a precomputed object for each
// number that it finds in the request's variables. One process, one poll loop, HTTP/1.1 keep-alive.
// With a delay it answers each request so many milliseconds later, without keeping others waiting. On
// SIGTERM it prints how many requests with variables it got.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CLIENTS = 256, BODY = 1 << 20, WAITING = 4096 };
static struct { char *in; size_t length, capacity; } client[CLIENTS];
static struct pollfd polls[CLIENTS + 1];
static char *introspection;
static size_t introspection_length;
static char *out;
static size_t out_capacity = 32 << 20;
// Requests that wait for their delay, oldest first.
static struct { int fd; long due; char *body; size_t length; } waiting[WAITING];
static unsigned first_waiting, end_waiting;
static long delay;
static volatile long requests;

static long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void stop(int signal) {
  (void)signal;
  char text[32];
  int length = snprintf(text, sizeof text, "%ld\n", requests);
  _exit(write(1, text, (size_t)length) == length ? 0 : 1);
}

static size_t profile(char *to, long id) {
  return (size_t)sprintf(to,
      "{\"id\":%ld,\"nick\":\"nick%ld\",\"bio\":\"Likes \\\"quotes\\\" and long walks, number %ld.\","
      "\"score\":%ld.5,\"verified\":%s,\"avatarUrl\":\"https://img.example.test/%ld.png\","
      "\"tags\":[\"a%ld\",\"b\",\"c\"],\"plan\":{\"name\":\"pro\",\"seats\":%ld}}",
      id, id, id, id % 100, id % 2 ? "true" : "false", id, id % 7, 1 + id % 20);
}

static void send_all(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t sent = write(fd, bytes, length);
    if (sent <= 0) return;
    bytes += sent;
    length -= (size_t)sent;
  }
}

static void answer(int fd, const char *body, size_t length) {
  char head[128];
  size_t size;
  const char *result = out;
  const char *variables;
  if (memmem(body, length, "__schema", 8)) {
    result = introspection;
    size = introspection_length;
  } else if ((variables = memmem(body, length, "\"variables\"", 11))) {
    requests++;
    char *to = out + sprintf(out, "{\"data\":{\"profiles\":[");
    const char *end = body + length;
    int first = 1;
    for (const char *at = variables; at < end;) {
      if (!isdigit((unsigned char)*at)) { at++; continue; }
      long id = strtol(at, (char **)&at, 10);
      if (!first) *to++ = ',';
      first = 0;
      to += profile(to, id);
    }
    to += sprintf(to, "]}}");
    size = (size_t)(to - out);
  } else {
    size = (size_t)sprintf(out, "{\"data\":{\"__typename\":\"Query\"}}");
  }
  int head_length = sprintf(head,
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n", size);
  send_all(fd, head, (size_t)head_length);
  send_all(fd, result, size);
}

// Takes one complete request off the buffer and answers it; returns 0 if there is none.
static int serve(int index) {
  char *in = client[index].in;
  size_t length = client[index].length;
  char *head_end = memmem(in, length, "\r\n\r\n", 4);
  if (!head_end) return 0;
  size_t content = 0;
  for (char *line = in; line < head_end; line++)
    if ((line == in || line[-1] == '\n') && !strncasecmp(line, "content-length:", 15))
      content = strtoul(line + 15, NULL, 10);
  size_t total = (size_t)(head_end + 4 - in) + content;
  if (length < total) return 0;
  if (delay && end_waiting - first_waiting < WAITING) {
    char *body = malloc(content + 1);
    memcpy(body, head_end + 4, content);
    unsigned place = end_waiting++ % WAITING;
    waiting[place].fd = polls[index].fd;
    waiting[place].due = now() + delay;
    waiting[place].body = body;
    waiting[place].length = content;
  } else {
    answer(polls[index].fd, head_end + 4, content);
  }
  memmove(in, in + total, length - total);
  client[index].length -= total;
  return 1;
}

// Answers the requests whose delay is over; returns how long to wait for the next, or -1.
static int answer_due(void) {
  while (first_waiting != end_waiting) {
    unsigned place = first_waiting % WAITING;
    long left = waiting[place].due - now();
    if (left > 0) return (int)left;
    answer(waiting[place].fd, waiting[place].body, waiting[place].length);
    free(waiting[place].body);
    first_waiting++;
  }
  return -1;
}

int main(int argc, char **argv) {
  if (argc != 3 && argc != 4) {
    fprintf(stderr, "usage: profiles PORT INTROSPECTION.json [DELAY]\n");
    return 64;
  }
  if (argc == 4) delay = atol(argv[3]);
  signal(SIGPIPE, SIG_IGN);  // A client that leaves must not end the service.
  signal(SIGTERM, stop);
  FILE *file = fopen(argv[2], "r");
  if (!file) { perror(argv[2]); return 1; }
  introspection = malloc(BODY);
  introspection_length = fread(introspection, 1, BODY, file);
  out = malloc(out_capacity);
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 128)) {
    perror("profiles");
    return 1;
  }
  for (int i = 0; i < CLIENTS; i++) polls[i].fd = -1;
  polls[CLIENTS] = (struct pollfd){.fd = listener, .events = POLLIN};
  for (;;) {
    poll(polls, CLIENTS + 1, answer_due());
    if (polls[CLIENTS].revents) {
      int fd = accept(listener, NULL, NULL), i = 0;
      while (i < CLIENTS && polls[i].fd >= 0) i++;
      if (i == CLIENTS) { close(fd); continue; }
      setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      polls[i] = (struct pollfd){.fd = fd, .events = POLLIN};
      client[i].length = 0;
    }
    for (int i = 0; i < CLIENTS; i++) {
      if (polls[i].fd < 0 || !polls[i].revents) continue;
      if (client[i].capacity - client[i].length < 65536) {
        client[i].capacity += 1 << 20;
        client[i].in = realloc(client[i].in, client[i].capacity);
      }
      ssize_t got = read(polls[i].fd, client[i].in + client[i].length,
                         client[i].capacity - client[i].length);
      if (got <= 0) { close(polls[i].fd); polls[i].fd = -1; continue; }
      client[i].length += (size_t)got;
      while (serve(i)) {}
    }
  }
}
