/* The calls of libc that change files: each does what it did, and the durable folder follows. */
#include "clock_shim.h"
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

/* Whether writing to that file fails: the disk is full, and it is in the data folder. */
static bool no_room(int fd)
{
    char durable[PATH_MAX];
    if (!disk_full() || !disk_holds_fd(fd, durable))
        return false;
    errno = ENOSPC;
    return true;
}

static ssize_t written(int fd, ssize_t count)
{
    if (count > 0 && disk_active() && (fcntl(fd, F_GETFL) & (O_SYNC | O_DSYNC)) != 0)
        disk_flushed(fd);
    return count;
}

#define WRITER(name, parameters, arguments)                                                        \
    EXPORT ssize_t name parameters                                                                 \
    {                                                                                              \
        return no_room(fd) ? -1 : written(fd, REAL(name) arguments);                               \
    }

WRITER(write, (int fd, const void *data, size_t size), (fd, data, size))
WRITER(pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
WRITER(pwrite64, (int fd, const void *data, size_t size, off64_t at), (fd, data, size, at))
WRITER(writev, (int fd, const struct iovec *parts, int count), (fd, parts, count))
WRITER(pwritev, (int fd, const struct iovec *parts, int count, off_t at), (fd, parts, count, at))
WRITER(pwritev64, (int fd, const struct iovec *parts, int count, off64_t at),
       (fd, parts, count, at))

#define FLUSHER(name)                                                                              \
    EXPORT int name(int fd)                                                                        \
    {                                                                                              \
        int status = no_room(fd) ? -1 : REAL(name)(fd);                                            \
        if (status == 0)                                                                           \
            disk_flushed(fd);                                                                      \
        return status;                                                                             \
    }

FLUSHER(fsync)
FLUSHER(fdatasync)

EXPORT int syncfs(int fd)
{
    int status = REAL(syncfs)(fd);
    disk_flushed_all();
    return status;
}

EXPORT void sync(void)
{
    REAL(sync)();
    disk_flushed_all();
}

EXPORT int ftruncate(int fd, off_t length)
{
    char durable[PATH_MAX];
    int status = REAL(ftruncate)(fd, length);
    if (status == 0 && disk_holds_fd(fd, durable))
        disk_cut(durable, length);
    return status;
}

EXPORT int ftruncate64(int fd, off64_t length)
{
    return ftruncate(fd, length);
}

EXPORT int truncate(const char *path, off_t length)
{
    char durable[PATH_MAX];
    int status = REAL(truncate)(path, length);
    if (status == 0 && disk_holds(AT_FDCWD, path, durable))
        disk_cut(durable, length);
    return status;
}

EXPORT int truncate64(const char *path, off64_t length)
{
    return truncate(path, length);
}

/* A file that is emptied is empty on the disk before its new content is there. */
static int opened(int fd, int flags)
{
    char durable[PATH_MAX];
    if (fd >= 0 && (flags & O_TRUNC) != 0 && disk_holds_fd(fd, durable))
        disk_cut(durable, 0);
    return fd;
}

/* A full disk has no room for another file. */
static bool no_new_file(int at, const char *path, int flags)
{
    char durable[PATH_MAX];
    if ((flags & O_CREAT) == 0 || !disk_full() || !disk_holds(at, path, durable))
        return false;
    if (faccessat(at, path, F_OK, 0) == 0)
        return false;
    errno = ENOSPC;
    return true;
}

#define MODE(last)                                                                                 \
    mode_t mode = 0;                                                                               \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                           \
        va_list rest;                                                                              \
        va_start(rest, last);                                                                      \
        mode = va_arg(rest, mode_t);                                                               \
        va_end(rest);                                                                              \
    }

#define OPENER(name)                                                                               \
    EXPORT int name(const char *path, int flags, ...)                                              \
    {                                                                                              \
        MODE(flags)                                                                                \
        if (no_new_file(AT_FDCWD, path, flags))                                                    \
            return -1;                                                                             \
        return opened(REAL(name)(path, flags, mode), flags);                                       \
    }

#define OPENER_AT(name)                                                                            \
    EXPORT int name(int at, const char *path, int flags, ...)                                      \
    {                                                                                              \
        MODE(flags)                                                                                \
        if (no_new_file(at, path, flags))                                                          \
            return -1;                                                                             \
        return opened(REAL(name)(at, path, flags, mode), flags);                                   \
    }

OPENER(open)
OPENER(open64)
OPENER_AT(openat)
OPENER_AT(openat64)

EXPORT int creat(const char *path, mode_t mode)
{
    return open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

/* The C library's own streams write past us; that they empty a file can be seen. */
#define STREAM(name)                                                                               \
    EXPORT FILE *name(const char *restrict path, const char *restrict mode)                        \
    {                                                                                              \
        int flags = mode[0] == 'w' ? O_CREAT | O_TRUNC : mode[0] == 'a' ? O_CREAT : 0;             \
        if (no_new_file(AT_FDCWD, path, flags))                                                    \
            return NULL;                                                                           \
        FILE *stream = REAL(name)(path, mode);                                                     \
        if (stream != NULL)                                                                        \
            opened(fileno(stream), flags);                                                         \
        return stream;                                                                             \
    }

STREAM(fopen)
STREAM(fopen64)

static int moved(int status, int from_at, const char *from, int to_at, const char *to)
{
    char old[PATH_MAX], fresh[PATH_MAX];
    if (status != 0 || !disk_active() || !disk_holds(to_at, to, fresh))
        return status;
    if (disk_holds(from_at, from, old))
        disk_renamed(old, fresh);
    else
        disk_removed(fresh);
    return status;
}

EXPORT int rename(const char *from, const char *to)
{
    return moved(REAL(rename)(from, to), AT_FDCWD, from, AT_FDCWD, to);
}

EXPORT int renameat(int from_at, const char *from, int to_at, const char *to)
{
    return moved(REAL(renameat)(from_at, from, to_at, to), from_at, from, to_at, to);
}

EXPORT int renameat2(int from_at, const char *from, int to_at, const char *to, unsigned flags)
{
    int status = REAL(renameat2)(from_at, from, to_at, to, flags);
    return moved(status, from_at, from, to_at, to);
}

/* Whether it is in the data folder has to be found out while its folder is surely there. */
#define REMOVER(name, parameters, arguments, at)                                                   \
    EXPORT int name parameters                                                                     \
    {                                                                                              \
        char durable[PATH_MAX];                                                                    \
        bool held = disk_holds(at, path, durable);                                                 \
        int status = REAL(name) arguments;                                                         \
        if (status == 0 && held)                                                                   \
            disk_removed(durable);                                                                 \
        return status;                                                                             \
    }

REMOVER(unlink, (const char *path), (path), AT_FDCWD)
REMOVER(remove, (const char *path), (path), AT_FDCWD)
REMOVER(unlinkat, (int folder, const char *path, int flags), (folder, path, flags), folder)
