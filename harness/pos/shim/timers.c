/* Timers and time-outs that the kernel runs by its own clock: set shorter beforehand. */
#include "clock_shim.h"

#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* Zero stays zero: it switches a timer or a time-out off. */
static struct timeval scaled(struct timeval fake)
{
    struct timespec precise = {fake.tv_sec, fake.tv_usec * NS_PER_US};
    int64_t us = (shim_real_duration_ns(shim_ns(&precise)) + NS_PER_US - 1) / NS_PER_US;
    return (struct timeval){us / 1000000, us % 1000000};
}

static struct timespec scaled_spec(const struct timespec *fake)
{
    return shim_timespec(shim_real_duration_ns(shim_ns(fake)));
}

EXPORT int setitimer(__itimer_which_t which, const struct itimerval *restrict wanted,
                     struct itimerval *restrict before)
{
    if (!shim_active() || which != ITIMER_REAL || wanted == NULL)
        return REAL(setitimer)(which, wanted, before);
    struct itimerval real = {scaled(wanted->it_interval), scaled(wanted->it_value)};
    return REAL(setitimer)(which, &real, before);
}

EXPORT unsigned alarm(unsigned seconds)
{
    struct itimerval wanted = {{0, 0}, {seconds, 0}}, before = {{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &wanted, &before);
    int64_t left_ns = before.it_value.tv_sec * NS_PER_S + before.it_value.tv_usec * NS_PER_US;
    if (shim_active())
        left_ns = shim_fake_duration_ns(left_ns);
    return (unsigned)((left_ns + NS_PER_S - 1) / NS_PER_S);
}

EXPORT int timerfd_settime(int fd, int flags, const struct itimerspec *wanted,
                           struct itimerspec *before)
{
    if (!shim_active() || wanted->it_value.tv_sec < 0)
        return REAL(timerfd_settime)(fd, flags, wanted, before);
    struct itimerspec real = {scaled_spec(&wanted->it_interval), scaled_spec(&wanted->it_value)};
    bool armed = wanted->it_value.tv_sec != 0 || wanted->it_value.tv_nsec != 0;
    if (armed && (flags & TFD_TIMER_ABSTIME))
        real.it_value = shim_real_deadline(shim_likely_clock(&wanted->it_value),
                                           &wanted->it_value);
    return REAL(timerfd_settime)(fd, flags, &real, before);
}

static bool is_timeout(int level, int option, socklen_t size)
{
    return level == SOL_SOCKET && (option == SO_RCVTIMEO || option == SO_SNDTIMEO) &&
           size >= sizeof(struct timeval);
}

EXPORT int setsockopt(int fd, int level, int option, const void *value, socklen_t size)
{
    if (!shim_active() || !is_timeout(level, option, size))
        return REAL(setsockopt)(fd, level, option, value, size);
    struct timeval real = scaled(*(const struct timeval *)value);
    return REAL(setsockopt)(fd, level, option, &real, sizeof real);
}
