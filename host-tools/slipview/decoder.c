// SPDX-License-Identifier: EUPL-1.2
#include "slipview/decoder.h"

#include <string.h>

enum {
    BYTE_LF = 0x0a,
    BYTE_CR = 0x0d,
    BYTE_DLE = 0x10,
    BYTE_ESC = 0x1b,
    BYTE_FS = 0x1c,
    BYTE_GS = 0x1d,
    PREFIX_BYTES = 2,
    RASTER_HEAD_BYTES = 8,
    MAX_COMMAND_BYTES = 3 * 65535 + 8, /* ESC * with all its columns */
};

struct Decoder {
    DecoderSink sink;
    gpointer data;
    GByteArray *held; /* a command from its first byte, or a row of dots */
    gint64 offset;    /* of the first byte in `held` */
    gint64 raster_offset;
    gsize row_bytes, rows_left;
    gint scale_x, scale_y;
    bool is_paused;
};

/* How long a command is, once its first bytes are there. 0: more bytes are needed to tell. */
typedef gsize (*LengthFunction)(const guint8 *bytes, gsize size);
/* What it means. */
typedef void (*MeaningFunction)(Decoder *decoder, const guint8 *bytes, gsize size);

typedef struct {
    guint8 prefix, command;
    guint8 parameters; /* how many, when `length` is NULL */
    LengthFunction length;
    MeaningFunction meaning; /* NULL: `kind`, with the last parameter as value */
    DecoderKind kind;
} Command;

static void emit(Decoder *decoder, const DecoderEvent *event)
{
    if (!decoder->sink(event, decoder->data)) {
        decoder->is_paused = true;
    }
}

static void emit_value(Decoder *decoder, DecoderKind kind, gint value)
{
    DecoderEvent event = {.kind = kind, .offset = decoder->offset, .value = value};
    emit(decoder, &event);
}

static void emit_data(Decoder *decoder, DecoderKind kind, gint value, GBytes *data)
{
    gsize size;
    const guint8 *bytes = g_bytes_get_data(data, &size);
    DecoderEvent event = {
        .kind = kind, .offset = decoder->offset, .value = value, .data = bytes, .size_bytes = size};
    emit(decoder, &event);
}

static guint read_16(const guint8 *bytes)
{
    return (guint)(bytes[0] | bytes[1] << 8);
}

/* ---- Lengths ---- */

/* Modes 0 and 1 have one byte a column, 32 and 33 three; the count follows. */
static gsize length_columns(const guint8 *bytes, gsize size)
{
    if (size < 5) {
        return 0;
    }
    gsize per_column = bytes[2] >= 32 ? 3 : 1;
    return 5 + per_column * read_16(bytes + 3);
}

/* GS ( X, FS ( X and ESC ( X carry their length (pL pH). */
static gsize length_counted(const guint8 *bytes, gsize size)
{
    return size < 5 ? 0 : 5 + read_16(bytes + 3);
}

/* GS V: modes of one byte, and those that feed first. */
static gsize length_cut(const guint8 *bytes, gsize size)
{
    if (size < 3) {
        return 0;
    }
    return bytes[2] >= 65 ? 4 : 3;
}

/* ESC D: tab stops up to a NUL, at most 32. */
static gsize length_tabs(const guint8 *bytes, gsize size)
{
    for (gsize i = PREFIX_BYTES; i < size; i++) {
        if (bytes[i] == 0 || i == PREFIX_BYTES + 32) {
            return i + 1;
        }
    }
    return 0;
}

/* GS k: the old form ends in NUL, the new one (m from 65) carries its length. */
static gsize length_barcode(const guint8 *bytes, gsize size)
{
    if (size < 4) {
        return 0;
    }
    if (bytes[2] >= 65) {
        return 4 + bytes[3];
    }
    const guint8 *end = memchr(bytes + 3, 0, size - 3);
    if (end) {
        return (gsize)(end - bytes) + 1;
    }
    return size > 256 ? size : 0;
}

