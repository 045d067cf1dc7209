// Says `ready` and lives until its stdin ends: an instance whose memory can be looked at.
#include "alloc.h"

uint32_t wasi_run_run(void) {
    wasi_output_stream out = wasi_stdout_get_stdout();
    wasi_output_stream_blocking_write_and_flush_result written;
    wasi_output_stream_blocking_write_and_flush(out, STR("ready\n"), &written);
    if (written.is_err) return 1;
    wasi_input_stream in = wasi_stdin_get_stdin();
    for (;;) {
        wasi_input_stream_blocking_read_result piece;
        wasi_input_stream_blocking_read(in, 1, &piece);
        if (piece.is_err) return 0;
    }
}
