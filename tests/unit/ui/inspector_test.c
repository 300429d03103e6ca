// SPDX-License-Identifier: EUPL-1.2
#include "ui/inspector.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/json.h"
#include "ui_fixture.h"

enum { LIMIT_S = 10 };

typedef struct {
    Stage *stage;
    Inspector *inspector;
    gint64 now_ms;
    int acts;
    char acted[WIDGET_ID_BYTES], held[16];
    char *folder, *path;
} Rig;

static gint64 tell_now(gpointer data)
{
    return ((Rig *)data)->now_ms;
}

static void advance(gint64 ms, gpointer data)
{
    ((Rig *)data)->now_ms += ms;
}

static Scene *two_tiles(const char *screen)
{
    Scene *scene = fixture_scene(screen);
    widget_set_label(fixture_target(scene, "a", (Rect){100, 100, 300, 200}), "eerste");
    fixture_target(scene, "b", (Rect){500, 100, 300, 200})->is_enabled = false;
    fixture_target(scene, "below", (Rect){900, 100, 200, 200});
    fixture_target(scene, "above", (Rect){950, 150, 200, 200});
    return scene;
}

static void show(Rig *rig, const char *screen)
{
    scene_free(stage_show_take(rig->stage, two_tiles(screen)));
    if (rig->inspector != NULL) {
        inspector_notice_change(rig->inspector);
    }
}

static void take_activation(const char *id, gint64 now_ms, gpointer data)
{
    Rig *rig = data;
    (void)now_ms;
    rig->acts++;
    g_strlcpy(rig->acted, id, sizeof rig->acted);
    show(rig, "doors");
}

static void take_touch(gint64 now_ms, gpointer data)
{
    (void)now_ms;
    (void)data;
}

static void take_key(const char *name, gint64 now_ms, gpointer data)
{
    (void)name;
    (void)now_ms;
    (void)data;
}

static void take_hold(const char *what, gint64 now_ms, gpointer data)
{
    (void)now_ms;
    g_strlcpy(((Rig *)data)->held, what, sizeof((Rig *)data)->held);
}

static void take_close(gpointer data)
{
    (void)data;
}

static void rig_open(Rig *rig)
{
    const StageOptions options = {.width_px = 1280, .height_px = 800, .title = "test"};
    const StageHandlers handlers = {.now_ms = tell_now,
                                    .activate = take_activation,
                                    .touched = take_touch,
                                    .key = take_key,
                                    .held = take_hold,
                                    .closed = take_close,
                                    .user_data = rig};
    const InspectorHandlers hands = {advance, tell_now, rig};
    g_autoptr(GError) error = NULL;
    *rig = (Rig){.now_ms = 1000};
    rig->folder = g_dir_make_tmp("wegwijs-XXXXXX", NULL);
    rig->path = g_build_filename(rig->folder, "inspect.sock", NULL);
    rig->stage = stage_open(&options, &handlers, &error);
    g_assert_no_error(error);
    rig->inspector = inspector_open(rig->path, rig->stage, &hands, &error);
    g_assert_no_error(error);
    show(rig, "question");
}

static void rig_clear(Rig *rig)
{
    inspector_close(rig->inspector);
    stage_close(rig->stage);
    g_assert_false(g_file_test(rig->path, G_FILE_TEST_EXISTS));
    g_rmdir(rig->folder);
    g_free(rig->path);
    g_free(rig->folder);
}

static int connect_to(const Rig *rig)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    g_strlcpy(address.sun_path, rig->path, sizeof address.sun_path);
    const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    g_assert_cmpint(connect(fd, (const struct sockaddr *)&address, sizeof address), ==, 0);
    return fd;
}

static void send_text(int fd, const char *text)
{
    for (gsize sent = 0, length = strlen(text); sent < length;) {
        const ssize_t n = send(fd, text + sent, length - sent, MSG_NOSIGNAL);
        g_assert_true(n > 0 || errno == EAGAIN);
        sent += n > 0 ? (gsize)n : 0;
        g_main_context_iteration(NULL, FALSE);
    }
}