/* DLE DC4: function 1 and 2 have two parameters more, 8 has seven. */
static gsize length_real_time(const guint8 *bytes, gsize size)
{
    if (size < 3) {
        return 0;
    }
    return bytes[2] == 8 ? 10 : 5;
}

/* ---- Meanings ---- */

static void start_raster(Decoder *decoder, const guint8 *bytes, gsize size)
{
    (void)size;
    guint mode = bytes[3] & 3;
    decoder->scale_x = mode & 1 ? 2 : 1;
    decoder->scale_y = mode & 2 ? 2 : 1;
    decoder->row_bytes = read_16(bytes + 4);
    decoder->rows_left = decoder->row_bytes > 0 ? read_16(bytes + 6) : 0;
    decoder->raster_offset = decoder->offset;
}

static void mean_cut(Decoder *decoder, const guint8 *bytes, gsize size)
{
    emit_value(decoder, DECODER_CUT, size > 3 ? bytes[3] : -1);
}

static void mean_columns(Decoder *decoder, const guint8 *bytes, gsize size)
{
    g_autoptr(GBytes) data = g_bytes_new(bytes + 5, size - 5);
    emit_data(decoder, DECODER_COLUMNS, bytes[2], data);
}

static void mean_align(Decoder *decoder, const guint8 *bytes, gsize size)
{
    (void)size;
    emit_value(decoder, DECODER_ALIGN, bytes[2] % 48 % 3);
}

static void mean_own_spacing(Decoder *decoder, const guint8 *bytes, gsize size)
{
    (void)bytes;
    (void)size;
    emit_value(decoder, DECODER_SPACING, -1);
}

static void mean_plain_cut(Decoder *decoder, const guint8 *bytes, gsize size)
{
    (void)bytes;
    (void)size;
    emit_value(decoder, DECODER_CUT, -1);
}

/* GS ( H, function 48: send these four bytes when everything before was done. */
static void mean_request(Decoder *decoder, const guint8 *bytes, gsize size)
{
    if (size == 11 && bytes[5] == 48 && bytes[6] == 48) {
        g_autoptr(GBytes) id = g_bytes_new(bytes + 7, 4);
        emit_data(decoder, DECODER_PROCESS_ID, 0, id);
    } else {
        emit_value(decoder, DECODER_WITHOUT_EFFECT, 0);
    }
}

/* DLE DC4: function 8 with its seven magic bytes clears; the others pulse a drawer or switch off.
 */
static void mean_real_time(Decoder *decoder, const guint8 *bytes, gsize size)
{
    static const guint8 clear[] = {BYTE_DLE, 0x14, 8, 1, 3, 20, 1, 6, 2, 8};
    bool is_clear = size == sizeof clear && memcmp(bytes, clear, size) == 0;
    emit_value(decoder, is_clear ? DECODER_CLEAR : DECODER_WITHOUT_EFFECT, 0);
}

/* Known by length, so that the stream stays in step, but not drawn. */
static void mean_undrawn(Decoder *decoder, const guint8 *bytes, gsize size)
{
    g_autoptr(GBytes) head = g_bytes_new(bytes, MIN(size, 8));
    emit_data(decoder, DECODER_UNKNOWN, 0, head);
}

