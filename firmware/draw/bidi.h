// SPDX-License-Identifier: EUPL-1.2
/* Numbers in right-to-left text. By the bidirectional algorithm (UAX #9, rule W2) digits after an
 * Arabic letter become Arabic numbers, and "0800-8115" is then shown as "8115-0800". Phone numbers,
 * codes, dates and times keep their order (norms). Pure. */
#pragma once

/* A copy of `text` with each phone number, code, date and time in a left-to-right isolate (U+2066
 * to U+2069): ASCII letters and digits, at least one digit, joined by - / : . + or @, and groups of
 * digits after 0 or + joined by a space. A dash between two times is no joiner: in Arabic a range
 * is read from the right. Caller owns. */
char *bidi_isolate_numbers(const char *text);
