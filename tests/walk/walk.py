"""The walk itself: program, folder with the simulator's events, image, folder for pictures."""

import sys
import time

from hands import Hands

PROGRAM, WORK, IMAGE, PICTURES = sys.argv[1:]
PASSWORD = "P@ssw0rd"  # of every simulated PC
GOAL_CLICKS, GOAL_QUESTIONS = 3, 1

hands = Hands(PROGRAM, WORK, PICTURES)


def digits(asked):
    """Answers the question for consent with the code of the latest request."""
    codes = hands.until(lambda: hands.events("consent.requested")[asked:], "a code")
    hands.wait("digit")
    hands.shot("consent")
    hands.type(codes[-1]["code"])
    hands.question()


def asked():
    return len(hands.events("consent.requested"))


def picture_or_consent(before):
    """Waits for the picture, and gives consent where it is asked for."""

    def arrived():
        return "consent" if asked() > before else "picture" if hands.shows("live") else None

    if hands.until(arrived, "a picture") == "consent":
        digits(before)
        hands.until(lambda: len(hands.events("consent.accepted")) > 0, "consent")
    hands.wait("live")


# The first visit asks for everything once.
hands.open()
hands.wait("4 PCs")
hands.shot("start")
hands.begin()
before = asked()
hands.click("desk-01", times=2)
hands.wait("Trust and connect")
hands.shot("trust")
hands.click("Trust and connect")
hands.question()
hands.wait("Remember in the key store")
hands.shot("login")
hands.type(PASSWORD)
hands.click("Remember in the key store")
hands.click("Log in")
hands.question()
picture_or_consent(before)
hands.shot("screen")
hands.end("First visit: certificate, login, consent")
hands.close()

# From the start of the program to the picture of a saved PC.
hands.open()
hands.begin()
before = asked()
hands.wait("Recent")
hands.shot("start-again")
hands.click("desk-01", role="push button")
picture_or_consent(before)
hands.shot("screen-again")
hands.end("See a saved PC's screen, from the start")
seen = hands.jobs[-1]

hands.begin()
before = asked()
hands.click("Media")
hands.shot("media")
hands.click("Image for the CD drive", role="entry")
hands.type(IMAGE)
hands.key("Return")
hands.wait("Boot from this image")
hands.shot("image")
hands.click("Boot from this image")
hands.until(lambda: hands.events("boot"), "a start from the image")
hands.wait("Started from the image")
hands.shot("boot")
hands.end("Start it from an image")

hands.begin()
hands.click("Eject…")
hands.shot("eject-question")
hands.click("Stop and put everything back")
hands.question()
hands.wait("Nothing is lent")
hands.shot("ejected")
hands.end("Take the image back")

hands.begin()
boots = len(hands.events("boot"))
hands.click("Serial")
hands.shot("serial")
hands.click("Restart into BIOS setup")
hands.shot("serial-question")
hands.click("Restart")
hands.question()
hands.until(lambda: hands.events("boot")[boots:], "a start into setup")
time.sleep(5)
hands.shot("setup")
hands.end("Text console into BIOS setup")

hands.begin()
boots = len(hands.events("boot"))
hands.click("Power")
hands.shot("power")
hands.click("Restart now…")
hands.shot("power-question")
hands.click("Restart")
hands.question()
hands.until(lambda: hands.events("boot")[boots:], "a restart")
time.sleep(5)
hands.shot("restarted")
hands.end("Restart")

for name, clicks in [("facts", ["Device"]), ("event log", ["Event log"]), ("audit log", ["Audit log"])]:
    hands.begin()
    for label in clicks:
        hands.click(label)
    time.sleep(2)
    hands.shot(name.replace(" ", "-"))
    hands.end(f"Read its {name}")

# From another view of the tab, by keyboard alone.
hands.begin()
hands.key("ctrl+l")
hands.type("desk-01")
hands.key("Return")
hands.wait("Screen of desk-01")
hands.shot("by-keyboard")
hands.end("Back to its screen by its name, by keyboard")
hands.close()

over = [job for job, clicks, questions in hands.jobs[1:] if questions > GOAL_QUESTIONS]
if seen[1] > GOAL_CLICKS or over:
    raise SystemExit(f"more than the goal: {over or seen}")
print(f"{hands.step} pictures in {PICTURES}")