/* Runs the loop until a whole line has come; NULL when the other side closes. */
static json_t *read_answer(int fd)
{
    g_autoptr(GString) line = g_string_new(NULL);
    const gint64 deadline_us = g_get_monotonic_time() + LIMIT_S * G_USEC_PER_SEC;
    while (g_get_monotonic_time() < deadline_us) {
        char byte;
        const ssize_t n = recv(fd, &byte, 1, 0);
        if (n == 0) {
            return NULL;
        }
        if (n < 0) {
            g_main_context_iteration(NULL, FALSE);
        } else if (byte == '\n') {
            g_autoptr(GBytes) text = g_bytes_new(line->str, line->len);
            return json_parse(text, "answer", NULL);
        } else {
            g_string_append_c(line, byte);
        }
    }
    g_error("no answer in %d s", LIMIT_S);
}

static json_t *ask(int fd, const char *line)
{
    send_text(fd, line);
    send_text(fd, "\n");
    json_t *answer = read_answer(fd);
    g_assert_nonnull(answer);
    return answer;
}

static void test_tree(void)
{
    Rig rig;
    rig_open(&rig);
    const int fd = connect_to(&rig);
    g_autoptr(json_t) tree = ask(fd, "{\"do\":\"tree\"}");
    const json_t *widgets = json_object_get(tree, "widgets");
    g_assert_cmpstr(json_get_string(tree, "screen", NULL), ==, "question");
    g_assert_cmpstr(json_get_string(tree, "dir", NULL), ==, "ltr");
    g_assert_cmpint(json_get_integer(tree, "frame", 0), ==, 1);
    g_assert_cmpuint(json_array_size(widgets), ==, 4);
    const json_t *first = json_array_get(widgets, 0);
    g_assert_cmpstr(json_get_string(first, "label", NULL), ==, "eerste");
    g_assert_cmpint(json_integer_value(json_array_get(json_object_get(first, "rect"), 2)), ==, 300);
    g_assert_false(json_get_bool(json_array_get(widgets, 1), "enabled", true));
    close(fd);
    rig_clear(&rig);
}

static void test_tap_acts_as_a_finger(void)
{
    Rig rig;
    rig_open(&rig);
    const int fd = connect_to(&rig);
    g_autoptr(json_t) first = ask(fd, "{\"do\":\"tap\",\"id\":\"a\"}");
    g_assert_true(json_get_bool(first, "acted", false));
    g_assert_cmpstr(json_get_string(first, "screen", NULL), ==, "doors");
    g_assert_cmpstr(rig.acted, ==, "a");
    g_autoptr(json_t) second = ask(fd, "{\"do\":\"tap\",\"x\":200,\"y\":200}");
    g_assert_true(json_get_bool(second, "acted", false));
    g_autoptr(json_t) miss = ask(fd, "{\"do\":\"tap\",\"x\":900,\"y\":700}");
    g_assert_false(json_get_bool(miss, "acted", true));
    g_autoptr(json_t) spark = ask(fd, "{\"do\":\"tap\",\"id\":\"a\",\"hold_ms\":20}");
    g_assert_false(json_get_bool(spark, "acted", true));
    json_decref(ask(fd, "{\"do\":\"tap\",\"x\":5,\"y\":5,\"hold_ms\":3000}"));
    g_assert_cmpstr(rig.held, ==, "corner");
    g_assert_cmpint(rig.acts, ==, 2);
    close(fd);
    rig_clear(&rig);
}

static const char *const wrong_lines[] = {
    "",
    "nonsense",
    "[1]",
    "{\"do\":\"dance\"}",
    "{\"do\":\"tap\"}",
    "{\"do\":\"tap\",\"id\":\"nobody\"}",
    "{\"do\":\"tap\",\"id\":\"b\"}",
    "{\"do\":\"tap\",\"id\":\"below\"}",
    "{\"do\":\"tap\",\"x\":1280,\"y\":0}",
    "{\"do\":\"tap\",\"id\":\"a\",\"hold_ms\":-1}",
    "{\"do\":\"key\"}",
    "{\"do\":\"shot\"}",
    "{\"do\":\"shot\",\"file\":\"/nowhere/at/all.png\"}",
    "{\"do\":\"clock\",\"advance_ms\":-5}",
    "{\"do\":\"wait\",\"screen\":\"idle\",\"timeout_ms\":1}",
    "{\"do\":\"wait\",\"timeout_ms\":99999999}",
};

