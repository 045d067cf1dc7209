// A kernel that neither calls its host nor allocates: the primes below four million, by sieve. 4 MB of memory are
// walked over and over; the answer is known, so that a wrong one does not pass for a fast one.
#include "wasi.h"

enum { LIMIT = 4000000, PRIMES = 283146 };

static unsigned char composite[LIMIT];

uint32_t wasi_run_run(void) {
    for (uint32_t i = 0; i < LIMIT; i++) composite[i] = 0;
    uint32_t primes = 0;
    for (uint32_t i = 2; i < LIMIT; i++) {
        if (composite[i]) continue;
        primes++;
        for (uint64_t j = (uint64_t)i * i; j < LIMIT; j += i) composite[j] = 1;
    }
    return primes != PRIMES;
}
