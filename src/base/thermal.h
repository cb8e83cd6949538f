/* How warm this computer is. */
#ifndef FOYER_BASE_THERMAL_H
#define FOYER_BASE_THERMAL_H

/* Where Linux tells (Documentation/driver-api/thermal/sysfs-api.rst). */
#define THERMAL_FOLDER "/sys/class/thermal"

/* The hottest of the zones below `folder` in whole degrees Celsius; 0: none tells anything that can be
 * true. Sensors that are not there say 0, -274 or 255: what is not between 1 and 125 is not counted. */
int thermal_hottest(const char *folder);

#endif
