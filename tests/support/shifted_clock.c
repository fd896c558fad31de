/*
 * A clock that is off by as many seconds as the variable SHIFTED_CLOCK says, for the process that
 * is linked with this or has it in LD_PRELOAD. Read at each call, so that one process can be both a
 * client whose clock is off and a service whose clock is right.
 */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static time_t shift(void) {
    const char* text = getenv("SHIFTED_CLOCK");
    return text == NULL ? 0 : (time_t)strtol(text, NULL, 10);
}

__attribute__((visibility("default"))) int clock_gettime(clockid_t clock, struct timespec* out) {
    const long code = syscall(SYS_clock_gettime, clock, out);
    if (code == 0 && clock == CLOCK_REALTIME) {
        out->tv_sec += shift();
    }
    return (int)code;
}

__attribute__((visibility("default"))) time_t time(time_t* out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != NULL) {
        *out = now.tv_sec;
    }
    return now.tv_sec;
}

__attribute__((visibility("default"))) int gettimeofday(struct timeval* restrict out,
                                                        void* restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    out->tv_sec = now.tv_sec;
    out->tv_usec = now.tv_nsec / 1000;
    return 0;
}
