// SPDX-License-Identifier: Apache-2.0
// What the disk alone costs: writes SIZE bytes behind each other into a file of zeros, as the ledger does, each with an
// fdatasync, and prints the median and the 99th percentile of write and sync in microseconds.
// Usage: sync-probe FILE SIZE COUNT        Build: gcc -O2 -Wall -o sync-probe sync-probe.c
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: sync-probe FILE SIZE COUNT\n");
        return 2;
    }
    size_t size = strtoul(argv[2], NULL, 10);
    size_t count = strtoul(argv[3], NULL, 10);
    char *entry = malloc(size);
    double *took = calloc(count, sizeof *took);
    int file = open(argv[1], O_CREAT | O_TRUNC | O_RDWR, 0600);
    if (size == 0 || count == 0 || entry == NULL || took == NULL || file < 0) {
        perror("sync-probe");
        return 3;
    }
    memset(entry, 0, size);
    for (size_t i = 0; i < count; i++) {
        if (pwrite(file, entry, size, i * size) != (ssize_t)size) {
            perror("sync-probe");
            return 3;
        }
    }
    fsync(file);
    memset(entry, 'x', size);
    for (size_t i = 0; i < count; i++) {
        double began = now_us();
        if (pwrite(file, entry, size, i * size) != (ssize_t)size || fdatasync(file) != 0) {
            perror("sync-probe");
            return 3;
        }
        took[i] = now_us() - began;
        usleep(1000);
    }
    qsort(took, count, sizeof *took, ascending);
    printf("%.0f %.0f\n", took[count / 2], took[count * 99 / 100]);
    close(file);
    unlink(argv[1]);
    return 0;
}
