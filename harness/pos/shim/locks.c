/* Waits until a moment: semaphores, mutexes and condition variables. */
#include "clock_shim.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

/* The moment of the machine's clock at which the program's clock will show `fake`. */
struct timespec shim_real_deadline(clockid_t clock, const struct timespec *fake)
{
    int64_t wait_ns = shim_real_duration_ns(shim_ns(fake) - shim_fake_ns(clock));
    return shim_timespec(shim_real_ns(clock) + wait_ns);
}

/*
 * Which clock a deadline is of, where the call does not say. The wall clock counts from 1970 and
 * the monotonic one from the last start of the machine: the nearer one is meant.
 */
clockid_t shim_likely_clock(const struct timespec *fake)
{
    int64_t ns = shim_ns(fake);
    int64_t from_wall_ns = llabs(ns - shim_fake_ns(CLOCK_REALTIME));
    int64_t from_steady_ns = llabs(ns - shim_fake_ns(CLOCK_MONOTONIC));
    return from_wall_ns < from_steady_ns ? CLOCK_REALTIME : CLOCK_MONOTONIC;
}

static bool leave_alone(const struct timespec *until)
{
    return !shim_active() || !shim_valid(until);
}

EXPORT int sem_timedwait(sem_t *restrict semaphore, const struct timespec *restrict until)
{
    if (leave_alone(until))
        return REAL(sem_timedwait)(semaphore, until);
    struct timespec real = shim_real_deadline(CLOCK_REALTIME, until);
    return REAL(sem_timedwait)(semaphore, &real);
}

EXPORT int pthread_mutex_timedlock(pthread_mutex_t *restrict mutex,
                                   const struct timespec *restrict until)
{
    if (leave_alone(until))
        return REAL(pthread_mutex_timedlock)(mutex, until);
    struct timespec real = shim_real_deadline(CLOCK_REALTIME, until);
    return REAL(pthread_mutex_timedlock)(mutex, &real);
}

/*
 * glibc on x86-64 has two of these, and dlsym may find the one from before 2003, whose condition
 * variables have another layout.
 */
static __typeof__(&pthread_cond_timedwait) real_cond_timedwait(void)
{
    static __typeof__(&pthread_cond_timedwait) found;
    if (found == NULL)
        *(void **)&found = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
    return found != NULL ? found : REAL(pthread_cond_timedwait);
}

EXPORT int pthread_cond_timedwait(pthread_cond_t *restrict condition,
                                  pthread_mutex_t *restrict mutex,
                                  const struct timespec *restrict until)
{
    if (leave_alone(until))
        return real_cond_timedwait()(condition, mutex, until);
    struct timespec real = shim_real_deadline(shim_likely_clock(until), until);
    return real_cond_timedwait()(condition, mutex, &real);
}

#if __GLIBC_PREREQ(2, 30) /* CPython 3.11 and later wait by these where libc has them */
EXPORT int sem_clockwait(sem_t *restrict semaphore, clockid_t clock,
                         const struct timespec *restrict until)
{
    if (leave_alone(until) || !shim_fakes(clock))
        return REAL(sem_clockwait)(semaphore, clock, until);
    struct timespec real = shim_real_deadline(clock, until);
    return REAL(sem_clockwait)(semaphore, clock, &real);
}

EXPORT int pthread_mutex_clocklock(pthread_mutex_t *restrict mutex, clockid_t clock,
                                   const struct timespec *restrict until)
{
    if (leave_alone(until) || !shim_fakes(clock))
        return REAL(pthread_mutex_clocklock)(mutex, clock, until);
    struct timespec real = shim_real_deadline(clock, until);
    return REAL(pthread_mutex_clocklock)(mutex, clock, &real);
}

EXPORT int pthread_cond_clockwait(pthread_cond_t *restrict condition,
                                  pthread_mutex_t *restrict mutex, clockid_t clock,
                                  const struct timespec *restrict until)
{
    if (leave_alone(until) || !shim_fakes(clock))
        return REAL(pthread_cond_clockwait)(condition, mutex, clock, until);
    struct timespec real = shim_real_deadline(clock, until);
    return REAL(pthread_cond_clockwait)(condition, mutex, clock, &real);
}
#endif