static void test_wrong_lines_are_answered(void)
{
    Rig rig;
    rig_open(&rig);
    const int fd = connect_to(&rig);
    for (gsize i = 0; i < G_N_ELEMENTS(wrong_lines); i++) {
        g_autoptr(json_t) answer = ask(fd, wrong_lines[i]);
        g_test_message("%s", wrong_lines[i]);
        g_assert_nonnull(json_get_string(answer, "error", NULL));
    }
    g_assert_cmpint(rig.acts, ==, 0);
    close(fd);
    rig_clear(&rig);
}

static void test_wait_ends_with_the_screen(void)
{
    Rig rig;
    rig_open(&rig);
    const int waiting = connect_to(&rig);
    const int tapping = connect_to(&rig);
    send_text(waiting, "{\"do\":\"wait\",\"screen\":\"idle|doors\",\"timeout_ms\":60000}\n"
                       "{\"do\":\"stats\"}\n");
    json_decref(ask(tapping, "{\"do\":\"tap\",\"id\":\"a\"}"));
    g_autoptr(json_t) waited = read_answer(waiting);
    g_assert_cmpstr(json_get_string(waited, "screen", NULL), ==, "doors");
    g_autoptr(json_t) stats = read_answer(waiting);
    g_assert_cmpint(json_get_integer(stats, "frames", 0), ==, 2);
    g_autoptr(json_t) at_once = ask(waiting, "{\"do\":\"wait\",\"screen\":\"doors\"}");
    g_assert_true(json_get_bool(at_once, "ok", false));
    close(waiting);
    close(tapping);
    rig_clear(&rig);
}

static void test_long_line_is_refused(void)
{
    Rig rig;
    rig_open(&rig);
    const int fd = connect_to(&rig);
    g_autofree char *line = g_strnfill(INSPECTOR_MAX_LINE_BYTES + 1, 'x');
    send_text(fd, line);
    g_autoptr(json_t) answer = read_answer(fd);
    g_assert_nonnull(json_get_string(answer, "error", NULL));
    g_assert_null(read_answer(fd));
    close(fd);
    rig_clear(&rig);
}

static void test_clients_are_bounded(void)
{
    Rig rig;
    int fds[INSPECTOR_MAX_CLIENTS];
    rig_open(&rig);
    for (int i = 0; i < INSPECTOR_MAX_CLIENTS; i++) {
        fds[i] = connect_to(&rig);
        g_autoptr(json_t) answer = ask(fds[i], "{\"do\":\"stats\"}");
        g_assert_true(json_get_bool(answer, "ok", false));
    }
    const int beyond = connect_to(&rig);
    g_autoptr(json_t) answer = read_answer(beyond);
    g_assert_nonnull(json_get_string(answer, "error", NULL));
    close(beyond);
    close(fds[0]);
    while (g_main_context_iteration(NULL, FALSE)) {
    }
    fds[0] = connect_to(&rig);
    g_autoptr(json_t) again = ask(fds[0], "{\"do\":\"stats\"}");
    g_assert_true(json_get_bool(again, "ok", false));
    for (int i = 0; i < INSPECTOR_MAX_CLIENTS; i++) {
        close(fds[i]);
    }
    rig_clear(&rig);
}

static void test_shot_is_the_glass(void)
{
    Rig rig;
    rig_open(&rig);
    const int fd = connect_to(&rig);
    g_autofree char *file = g_build_filename(rig.folder, "shot.png", NULL);
    g_autofree char *line = g_strdup_printf("{\"do\":\"shot\",\"file\":\"%s\"}", file);
    g_autoptr(json_t) answer = ask(fd, line);
    g_assert_true(json_get_bool(answer, "ok", false));
    cairo_surface_t *shot = cairo_image_surface_create_from_png(file);
    cairo_surface_t *fresh = fixture_paint(stage_scene(rig.stage), NULL, NULL);
    g_assert_true(fixture_is_same(shot, fresh));
    cairo_surface_destroy(shot);
    cairo_surface_destroy(fresh);
    g_unlink(file);
    close(fd);
    rig_clear(&rig);
}

