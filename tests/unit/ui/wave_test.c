// SPDX-License-Identifier: EUPL-1.2
#include "ui/wave.h"

#include <string.h>

/* As espeak-ng writes it to a pipe: sizes near 2 GiB, then samples until the end. */
static const guint8 head[] = {'R', 'I', 'F',  'F',  0x24, 0xF0, 0xFF, 0x7F, 'W',  'A',  'V',
                              'E', 'f', 'm',  't',  ' ',  16,   0,    0,    0,    1,    0,
                              1,   0,   0x22, 0x56, 0,    0,    0x44, 0xAC, 0,    0,    2,
                              0,   16,  0,    'd',  'a',  't',  'a',  0,    0xF0, 0xFF, 0x7F};

typedef struct {
    _Alignas(16) guint8 bytes[sizeof head + 6];
} File;

static File make(void)
{
    File file;
    memcpy(file.bytes, head, sizeof head);
    memcpy(file.bytes + sizeof head, "\x01\x00\xFF\xFF\x34\x12", 6);
    return file;
}

static void test_pipe(void)
{
    const File file = make();
    g_autoptr(GError) error = NULL;
    Wave wave;
    g_assert_true(wave_parse(file.bytes, sizeof file.bytes, &wave, &error));
    g_assert_no_error(error);
    g_assert_cmpuint(wave.n, ==, 3);
    g_assert_cmpint(wave.samples[0], ==, 1);
    g_assert_cmpint(wave.samples[1], ==, -1);
    g_assert_cmpint(wave.samples[2], ==, 0x1234);
}

/* Whatever is cut off, nothing beyond the end is read and no more samples come out than are there.
 */
static void test_every_length(void)
{
    const File file = make();
    for (gsize size = 0; size <= sizeof file.bytes; size++) {
        g_autoptr(GError) error = NULL;
        g_autofree guint8 *cut = g_memdup2(file.bytes, MAX(size, 1));
        Wave wave;
        bool is_fine = wave_parse(cut, size, &wave, &error);
        g_assert_cmpint(is_fine, ==, size >= sizeof head);
        if (is_fine) {
            g_assert_cmpuint(wave.n, ==, (size - sizeof head) / 2);
        } else {
            g_assert_error(error, WAVE_ERROR, WAVE_ERROR_FORMAT);
        }
    }
}

static void test_other_formats(void)
{
    static const struct {
        gsize at;
        guint8 value;
        const char *what;
    } changes[] = {
        {0, 'X', "not RIFF"},    {8, 'X', "not WAVE"},       {20, 3, "floating point"},
        {22, 2, "two channels"}, {24, 0x40, "another rate"}, {34, 8, "8 bits"},
        {12, 'X', "no format"},  {36, 'X', "no samples"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autoptr(GError) error = NULL;
        File file = make();
        Wave wave;
        file.bytes[changes[i].at] = changes[i].value;
        g_test_message("%s", changes[i].what);
        g_assert_false(wave_parse(file.bytes, sizeof file.bytes, &wave, &error));
        g_assert_error(error, WAVE_ERROR, WAVE_ERROR_FORMAT);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wave/takes what a synthesiser writes to a pipe", test_pipe);
    g_test_add_func("/wave/stays inside a file that was cut off anywhere", test_every_length);
    g_test_add_func("/wave/refuses what cannot be played as it is", test_other_formats);
    return g_test_run();
}
