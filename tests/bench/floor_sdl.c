// SPDX-License-Identifier: EUPL-1.2
/* The least an SDL program with text can be: a white window with one line set by Pango. What the
 * kiosk takes to start is compared with this in the same run.
 *     floor_sdl WIDTH HEIGHT */
#include <SDL.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <stdlib.h>

static void paint_line(SDL_Surface *surface)
{
    cairo_surface_t *paper = cairo_image_surface_create_for_data(
        surface->pixels, CAIRO_FORMAT_RGB24, surface->w, surface->h, surface->pitch);
    cairo_t *cr = cairo_create(paper);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_set_source_rgb(cr, 0, 0, 0);
    cairo_move_to(cr, 40, 40);
    PangoLayout *layout = pango_cairo_create_layout(cr);
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans 32");
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, "Welkom", -1);
    pango_cairo_show_layout(cr, layout);
    pango_font_description_free(font);
    g_object_unref(layout);
    cairo_destroy(cr);
    cairo_surface_destroy(paper);
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("floor_sdl: needs WIDTH HEIGHT\n", stderr);
        return 2;
    }
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) {
        fprintf(stderr, "floor_sdl: %s\n", SDL_GetError());
        return 1;
    }
    SDL_Window *window = SDL_CreateWindow("floor", 0, 0, atoi(argv[1]), atoi(argv[2]), 0);
    SDL_Surface *surface = window ? SDL_GetWindowSurface(window) : NULL;
    if (!surface) {
        fprintf(stderr, "floor_sdl: %s\n", SDL_GetError());
        return 1;
    }
    paint_line(surface);
    SDL_UpdateWindowSurface(window);
    SDL_Event event;
    while (SDL_WaitEvent(&event) && event.type != SDL_QUIT) {
    }
    SDL_Quit();
    return 0;
}
