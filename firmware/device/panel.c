/*
 * The panel's real size from its EDID (VESA E-EDID 1.4, block 0), which the kernel shows under
 * /sys/class/drm. What a monitor says is untrusted: it is read within bounds and doubted.
 */
#include "panel.h"
#include "device.h"
#include "file.h"
#include <dirent.h>
#include <stdlib.h>

enum {
    EDID_BLOCK = 128,
    EDID_MAX = 32 * 1024,
    WIDTH_CM_AT = 21,
    HEIGHT_CM_AT = 22,
    TIMING_AT = 54, /* the first of the detailed timings: the preferred one */
    SMALLEST_MM = 40,
    LARGEST_MM = 4000,
    CONNECTORS_MAX = 64,
};

static bool is_edid(struct span edid)
{
    static const uint8_t head[] = { 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0 };
    uint8_t sum = 0;
    if (edid.size < EDID_BLOCK || memcmp(edid.data, head, sizeof head) != 0)
        return false;
    for (int i = 0; i < EDID_BLOCK; i++)
        sum = (uint8_t)(sum + edid.data[i]);
    return sum == 0;
}

static bool is_sensible(int width_mm, int height_mm)
{
    return width_mm >= SMALLEST_MM && width_mm <= LARGEST_MM && height_mm >= SMALLEST_MM &&
           height_mm <= LARGEST_MM;
}

/* A pixel clock of 0 means that the descriptor is no timing but a text. */
static bool from_timing(const uint8_t *timing, int *ret_width_mm, int *ret_height_mm)
{
    if (timing[0] == 0 && timing[1] == 0)
        return false;
    *ret_width_mm = timing[12] | (timing[14] >> 4) << 8;
    *ret_height_mm = timing[13] | (timing[14] & 15) << 8;
    return is_sensible(*ret_width_mm, *ret_height_mm);
}

/* Some panels put their aspect ratio (16, 9) where the millimetres belong; the centimetres of the
 * basic block show it. */
static bool agree(int mm, int cm)
{
    return cm == 0 || (mm > cm * 10 - 30 && mm < cm * 10 + 30);
}

bool panel_from_edid(struct span edid, int *ret_width_mm, int *ret_height_mm)
{
    int width = 0;
    int height = 0;
    if (!is_edid(edid))
        return false;
    int width_cm = edid.data[WIDTH_CM_AT];
    int height_cm = edid.data[HEIGHT_CM_AT];
    if (!from_timing(edid.data + TIMING_AT, &width, &height) || !agree(width, width_cm) ||
        !agree(height, height_cm)) {
        width = width_cm * 10;
        height = height_cm * 10;
    }
    if (!is_sensible(width, height))
        return false;
    *ret_width_mm = width;
    *ret_height_mm = height;
    return true;
}

static bool read_of(const char *folder, const char *connector, const char *name, struct buf *ret)
{
    char path[1024];
    char in[512];
    return file_join(in, sizeof in, folder, connector, NULL) &&
           file_join(path, sizeof path, in, name, NULL) && file_read(path, ret, NULL);
}

static bool is_connected(const char *folder, const char *connector)
{
    BUF_AUTO status = buf_new(64);
    return read_of(folder, connector, "status", &status) &&
           strcmp(buf_text(&status), "connected\n") == 0;
}

static bool connector_mm(const char *folder, const char *connector, int *ret_width_mm,
                         int *ret_height_mm)
{
    BUF_AUTO edid = buf_new(EDID_MAX);
    return is_connected(folder, connector) && read_of(folder, connector, "edid", &edid) &&
           panel_from_edid(buf_span(&edid), ret_width_mm, ret_height_mm);
}

/* "card0-HDMI-A-1" is a connector, "card0" and "version" are not. */
static int is_connector(const struct dirent *entry)
{
    return strncmp(entry->d_name, "card", 4) == 0 && strchr(entry->d_name, '-') != NULL;
}

bool panel_find(const char *folder, int *ret_width_mm, int *ret_height_mm)
{
    struct dirent **entries = NULL;
    bool found = false;
    int count = scandir(folder, &entries, is_connector, alphasort);
    for (int i = 0; i < count; i++) {
        if (!found && i < CONNECTORS_MAX)
            found = connector_mm(folder, entries[i]->d_name, ret_width_mm, ret_height_mm);
        free(entries[i]);
    }
    free(entries);
    return found;
}

bool device_panel_mm(const char *folder, int *ret_width_mm, int *ret_height_mm)
{
    return panel_find(folder, ret_width_mm, ret_height_mm);
}
