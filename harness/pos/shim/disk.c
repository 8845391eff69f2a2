/* The durable folder: which files are meant, and how their content gets there. */
#include "clock_shim.h"
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char MAGIC[8] = "TPDISK01";
static struct disk_control *control;
static char data[PATH_MAX], mirror[PATH_MAX];

static bool folder(const char *variable, char found[PATH_MAX])
{
    const char *path = getenv(variable);
    return path != NULL && realpath(path, found) != NULL;
}

/* Without the file and both folders the program's disk is left alone. */
__attribute__((constructor)) static void attach(void)
{
    const char *path = getenv("TILLPROOF_DISK_FILE");
    if (path == NULL || !folder("TILLPROOF_DATA_DIR", data) ||
        !folder("TILLPROOF_DURABLE_DIR", mirror))
        return;
    int fd = REAL(open)(path, O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return;
    void *mapped = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (mapped == MAP_FAILED || memcmp(mapped, MAGIC, sizeof MAGIC) != 0)
        return;
    control = mapped;
    __atomic_add_fetch(&control->attached, 1, __ATOMIC_RELAXED);
    if (getsid(0) == getpid())
        __atomic_store_n(&control->session, (uint32_t)getpid(), __ATOMIC_RELAXED);
}

bool disk_active(void)
{
    return control != NULL;
}

bool disk_full(void)
{
    return control != NULL && __atomic_load_n(&control->full, __ATOMIC_RELAXED) != 0;
}

static bool mirrored(const char *path, char durable[PATH_MAX])
{
    size_t length = strlen(data);
    if (strncmp(path, data, length) != 0 || path[length] != '/')
        return false;
    return snprintf(durable, PATH_MAX, "%s%s", mirror, path + length) < PATH_MAX;
}

static bool path_of(int fd, char path[PATH_MAX])
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length <= 0)
        return false;
    path[length] = '\0';
    return true;
}

/* The folder is looked up, the last name is not: it may not be there yet. */
bool disk_holds(int at, const char *path, char durable[PATH_MAX])
{
    char whole[PATH_MAX], base[PATH_MAX] = ".", real[PATH_MAX];
    if (control == NULL || path == NULL)
        return false;
    if (path[0] != '/' && at != AT_FDCWD && !path_of(at, base))
        return false;
    int size = path[0] == '/' ? snprintf(whole, PATH_MAX, "%s", path)
                              : snprintf(whole, PATH_MAX, "%s/%s", base, path);
    char *name = size < PATH_MAX ? strrchr(whole, '/') : NULL;
    if (name == NULL)
        return false;
    *name = '\0';
    if (realpath(whole[0] == '\0' ? "/" : whole, real) == NULL)
        return false;
    size = snprintf(base, PATH_MAX, "%s/%s", real, name + 1);
    return size < PATH_MAX && mirrored(base, durable);
}

bool disk_holds_fd(int fd, char durable[PATH_MAX])
{
    char path[PATH_MAX];
    return control != NULL && path_of(fd, path) && mirrored(path, durable);
}

static void make_folders(const char *durable)
{
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s", durable);
    for (char *at = path + strlen(mirror) + 1; (at = strchr(at, '/')) != NULL; at++) {
        *at = '\0';
        mkdir(path, 0700);
        *at = '/';
    }
}

static bool copy(int from, int to)
{
    char bytes[65536];
    off_t at = 0;
    for (ssize_t got; (got = pread(from, bytes, sizeof bytes, at)) != 0; at += got)
        if (got < 0 || REAL(write)(to, bytes, (size_t)got) != got)
            return false;
    return true;
}

/* Copied beside and renamed: whoever is killed in between leaves the older content. */
static void flush(const char *path, const char *durable)
{
    char fresh[PATH_MAX];
    struct stat found;
    if (stat(path, &found) != 0 || !S_ISREG(found.st_mode) || strstr(path, " (deleted)") != NULL)
        return;
    if (snprintf(fresh, PATH_MAX, "%s.%ld.new", durable, syscall(SYS_gettid)) >= PATH_MAX)
        return;
    make_folders(durable);
    int from = REAL(open)(path, O_RDONLY | O_CLOEXEC);
    int to = REAL(open)(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, found.st_mode & 0777);
    if (from >= 0 && to >= 0 && copy(from, to))
        REAL(rename)(fresh, durable);
    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
}

/* The power goes when the flush is done and before the program hears of it: for all of it. That is
 * its group where it was started in a session of its own, as the harness does; else the group may be
 * that of whoever started it. */
static void count(void)
{
    __atomic_add_fetch(&control->flushed, 1, __ATOMIC_RELAXED);
    uint32_t left = __atomic_load_n(&control->flushes, __ATOMIC_RELAXED);
    while (left != 0 && !__atomic_compare_exchange_n(&control->flushes, &left, left - 1, false,
                                                     __ATOMIC_RELAXED, __ATOMIC_RELAXED))
        ;
    if (left != 1)
        return;
    pid_t own = (pid_t)__atomic_load_n(&control->session, __ATOMIC_RELAXED);
    kill(getsid(0) == own && getpgrp() == own ? 0 : getpid(), SIGKILL);
}

void disk_flushed(int fd)
{
    char path[PATH_MAX], durable[PATH_MAX];
    int before = errno;
    if (control != NULL && path_of(fd, path) && mirrored(path, durable)) {
        flush(path, durable);
        count();
    }
    errno = before;
}

static int flush_one(const char *path, const struct stat *found, int kind, struct FTW *where)
{
    char durable[PATH_MAX];
    (void)found, (void)where;
    if (kind == FTW_F && mirrored(path, durable))
        flush(path, durable);
    return 0;
}

void disk_flushed_all(void)
{
    if (control != NULL) {
        nftw(data, flush_one, 16, FTW_PHYS);
        count();
    }
}

void disk_cut(const char *durable, off_t length)
{
    struct stat found;
    int before = errno;
    if (stat(durable, &found) == 0 && found.st_size > length && REAL(truncate)(durable, length) != 0)
        REAL(unlink)(durable);
    errno = before;
}

/* What was never flushed is there by its new name, and empty. */
void disk_renamed(const char *from, const char *to)
{
    int before = errno;
    make_folders(to);
    if (REAL(rename)(from, to) != 0) {
        int fd = REAL(open)(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (fd >= 0)
            close(fd);
    }
    errno = before;
}

void disk_removed(const char *durable)
{
    int before = errno;
    REAL(unlink)(durable);
    errno = before;
}
