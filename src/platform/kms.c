/* The console's graphics device. How: SDL tells its descriptor, by which it is the device's master; the
 * connectors' property "DPMS" is set on that. */
#include "platform/kms.h"

#include <SDL_syswm.h>
#include <string.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

/* SDL's descriptor of the device; -1: it draws on no such thing. */
static int device_of(SDL_Window *window)
{
    SDL_SysWMinfo info;
    SDL_VERSION(&info.version);
    bool is =
        window != NULL && SDL_GetWindowWMInfo(window, &info) && info.subsystem == SDL_SYSWM_KMSDRM;
    return is ? info.info.kmsdrm.drm_fd : -1;
}

/* Sets one connector's property; false: it has none or refuses. */
static bool switch_connector(int fd, const drmModeConnector *connector, bool on)
{
    bool done = false;
    for (int i = 0; i < connector->count_props && !done; i++) {
        drmModePropertyRes *property = drmModeGetProperty(fd, connector->props[i]);
        if (property != NULL && strcmp(property->name, "DPMS") == 0) {
            uint64_t value = on ? DRM_MODE_DPMS_ON : DRM_MODE_DPMS_OFF;
            done = drmModeConnectorSetProperty(fd, connector->connector_id, property->prop_id,
                                               value) == 0;
        }
        drmModeFreeProperty(property);
    }
    return done;
}

bool kms_power(SDL_Window *window, bool on)
{
    int fd = device_of(window);
    drmModeRes *all = fd >= 0 ? drmModeGetResources(fd) : NULL;
    bool any = false;
    for (int i = 0; all != NULL && i < all->count_connectors; i++) {
        drmModeConnector *connector = drmModeGetConnectorCurrent(fd, all->connectors[i]);
        if (connector != NULL && connector->connection == DRM_MODE_CONNECTED) {
            any = switch_connector(fd, connector, on) || any;
        }
        drmModeFreeConnector(connector);
    }
    drmModeFreeResources(all);
    return any;
}

void kms_probe(SDL_Window *window)
{
    int fd = device_of(window);
    drmModeRes *all = fd >= 0 ? drmModeGetResources(fd) : NULL;
    for (int i = 0; all != NULL && i < all->count_connectors; i++) {
        drmModeFreeConnector(drmModeGetConnector(fd, all->connectors[i]));
    }
    drmModeFreeResources(all);
}
