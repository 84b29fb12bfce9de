"""Finds controls by their names, as a screen reader does, and works them with xdotool."""

import json
import subprocess
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 60  # seconds; the machine may be busy


class Hands:
    """Counts what a person would have to do."""

    def __init__(self, program, work, pictures):
        self.program, self.work, self.pictures = program, work, pictures
        self.window = None
        self.clicks = self.questions = self.step = 0
        self.jobs = []

    # The window.

    def open(self):
        with open(f"{self.work}/window.log", "ab") as log:
            self.window = subprocess.Popen(
                [self.program, "--config-dir", f"{self.work}/config"], stdout=log, stderr=log
            )
        ident = self.until(lambda: self.xdotool("search", "--onlyvisible", "--name", "^Outband"))
        self.xdotool("windowfocus", ident.split()[0])

    def close(self):
        self.window.terminate()
        self.window.wait()

    # Looking.

    def controls(self):
        """All controls as (role, name, extents); extents is None for what has no place."""
        found, waiting = [], [Atspi.get_desktop(0)]
        while waiting:
            node = waiting.pop(0)
            try:
                name, role, place = node.get_name(), node.get_role_name(), None
                try:
                    place = node.get_extents(Atspi.CoordType.WINDOW)
                except GLib.Error:
                    pass
                found.append((role, name, place))
                waiting += [node.get_child_at_index(i) for i in range(node.get_child_count())]
            except GLib.Error:
                pass  # Gone since it was listed.
        return found

    def find(self, name, role=None):
        """The place of a control: its name is `name`, or begins with it and a comma."""
        for kind, called, place in self.controls():
            fits = called == name or called.startswith(f"{name},") or called.startswith(f"{name} (")
            if fits and place and place.width > 0 and role in (None, kind):
                return place
        return None

    def shows(self, text):
        return any(text in name for _, name, _ in self.controls())

    def until(self, condition, what="a condition"):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if result := condition():
                return result
            time.sleep(0.2)
        self.shot("failed")
        for role, name, place in self.controls():
            print(f"    {role} {name!r} {place and (place.x, place.y, place.width, place.height)}")
        raise SystemExit(f"waited for {what} in vain; see {self.pictures}")

    def wait(self, text):
        self.until(lambda: self.shows(text), f"“{text}”")

    def events(self, name):
        """What the simulated PCs have reported under this name."""
        with open(f"{self.work}/sim", encoding="utf-8") as lines:
            events = [json.loads(line) for line in lines if line.endswith("\n")]
        return [event for event in events if event["event"] == name]

    def shot(self, name):
        self.step += 1
        path = f"{self.pictures}/{self.step:02}-{name}.png"
        subprocess.run(["import", "-window", "root", path], check=True)

    # Working.

    def xdotool(self, *arguments):
        done = subprocess.run(["xdotool", *map(str, arguments)], capture_output=True, text=True)
        return done.stdout.strip()

    def click(self, name, role=None, times=1):
        place = self.until(lambda: self.find(name, role), f"“{name}”")
        time.sleep(0.5)
        place = self.find(name, role) or place
        x, y = place.x + place.width // 2, place.y + place.height // 2
        self.xdotool("mousemove", x, y)
        time.sleep(0.3)
        self.xdotool("click", "--repeat", times, "--delay", 80, 1)
        self.clicks += times
        time.sleep(0.5)

    def type(self, text):
        self.xdotool("type", "--delay", 40, text)
        time.sleep(0.5)

    def key(self, key):
        self.xdotool("key", key)
        time.sleep(0.5)

    # Counting.

    def begin(self):
        self.clicks = self.questions = 0
        self.began = time.monotonic()

    def question(self):
        self.questions += 1

    def end(self, job):
        took = time.monotonic() - self.began
        self.jobs.append((job, self.clicks, self.questions))
        print(f"{job:52} {self.clicks} clicks  {self.questions} questions  {took:5.1f} s", flush=True)
