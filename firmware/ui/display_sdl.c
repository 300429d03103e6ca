// SPDX-License-Identifier: EUPL-1.2
#include "ui/display.h"

#include <SDL.h>
#include <SDL_syswm.h>

enum { MAX_PRESENTED = 16, WINDOW_FRAME_PX = 64 };

struct DisplayPanel {
    DisplayHandlers handlers;
    SDL_Window *window;
    SDL_Surface *window_surface;     /* owned by SDL, until the window changes its size */
    cairo_surface_t *window_picture; /* the same pixels */
    cairo_surface_t *panel;          /* == window_picture when the window has the panel's size */
    int panel_w, panel_h;
    double factor;    /* window pixels a panel pixel */
    double left, top; /* of the picture in the window */
    GSource *source;
    bool is_first_doubled; /* KMSDRM's first picture never shows: it is presented twice */
};

/* ---- Input ---- */

typedef struct {
    SDL_Keycode code;
    const char *name;
} KeyName;

static const KeyName key_names[] = {
    {SDLK_UP, "up"},
    {SDLK_DOWN, "down"},
    {SDLK_LEFT, "left"},
    {SDLK_RIGHT, "right"},
    {SDLK_RETURN, "select"},
    {SDLK_KP_ENTER, "select"},
    {SDLK_SPACE, "select"},
    {SDLK_SELECT, "select"},
    {SDLK_ESCAPE, "back"},
    {SDLK_BACKSPACE, "back"},
    {SDLK_AC_BACK, "back"},
    {SDLK_F1, "help"},
    {SDLK_HELP, "help"},
    {SDLK_VOLUMEUP, "volume-up"},
    {SDLK_VOLUMEDOWN, "volume-down"},
    {SDLK_0, "0"},
    {SDLK_1, "1"},
    {SDLK_2, "2"},
    {SDLK_3, "3"},
    {SDLK_4, "4"},
    {SDLK_5, "5"},
    {SDLK_6, "6"},
    {SDLK_7, "7"},
    {SDLK_8, "8"},
    {SDLK_9, "9"},
    {SDLK_KP_0, "0"},
    {SDLK_KP_1, "1"},
    {SDLK_KP_2, "2"},
    {SDLK_KP_3, "3"},
    {SDLK_KP_4, "4"},
    {SDLK_KP_5, "5"},
    {SDLK_KP_6, "6"},
    {SDLK_KP_7, "7"},
    {SDLK_KP_8, "8"},
    {SDLK_KP_9, "9"},
};

static const char *name_of_key(const SDL_Keysym *key)
{
    if (key->sym == SDLK_TAB) {
        return (key->mod & KMOD_SHIFT) != 0 ? "previous" : "next";
    }
    for (gsize i = 0; i < G_N_ELEMENTS(key_names); i++) {
        if (key_names[i].code == key->sym) {
            return key_names[i].name;
        }
    }
    return NULL;
}

/* `x`, `y`: window pixels. Contacts beside a scaled picture come out of the panel's bounds. */
static void report_contact(DisplayPanel *display, gint64 id, TouchPhase phase, double x, double y)
{
    const TouchContact contact = {
        .contact = id,
        .phase = phase,
        .x = (int)((x - display->left) / display->factor),
        .y = (int)((y - display->top) / display->factor),
    };
    display->handlers.contact(&contact, display->handlers.user_data);
}

static void handle_finger(DisplayPanel *display, const SDL_TouchFingerEvent *finger,
                          TouchPhase phase)
{
    int width = 0;
    int height = 0;
    SDL_GetWindowSize(display->window, &width, &height);
    report_contact(display, finger->fingerId, phase, (double)finger->x * width,
                   (double)finger->y * height);
}

/* A mouse is a finger whose number no touch screen gives. */
static const gint64 mouse_contact = -2;

static void handle_mouse(DisplayPanel *display, const SDL_MouseButtonEvent *button,
                         TouchPhase phase)
{
    if (button->button == SDL_BUTTON_LEFT && button->which != SDL_TOUCH_MOUSEID) {
        report_contact(display, mouse_contact, phase, button->x, button->y);
    }
}

static void handle_key(DisplayPanel *display, const SDL_KeyboardEvent *key)
{
    const char *name = name_of_key(&key->keysym);
    if (name != NULL && key->repeat == 0) {
        display->handlers.key(name, key->type == SDL_KEYDOWN, display->handlers.user_data);
    }
}

static bool adopt_window(DisplayPanel *display, GError **error);

static void present_all(DisplayPanel *display)
{
    const Rect all = {0, 0, display->panel_w, display->panel_h};
    display_present(display, &all, 1);
}