static const Command commands[] = {
    {BYTE_ESC, '@', 0, NULL, NULL, DECODER_INIT},
    {BYTE_ESC, '2', 0, NULL, mean_own_spacing, DECODER_SPACING},
    {BYTE_ESC, '3', 1, NULL, NULL, DECODER_SPACING},
    {BYTE_ESC, 'd', 1, NULL, NULL, DECODER_LINE},
    {BYTE_ESC, 'J', 1, NULL, NULL, DECODER_FEED},
    {BYTE_ESC, 'a', 1, NULL, mean_align, DECODER_ALIGN},
    {BYTE_ESC, '*', 0, length_columns, mean_columns, DECODER_COLUMNS},
    {BYTE_ESC, 'i', 0, NULL, mean_plain_cut, DECODER_CUT},
    {BYTE_ESC, 'm', 0, NULL, mean_plain_cut, DECODER_CUT},
    {BYTE_GS, 'v', 6, NULL, start_raster, DECODER_ROW},
    {BYTE_GS, 'V', 0, length_cut, mean_cut, DECODER_CUT},
    {BYTE_GS, 'P', 2, NULL, NULL, DECODER_VERTICAL_UNIT},
    {BYTE_GS, 'a', 1, NULL, NULL, DECODER_AUTO_STATUS},
    {BYTE_GS, 'r', 1, NULL, NULL, DECODER_SENSOR},
    {BYTE_GS, 'I', 1, NULL, NULL, DECODER_IDENTIFY},
    {BYTE_DLE, 0x04, 1, NULL, NULL, DECODER_STATUS},
    {BYTE_GS, '(', 0, length_counted, mean_undrawn, DECODER_UNKNOWN}, /* H: see find_command */
    {BYTE_FS, '(', 0, length_counted, mean_undrawn, DECODER_UNKNOWN},
    {BYTE_ESC, '(', 0, length_counted, mean_undrawn, DECODER_UNKNOWN},
    {BYTE_GS, 'k', 0, length_barcode, mean_undrawn, DECODER_UNKNOWN},
    {BYTE_ESC, 'K', 1, NULL, mean_undrawn, DECODER_UNKNOWN}, /* paper backwards */
    {BYTE_ESC, 'L', 0, NULL, mean_undrawn, DECODER_UNKNOWN}, /* page mode */
    {BYTE_DLE, 0x05, 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_DLE, 0x14, 0, length_real_time, mean_real_time, DECODER_CLEAR},
    {BYTE_ESC, ' ', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, '!', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, '$', 2, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, '-', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, '=', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'D', 0, length_tabs, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'E', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'G', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'M', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'R', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'S', 0, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'V', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'c', 2, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 'p', 3, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, 't', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_ESC, '{', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_FS, '.', 0, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_FS, '&', 0, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, '!', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, 'B', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, 'H', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, 'L', 2, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, 'W', 2, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, 'b', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, 'f', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, 'h', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
    {BYTE_GS, 'w', 1, NULL, NULL, DECODER_WITHOUT_EFFECT},
};

static const Command *find_command(const guint8 *bytes)
{
    for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
        if (commands[i].prefix == bytes[0] && commands[i].command == bytes[1]) {
            return &commands[i];
        }
    }
    return NULL;
}

static void drop_held(Decoder *decoder)
{
    decoder->offset += decoder->held->len;
    g_byte_array_set_size(decoder->held, 0);
}

/* Only GS ( H of the counted commands means something to us. */
static MeaningFunction find_meaning(const Command *command, const guint8 *bytes)
{
    if (command->prefix == BYTE_GS && command->command == '(') {
        return bytes[2] == 'H'                      ? mean_request
               : bytes[2] == 'A' || bytes[2] == 'E' ? NULL
                                                    : mean_undrawn;
    }
    return command->meaning;
}

static void run_command(Decoder *decoder, const Command *command)
{
    const guint8 *bytes = decoder->held->data;
    gsize size = decoder->held->len;
    MeaningFunction meaning = find_meaning(command, bytes);
    if (meaning) {
        meaning(decoder, bytes, size);
    } else if (command->prefix == BYTE_GS && command->command == '(') {
        emit_value(decoder, DECODER_WITHOUT_EFFECT, 0);
    } else {
        emit_value(decoder, command->kind, size > PREFIX_BYTES ? bytes[size - 1] : 0);
    }
}

