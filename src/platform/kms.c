/* The console's graphics device. How: the descriptor of whoever draws is the device's master; the connectors'
 * property "DPMS" is set on that. */
#include "platform/kms.h"

#include <SDL_syswm.h>
#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <unistd.h>
#include <virtgpu_drm.h>
#include <xf86drm.h>
#include <xf86drmMode.h>

/* Behind virtio there is a GPU only when the computer that plays this one lends its own; two drivers are for
 * tests of other programs. */
static bool draws(int fd)
{
    drmVersion *version = drmGetVersion(fd);
    const char *name = version != NULL ? version->name : "";
    int lends = 0;
    struct drm_virtgpu_getparam ask = {.param = VIRTGPU_PARAM_3D_FEATURES,
                                       .value = (uintptr_t)&lends};
    bool is = strcmp(name, "vgem") != 0 && strcmp(name, "vkms") != 0;
    if (strcmp(name, "virtio_gpu") == 0) {
        is = drmIoctl(fd, DRM_IOCTL_VIRTGPU_GETPARAM, &ask) == 0 && lends != 0;
    }
    drmFreeVersion(version);
    return is;
}

bool kms_has_gpu(void)
{
    glob_t nodes;
    bool found = false;
    if (glob("/dev/dri/renderD*", 0, NULL, &nodes) == 0) {
        for (size_t i = 0; i < nodes.gl_pathc && !found; i++) {
            int fd = open(nodes.gl_pathv[i], O_RDWR | O_CLOEXEC);
            found = fd >= 0 && draws(fd);
            if (fd >= 0) {
                close(fd);
            }
        }
        globfree(&nodes);
    }
    return found;
}

int kms_device(SDL_Window *window)
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

bool kms_power(int fd, bool on)
{
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

void kms_probe(int fd)
{
    drmModeRes *all = fd >= 0 ? drmModeGetResources(fd) : NULL;
    for (int i = 0; all != NULL && i < all->count_connectors; i++) {
        drmModeFreeConnector(drmModeGetConnector(fd, all->connectors[i]));
    }
    drmModeFreeResources(all);
}
