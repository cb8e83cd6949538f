#!/usr/bin/python3
"""What calendars should give, worked out by other libraries than Foyer's.

    tests/tools/calendars-expected.py [NAME.ics …]      (default: all of tests/calendars)

Writes NAME.expected beside each NAME.ics, with Debian's python3-recurring-ical-events (which brings
python3-icalendar and python3-dateutil). Needed only when a calendar is added: the tests read what is
written here.

An .expected file begins with lines "# word: value", which are kept:
    now       the moment at which the calendar is read, on the school's wall
    zone      the school's zone
    by        who worked it out. "hand" (with the reason, mostly a section of RFC 5545) is never
              overwritten: there the libraries say nothing, or something else than the RFC.
Then one line each: start, end (exclusive; "-": not known), title; whole days without a time; in order.
Lines "! weight: sentence" are the problems that staff are told.
"""
import datetime as d
import os
import sys
import zoneinfo

import icalendar
import recurring_ical_events

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "calendars")
HEAD = {"now": "2026-11-23T08:42", "zone": "Europe/London",
        "by": "recurring_ical_events 2.0.1, icalendar 4.0.3, dateutil 2.8.2"}


def head_of(path):
    head = dict(HEAD)
    if os.path.exists(path):
        for line in open(path, encoding="utf-8"):
            if line.startswith("# ") and ": " in line:
                word, value = line[2:].rstrip("\n").split(": ", 1)
                head[word] = value
    return head


def iso(t):
    if not isinstance(t, d.datetime):
        return t.isoformat()
    return t.strftime("%Y-%m-%dT%H:%M:%S" if t.second else "%Y-%m-%dT%H:%M")


def on_wall(t, zone):
    if isinstance(t, d.datetime) and t.tzinfo is not None:
        return t.astimezone(zone).replace(tzinfo=None)
    return t


def as_time(t):
    return t if isinstance(t, d.datetime) else d.datetime(t.year, t.month, t.day)


def occurrences(calendar, now, zone):
    first = now - d.timedelta(days=2)
    until = d.datetime(now.year, now.month, now.day) + d.timedelta(days=91)
    for event in recurring_ical_events.of(calendar).between(first, until + d.timedelta(days=2)):
        if event.get("STATUS", "") == "CANCELLED":
            continue
        start, end = on_wall(event["DTSTART"].dt, zone), on_wall(event["DTEND"].dt, zone)
        if not isinstance(start, d.datetime):
            end = max(end, start + d.timedelta(days=1))
        over = as_time(end) <= now if as_time(end) > as_time(start) else as_time(start) < now
        if not over and as_time(start) < until:
            yield (iso(start), iso(end) if as_time(end) > as_time(start) else "-",
                   str(event.get("SUMMARY", "Event")))


def work_out(path):
    expected = path[:-len(".ics")] + ".expected"
    head = head_of(expected)
    if head["by"].startswith("hand"):
        return
    now, zone = d.datetime.fromisoformat(head["now"]), zoneinfo.ZoneInfo(head["zone"])
    lines = set()
    for calendar in icalendar.Calendar.from_ical(open(path, "rb").read(), multiple=True):
        lines.update(occurrences(calendar, now, zone))
    with open(expected, "w", encoding="utf-8") as out:
        out.writelines(f"# {word}: {value}\n" for word, value in head.items())
        out.writelines(" ".join(line) + "\n" for line in sorted(lines))


def main():
    paths = sys.argv[1:] or [os.path.join(HERE, name) for name in sorted(os.listdir(HERE))]
    failed = 0
    for path in (p for p in paths if p.endswith(".ics")):
        try:
            work_out(path)
        except Exception as error:  # a library that gives up: to be worked out by hand
            print(f"{path}: {type(error).__name__}: {error}", file=sys.stderr)
            failed += 1
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
