// Rows that hand a text to one part of HTTP: the name or the value of a field, a method, a scheme, an authority, a path.
// Each tells `ok` when the text was taken and reads back as it is, and otherwise what happened to it.
#ifndef HTTP_PARTS_H
#define HTTP_PARTS_H

#include "http.h"
#include "rows.h"

// ------------------------------------------------------------------------------------------------ fields

#define PARTS_BEFORE "x-before=1;"

// Fields that hold one value already, so that a refusal can be seen to leave them alone.
static inline wasi_fields parts_fields(void) {
    wasi_fields fields = wasi_fields_new();
    http_add(fields, "x-before", "1");
    return fields;
}

// `ok`, if the fields now hold this name and value as well; the error, if they hold what they held.
OUTLINED wasi_string parts_added(wasi_fields fields, wasi_string told, wasi_string name, wasi_string value) {
    wasi_string before = text_of(PARTS_BEFORE), all = http_entries(fields);
    bool taken = same_bytes(told.ptr, told.len, "ok", 2);
    wasi_fields_get_result values;
    wasi_fields_get(fields, SPAN(name), &values);
    bool kept = values.len == 1 && same_bytes(values.ptr[0].ptr, values.ptr[0].len, SPAN(value));
    if (taken ? kept && wasi_fields_has(fields, SPAN(name)) : same_bytes(SPAN(all), SPAN(before))) return told;
    return text_join(told, text_join(text_of(", but holds "), text_shown(SPAN(all))));
}

static inline wasi_string parts_append(wasi_string name, wasi_string value) {
    wasi_fields fields = parts_fields();
    wasi_fields_append_result got;
    wasi_fields_append(fields, SPAN(name), SPAN(value), &got);
    return parts_added(fields, text_of_result(wasi_http_header_error, got), name, value);
}

static inline wasi_string parts_set(wasi_string name, wasi_string value) {
    wasi_fields fields = parts_fields();
    wasi_list_u8 values[] = {{(uint8_t *)value.ptr, value.len}};
    wasi_fields_set_result got;
    wasi_fields_set(fields, SPAN(name), SPAN_OF(values), &got);
    return parts_added(fields, text_of_result(wasi_http_header_error, got), name, value);
}

static inline wasi_string parts_from_list(wasi_string name, wasi_string value) {
    wasi_tuple_string_list_u8 entries[] = {
        {text_of("x-before"), {(uint8_t *)"1", 1}}, {name, {(uint8_t *)value.ptr, value.len}}};
    wasi_fields_from_list_result got;
    wasi_fields_from_list(SPAN_OF(entries), &got);
    wasi_string told = text_of_result(wasi_http_header_error, got);
    return got.is_err ? told : parts_added(got.ok, told, name, value);
}

static inline wasi_string parts_delete(wasi_string name) {
    wasi_fields fields = parts_fields();
    wasi_fields_delete_result got;
    wasi_fields_delete(fields, SPAN(name), &got);
    wasi_string all = http_entries(fields), told = text_of_result(wasi_http_header_error, got);
    if (same_bytes(SPAN(all), STR(PARTS_BEFORE))) return told;
    return text_join(told, text_join(text_of(", but holds "), all));
}

static inline wasi_string parts_get(wasi_string name) {
    wasi_fields_get_result values;
    wasi_fields_get(parts_fields(), SPAN(name), &values);
    return text_join(text_of_u64(values.len), text_of(" values"));
}

static inline wasi_string parts_has(wasi_string name) {
    return text_of(wasi_fields_has(parts_fields(), SPAN(name)) ? "present" : "absent");
}

// ------------------------------------------------------------------------------------------------ requests

static inline bool parts_lowered(wasi_string text, wasi_string lower) {
    bool same = text.len == lower.len;
    for (uint32_t i = 0; same && i < text.len; i++) {
        char byte = text.ptr[i];
        same = (byte >= 'A' && byte <= 'Z' ? byte + 32 : byte) == lower.ptr[i];
    }
    return same;
}

// What became of a text that was set where `before` had been set before.
OUTLINED wasi_string parts_kept(uint32_t is_err, wasi_string text, const char *before, bool is_some, wasi_string kept) {
    if (is_err && is_some && same_bytes(SPAN(kept), before, text_length(before))) return text_of("refused");
    if (!is_err && is_some && same_bytes(SPAN(kept), SPAN(text))) return text_of("ok");
    wasi_string told = text_of(is_err ? "refused, but " : "");
    if (!is_some) return text_join(told, text_of("none"));
    if (parts_lowered(text, kept)) return text_join(told, text_of("in lower case"));
    return text_join(told, text_join(text_of("as "), text_shown(SPAN(kept))));
}

static inline wasi_string parts_method(wasi_string text) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    require("a method is set", !wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_POST, 0, 0));
    uint32_t is_err = wasi_outgoing_request_set_method(request, WASI_HTTP_METHOD_OTHER, (uint32_t)text.ptr, text.len);
    wasi_outgoing_request_method_result got;
    wasi_outgoing_request_method(request, &got);
    wasi_string kept = got.tag == WASI_HTTP_METHOD_OTHER ? got.other : text_of_case(wasi_http_method_names, got.tag);
    if (!is_err && got.tag != WASI_HTTP_METHOD_OTHER) return text_join(text_of("as "), kept);
    return parts_kept(is_err, text, "post", true, kept);
}

static inline wasi_string parts_scheme(wasi_string text) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    require("a scheme is set", !wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_HTTPS, 0, 0));
    uint32_t is_err =
        wasi_outgoing_request_set_scheme(request, 1, WASI_HTTP_SCHEME_OTHER, (uint32_t)text.ptr, text.len);
    wasi_outgoing_request_scheme_result got;
    wasi_outgoing_request_scheme(request, &got);
    wasi_string kept = got.some.tag == WASI_HTTP_SCHEME_OTHER ? got.some.other
                                                               : text_of_case(wasi_http_scheme_names, got.some.tag);
    if (!is_err && got.is_some && got.some.tag != WASI_HTTP_SCHEME_OTHER) return text_join(text_of("as "), kept);
    return parts_kept(is_err, text, "HTTPS", got.is_some, kept);
}

static inline wasi_string parts_authority(wasi_string text) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    require("an authority is set", !wasi_outgoing_request_set_authority(request, 1, STR("before")));
    uint32_t is_err = wasi_outgoing_request_set_authority(request, 1, SPAN(text));
    wasi_outgoing_request_authority_result got;
    wasi_outgoing_request_authority(request, &got);
    return parts_kept(is_err, text, "before", got.is_some, got.some);
}

static inline wasi_string parts_path(wasi_string text) {
    wasi_outgoing_request request = wasi_outgoing_request_new(wasi_fields_new());
    require("a path is set", !wasi_outgoing_request_set_path_with_query(request, 1, STR("/before")));
    uint32_t is_err = wasi_outgoing_request_set_path_with_query(request, 1, SPAN(text));
    wasi_outgoing_request_path_with_query_result got;
    wasi_outgoing_request_path_with_query(request, &got);
    return parts_kept(is_err, text, "/before", got.is_some, got.some);
}

#endif
