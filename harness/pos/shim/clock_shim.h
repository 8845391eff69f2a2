/*
 * The clock of a program that is preloaded with this library, as the harness wants it to be.
 *
 * The harness writes what it wants into a small file (control.py); the library maps that file and
 * reads it at each call, so a change takes effect at once and in every process of the program.
 *
 *     clock_shim.c  the mapped file         waits.c   sleeps and waits for a duration
 *     clocks.c      what time it is         locks.c   waits until a moment
 *                                           timers.c  timers and socket time-outs
 */
#ifndef TILLPROOF_CLOCK_SHIM_H
#define TILLPROOF_CLOCK_SHIM_H

#include <dlfcn.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>

#define EXPORT __attribute__((visibility("default")))
#define NS_PER_S 1000000000LL
#define NS_PER_MS 1000000LL
#define NS_PER_US 1000LL

/*
 * One setting of the clock. The program's time leads the machine's by
 * lead_ns + (monotonic - since_ns) * (rate - 1), and its wall clock by wall_shift_ns besides.
 * Leads and no absolute times: with rate 1 the machine's own clocks show through, NTP and all.
 */
struct setting {
    double rate;
    int64_t since_ns;
    int64_t lead_ns;
    int64_t wall_shift_ns;
};

/*
 * The file. The setting in force is slots[generation % 2]; the writer fills the other one and then
 * counts generation up, so a reader never waits, not even for a harness that died half-way.
 */
struct control {
    char magic[8];
    uint32_t attached; /* processes that have mapped the file: proof that the preload works */
    uint32_t generation;
    struct setting slots[2];
};

/* clock_shim.c */
bool shim_active(void);
struct setting shim_setting(void);

/* clocks.c */
int64_t shim_real_ns(clockid_t clock);
int64_t shim_fake_ns(clockid_t clock);
bool shim_fakes(clockid_t clock);

/* waits.c: the program's durations and moments as the machine's */
bool shim_valid(const struct timespec *time);
int64_t shim_ns(const struct timespec *time);
struct timespec shim_timespec(int64_t ns);
int64_t shim_real_duration_ns(int64_t fake_ns);
int64_t shim_fake_duration_ns(int64_t real_ns);

/* locks.c */
struct timespec shim_real_deadline(clockid_t clock, const struct timespec *fake);
clockid_t shim_likely_clock(const struct timespec *fake);

/*
 * REAL(poll) is the function that the program would have called without us. It is looked up at
 * first use and not in a constructor: constructors of other libraries may run before ours.
 */
#define REAL(name)                                                                                 \
    ({                                                                                             \
        static __typeof__(&name) found;                                                            \
        if (found == NULL)                                                                         \
            *(void **)&found = dlsym(RTLD_NEXT, #name);                                            \
        found;                                                                                     \
    })

#endif
