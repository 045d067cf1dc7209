// One line on stdout: the least that a command does with its host.
#include "base.h"

uint32_t wasi_run_run(void) {
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(out, STR("hello\n"), &written);
    wasi_output_stream_drop(out);
    return written.is_err;
}