static void handle_window(DisplayPanel *display, const SDL_WindowEvent *window)
{
    g_autoptr(GError) error = NULL;
    switch (window->event) {
    case SDL_WINDOWEVENT_EXPOSED:
        present_all(display);
        break;
    case SDL_WINDOWEVENT_SIZE_CHANGED:
        if (!adopt_window(display, &error)) {
            g_warning("%s", error->message);
        }
        break;
    case SDL_WINDOWEVENT_FOCUS_LOST:
    case SDL_WINDOWEVENT_HIDDEN:
        display->handlers.lost(display->handlers.user_data);
        break;
    default: /* a byte, not an enum: whatever else happens to windows */
        break;
    }
}

static void handle_event(DisplayPanel *display, const SDL_Event *event)
{
    switch (event->type) {
    case SDL_FINGERDOWN:
        handle_finger(display, &event->tfinger, TOUCH_PHASE_DOWN);
        break;
    case SDL_FINGERMOTION:
        handle_finger(display, &event->tfinger, TOUCH_PHASE_MOVE);
        break;
    case SDL_FINGERUP:
        handle_finger(display, &event->tfinger, TOUCH_PHASE_UP);
        break;
    case SDL_MOUSEBUTTONDOWN:
        handle_mouse(display, &event->button, TOUCH_PHASE_DOWN);
        break;
    case SDL_MOUSEBUTTONUP:
        handle_mouse(display, &event->button, TOUCH_PHASE_UP);
        break;
    case SDL_MOUSEMOTION:
        if ((event->motion.state & SDL_BUTTON_LMASK) != 0 &&
            event->motion.which != SDL_TOUCH_MOUSEID) {
            report_contact(display, mouse_contact, TOUCH_PHASE_MOVE, event->motion.x,
                           event->motion.y);
        }
        break;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
        handle_key(display, &event->key);
        break;
    case SDL_WINDOWEVENT:
        handle_window(display, &event->window);
        break;
    case SDL_QUIT:
        display->handlers.closed(display->handlers.user_data);
        break;
    default: /* a number, not an enum: SDL's other events */
        break;
    }
}

/* ---- The window system's descriptor in the GLib loop ---- */

typedef struct {
    GSource source;
    DisplayPanel *display;
    gpointer tag;
} DisplaySource;

static gboolean has_events(void)
{
    SDL_PumpEvents();
    return SDL_HasEvents(SDL_FIRSTEVENT, SDL_LASTEVENT) == SDL_TRUE;
}

static gboolean source_prepare(GSource *source, int *timeout_ms)
{
    (void)source;
    *timeout_ms = -1;
    return has_events();
}

static gboolean source_check(GSource *source)
{
    const DisplaySource *self = (const DisplaySource *)source;
    return g_source_query_unix_fd(source, self->tag) != 0 && has_events();
}

static gboolean source_dispatch(GSource *source, GSourceFunc callback, gpointer user_data)
{
    DisplayPanel *display = ((DisplaySource *)source)->display;
    SDL_Event event;
    (void)callback;
    (void)user_data;
    while (!g_source_is_destroyed(source) &&
           SDL_PeepEvents(&event, 1, SDL_GETEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) > 0) {
        handle_event(display, &event);
    }
    return G_SOURCE_CONTINUE;
}

static GSourceFuncs source_funcs = {
    .prepare = source_prepare,
    .check = source_check,
    .dispatch = source_dispatch,
};

static int get_wayland_fd(struct wl_display *wayland)
{
    void *library = SDL_LoadObject("libwayland-client.so.0");
    int (*get_fd)(struct wl_display *) = NULL;
    if (library != NULL) {
        *(void **)&get_fd = SDL_LoadFunction(library, "wl_display_get_fd");
    }
    return get_fd != NULL ? get_fd(wayland) : -1;
}

/* The descriptor that tells of input; -1 for drivers without input of their own. */
static int get_event_fd(SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    if (!SDL_GetWindowWMInfo(window, &info)) {
        return -1;
    }
    if (info.subsystem == SDL_SYSWM_X11) {
        return ConnectionNumber(info.info.x11.display);
    }
    if (info.subsystem == SDL_SYSWM_WAYLAND) {
        return get_wayland_fd(info.info.wl.display);
    }
    return -1;
}

static void watch_events(DisplayPanel *display)
{
    const int fd = get_event_fd(display->window);
    if (fd < 0) {
        return;
    }
    display->source = g_source_new(&source_funcs, sizeof(DisplaySource));
    DisplaySource *source = (DisplaySource *)display->source;
    source->display = display;
    source->tag = g_source_add_unix_fd(display->source, fd, G_IO_IN | G_IO_HUP | G_IO_ERR);
    g_source_set_static_name(display->source, "display");
    g_source_attach(display->source, NULL);
}

/* ---- Surface ---- */