static cairo_surface_t *copy_glass(const Rig *rig)
{
    cairo_surface_t *glass = stage_surface(rig->stage);
    cairo_surface_t *copy = cairo_surface_create_similar_image(
        glass, CAIRO_FORMAT_RGB24, cairo_image_surface_get_width(glass),
        cairo_image_surface_get_height(glass));
    cairo_t *cairo = cairo_create(copy);
    cairo_set_source_surface(cairo, glass, 0, 0);
    cairo_paint(cairo);
    cairo_destroy(cairo);
    return copy;
}

/* Also on the next screen, until it is wanted again. */
static void test_glass_without_words(void)
{
    Rig rig;
    rig_open(&rig);
    const int fd = connect_to(&rig);
    const ThemeScale scale = fixture_scale();
    g_autoptr(TextSetter) setter = fixture_setter();
    scene_free(stage_show_take(rig.stage, fixture_gallery(setter, &scale, "nl")));
    cairo_surface_t *words = copy_glass(&rig);
    g_autoptr(json_t) off = ask(fd, "{\"do\":\"text\",\"painted\":false}");
    g_assert_true(json_get_bool(off, "ok", false));
    cairo_surface_t *signs = copy_glass(&rig);
    g_assert_false(fixture_is_same(words, signs));
    scene_free(stage_show_take(rig.stage, fixture_scene("empty")));
    scene_free(stage_show_take(rig.stage, fixture_gallery(setter, &scale, "nl")));
    g_assert_true(fixture_is_same(stage_surface(rig.stage), signs));
    g_autoptr(json_t) on = ask(fd, "{\"do\":\"text\",\"painted\":true}");
    g_assert_true(json_get_bool(on, "ok", false));
    g_assert_true(fixture_is_same(stage_surface(rig.stage), words));
    g_autoptr(json_t) wrong = ask(fd, "{\"do\":\"text\"}");
    g_assert_nonnull(json_get_string(wrong, "error", NULL));
    cairo_surface_destroy(words);
    cairo_surface_destroy(signs);
    close(fd);
    rig_clear(&rig);
}

static void test_socket_is_the_owners(void)
{
    Rig rig;
    rig_open(&rig);
    struct stat facts;
    g_assert_cmpint(stat(rig.path, &facts), ==, 0);
    g_assert_cmpint(facts.st_mode & 0777, ==, 0600);
    const InspectorHandlers hands = {advance, tell_now, &rig};
    g_autoptr(GError) error = NULL;
    g_autofree char *long_name = g_strnfill(200, 'x');
    g_assert_null(inspector_open(long_name, rig.stage, &hands, &error));
    g_assert_error(error, INSPECTOR_ERROR, INSPECTOR_ERROR_SOCKET);
    rig_clear(&rig);
}

int main(int argc, char **argv)
{
    g_setenv("SDL_VIDEODRIVER", "dummy", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/inspector/shows the tree of what is on the glass", test_tree);
    g_test_add_func("/inspector/taps act as a finger's", test_tap_acts_as_a_finger);
    g_test_add_func("/inspector/wrong lines are answered and do nothing",
                    test_wrong_lines_are_answered);
    g_test_add_func("/inspector/a wait ends with its screen", test_wait_ends_with_the_screen);
    g_test_add_func("/inspector/a line that is too long is refused", test_long_line_is_refused);
    g_test_add_func("/inspector/clients beyond the bound are turned away",
                    test_clients_are_bounded);
    g_test_add_func("/inspector/a picture is what is on the glass", test_shot_is_the_glass);
    g_test_add_func("/inspector/the glass without words, and with them again",
                    test_glass_without_words);
    g_test_add_func("/inspector/the socket is its owner's alone", test_socket_is_the_owners);
    return g_test_run();
}
