/* What time it is: every libc function that tells. */
#include "clock_shim.h"

int64_t shim_real_ns(clockid_t clock)
{
    struct timespec now = {0, 0};
    REAL(clock_gettime)(clock, &now);
    return shim_ns(&now);
}

static bool is_wall(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI;
}

static bool is_steady(clockid_t clock)
{
    return clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE ||
           clock == CLOCK_MONOTONIC_RAW || clock == CLOCK_BOOTTIME;
}

/* CPU time is left alone: a program does not compute faster because its clock does. */
bool shim_fakes(clockid_t clock)
{
    return shim_active() && (is_wall(clock) || is_steady(clock));
}

static int64_t lead_ns(const struct setting *setting)
{
    if (setting->rate == 1.0) /* the usual case, without a second look at the clock */
        return setting->lead_ns;
    int64_t passed_ns = shim_real_ns(CLOCK_MONOTONIC) - setting->since_ns;
    return setting->lead_ns + (int64_t)((double)passed_ns * (setting->rate - 1.0));
}

int64_t shim_fake_ns(clockid_t clock)
{
    struct setting setting = shim_setting();
    int64_t shift_ns = is_wall(clock) ? setting.wall_shift_ns : 0;
    return shim_real_ns(clock) + lead_ns(&setting) + shift_ns;
}

EXPORT int clock_gettime(clockid_t clock, struct timespec *now)
{
    if (!shim_fakes(clock))
        return REAL(clock_gettime)(clock, now);
    *now = shim_timespec(shim_fake_ns(clock));
    return 0;
}

EXPORT int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    if (!shim_active())
        return REAL(gettimeofday)(now, zone);
    int64_t ns = shim_fake_ns(CLOCK_REALTIME);
    now->tv_sec = ns / NS_PER_S;
    now->tv_usec = ns % NS_PER_S / NS_PER_US;
    return 0;
}

EXPORT time_t time(time_t *kept)
{
    if (!shim_active())
        return REAL(time)(kept);
    time_t now = shim_fake_ns(CLOCK_REALTIME) / NS_PER_S;
    if (kept != NULL)
        *kept = now;
    return now;
}

EXPORT int timespec_get(struct timespec *now, int base)
{
    if (!shim_active() || base != TIME_UTC)
        return REAL(timespec_get)(now, base);
    *now = shim_timespec(shim_fake_ns(CLOCK_REALTIME));
    return base;
}
