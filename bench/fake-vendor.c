// SPDX-License-Identifier: Apache-2.0
// Fake model vendor for load runs: HTTP/1.1 on 127.0.0.1, one event loop, no allocation per request.
// A path with "chat/completions" answers in the OpenAI shape, "/responses" in that of OpenAI Responses, "enerateContent"
// in that of Gemini, "/__count" tells how many model requests came, any other path answers as Anthropic Messages.
// "stream":true in the body, or "streamG" in the path, selects 40 server-sent events; else about 1 KB of JSON.
// Options: -p port (9100)  -t threads (1)  -f delay before the first byte, ms (0)  -e delay between events, ms (0 = one burst)
// Build:   gcc -O2 -Wall -pthread -o fake-vendor fake-vendor.c
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static int port = 9100, nthreads = 1, first_ms = 0, event_ms = 0;
typedef struct { char *p; size_t n; } buf_t;
static buf_t ns[5];                       // complete non-stream responses, by kind
static buf_t st_head;                     // SSE response head
static buf_t ev[5][64]; static int nev[5]; // chunk-encoded events by kind, last one includes the 0-chunk
static buf_t burst[5];
static volatile unsigned long long total;

static buf_t mk(const char *s, size_t n) { buf_t b = { malloc(n), n }; memcpy(b.p, s, n); return b; }
static buf_t json_resp(const char *body) {
  size_t n = strlen(body); char h[512];
  int hn = snprintf(h, sizeof h, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nrequest-id: req_mock_0001\r\nContent-Length: %zu\r\n\r\n", n);
  char *p = malloc(hn + n); memcpy(p, h, hn); memcpy(p + hn, body, n); return (buf_t){ p, hn + n };
}
static buf_t chunk(const char *data, int last) {
  size_t n = strlen(data); char *p = malloc(n + 64);
  int k = sprintf(p, "%zx\r\n", n); memcpy(p + k, data, n); k += n; memcpy(p + k, "\r\n", 2); k += 2;
  if (last) { memcpy(p + k, "0\r\n\r\n", 5); k += 5; }
  return (buf_t){ p, k };
}
static void build(void) {
  static char text[2048]; text[0] = 0;
  while (strlen(text) < 640) strcat(text, "The quick brown fox reads the source file and proposes a change. ");
  static char b[8192];
  snprintf(b, sizeof b, "{\"id\":\"msg_01MockMockMockMockMock01\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":512,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":160}}", text);
  ns[0] = json_resp(b);
  snprintf(b, sizeof b, "{\"id\":\"chatcmpl-mock0001\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"gpt-4o-mini\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":512,\"completion_tokens\":160,\"total_tokens\":672}}", text);
  ns[1] = json_resp(b);
  snprintf(b, sizeof b, "{\"id\":\"resp_mock0001\",\"object\":\"response\",\"created_at\":1760000000,\"status\":\"completed\",\"model\":\"gpt-4o-mini\",\"output\":[{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"%s\",\"annotations\":[]}]}],\"usage\":{\"input_tokens\":512,\"output_tokens\":160,\"total_tokens\":672}}", text);
  ns[2] = json_resp(b);
  snprintf(b, sizeof b, "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"%s\"}]},\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":512,\"candidatesTokenCount\":160,\"totalTokenCount\":672},\"modelVersion\":\"gemini-2.5-pro\",\"responseId\":\"mock0001\"}", text);
  ns[4] = json_resp(b);
  const char *h = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\nrequest-id: req_mock_0001\r\nTransfer-Encoding: chunked\r\n\r\n";
  st_head = mk(h, strlen(h));
  // Anthropic: message_start, content_block_start, 35 deltas, content_block_stop, message_delta, message_stop = 40 events
  int n = 0;
  ev[0][n++] = chunk("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_01MockMockMockMockMock01\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":25000,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,\"output_tokens\":1}}}\n\n", 0);
  ev[0][n++] = chunk("event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n", 0);
  for (int i = 0; i < 35; i++) ev[0][n++] = chunk("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"token \"}}\n\n", 0);
  ev[0][n++] = chunk("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n", 0);
  ev[0][n++] = chunk("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":35}}\n\n", 0);
  ev[0][n++] = chunk("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n", 1);
  nev[0] = n;
  // OpenAI: 1 role chunk + 36 deltas + finish + usage + [DONE] = 40 events
  n = 0;
  #define OC "data: {\"id\":\"c-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"gpt-4o-mini\",\"choices\":["
  ev[1][n++] = chunk(OC "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n", 0);
  for (int i = 0; i < 36; i++) ev[1][n++] = chunk(OC "{\"index\":0,\"delta\":{\"content\":\"token \"},\"finish_reason\":null}]}\n\n", 0);
  ev[1][n++] = chunk(OC "{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", 0);
  ev[1][n++] = chunk(OC "],\"usage\":{\"prompt_tokens\":25000,\"completion_tokens\":36,\"total_tokens\":25036}}\n\n", 0);
  ev[1][n++] = chunk("data: [DONE]\n\n", 1);
  nev[1] = n;
  // Responses: created, item added, part added, 33 deltas, text done, part done, item done, completed = 40 events
  n = 0;
  ev[2][n++] = chunk("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_mock0001\",\"object\":\"response\",\"created_at\":1760000000,\"status\":\"in_progress\",\"model\":\"gpt-4o-mini\",\"output\":[]}}\n\n", 0);
  ev[2][n++] = chunk("event: response.output_item.added\ndata: {\"type\":\"response.output_item.added\",\"sequence_number\":1,\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}}\n\n", 0);
  ev[2][n++] = chunk("event: response.content_part.added\ndata: {\"type\":\"response.content_part.added\",\"sequence_number\":2,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}}\n\n", 0);
  for (int i = 0; i < 33; i++) ev[2][n++] = chunk("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"sequence_number\":3,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\"token \"}\n\n", 0);
  ev[2][n++] = chunk("event: response.output_text.done\ndata: {\"type\":\"response.output_text.done\",\"sequence_number\":36,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"text\":\"token token\"}\n\n", 0);
  ev[2][n++] = chunk("event: response.content_part.done\ndata: {\"type\":\"response.content_part.done\",\"sequence_number\":37,\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"part\":{\"type\":\"output_text\",\"text\":\"token token\",\"annotations\":[]}}\n\n", 0);
  ev[2][n++] = chunk("event: response.output_item.done\ndata: {\"type\":\"response.output_item.done\",\"sequence_number\":38,\"output_index\":0,\"item\":{\"type\":\"message\",\"id\":\"msg_1\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":\"token token\",\"annotations\":[]}]}}\n\n", 0);
  ev[2][n++] = chunk("event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":39,\"response\":{\"id\":\"resp_mock0001\",\"object\":\"response\",\"created_at\":1760000000,\"status\":\"completed\",\"model\":\"gpt-4o-mini\",\"output\":[],\"usage\":{\"input_tokens\":25000,\"output_tokens\":36,\"total_tokens\":25036}}}\n\n", 1);
  nev[2] = n;
  // Gemini: 40 pieces, each with a candidate
  n = 0;
  #define GC "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"token \"}]},"
  for (int i = 0; i < 39; i++) ev[4][n++] = chunk(GC "\"index\":0}],\"modelVersion\":\"gemini-2.5-pro\",\"responseId\":\"mock0001\"}\n\n", 0);
  ev[4][n++] = chunk(GC "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":25000,\"candidatesTokenCount\":40,\"totalTokenCount\":25040},\"modelVersion\":\"gemini-2.5-pro\",\"responseId\":\"mock0001\"}\n\n", 1);
  nev[4] = n;
  const char *names[] = { "anthropic", "chat", "responses", "", "gemini" };
  for (int k = 0; k < 5; k++) {
    size_t t = st_head.n, o = st_head.n; for (int i = 0; i < nev[k]; i++) t += ev[k][i].n;
    char *p = malloc(t); memcpy(p, st_head.p, st_head.n);
    for (int i = 0; i < nev[k]; i++) { memcpy(p + o, ev[k][i].p, ev[k][i].n); o += ev[k][i].n; }
    burst[k] = (buf_t){ p, t };
    if (nev[k]) fprintf(stderr, "%s: %zu bytes of JSON with head, or %d events, %zu bytes on the wire\n", names[k], ns[k].n, nev[k], t);
  }
}

