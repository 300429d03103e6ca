// SPDX-License-Identifier: EUPL-1.2
/* The panel: one surface to paint on, and the contacts and keys that come back, in panel pixels.
 * display_sdl.c is a window on a desktop, a whole X11 or Wayland screen, or nothing at all
 * (SDL_VIDEODRIVER=dummy). Used by ui/stage alone. Main thread, on the default GLib main context;
 * it waits for the window system's descriptor and never polls. */
#pragma once

#include <cairo.h>

#include "ui/rect.h"
#include "ui/stage_types.h"
#include "ui/touch.h"

typedef struct {
    /* now_ms is not filled in. */
    void (*contact)(const TouchContact *contact, gpointer user_data);
    /* "up", "down", "left", "right", "next", "previous", "select", "back", "help", "volume-up",
     * "volume-down", "0" to "9"; repeats are left out. */
    void (*key)(const char *name, bool is_down, gpointer user_data);
    void (*lost)(gpointer user_data);    /* releases may never come: input is elsewhere now */
    void (*damaged)(gpointer user_data); /* the surface is new: paint all of it */
    void (*closed)(gpointer user_data);
    gpointer user_data;
} DisplayHandlers;

typedef struct DisplayPanel DisplayPanel;

/* STAGE_ERROR_NO_DISPLAY: there is none; STAGE_ERROR_DISPLAY: it cannot show our pictures. Must be
 * called before the program starts a thread. Caller closes. */
DisplayPanel *display_open(const StageOptions *options, const DisplayHandlers *handlers,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
void display_close(DisplayPanel *display);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(DisplayPanel, display_close)

/* 24-bit RGB of the panel's size; borrowed, until the next `damaged`. */
cairo_surface_t *display_surface(DisplayPanel *display);
/* Brings rectangles of the surface to the glass. */
void display_present(DisplayPanel *display, const Rect *changed, gsize n);
