/* Changing one setting in the text of a configuration file and leaving everything else as it is: other
 * keys, comments, order. */
#ifndef FOYER_BASE_CONFIGEDIT_H
#define FOYER_BASE_CONFIGEDIT_H

/* `text` with "[section] key = value". Where the key stands already its line is replaced, and the lines
 * that went on with it go; else it comes behind its commented default, else to the end of its section,
 * else with a new section to the end. `value` has no line ends. Caller frees. */
char *config_edited(const char *text, const char *section, const char *key, const char *value);

#endif