typedef struct conn {
  int fd; char *in; size_t inlen, incap, scan;   // request accumulation
  const char *out; size_t outlen, outoff;        // current write
  buf_t *evs; int nev, evi;                      // paced stream
  int kind;                                      // 0 anthropic 1 chat 2 responses 3 counter 4 gemini
  char small[160];
  int stream, busy, closing, gen;
  uint64_t due; struct conn *next; int queued;
} conn;
typedef struct { conn *h, *t; } fifo;
static uint64_t now_us(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return (uint64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000; }
static void fpush(fifo *f, conn *c) { c->next = 0; c->queued = 1; if (f->t) f->t->next = c; else f->h = c; f->t = c; }
static conn *fpop(fifo *f) { conn *c = f->h; f->h = c->next; if (!f->h) f->t = 0; c->queued = 0; return c; }

static int ep_mod(int ep, conn *c, uint32_t ev) { struct epoll_event e = { .events = ev, .data.ptr = c }; return epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &e); }
// freed only at the end of the loop iteration: the current epoll batch may still name the connection
static __thread conn *dead;
static void cclose(conn *c) { if (c->fd >= 0) { close(c->fd); c->fd = -1; } if (!c->queued && !c->closing) { c->closing = 1; c->next = dead; dead = c; } }
static void reap(void) { while (dead) { conn *c = dead; dead = c->next; free(c->in); free(c); } }

