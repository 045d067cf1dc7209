// Rows of tables of names: all lookups are begun before any of them is waited for.
//
// The answer is the error; `late invalid-argument` when the stream and not resolve-addresses says it; or the addresses.
// NAMES_BY_KIND tells of those only whether all are of the loopback.
#ifndef NAME_ROWS_H
#define NAME_ROWS_H

#include "lookups.h"
#include "rows.h"

static lookup name_lookups[ROWS];

static inline wasi_string name_told(const lookup *it) {
    if (it->late && it->told.len == sizeof "invalid-argument" - 1 && it->told.ptr[0] == 'i')
        return text_join(text_of("late "), it->told);
#ifdef NAMES_BY_KIND
    if (it->some && it->all_loopback) return text_of("loopback");
#endif
    return it->told;
}

static inline void name_rows_check(void) {
    for (uint32_t i = 0; i < ROWS; i++) {
        wasi_string name = row_text_whole(&table_name_texts[table_rows[i].name]);
        name_lookups[i] = lookup_begin(SPAN(name));
    }
    lookup_all(name_lookups, ROWS);
    for (uint32_t i = 0; i < ROWS; i++) row_check(&table_rows[i], name_told(&name_lookups[i]));
}

#endif
