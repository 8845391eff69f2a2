/*
 * The disk of a program that is preloaded with this library: what a power cut would leave of it.
 *
 * Beside the program's data folder stands a second one, the *durable* one. What is flushed (fsync,
 * fdatasync, O_SYNC, sync) is copied there; names and lengths change there at once, as a journalling
 * file system may have written them before the data. After a power cut the harness puts the durable
 * folder in the place of the other.
 *
 *     disk.c    the control file, paths, the copies      disk_calls.c   the calls of libc
 */
#ifndef TILLPROOF_DISK_H
#define TILLPROOF_DISK_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* The control file: the harness writes `full`, and `flushes` to cut the power at the nth one; it
 * reads how often the program has `flushed` in all its lives. */
struct disk_control {
    char magic[8];
    uint32_t attached; /* processes that have mapped the file: proof that the preload works */
    uint32_t full;
    uint32_t flushes; /* so many more, the last of them fatal; 0: none is */
    uint32_t flushed;
    uint32_t session; /* the latest program that began a session; 0: none did */
};

bool disk_active(void);
bool disk_full(void);

/* Whether the path (relative to the open folder `at`), or the open file, is in the data folder;
 * `durable` gets its path in the durable one. */
bool disk_holds(int at, const char *path, char durable[PATH_MAX]);
bool disk_holds_fd(int fd, char durable[PATH_MAX]);

void disk_flushed(int fd);  /* its content is on the disk */
void disk_flushed_all(void);
void disk_cut(const char *durable, off_t length); /* it has at most that length on the disk */
void disk_renamed(const char *from, const char *to);
void disk_removed(const char *durable);

#endif
