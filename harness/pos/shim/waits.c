/*
 * Waits for a duration: at rate 50 a wait of 30 s takes 0.6 s.
 *
 * A wait that is under way keeps the end it began with when the rate changes. Arguments that the
 * real function would refuse are handed to it as they are, so that it does.
 */
#include "clock_shim.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <unistd.h>

static const int64_t LONGEST_S = 100LL * 365 * 86400; /* "for ever" must not overflow int64_t */

bool shim_valid(const struct timespec *time)
{
    return time->tv_sec >= 0 && time->tv_nsec >= 0 && time->tv_nsec < NS_PER_S;
}

int64_t shim_ns(const struct timespec *time)
{
    int64_t seconds = time->tv_sec > LONGEST_S ? LONGEST_S : time->tv_sec;
    return seconds * NS_PER_S + time->tv_nsec;
}

struct timespec shim_timespec(int64_t ns)
{
    int64_t from_zero_ns = ns < 0 ? 0 : ns;
    return (struct timespec){from_zero_ns / NS_PER_S, from_zero_ns % NS_PER_S};
}

/* Never 0 for a wait that is none: that would turn a wait into a poll, and a loop into a spin. */
int64_t shim_real_duration_ns(int64_t fake_ns)
{
    if (fake_ns <= 0)
        return fake_ns;
    double real_ns = (double)fake_ns / shim_setting().rate;
    if (real_ns >= (double)(LONGEST_S * NS_PER_S))
        return LONGEST_S * NS_PER_S;
    return real_ns < 1.0 ? 1 : (int64_t)real_ns;
}

int64_t shim_fake_duration_ns(int64_t real_ns)
{
    return (int64_t)((double)real_ns * shim_setting().rate);
}

static struct timespec scaled(const struct timespec *fake)
{
    return shim_timespec(shim_real_duration_ns(shim_ns(fake)));
}

/* What a signal left of a sleep, in the program's time again. */
static void give_back(struct timespec *left, const struct timespec *real_left)
{
    if (left != NULL)
        *left = shim_timespec(shim_fake_duration_ns(shim_ns(real_left)));
}

EXPORT int nanosleep(const struct timespec *wanted, struct timespec *left)
{
    if (!shim_active() || !shim_valid(wanted))
        return REAL(nanosleep)(wanted, left);
    struct timespec real = scaled(wanted), real_left = {0, 0};
    int status = REAL(nanosleep)(&real, &real_left);
    if (status != 0 && errno == EINTR)
        give_back(left, &real_left);
    return status;
}

EXPORT int clock_nanosleep(clockid_t clock, int flags, const struct timespec *wanted,
                           struct timespec *left)
{
    if (!shim_fakes(clock) || !shim_valid(wanted))
        return REAL(clock_nanosleep)(clock, flags, wanted, left);
    bool moment = flags & TIMER_ABSTIME;
    struct timespec real = moment ? shim_real_deadline(clock, wanted) : scaled(wanted);
    struct timespec real_left = {0, 0};
    int status = REAL(clock_nanosleep)(clock, flags, &real, &real_left);
    if (status == EINTR && !moment)
        give_back(left, &real_left);
    return status;
}

EXPORT int usleep(useconds_t us)
{
    struct timespec wanted = {us / 1000000, us % 1000000 * NS_PER_US};
    return nanosleep(&wanted, NULL);
}

EXPORT unsigned sleep(unsigned seconds)
{
    struct timespec wanted = {seconds, 0}, left = {0, 0};
    return nanosleep(&wanted, &left) == 0 ? 0 : (unsigned)left.tv_sec;
}

EXPORT int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *wanted,
                 const sigset_t *mask)
{
    if (!shim_active() || wanted == NULL || !shim_valid(wanted))
        return REAL(ppoll)(fds, count, wanted, mask);
    struct timespec real = scaled(wanted);
    return REAL(ppoll)(fds, count, &real, mask);
}

/* By way of ppoll: a millisecond is too coarse for what is left of a short wait at a high rate. */
EXPORT int poll(struct pollfd *fds, nfds_t count, int ms)
{
    if (!shim_active() || ms <= 0)
        return REAL(poll)(fds, count, ms);
    struct timespec wanted = shim_timespec(ms * NS_PER_MS);
    return ppoll(fds, count, &wanted, NULL);
}

/* What a program calls instead that was built with _FORTIFY_SOURCE. */
EXPORT int __poll_chk(struct pollfd *fds, nfds_t count, int ms, size_t size)
{
    (void)size;
    return poll(fds, count, ms);
}

EXPORT int __ppoll_chk(struct pollfd *fds, nfds_t count, const struct timespec *wanted,
                       const sigset_t *mask, size_t size)
{
    (void)size;
    return ppoll(fds, count, wanted, mask);
}

EXPORT int pselect(int top, fd_set *in, fd_set *out, fd_set *bad, const struct timespec *wanted,
                   const sigset_t *mask)
{
    if (!shim_active() || wanted == NULL || !shim_valid(wanted))
        return REAL(pselect)(top, in, out, bad, wanted, mask);
    struct timespec real = scaled(wanted);
    return REAL(pselect)(top, in, out, bad, &real, mask);
}

/* Linux leaves in the argument what was not waited; programs rely on it. */
EXPORT int select(int top, fd_set *in, fd_set *out, fd_set *bad, struct timeval *wanted)
{
    if (!shim_active() || wanted == NULL || wanted->tv_sec < 0 || wanted->tv_usec < 0)
        return REAL(select)(top, in, out, bad, wanted);
    struct timespec fake = {wanted->tv_sec, wanted->tv_usec * NS_PER_US};
    struct timespec real = scaled(&fake);
    struct timeval rest = {real.tv_sec, (real.tv_nsec + NS_PER_US - 1) / NS_PER_US};
    int ready = REAL(select)(top, in, out, bad, &rest);
    int64_t left_ns = shim_fake_duration_ns(rest.tv_sec * NS_PER_S + rest.tv_usec * NS_PER_US);
    wanted->tv_sec = left_ns / NS_PER_S;
    wanted->tv_usec = left_ns % NS_PER_S / NS_PER_US;
    return ready;
}

/* epoll counts in milliseconds: rounded up, so that a wait stays one. */
static int scaled_ms(int ms)
{
    if (!shim_active() || ms <= 0)
        return ms;
    int64_t real_ms = (shim_real_duration_ns(ms * NS_PER_MS) + NS_PER_MS - 1) / NS_PER_MS;
    return real_ms > INT_MAX ? INT_MAX : (int)real_ms;
}

EXPORT int epoll_wait(int epoll, struct epoll_event *events, int most, int ms)
{
    return REAL(epoll_wait)(epoll, events, most, scaled_ms(ms));
}

EXPORT int epoll_pwait(int epoll, struct epoll_event *events, int most, int ms,
                       const sigset_t *mask)
{
    return REAL(epoll_pwait)(epoll, events, most, scaled_ms(ms), mask);
}