static void drop_surfaces(DisplayPanel *display)
{
    if (display->panel != display->window_picture) {
        g_clear_pointer(&display->panel, cairo_surface_destroy);
    }
    display->panel = NULL;
    g_clear_pointer(&display->window_picture, cairo_surface_destroy);
}

/* Wraps the window's pixels; paints into them directly when the window has the panel's size. */
static bool adopt_window(DisplayPanel *display, GError **error)
{
    SDL_Surface *surface = SDL_GetWindowSurface(display->window);
    if (surface == NULL || surface->format->BytesPerPixel != 4 ||
        surface->format->Rmask != 0x00ff0000 || surface->format->Bmask != 0x000000ff) {
        g_set_error(error, STAGE_ERROR, STAGE_ERROR_DISPLAY,
                    "cannot paint in the window (%s): set the screen to 24-bit colour",
                    surface == NULL ? SDL_GetError()
                                    : SDL_GetPixelFormatName(surface->format->format));
        return false;
    }
    drop_surfaces(display);
    display->window_surface = surface;
    display->window_picture = cairo_image_surface_create_for_data(
        surface->pixels, CAIRO_FORMAT_RGB24, surface->w, surface->h, surface->pitch);
    if (surface->w == display->panel_w && surface->h == display->panel_h) {
        display->panel = display->window_picture;
    } else {
        display->panel =
            cairo_image_surface_create(CAIRO_FORMAT_RGB24, display->panel_w, display->panel_h);
        SDL_FillRect(surface, NULL, 0);
    }
    display->factor =
        MIN((double)surface->w / display->panel_w, (double)surface->h / display->panel_h);
    display->left = (surface->w - display->panel_w * display->factor) / 2;
    display->top = (surface->h - display->panel_h * display->factor) / 2;
    display->handlers.damaged(display->handlers.user_data);
    return true;
}

cairo_surface_t *display_surface(DisplayPanel *display)
{
    return display->panel;
}

/* One rectangle of the panel, scaled into the window; returns the rectangle there. */
static SDL_Rect scale_into_window(DisplayPanel *display, const Rect *rect)
{
    const double factor = display->factor;
    const int left = (int)(display->left + rect->x * factor) - 1;
    const int top = (int)(display->top + rect->y * factor) - 1;
    const int right = (int)(display->left + (rect->x + rect->w) * factor) + 2;
    const int bottom = (int)(display->top + (rect->y + rect->h) * factor) + 2;
    const Rect wanted = {left, top, right - left, bottom - top};
    const Rect window = {0, 0, display->window_surface->w, display->window_surface->h};
    const Rect part = rect_intersection(&wanted, &window);
    cairo_t *cairo = cairo_create(display->window_picture);
    cairo_rectangle(cairo, part.x, part.y, part.w, part.h);
    cairo_clip(cairo);
    cairo_translate(cairo, display->left, display->top);
    cairo_scale(cairo, factor, factor);
    cairo_set_source_surface(cairo, display->panel, 0, 0);
    cairo_rectangle(cairo, 0, 0, display->panel_w, display->panel_h);
    cairo_fill(cairo);
    cairo_destroy(cairo);
    return (SDL_Rect){part.x, part.y, part.w, part.h};
}

void display_present(DisplayPanel *display, const Rect *changed, gsize n)
{
    SDL_Rect rects[MAX_PRESENTED];
    cairo_surface_flush(display->panel);
    for (gsize done = 0; done < n;) {
        int n_rects = 0;
        for (; done < n && n_rects < MAX_PRESENTED; done++) {
            const Rect *rect = &changed[done];
            rects[n_rects++] = display->panel == display->window_picture
                                   ? (SDL_Rect){rect->x, rect->y, rect->w, rect->h}
                                   : scale_into_window(display, rect);
        }
        cairo_surface_flush(display->window_picture);
        SDL_UpdateWindowSurfaceRects(display->window, rects, n_rects);
    }
    if (display->is_first_doubled) {
        display->is_first_doubled = false;
        SDL_UpdateWindowSurface(display->window);
    }
}

/* ---- Opening ---- */

/* SDL reads the X input method's tables of the environment's locale, 7 ms for text nobody types
 * here; "C" has none. The environment is put back at once. */
static bool init_video(void)
{
    if (g_getenv("SDL_VIDEODRIVER") == NULL && g_getenv("XDG_RUNTIME_DIR") == NULL) {
        SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11,KMSDRM"); /* without it Wayland only complains */
    }
    g_autofree char *locale = g_strdup(g_getenv("LC_ALL"));
    g_setenv("LC_ALL", "C", TRUE);
    const bool is_ok = SDL_InitSubSystem(SDL_INIT_VIDEO) == 0;
    if (locale != NULL) {
        g_setenv("LC_ALL", locale, TRUE);
    } else {
        g_unsetenv("LC_ALL");
    }
    return is_ok;
}

