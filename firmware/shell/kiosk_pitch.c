/*
 * How fine the panel is: as whoever set the kiosk up has measured it, else as the panel itself says
 * (EDID), else as the usual panel of its size is (view). The longer side is taken, so that it does
 * not matter how the picture is turned.
 */
#include "device.h"
#include "kiosk_shell.h"
#include "log.h"
#include "panel.h"

static const double mm_an_inch = 25.4;

static int longer(int a, int b)
{
    return a > b ? a : b;
}

/* 0 when nobody knows, or is to be asked. */
static int panel_mm(const struct shell_options *options)
{
    int width_mm, height_mm;
    if (options->panel_mm > 0)
        return options->panel_mm;
    if (!options->edid || !device_panel_mm(options->edid, &width_mm, &height_mm))
        return 0;
    return longer(width_mm, height_mm);
}

static double pitch_of(const struct shell_options *options, struct panel_size size)
{
    if (options->window.width > 0 && options->window.ppi > 0)
        return options->window.ppi;
    int mm = panel_mm(options);
    return mm > 0 ? longer(size.width, size.height) * mm_an_inch / mm : 0;
}

void pitch_ask(struct shell *shell)
{
    struct panel_size size = panel_size(shell->panel);
    size.ppi = pitch_of(&shell->options, size);
    bool same = size.ppi > shell->size.ppi - 0.05 && size.ppi < shell->size.ppi + 0.05;
    if (!same && size.ppi > 0)
        log_line(LOG_INFO, "kiosk", "the panel has %.0f pixels an inch", size.ppi);
    if (!same)
        shell->drawn = false;
    shell->size = size;
}
