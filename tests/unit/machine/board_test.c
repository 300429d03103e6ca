// SPDX-License-Identifier: EUPL-1.2
#include <glib/gstdio.h>

#include "machine/disk.h"
#include "machine/temperature.h"
#include "machine/watchdog.h"

static void test_disk(void)
{
    g_assert_cmpint(disk_free_bytes("/"), >=, 0);
    g_assert_cmpint(disk_free_bytes("/no/such/folder"), ==, -1);
}

typedef struct {
    const char *zone, *text;
} Zone;

static bool read_zones(const Zone *zones, gsize n, double *out)
{
    g_autofree char *root = g_dir_make_tmp("wegwijs-thermal-XXXXXX", NULL);
    for (gsize i = 0; i < n; i++) {
        g_autofree char *folder = g_build_filename(root, zones[i].zone, NULL);
        g_autofree char *file = g_build_filename(folder, "temp", NULL);
        g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
        g_assert_true(g_file_set_contents(file, zones[i].text, -1, NULL));
    }
    bool found = temperature_read_c(root, out);
    for (gsize i = 0; i < n; i++) {
        g_autofree char *folder = g_build_filename(root, zones[i].zone, NULL);
        g_autofree char *file = g_build_filename(folder, "temp", NULL);
        g_unlink(file);
        g_rmdir(folder);
    }
    g_rmdir(root);
    return found;
}

static void test_temperature(void)
{
    const Zone zones[] = {{"thermal_zone0", "48312\n"},
                          {"thermal_zone1", "-274000\n"},
                          {"thermal_zone2", "51000\n"},
                          {"cooling_device0", "99000\n"},
                          {"thermal_zone3", "warm\n"}};
    double warmest = 0;
    g_assert_true(read_zones(zones, G_N_ELEMENTS(zones), &warmest));
    g_assert_cmpfloat(warmest, ==, 51.0);
}

static void test_no_sensor(void)
{
    const Zone off[] = {{"thermal_zone0", "-274000\n"}};
    double untouched = 7;
    g_assert_false(read_zones(off, 1, &untouched));
    g_assert_false(temperature_read_c("/no/such/folder", &untouched));
    g_assert_cmpfloat(untouched, ==, 7.0);
}

static void test_no_systemd(void)
{
    g_unsetenv("NOTIFY_SOCKET");
    g_unsetenv("WATCHDOG_USEC");
    Watchdog *watchdog = watchdog_start();
    watchdog_ready();
    watchdog_status("fine");
    watchdog_stopping();
    g_assert_false(g_main_context_pending(NULL));
    watchdog_stop(watchdog);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/board/says how much room the disk has", test_disk);
    g_test_add_func("/board/the warmest sensor counts", test_temperature);
    g_test_add_func("/board/no sensor is no temperature", test_no_sensor);
    g_test_add_func("/board/without systemd nothing is told and nothing wakes", test_no_systemd);
    return g_test_run();
}