/* SDL falls back on drivers that show nothing: a kiosk would be black for ever and believe itself
 * well. Only who names one gets it. */
static bool shows_something(void)
{
    static const char *const blind[] = {"offscreen", "dummy", "evdev", NULL};
    const char *driver = SDL_GetCurrentVideoDriver();
    return g_getenv("SDL_VIDEODRIVER") != NULL || !g_strv_contains(blind, driver);
}

static void set_hints(void)
{
    static const char *const hints[][2] = {
        {SDL_HINT_NO_SIGNAL_HANDLERS, "1"},
        {SDL_HINT_TOUCH_MOUSE_EVENTS, "0"},
        {SDL_HINT_MOUSE_TOUCH_EVENTS, "0"},
        {SDL_HINT_RENDER_DRIVER, "opengles2"}, /* "opengl" stays black on KMSDRM */
        {SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0"},
        {SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0"},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(hints); i++) {
        SDL_SetHint(hints[i][0], hints[i][1]);
    }
}

static bool is_driver(const char *name)
{
    return g_strcmp0(SDL_GetCurrentVideoDriver(), name) == 0;
}

/* A flat picture needs no GL; but KMSDRM and Wayland show nothing without. */
static void choose_framebuffer(void)
{
    const bool needs_gl = is_driver("KMSDRM") || is_driver("wayland");
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, needs_gl ? "opengles2" : "0");
}

/* In a window: the panel's size, or what of it fits on the desktop. */
static SDL_Rect choose_window(const StageOptions *options)
{
    SDL_Rect usable = {0};
    const SDL_Rect window = {SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, options->width_px,
                             options->height_px};
    if (options->is_fullscreen && SDL_GetDisplayBounds(0, &usable) == 0) {
        return usable;
    }
    if (SDL_GetDisplayUsableBounds(0, &usable) != 0 ||
        (usable.w >= window.w && usable.h >= window.h)) {
        return window;
    }
    const double factor = MIN((double)(usable.w - WINDOW_FRAME_PX) / window.w,
                              (double)(usable.h - WINDOW_FRAME_PX) / window.h);
    return (SDL_Rect){window.x, window.y, MAX(1, (int)(window.w * factor)),
                      MAX(1, (int)(window.h * factor))};
}

/* X11 without a window manager cannot make a window fill the screen afterwards, and those there are
 * take a bare window of the screen's size for a full screen. */
static Uint32 choose_flags(const StageOptions *options)
{
    if (!options->is_fullscreen) {
        return 0;
    }
    return is_driver("x11") ? SDL_WINDOW_BORDERLESS : SDL_WINDOW_FULLSCREEN_DESKTOP;
}

static bool open_window(DisplayPanel *display, const StageOptions *options, GError **error)
{
    const SDL_Rect at = choose_window(options);
    display->window =
        SDL_CreateWindow(options->title, at.x, at.y, at.w, at.h, choose_flags(options));
    if (display->window == NULL) {
        g_set_error(error, STAGE_ERROR, STAGE_ERROR_DISPLAY,
                    "cannot open a window of %d x %d pixels (%s): check [panel] in the settings",
                    at.w, at.h, SDL_GetError());
        return false;
    }
    SDL_StopTextInput();
    if (options->is_fullscreen) {
        SDL_ShowCursor(SDL_DISABLE);
    }
    return adopt_window(display, error);
}

DisplayPanel *display_open(const StageOptions *options, const DisplayHandlers *handlers,
                           GError **error)
{
    set_hints();
    const bool is_up = init_video();
    if (!is_up || !shows_something()) {
        g_set_error(error, STAGE_ERROR, STAGE_ERROR_NO_DISPLAY,
                    "no display to show the kiosk on: start it in a graphical session, set "
                    "DISPLAY, or set SDL_VIDEODRIVER=dummy to run without a screen");
        if (is_up) {
            SDL_QuitSubSystem(SDL_INIT_VIDEO);
        }
        return NULL;
    }
    g_autoptr(DisplayPanel) display = g_new0(DisplayPanel, 1);
    display->handlers = *handlers;
    display->panel_w = options->width_px;
    display->panel_h = options->height_px;
    display->is_first_doubled = is_driver("KMSDRM");
    choose_framebuffer();
    if (!open_window(display, options, error)) {
        return NULL;
    }
    watch_events(display);
    return g_steal_pointer(&display);
}

void display_close(DisplayPanel *display)
{
    if (display == NULL) {
        return;
    }
    if (display->source != NULL) {
        g_source_destroy(display->source);
        g_source_unref(display->source);
    }
    drop_surfaces(display);
    if (display->window != NULL) {
        SDL_DestroyWindow(display->window);
    }
    SDL_QuitSubSystem(SDL_INIT_VIDEO);
    g_free(display);
}