// returns 1 done, 0 would block, -1 error
static int flush_out(conn *c) {
  while (c->outoff < c->outlen) {
    ssize_t w = send(c->fd, c->out + c->outoff, c->outlen - c->outoff, MSG_NOSIGNAL);
    if (w < 0) { if (errno == EAGAIN) return 0; return -1; }
    c->outoff += w;
  }
  return 1;
}
static void start_send(conn *c, const char *p, size_t n) { c->out = p; c->outlen = n; c->outoff = 0; }

// parse a full request in c->in; returns total length or 0 if incomplete, -1 bad
static ssize_t parse(conn *c) {
  char *e = memmem(c->in, c->inlen, "\r\n\r\n", 4);
  if (!e) return 0;
  size_t hl = e - c->in + 4; long cl = -1; int chunked = 0;
  char *p = memmem(c->in, hl, "\r\n", 2);
  while (p && p < e) {
    char *l = p + 2;
    if (!strncasecmp(l, "content-length:", 15)) cl = strtol(l + 15, 0, 10);
    else if (!strncasecmp(l, "transfer-encoding:", 18)) chunked = 1;
    else if (!strncasecmp(l, "expect:", 7) && c->inlen == hl) { const char *k = "HTTP/1.1 100 Continue\r\n\r\n"; if (c->scan != 1) { send(c->fd, k, strlen(k), MSG_NOSIGNAL); c->scan = 1; } }
    p = memmem(l, e + 2 - l, "\r\n", 2);
  }
  size_t tot;
  if (chunked) {
    char *q = c->in + hl, *end = c->in + c->inlen;
    for (;;) {
      char *nl = memmem(q, end - q, "\r\n", 2); if (!nl) return 0;
      long n = strtol(q, 0, 16); q = nl + 2;
      if (end - q < n + 2) return 0;
      q += n + 2; if (n == 0) break;
    }
    tot = q - c->in;
  } else { tot = hl + (cl > 0 ? cl : 0); if (c->inlen < tot) return 0; }
  char *nl = memchr(c->in, '\n', hl); size_t rl = nl - c->in;
  c->kind = memmem(c->in, rl, "chat/completions", 16) ? 1 : memmem(c->in, rl, "/responses", 10) ? 2 : memmem(c->in, rl, "/__count", 8) ? 3 : memmem(c->in, rl, "enerateContent", 14) ? 4 : 0;
  c->stream = memmem(c->in, rl, "streamG", 7) || memmem(c->in + hl, tot - hl, "\"stream\":true", 13) || memmem(c->in + hl, tot - hl, "\"stream\": true", 14);
  return tot;
}
static void respond(conn *c, fifo *fe) {
  if (c->kind == 3) {
    int bn = snprintf(c->small, sizeof c->small, "%llu\n", total); char body[32]; memcpy(body, c->small, bn + 1);
    int n = snprintf(c->small, sizeof c->small, "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s", bn, body);
    c->evs = 0; start_send(c, c->small, n); return;
  }
  __sync_fetch_and_add(&total, 1);
  if (!c->stream) { c->evs = 0; start_send(c, ns[c->kind].p, ns[c->kind].n); return; }
  if (event_ms == 0) { c->evs = 0; start_send(c, burst[c->kind].p, burst[c->kind].n); return; }
  c->evs = ev[c->kind]; c->nev = nev[c->kind]; c->evi = 0; start_send(c, st_head.p, st_head.n);
  c->due = now_us() + (uint64_t)event_ms * 1000; fpush(fe, c);
}
static void *loop(void *arg) {
  (void)arg; int one = 1, ls = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  setsockopt(ls, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one); setsockopt(ls, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
  struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
  if (bind(ls, (void *)&a, sizeof a) || listen(ls, 1024)) { perror("bind"); exit(1); }
  int ep = epoll_create1(0); struct epoll_event e = { .events = EPOLLIN, .data.ptr = 0 }; epoll_ctl(ep, EPOLL_CTL_ADD, ls, &e);
  struct epoll_event evs[256]; fifo fd_first = {0}, fd_ev = {0};
  for (;;) {
    int to = -1; uint64_t now = now_us(), d = 0;
    if (fd_first.h) d = fd_first.h->due;
    if (fd_ev.h && (!d || fd_ev.h->due < d)) d = fd_ev.h->due;
    if (d) to = d <= now ? 0 : (int)((d - now + 999) / 1000);
    reap();
    int n = epoll_wait(ep, evs, 256, to);
    now = now_us();
    while (fd_first.h && fd_first.h->due <= now) { conn *c = fpop(&fd_first); if (c->fd < 0) { cclose(c); continue; } respond(c, &fd_ev);
      int r = flush_out(c); if (r < 0) { cclose(c); continue; } if (r == 0) ep_mod(ep, c, EPOLLIN | EPOLLOUT); else if (!c->evs) { c->busy = 0; } }
    while (fd_ev.h && fd_ev.h->due <= now) {
      conn *c = fpop(&fd_ev); if (c->fd < 0) { cclose(c); continue; }
      if (c->outoff < c->outlen) { c->due = now + 1000; fpush(&fd_ev, c); continue; }
      start_send(c, c->evs[c->evi].p, c->evs[c->evi].n); c->evi++;
      int r = flush_out(c); if (r < 0) { cclose(c); continue; }
      if (c->evi < c->nev) { c->due = now + (uint64_t)event_ms * 1000; fpush(&fd_ev, c); } else { c->evs = 0; if (r == 1) c->busy = 0; }
      if (r == 0) ep_mod(ep, c, EPOLLIN | EPOLLOUT);
    }
    for (int i = 0; i < n; i++) {
      conn *c = evs[i].data.ptr;
      if (!c) { for (;;) { int fd = accept4(ls, 0, 0, SOCK_NONBLOCK); if (fd < 0) break; setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          conn *k = calloc(1, sizeof *k); k->fd = fd; struct epoll_event x = { .events = EPOLLIN, .data.ptr = k }; epoll_ctl(ep, EPOLL_CTL_ADD, fd, &x); } continue; }
      if (c->fd < 0) continue;
      if (evs[i].events & EPOLLOUT) { int r = flush_out(c); if (r < 0) { cclose(c); continue; } if (r == 1) { ep_mod(ep, c, EPOLLIN); if (!c->evs) c->busy = 0; } }
      if (evs[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
        int dead = 0;
        for (;;) {
          if (c->incap - c->inlen < 65536) { c->incap = c->incap ? c->incap * 2 : 131072; c->in = realloc(c->in, c->incap); }
          ssize_t r = recv(c->fd, c->in + c->inlen, c->incap - c->inlen, 0);
          if (r == 0) { dead = 1; break; }
          if (r < 0) { if (errno != EAGAIN) dead = 1; break; }
          c->inlen += r;
        }
        if (dead) { epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, 0); cclose(c); continue; }
      }
      while (!c->busy && c->inlen) {
        ssize_t t = parse(c); if (t <= 0) break;
        memmove(c->in, c->in + t, c->inlen - t); c->inlen -= t; c->scan = 0; c->busy = 1;
        if (first_ms) { c->due = now_us() + (uint64_t)first_ms * 1000; fpush(&fd_first, c); break; }
        respond(c, &fd_ev); int r = flush_out(c);
        if (r < 0) { cclose(c); c = 0; break; } if (r == 0) { ep_mod(ep, c, EPOLLIN | EPOLLOUT); break; }
        if (c->evs) break;
        c->busy = 0;
      }
    }
  }
}
int main(int argc, char **argv) {
  int o; while ((o = getopt(argc, argv, "p:t:f:e:")) != -1) { int v = atoi(optarg); if (o == 'p') port = v; else if (o == 't') nthreads = v; else if (o == 'f') first_ms = v; else if (o == 'e') event_ms = v; }
  build();
  for (int i = 1; i < nthreads; i++) { pthread_t t; pthread_create(&t, 0, loop, 0); }
  loop(0); return 0;
}
