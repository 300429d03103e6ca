// SPDX-License-Identifier: EUPL-1.2
#include "slip/reference.h"

#include <string.h>

enum { N_SYMBOLS = 8, BITS_A_SYMBOL = 5, CHECK_MODULO = 37 };

/* 32 symbols and the five that only a check character can be. */
static const char SYMBOLS[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";

static const guint64 NUMBER_MASK = (G_GUINT64_CONSTANT(1) << (N_SYMBOLS * BITS_A_SYMBOL)) - 1;

static guint64 read_number(const guint8 bytes[REFERENCE_BYTES])
{
    guint64 number = 0;
    for (int i = 0; i < REFERENCE_BYTES; i++) {
        number = number << 8 | bytes[i];
    }
    return number;
}

static void write_number(guint64 number, guint8 bytes[REFERENCE_BYTES])
{
    for (int i = 0; i < REFERENCE_BYTES; i++) {
        bytes[i] = (guint8)(number >> 8 * (REFERENCE_BYTES - 1 - i));
    }
}

void reference_make_readable(guint8 bytes[REFERENCE_BYTES])
{
    guint64 number = read_number(bytes);
    while (!g_ascii_isalnum(SYMBOLS[number % CHECK_MODULO])) {
        number = (number + 1) & NUMBER_MASK;
    }
    write_number(number, bytes);
}

void reference_write(const guint8 bytes[REFERENCE_BYTES], char out[REFERENCE_CHARS + 1])
{
    guint64 number = read_number(bytes);
    for (int i = 0; i < N_SYMBOLS; i++) {
        if (i == N_SYMBOLS / 2) {
            *out++ = '-';
        }
        *out++ = SYMBOLS[number >> BITS_A_SYMBOL * (N_SYMBOLS - 1 - i) & 31];
    }
    *out++ = '-';
    *out++ = SYMBOLS[number % CHECK_MODULO];
    *out = 0;
}

/* Value of a character somebody wrote, 0 to 36, or -1. */
static int symbol_value(char written)
{
    char symbol = g_ascii_toupper(written);
    if (symbol == 'O') {
        symbol = '0';
    } else if (symbol == 'I' || symbol == 'L') {
        symbol = '1';
    }
    const char *found = symbol ? strchr(SYMBOLS, symbol) : NULL;
    return found ? (int)(found - SYMBOLS) : -1;
}

bool reference_read(const char *text, guint8 bytes[REFERENCE_BYTES])
{
    guint64 number = 0;
    int n = 0;
    for (; *text; text++) {
        if (*text == '-' || *text == ' ') {
            continue;
        }
        int value = symbol_value(*text);
        if (n == N_SYMBOLS && value >= 0) {
            if ((guint64)value != number % CHECK_MODULO) {
                return false;
            }
        } else if (n < N_SYMBOLS && value >= 0 && value < 32) {
            number = number << BITS_A_SYMBOL | (guint64)value;
        } else {
            return false;
        }
        n++;
    }
    if (n != N_SYMBOLS + 1) {
        return false;
    }
    write_number(number, bytes);
    return true;
}