/* One byte of a command that began with a prefix. */
static void take_in_command(Decoder *decoder)
{
    const guint8 *bytes = decoder->held->data;
    gsize size = decoder->held->len;
    if (size < PREFIX_BYTES) {
        return;
    }
    const Command *command = find_command(bytes);
    if (!command) {
        mean_undrawn(decoder, bytes, size);
        drop_held(decoder);
        return;
    }
    gsize length =
        command->length ? command->length(bytes, size) : PREFIX_BYTES + (gsize)command->parameters;
    if (length == 0 || size < length) {
        g_assert(size < MAX_COMMAND_BYTES);
        return;
    }
    run_command(decoder, command);
    drop_held(decoder);
}

/* Takes what belongs to the row that has begun; returns how many bytes that was. */
static gsize take_in_row(Decoder *decoder, const guint8 *bytes, gsize size_bytes)
{
    gsize n = MIN(size_bytes, decoder->row_bytes - decoder->held->len);
    g_byte_array_append(decoder->held, bytes, (guint)n);
    if (decoder->held->len < decoder->row_bytes) {
        return n;
    }
    DecoderEvent event = {.kind = DECODER_ROW,
                          .offset = decoder->raster_offset,
                          .scale_x = decoder->scale_x,
                          .scale_y = decoder->scale_y,
                          .data = decoder->held->data,
                          .size_bytes = decoder->row_bytes};
    decoder->rows_left--;
    emit(decoder, &event);
    drop_held(decoder);
    return n;
}

static void take_single(Decoder *decoder, guint8 byte)
{
    if (byte == BYTE_LF) {
        emit_value(decoder, DECODER_LINE, 1);
    } else if (byte >= 0x20) {
        g_autoptr(GBytes) character = g_bytes_new(&byte, 1);
        emit_data(decoder, DECODER_TEXT, 0, character);
    } else if (byte == BYTE_CR || byte == 0) {
        emit_value(decoder, DECODER_WITHOUT_EFFECT, 0);
    } else {
        mean_undrawn(decoder, &byte, 1);
    }
    drop_held(decoder);
}

static bool is_prefix(guint8 byte)
{
    return byte == BYTE_ESC || byte == BYTE_GS || byte == BYTE_FS || byte == BYTE_DLE;
}

Decoder *decoder_new(DecoderSink sink, gpointer data)
{
    Decoder *decoder = g_new0(Decoder, 1);
    decoder->sink = sink;
    decoder->data = data;
    decoder->held = g_byte_array_new();
    return decoder;
}

void decoder_free(Decoder *decoder)
{
    if (decoder) {
        g_byte_array_unref(decoder->held);
        g_free(decoder);
    }
}

gsize decoder_feed(Decoder *decoder, const guint8 *bytes, gsize size_bytes)
{
    gsize at = 0;
    decoder->is_paused = false;
    while (at < size_bytes && !decoder->is_paused) {
        if (decoder->rows_left > 0) {
            at += take_in_row(decoder, bytes + at, size_bytes - at);
            continue;
        }
        g_byte_array_append(decoder->held, &bytes[at], 1);
        if (is_prefix(decoder->held->data[0])) {
            take_in_command(decoder);
        } else {
            take_single(decoder, bytes[at]);
        }
        at++;
    }
    return at;
}

bool decoder_is_paused(const Decoder *decoder)
{
    return decoder->is_paused;
}

void decoder_end(Decoder *decoder)
{
    if (decoder->held->len > 0) {
        mean_undrawn(decoder, decoder->held->data, decoder->held->len);
        drop_held(decoder);
    }
    decoder->rows_left = 0;
}

void decoder_reset(Decoder *decoder, gsize skipped_bytes)
{
    drop_held(decoder);
    decoder->offset += (gint64)skipped_bytes;
    decoder->rows_left = 0;
}

gsize decoder_missing_bytes(const Decoder *decoder)
{
    if (decoder->rows_left > 0) {
        return decoder->row_bytes * decoder->rows_left - decoder->held->len;
    }
    return decoder->held->len > 0 ? 1 : 0;
}
