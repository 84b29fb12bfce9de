# Words of the window, in English. The other languages have the same messages, in this order.

## Tabs

tab-new = New tab
tab-close = Close { $name }

## Address book

book-count = { $count ->
        [one] { $count } PC
       *[other] { $count } PCs
    }

## Help

help-title = Help: { $page }
help-window = Window
help-find = Find a key or an action
help-nothing = No key and no action is called like this
help-keys-pc = While the keys go to the PC
help-keys-window = While the keys are the window's
help-release = Free the keys, or give them to the PC
help-release-other = The same on keyboards without that key
help-about-screen = The picture of the PC, as its graphics draws it. A click gives it the keys; what you type goes to the PC, except chords with { $release }.
help-about-serial = The text console of the PC, over Serial over LAN. It works without graphics, and in the BIOS setup of many PCs.
help-about-media = Images and folders of this computer as drives of the PC. Nothing is lent before you ask for it.
help-about-device = What Intel AMT tells of the PC, its logs, and the doctor that finds out why something does not work.
help-about-window = PCs are opened by their address or from the list at the left; every action has a name in the command palette.

## Actions

action-new-tab = New tab
action-close-tab = Close tab
action-reopen-tab = Reopen closed tab
    .hint = Open the PC of the tab that was closed last
action-next-tab = Next tab
action-previous-tab = Previous tab
action-tab-1 = First tab
action-tab-2 = Second tab
action-tab-3 = Third tab
action-tab-4 = Fourth tab
action-tab-5 = Fifth tab
action-tab-6 = Sixth tab
action-tab-7 = Seventh tab
action-tab-8 = Eighth tab
action-tab-9 = Ninth tab
action-show-screen = Screen
    .hint = Screen of the PC
action-show-serial = Serial
    .hint = Serial console of the PC
action-show-media = Media
    .hint = Disks lent to the PC
action-show-device = Device
    .hint = Facts and logs of the PC
action-open-image = Image…
    .hint = Lend the PC an image, or start it from one
action-power = Power
    .hint = Power and boot
action-focus-address = Address field
action-next-region = Next region
    .hint = From the list of PCs to the tab, and back
action-zoom-in = Larger interface
action-zoom-out = Smaller interface
action-zoom-reset = Normal interface
action-theme = Theme
    .hint = Light, dark or as the system
action-full-screen = Full screen
action-ctrl-alt-del = Ctrl+Alt+Del
    .hint = Send Ctrl+Alt+Del to the PC
action-paste-as-typing = Paste
    .hint = Type a text on the PC
action-screen-text = Text
    .hint = Read, search and copy the text on the screen
action-macros = Macros
    .hint = Keys that are pressed by themselves, step by step
action-release-keys = Release all keys
    .hint = Let go of every key and button on the PC
action-screenshot = Screenshot
    .hint = Save the screen as a picture
action-record = Record
    .hint = Record the screen to a file, or end that
action-play-recording = Play a recording…
    .hint = Open a recorded screen
action-next-display = Next display
    .hint = Show the next display of the PC
action-copy-screen = Copy screen
    .hint = Put the screen on the clipboard as a picture
action-fit = Fit
    .hint = Scale the screen to the window
action-one-to-one = 100 %
    .hint = One screen pixel for each display pixel
action-whole-steps = Sharp whole steps
    .hint = The largest whole scale at which the screen fits
action-fit-width = Zoom to window width
    .hint = Scale the screen to the width of the window
action-picture-larger = Larger picture
    .hint = Make the picture larger, as Ctrl with the wheel does
action-picture-smaller = Smaller picture
    .hint = Make the picture smaller
action-rotate = Rotate
    .hint = Turn the screen clockwise
action-view-only = View only
    .hint = Look on while keys and pointer stay here
action-type-characters = Type characters
    .hint = Write what this keyboard says, whatever layout the PC has
action-grab = Grab system keys
    .hint = Alt+Tab, Super and Print go to the PC too
action-figures = Figures
    .hint = Show how fast the screen comes
action-beside = Screen beside this view
    .hint = Keep the screen in sight while another view is in front
action-refresh = Refresh picture
    .hint = Ask the PC for its whole picture again
action-disconnect = Disconnect
    .hint = End the session and keep the tab
action-reconnect = Reconnect
action-look-again = Look again
    .hint = Look again whether the PC answers, connect where nothing is open
action-doctor = Run doctor
    .hint = Find out why it does not work
action-book = List of PCs
    .hint = Show or hide the list of PCs
action-search = Search PCs
    .hint = Go to the search field of the list
action-find = Find
    .hint = Find a text in what is in front
action-add-pc = Add a PC…
    .hint = Save a PC in the address book
action-palette = Command palette
    .hint = Find any action or PC by its name
action-help = Help
    .hint = What is in front, and its keys
action-notices = Notices so far
action-settings = Settings
action-journal = Journal
    .hint = What was done to which PC, and what is stored
action-wall = Wall
    .hint = The screens of all open PCs, once a second
action-own-window = Own window
    .hint = Show the PC in a window of its own, or back among the tabs
action-quit = Quit

## Keys

keys-or = { " or " }
keys-hint = Click on keys to change them. Chords with { $release } work while the keys go to the PC.
keys-press = Press keys
keys-none = None
keys-change = Change these keys
keys-of = Keys of { $action }
keys-reset = Reset
keys-reset-of = Reset keys of { $action }
keys-reset-all = Reset all shortcuts
keys-taken = { $keys } belongs to { $action }
keys-use-here = Use it here
keys-leave-there = Leave it there
keys-wrong = Shortcuts have Ctrl or Alt with them, or are a function key
keys-listening = Delete takes the keys away, Esc leaves them as they are
keys-list-connect = In the list, connect
keys-list-menu = In the list, menu of the PC
keys-list-edit = In the list, edit
keys-list-remove = In the list, remove
keys-list-mark = In the list, mark one more
keys-list-mark-range = In the list, mark up to here
keys-list-mark-all = In the list, mark all
tab-settings = Settings
tab-journal = Journal
tab-player = Recording
tab-wall = Wall
tab-menu = Window menu
tab-menu-tip = Settings, journal, wall and more
tab-let-go = Let go for a window of its own
tab-is-consent = consent
tab-is-reconnecting = reconnecting
tab-is-switching = switching
tab-is-changed = certificate changed
tab-is-certificate = certificate
tab-is-login = login
tab-is-connecting = connecting
tab-is-recording = recording
tab-is-live = live
tab-is-closed = closed
tab-is-fault = fault

## Start page

start-title = Reach a PC even when its system does not start
start-address = Name or address
start-address-hint = 10.0.4.17, lab-12 or vnc://10.0.4.17
start-user = User name
start-password = Password
start-password-hint = Asked for when needed
start-connect = Connect
start-pcs = PCs
start-favourites = Favourites
start-recent = Recent
start-simulate = Try it with a simulated PC
start-simulating = Starting a simulated PC
start-promise = Passwords go to the key store of your system if you wish, and nowhere else
start-promise-memory = The password stays in memory until the tab is closed and goes nowhere else

## Settings

settings-kept = Kept in { $path }
settings-search = Find a setting
settings-none = No setting is called this
settings-not-kept = They last until the window is closed
settings-general = General
settings-theme-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-restore = Begin with the tabs of last time, without connecting
settings-still = Reduce motion
settings-notifications = Notifications of the system while no window is in front
settings-size = Size
settings-size-name = Size of the interface
settings-density = Density
settings-compact = Compact
settings-roomy = Roomy
settings-language = Language
settings-language-system = As the system
settings-language-note = The command line, reports and files are in English
settings-language-no-font = No font of this system has its letters
settings-keyboard = Keyboard
settings-layout-about = Of PCs whose entry in the address book names none. Pasted text is typed for it.
settings-layout-none = Not said
settings-release = Release key
settings-release-about = Gives the keys back to the window when it is tapped, and begins chords. Ctrl+Alt+Shift does the same.
settings-grab = Give all keys to the PC, even Alt+Tab, where the system allows it
settings-safety = Safety
settings-tls = Encryption
settings-tls-auto = Where the PC offers it
settings-tls-require = Always
settings-tls-off = Never
settings-tls-about = For PCs whose entry in the address book says nothing else. A PC that once spoke TLS is never talked to without it unless you say so there and then.
settings-tls-warning = Passwords and pictures can be read by anyone on the way
settings-bell = Sound a bell when a PC rings
settings-links = Open web addresses on serial consoles with Ctrl and a click
settings-screenshots = Folder of screenshots
settings-recordings = Recordings
settings-images = Folder of disk images
settings-films = Folder of recordings
settings-folder-hint = The one of your system
settings-folder-wrong = The path of a folder begins at its root
settings-shortcuts = Shortcuts
settings-about = About
settings-screen-about = Colours of the picture are chosen in the entry of a PC, its size at the picture itself.
settings-serial-about = Keys, size and colours of a console are chosen there, and kept for each PC.
settings-media-about = Begins here when an image is chosen. Images that were lent before stand in the media view.
settings-recording-about = A recording is sealed: the player says whether the file is as it was recorded.
settings-trusted = Certificates
settings-passwords = Passwords
settings-passwords-about = In the key store of this system, where you asked for it; in no file
settings-open-journal = Open the journal
settings-version = Version
settings-licence = Licence
settings-licences = Fonts and symbols
settings-kept-in = Kept in
settings-report = For a report of what goes wrong, run the doctor of the PC and copy what it says. It has no passwords in it.
settings-reset = Reset this page
settings-reset-of = Reset this page, { $page }

## Common

cancel = Cancel
save = Save
close = Close
copy = Copy
try-again = Try again
book-search = Search or address
book-count-of = { $shown } of { $all }
book-count-marked = { $marked } of { $all } marked
book-twice = { $pcs } twice
book-twice-tip = PCs that stand in the book twice
book-order = Order of the list
book-order-tip = Order of the list, now { $order }
book-by-group = By group
book-by-name = By name
book-by-address = By address
book-by-presence = Answering first
book-reading = Reading the address book
book-recover = Go back to the version before
book-recovered = Back to the version before with { $pcs }, the damaged file is kept as { $path }
book-connect = Connect
book-key-enter = Enter
book-key-delete = Del
book-serial = Serial console
book-lend = Lend a disk
book-facts = Facts and logs
book-star = Mark as favourite
book-unstar = Take the star away
book-edit = Edit…
book-copy-address = Copy address
book-remove = Remove
book-remove-one = Remove { $name }
book-remove-pcs = Remove { $pcs }
book-change-pcs = Change { $pcs }…
book-enter-connects = Enter connects to { $address }
book-no-match = No PC contains this
book-empty = No PCs yet
book-empty-hint = Add one, import a list or scan a range
book-add = Add…
book-add-tip = Save a PC
book-import = Import…
book-import-tip = Take over a list of PCs
book-scan = Scan…
book-scan-tip = Look for PCs in a range of addresses
book-export = Export…
book-export-tip = Save the list as a file
book-is-open = open in a tab
book-is-down = open in a tab, off or asleep, Intel AMT answers
book-answers = answers
book-silent = does not answer
book-unknown = presence unknown
book-folded = folded
book-unfolded = unfolded
book-logs-in-as = Logs in as { $user }
book-no-group = No group
book-added = { $pcs } added
book-added-changed = { $pcs } added, { $changed } changed
book-changed = { $pcs } changed
book-drag = Move { $pcs } to a group
book-removed = { $pcs } removed
book-saved-in = { $pcs } saved in { $path }
book-no-file = There is no such file
book-file-unreadable = The file cannot be read, { $why }
book-no-folder = There is no folder { $path }

## Forms of the address book

edit-add = Add a PC
edit-change = Change { $name }
edit-favourite = Favourite
edit-name = Name
edit-name-hint = As its address
edit-address = Address
edit-address-hint = 10.0.4.17 or lab-12
edit-group = Group
edit-group-hint = Reception
edit-tags = Tags
edit-layout = Keyboard layout
layout-us = English (US)
layout-uk = English (UK)
layout-de = German
layout-fr = French
layout-es = Spanish
layout-it = Italian
layout-pt = Portuguese
layout-jp = Japanese
edit-notes = Notes
edit-tls-settings = As in the settings
edit-picture = Picture
edit-picture-auto = Automatic
edit-picture-65536 = 65 536 colours
edit-picture-256 = 256 colours
edit-picture-256-greys = 256 greys
edit-picture-16-greys = 16 greys
edit-terminal = Serial keys
edit-terminal-auto = As the PC writes
bulk-title = Change { $pcs }
bulk-hint = What is left empty stays as it is at each of them
bulk-as-it-is = As it is
bulk-no-user = No user name
bulk-add-tags = Add tags
bulk-remove-tags = Take tags away
twins-none = Every PC stands in the book once
twins-board = The same board, { $value }
twins-address = The same address, { $value }
import-title = Import a list of PCs
import-hint = CSV with a line of headings, JSON, or a computer list of MeshCommander
import-do = Import
import-file = File
import-file-hint = Its path, or drop it on the window
import-read = Read
import-choose = Choose…
import-reading = Reading
import-no-dialog = This system has no dialog for files. Type the path, or drop the file on the window
import-all-new = { $pcs } in the list, all new
import-some-known = { $pcs } in the list, { $known } known already
import-skip = Leave known PCs as they are
import-update = Take over what the list says about them
import-twice = Add them a second time
import-passwords = { $count ->
        [one] { $count } password in the list stays there, passwords go to the key store only
       *[other] { $count } passwords in the list stay there, passwords go to the key store only
    }
import-ignored = Columns without a meaning here, { $columns }
import-left-out = { $count ->
        [one] { $count } entry is left out
       *[other] { $count } entries are left out
    }
import-entry = Entry { $number }, { $why }
export-title = Export { $pcs }
export-hint = Everything but passwords, which are in no file of ours
export-csv = CSV, for spreadsheets
export-json = JSON, with all fields
export-mesh = Computer list of MeshCommander
export-exists = There is a file of this name already
export-replace = Replace it
export-rootless = The path of a file begins at its root
scan-title = Look for PCs with Intel AMT
scan-addresses = Addresses
scan-addresses-hint = 10.0.4.0/24, or 10.0.4.1-99
scan-do = Scan
scan-stop = Stop
scan-group = Found by scan
scan-add = Add { $pcs }
scan-progress = Progress of the scan
scan-running = { $of ->
        [one] { $done } of { $of } address
       *[other] { $done } of { $of } addresses
    }
scan-done = { $of ->
        [one] { $of } address done
       *[other] { $of } addresses done
    }
scan-stopped = { $of ->
        [one] Stopped after { $done } of { $of } address
       *[other] Stopped after { $done } of { $of } addresses
    }
scan-nothing-yet = nothing answers yet
scan-nothing = nothing answers
scan-answer = { $pcs } answering
scan-encrypted = encrypted
scan-plain = not encrypted
scan-saved-as = saved as { $name }

## Command palette

palette-hint = What do you want to do?
palette-name = Action, PC or setting
palette-nothing = Nothing is called like this
palette-connect = Connect to { $name }
palette-setting = Setting: { $name }

## Header

header-power-on = On
header-power-off = Off
header-power-asleep = Asleep
header-power-name = Power, { $state }
header-power-title = The PC is { $state }
header-power-about = As Intel AMT tells, read every 15 s
header-pinned = TLS, pinned
header-known-issuer = TLS, known issuer
header-plain = Not encrypted
header-old = TLS, old
header-safety-name = Safety, { $state }
header-no-room-beside = The window is too narrow for the screen beside this view
header-plain-title = This connection is not encrypted
header-plain-about = Whoever can listen on the way sees the screen and what is typed. The password itself is not sent. Use it only inside a network you trust.
header-encrypted-title = This connection is encrypted
header-pinned-about = The PC has shown the certificate that it is known by.
header-issuer-about = { $issuer } vouches for this PC.
header-valid = Valid { $from } to { $to }
header-old-about = Its dates are over, or its time has not come. Renew it.
header-consent-title = The user has consented
header-consent-about = They see a frame on their screen while you are connected.
header-consent-end = End consent

## Power menu

power-unknown = The power state is not known yet
power-start-from = Start from
power-back = Back
power-not-possible = This PC cannot do that on request
power-once = Once; the start after that is as set up
power-lost = Unsaved work on it is lost.
power-wake = Wake
power-on = Turn on
power-shut-down = Ask the system to shut down
power-ask-restart = Ask the system to restart
power-restart-now = Restart now…
power-off-now = Turn off now…
power-cycle-now = Off and on again…
power-nmi-now = Diagnostic interrupt…
power-sleep = Sleep
power-hibernate = Hibernate
power-ask-off = Turn off { $name } now?
power-do-off = Turn off
power-ask-cycle = Turn { $name } off and on again?
power-do-cycle = Off and on
power-ask-nmi = Send { $name } a diagnostic interrupt?
power-do-nmi = Send
power-ask-restart-now = Restart { $name } now?
power-ask-setup = Restart { $name } into BIOS setup?
power-ask-network = Restart { $name } from the network?
power-ask-cd = Restart { $name } from its CD?
power-ask-disk = Restart { $name } from its disk?
power-do-restart = Restart
power-to-setup = BIOS setup
power-to-disk = Disk
power-to-network = Network
power-to-cd = CD drive

## Login

login-title = Log in to { $name }
login-do = Log in
login-remember = Remember in the key store
login-tries = { $count ->
        [one] One try so far
       *[other] { $count } tries so far
    }

## Consent

consent-asking = Asking the PC to show its code
consent-pc-off = The PC must be on to show its code
consent-turn-on = Turn on and ask
consent-refused = The PC does not show a code
consent-refused-about = Its firmware refuses. Try again in a minute.
consent-given = Consent given
consent-ask-again = Ask again
consent-new-code = Show a new code
consent-new-code-short = New code
consent-tries = { $count ->
        [one] 1 try
       *[other] { $count } tries
    }
consent-wrong = Wrong code, { $tries } left
consent-tries-left = { $tries } left
consent-script = Read me the six digits in the box on your screen
consent-checking = Checking the code
consent-read-again = Ask the user to read it again
consent-copy = Copy for chat
consent-time = { $time } left
consent-hurry = Less than half a minute
consent-secs-left = { $secs } seconds left
consent-digits = { $typed } of { $all } digits
consent-display = Box on display
consent-code = Consent code

## Trust

trust-new = New certificate from { $name }
trust-new-about = Compare it if you can, then it is remembered
trust-accept = Trust and connect
trust-once = Only this once
trust-details = Details
trust-hide = Hide details
trust-changed = The certificate of { $name } has changed
trust-changed-about = A reprovisioned PC looks like this, so does an attack
trust-known-before = Known before
trust-known-since = Known since { $date }
trust-offered = Offered now
trust-reason = Why may it replace the known one?
trust-reason-hint = For example: board replaced on Monday, ticket 4711
trust-accept-new = Trust the new certificate
trust-accept-new-ask = Trust the new one…
trust-refuse = Do not connect
trust-compare = Compare
trust-itself = itself
trust-issuer = Issuer
trust-valid = Valid
trust-dates = { $from } to { $to }
trust-subject = Subject
trust-names = Names
trust-key = Key
trust-unknown = unknown

## Status bar

status-all-keys = All keys go to the PC, even Alt+Tab · { $release } frees them
status-frames = { $n ->
        [one] { $count } frame/s
       *[other] { $count } frames/s
    }
status-keys = Keys go to the PC · { $release } frees them
status-view-only = View only, nothing goes to the PC
status-freed = Keys go to your own computer again
status-click = Click the picture or tap { $release } to type on the PC
status-seen = The user sees you

## Notices

note-light = Light theme
note-dark = Dark theme
note-system-theme = The theme follows the system
note-keys-stay = The keys of the system stay here
note-keys-taken = Another program holds the keyboard. Close it, then choose Grab again.
note-clipboard = The screen is on the clipboard
note-screenshot = Screenshot saved
note-file = Saved as a file
note-oversized = The picture is too large for this computer
note-oversized-about = { $width } × { $height } exceeds what its graphics shows. Choose a smaller resolution on the PC.

## Journal

journal-reading = Reading the journal
journal-filter = Filter
journal-copy-tip = Copy as CSV
journal-export = Export
journal-export-tip = Save as a CSV file
journal-again = Read again
journal-again-tip = Read the journal again
journal-count = { $count ->
        [one] { $count } entry
       *[other] { $count } entries, newest first
    }
journal-count-of = { $count ->
        [one] { $shown } of { $count } entry
       *[other] { $shown } of { $count } entries, newest first
    }
journal-damaged = { $count ->
        [one] { $count } line cannot be read
       *[other] { $count } lines cannot be read
    }
journal-empty = Nothing was done yet
journal-no-match = No entry contains this
journal-stored = Who did what to which PC and when, how its user agreed, and which files took part. It lies in { $path } and goes nowhere else.
journal-nothing-stored = Nothing, these PCs are simulated or this window keeps no record.
journal-sees = What the user of the PC sees
journal-sees-about = A frame around the picture and an icon while the screen is open, and the six digits of the consent code before it opens where the PC asks for consent. Outband shows them to you too and never switches them off.
journal-read = What is read from the PC
journal-read-about = Its picture and its serial text while a view is open; version, settings, power state, hardware and logs when the Device view asks for them. Files of its disks are not.
journal-stores = What is stored on this computer
journal-never = What is never stored here
journal-never-about = Typed keys, pictures and screen text unless you save a screenshot or a log, consent codes, and passwords outside the key store of your system.

## Connecting

progress-title = Connecting to { $name }
progress-name = Name
progress-connection = Connection
progress-session = Session
progress-login = Login
progress-screen = Screen
progress-picture = Picture
progress-encrypting = encrypting
lost-again-in = Trying again by itself in { $secs } s
lost-again = Trying again
lost-reconnect-now = Reconnect now
closed-title = Disconnected from { $name }
resting-title = Not connected to { $name }
resting-about = This tab was open when the window was last used
resting-connect = Connect
last-picture = Last picture { $time }
fault-details = Details
note-close = Close notice
note-play = Play
note-undo = Undo
past-notes-title = Notices so far
past-notes-none = Nothing was said yet
past-notes-copy = Copy all
close-lends = An image is still lent to { $name }
close-keep = Keep open
close-eject = Eject and close
quit-title = { $count ->
        [one] One PC is still open
       *[other] { $count } PCs are still open
    }
quit-about = What is open there ends, the PCs themselves go on
drop-boot = Drop to boot { $name } from this image
full-screen-hint = { $release } frees the keys, { $release }+F leaves full screen
wall-empty = No PC is open. Open some from the list or a new tab, they show here.
wall-needs-consent = needs consent
wall-last-picture = { $state }, last picture { $time }
steps-stop = Stop waiting
header-recording-title = The screen is recorded
header-recording-to = To { $path }
header-recording-about = Everything that is on the screen is in it, nothing that is typed.
header-recording-end = End recording


## Device

facts-called = Called
facts-amt-name = Name in Intel AMT
facts-os-name = Name in its system
facts-model = Model
facts-serial-number = Serial number
facts-power = Power
facts-version = Version
facts-mode = Mode
facts-certificate = Certificate
facts-clock = Clock
facts-event-log = Event log
facts-audit-log = Audit log
facts-policy = Policy
facts-changed-by = Changed by
facts-code-shown = Code shown for
facts-lapses = Lapses after
facts-before = Before
facts-wired = Wired
facts-wired-mac = Its hardware address
facts-wired-gateway = Its gateway
facts-wireless = Wireless
facts-wireless-mac = Hardware address
facts-wireless-gateway = Gateway
facts-processor = Processor
facts-drives = Drives
facts-board = Board
facts-displays = Displays
facts-started-by = Started by
facts-now = Now
facts-memory = Memory
facts-identity = Identity
facts-consent = Consent
facts-connected = Connected now
facts-network = Network
facts-hardware = Hardware
facts-allowed = Allowed
facts-unknown = Not known
facts-copy = Click to copy
facts-ports-closed = The redirection ports are closed, so nothing of it can be used. Enabling one of them opens them.
facts-enabling = Enabling changes a setting of Intel AMT and is written to its log
facts-on-closed = On, ports closed
facts-on = On
facts-in-use = On, in use
facts-off = Off
facts-forbidden = Forbidden in the firmware setup
facts-absent = Not in this PC
facts-enable = Enable
facts-enable-one = Enable { $feature }
facts-clock-right = { $date }, right
facts-clock-fast = { $date }, { $by } fast
facts-clock-slow = { $date }, { $by } slow
facts-until = { $subject }, until { $date }
facts-records = { $count ->
        [one] One record
       *[other] { $count } records
    }
facts-consent-none = Never asked for
facts-consent-screen = Asked for the screen
facts-consent-all = Asked for screen, media and boot
facts-changed-console = A console may change it
facts-changed-pc = Only at the PC
facts-by-radio = { $what }, wireless
facts-nobody = Nobody
facts-link-up = connected
facts-link-down = no link
facts-link-unknown = link unknown
facts-modules = { $count ->
        [one] { $size } in one module
       *[other] { $size } in { $count } modules
    }
facts-drive = Drive
facts-days = { $count ->
        [one] { $count } day
       *[other] { $count } days
    }
facts-sheet = Facts
facts-doctor = Doctor
facts-read-again = Read again
facts-read-again-tip = Read again from the PC
facts-age-new = Read less than a minute ago
facts-age = Read { $minutes } min ago
facts-asking = Asking Intel AMT
facts-not-yet = Nothing is known yet. The page fills once the PC has accepted the login.

## Logs

logs-count = { $count ->
        [one] { $count } record
       *[other] { $count } records
    }
logs-count-of = { $count ->
        [one] { $shown } of { $count } record
       *[other] { $shown } of { $count } records
    }
logs-unreadable = { $count } unreadable
logs-newest = newest first
logs-empty = The log is empty
logs-no-match = No record contains this
logs-time = Time
logs-severity = Severity
logs-source = Source
logs-text = Text
logs-who = Who
logs-part = Part
logs-critical = critical
logs-warning = warning
logs-information = information
logs-from = { $text }, from { $address }

## Lock keys of a PC

lock-on = on
lock-off = off

## The picture of a PC

picture-unasked = Pictures without asking
picture-unasked-about = Back-to-back mode: the PC sends the next picture without waiting to be asked, which is quicker far away

## What is being done

steps-finding-out-what-is = Finding out what is wrong
steps-reading-what-the-pc = Reading what the PC tells about itself
steps-reading-what-is-switched = Reading what is switched on
steps-reading-which-displays-there = Reading which displays there are
steps-showing-another-display = Showing another display
steps-changing-how-pictures-are = Changing how pictures are sent
steps-reading-the-event-log = Reading the event log
steps-reading-the-audit-log = Reading the audit log
steps-enabling-the-screen = Enabling the screen
steps-enabling-serial = Enabling serial
steps-enabling-media = Enabling media
steps-switching-the-screen-off = Switching the screen off in Intel AMT
steps-switching-serial-off-in = Switching serial off in Intel AMT
steps-switching-media-off-in = Switching media off in Intel AMT
steps-starting-as-set-up = Starting as set up
steps-starting-from-disk = Starting from disk
steps-starting-from-the-network = Starting from the network
steps-starting-from-cd = Starting from CD
steps-starting-into-bios-setup = Starting into BIOS setup
steps-starting-from-the-lent = Starting from the lent image
steps-switching-serial-and-media = Switching serial and media
steps-switching-the-screen = Switching the screen
steps-switching-the-redirection-ports = Switching the redirection ports
steps-checking-what-has-become = Checking what has become of it
steps-closing-the-screen = Closing the screen
steps-waiting-for-intel-amt = Waiting for Intel AMT to be ready
steps-waiting-for-the-pc = Waiting for the PC to follow
steps-the-answer-was-lost = The answer was lost, looking at the state
steps-opening-the-screen-again = Opening the screen again
steps-checking-abilities-and-consent = Checking abilities and consent
steps-taking-old-boot-settings = Taking old boot settings away
steps-setting-the-boot-options = Setting the boot options
steps-setting-the-boot-source = Setting the boot source
steps-switching-the-pc = Switching the PC
steps-putting-the-boot-settings = Putting the boot settings back
steps-turning-on = Turning on
steps-turning-off = Turning off
steps-turning-off-and-on = Turning off and on again
steps-restarting = Restarting
steps-asking-the-system-to = Asking the system to shut down
steps-asking-the-system-to-restart = Asking the system to restart
steps-asking-the-system-to-sleep = Asking the system to sleep
steps-asking-the-system-to-hibernate = Asking the system to hibernate
steps-sending-a-diagnostic-interrupt = Sending a diagnostic interrupt
steps-of-records = { $of ->
        [one] { $done } of { $of } record
       *[other] { $done } of { $of } records
    }

## Starting from an image

boot-boot-from-this-image = Boot { $name } from this image
boot-choose-an-image-first = Choose an image first
boot-this-image-cannot-start = This image cannot start a PC, choose an installation image
boot-try-again = Try again
boot-boot-from-this-image-named = Boot from this image
boot-end-what-is-lent = End what is lent first
boot-stopped-before-the-pc = Stopped before the PC had started
boot-boot-settings-are-back = Boot settings are back as they were, the image is taken back.
boot-a-start-reads-about = A start reads about { $bytes } of it
boot-that-is-slow-a = That is slow: a smaller image, such as a network installer, reads less
boot-consent-if-the-pc = Consent, if the PC wants its user's
boot-lend-the-image-with = Lend the image, with storage redirection switched on
boot-restart-once-from-it = Restart once from it
boot-put-the-boot-settings = Put the boot settings back
boot-the-pc-is-off = The PC is off and is turned on
boot-restart-now = Restart now
boot-ask-its-system-first = Ask its system first
boot-the-firmware-of-this = The firmware of this PC does not offer it at the moment
boot-its-system-saves-what = Its system saves what is open and restarts; one that hangs does not follow
boot-the-pc-is-on = The PC is on. It restarts at once and unsaved work on it is lost
boot-the-pc-restarts-at = The PC restarts at once, or is turned on; unsaved work on it is lost
boot-press-enter-on-the = Press Enter on the PC if its loader waits for a key
boot-take-the-image-back = Take the image back once nothing was read for a minute
boot-the-pc-has-not = The PC has not been reset yet
boot-the-pc-has-been = The PC has been reset and has not read the loader yet
boot-loaded-of-what-a = Loaded of what a start reads
boot-the-loader-waits-enter = The loader waits, Enter is pressed where the PC's screen asks for a key
boot-the-loader-waits-press = The loader waits, press Enter on the PC: its screen is not open here
boot-press-enter = Press Enter
boot-show-screen = Show screen
boot-the-pc-loses-the = The PC loses the disk it is starting from, and goes on without it
boot-go-on = Go on
boot-stop-and-put-everything = Stop and put everything back
boot-stop = Stop…
boot-eject = Eject…
boot-checking-the-image = Checking the image
boot-image-checked = Image checked
boot-connecting-to-intel-amt = Connecting to Intel AMT
boot-connected-to-intel-amt = Connected to Intel AMT
boot-asking-for-consent = Asking for consent
boot-no-consent-is-needed = No consent is needed
boot-consent-given = Consent given
boot-switching-storage-redirection-on = Switching storage redirection on
boot-storage-redirection-is-on = Storage redirection is on
boot-lending-the-image = Lending the image
boot-image-lent = Image lent
boot-setting-the-next-start = Setting the next start
boot-next-start-set-for = Next start set, for once
boot-restarting-the-pc = Restarting the PC
boot-restarted = Restarted
boot-loading = Loading
boot-loaded = Loaded
boot-putting-everything-back = Putting everything back
boot-everything-is-as-it = Everything is as it was

## Media

media-this-system-has-no = This system has no dialog for files: type a path, or drop a file here
media-these-changes-are-not = These changes are not saved and would be lost
media-keep-them = Keep them
media-eject-without-saving = Eject without saving
media-or-lend-it-without = Or lend it without a restart: the PC sees the drives at once
media-lend-now = Lend now
media-read-me-the-six = Read me the six digits in the box on your screen
media-tries-left = { $tries ->
        [one] { $tries } try left
       *[other] { $tries } tries left
    }
media-wrong-code = Wrong code, { $tries }
media-six-digits = six digits
media-the-pc-must-be = The PC must be on to show its code
media-turn-on-and-ask = Turn on and ask
media-show-a-new-code = Show a new code
media-the-pc-does-not = The PC does not show a code
media-ask-again = Ask again
media-cd = CD
media-floppy = Floppy
media-eject = Eject
media-remove = Remove
media-change = Change…
media-change-5 = Change { $title }
media-empty-in-memory-some = Empty, in memory: some systems hang on a drive without a disk
media-looking-at-the-image = Looking at the image
media-recent = Recent
media-the-pc-may-write = The PC may write to it
media-the-file-stays-as = The file stays as it is, changes are kept apart until they are saved
media-not-there-now = not there now
media-forget = Forget
media-image-for-the-cd = Image for the CD drive
media-open-cd = Open CD
media-choose-cd-image = Choose CD image
media-image-for-the-floppy = Image for the floppy drive
media-open-floppy = Open floppy
media-choose-floppy-image = Choose floppy image
media-file-folder-or-web = File, folder or web address
media-choose = Choose…
media-changes-to-the-floppy = Changes to the floppy
media-save-the-floppy-as = Save the floppy as
media-file = File
media-save = Save
media-choose-where-to-save = Choose where to save
media-drop-an-image-here = Drop an image here to lend it to { $name }
media-the-pc-has-opened = The PC has opened the tray of this drive
media-no-file = No file
media-connecting-again = Connecting again
media-the-pc-is-using = The PC is using its drives, it sees these at its next restart
media-the-pc-has-ejected = The PC has ejected its disk
media-the-image-can-be = The image can be read again
media-choose-an-image-for = Choose an image for the CD drive
media-choose-an-image-for-the = Choose an image for the floppy drive
media-cd-images = CD images
media-floppy-images = Floppy images
media-save-the-floppy-with = Save the floppy with the changes of the PC
media-the-pc-has-started = The PC has started from the image
media-starting-the-pc-from = Starting the PC from the image
media-nothing-is-lent = Nothing is lent
media-lending-the-drives = Lending the drives
media-the-drives-are-lent = The drives are lent
media-eject-and-end = Eject and end
media-map-of-blocks-read = Map of blocks, { $percent } read

## Screen

kvm-the-display-of-the = The display of the PC that is shown
kvm-look-for-displays = Look for displays
kvm-the-first-of-its = { ", " }the first of its system
kvm-there-is-no-picture = There is no picture
kvm-this-pc-does-not = This PC does not tell which displays it has
kvm-this-pc-has-one = This PC has one display
kvm-figures = Figures
kvm-hide-figures = Hide figures
kvm-hide = Hide
kvm-picture = Picture
kvm-scale = Scale
kvm-filter = Filter
kvm-frames = Frames
kvm-received = Received
kvm-changed = Changed
kvm-decoding = Decoding
kvm-round-trip = Round trip
kvm-keys = Keys
kvm-function-keys = Function keys
kvm-other-keys = Other keys
kvm-keys-to-send-to = Keys to send to the PC
kvm-safe = Safe
kvm-normal = Normal
kvm-fast = Fast
kvm-text-to-be-typed = Text to be typed on the PC
kvm-text-to-type = Text to type
kvm-type-characters = { $count ->
        [one] Type { $count } character
       *[other] Type { $count } characters
    }
kvm-of-them-cannot-be = { $unknown ->
        [one] { $unknown } of them cannot be typed on this layout and is left out
       *[other] { $unknown } of them cannot be typed on this layout and are left out
    }
kvm-speed = Speed
kvm-show-secret = Looks like a password: show it
kvm-about-seconds = about { $secs } s
kvm-end-with-enter = End with Enter
kvm-type = Type
kvm-cancel = Cancel
kvm-layout-on-the-pc = Layout on the PC
kvm-typing-of = Typing, { $done } of { $total }
kvm-typed = Typed
kvm-stop-typing = Stop typing
kvm-typing-waits = Waits until this window is in front
kvm-let-go-of = { $key } is down on the PC, let it go
kvm-key-shift = Shift
kvm-key-ctrl = Ctrl
kvm-key-alt = Alt
kvm-key-altgr = AltGr
kvm-key-windows = Windows
kvm-colours = Colours
kvm-compression = Compression
kvm-automatic = Automatic
kvm-run-lengths-and-zlib = Run lengths and zlib
kvm-run-lengths = Run lengths
kvm-none = None
kvm-halve-large-screens = Halve large screens
kvm-always-halve-the-picture = Always halve the picture
kvm-never-halve-the-picture = Never halve the picture
kvm-65-536-colours = 65 536 colours
kvm-256-colours = 256 colours
kvm-256-greys = 256 greys
kvm-16-greys = 16 greys
kvm-all-colours = all colours
kvm-recording-begins = Recording begins
kvm-recording-ends = Recording ends
kvm-scale-or-ctrl-with = Scale, or Ctrl with the wheel beside the picture
kvm-scale-5 = Scale { $label }
kvm-width = Width
kvm-whole = Whole
kvm-exact-at-whole-scales = Exact at whole scales, else every pixel by the area it covers
kvm-exact-pixels = Exact pixels
kvm-the-nearest-pixel-never = The nearest pixel, never mixed
kvm-sharp = Sharp
kvm-every-pixel-by-the = Every pixel by the area it covers: edges one display pixel wide
kvm-smooth = Smooth
kvm-between-the-four-nearest = Between the four nearest pixels where the picture is enlarged
kvm-no-text-on-this = No text on this screen
kvm-find = Find
kvm-find-in-the-text = Find in the text
kvm-next = Next
kvm-text-of-the-screen = Text of the screen
kvm-copy-all = Copy all
kvm-read-again = Read again
kvm-close = Close
kvm-more = More
kvm-there-is-no-picture-to = There is no picture to type on
kvm-screen-of-no-picture = Screen of { $name }, no picture yet
kvm-automatic-now = Automatic, now { $format }
kvm-live = live
kvm-last-picture = last picture
kvm-there-is-no-picture-to-record = There is no picture to record
kvm-recording-saved = Recording saved
kvm-the-recording-has-ended = The recording has ended early
kvm-8-bit-grey = 8-bit grey
kvm-4-bit-grey = 4-bit grey

## Macros

macros-the-macro-needs-a = The macro needs a name
macros-another-macro-has-this = Another macro has this name
macros-the-macro-needs-a-step = The macro needs a step, for example “press f12”
macros-name = Name
macros-boot-menu = Boot menu
macros-steps-one-to-a = Steps, one to a line
macros-macros-are-stored-as = Macros are stored as plain text, use Paste for passwords
macros-test-on-this-pc = Test on this PC
macros-the-test = The test
macros-steps = { $count ->
        [one] { $count } step
       *[other] { $count } steps
    }
macros-times = { $times ->
        [one] { $steps }, once
       *[other] { $steps }, { $times } times
    }
macros-press = Press
macros-press-several-times = Press several times
macros-press-until-the-screen = Press until the screen changes
macros-wait = Wait
macros-macro = Macro
macros-macros = Macros
macros-close-macros = Close macros
macros-no-macros-of-your = No macros of your own yet
macros-new-macro = New macro
macros-examples = Examples
macros-delete = Delete
macros-edit = Edit
macros-make-my-own-of = Make my own of it
macros-run = Run
macros-delete-5 = Delete { $name }
macros-edit-5 = Edit { $name }
macros-make-my-own-of-named = Make my own of { $name }
macros-run-5 = Run { $name }
macros-keep = Keep
macros-progress-of-the-macro = Progress of the macro
macros-stop-macro = Stop macro
macros-stopped-at-step-the = { $name } stopped at step { $step }, the screen did not change
macros-was-stopped = { $name } was stopped
macros-is-done = { $name } is done
macros-begins = { $name } begins
macros-step-of = { $name }, step { $step } of { $of }
macros-another-macro-has-this-key = Another macro has this key
macros-this-is-no-password = It is no password, keep it
macros-record-keys = Record keys
macros-stop-recording-keys = Stop recording keys
macros-click-on-the-picture = Click on the picture and press the keys, no passwords
macros-key = Key
macros-no-key = None
macros-release-key-and = { $release }, then { $key }
macros-wait-for-text = Wait for text
macros-stopped-at-step-text = { $name } stopped at step { $step }, the text did not appear

## Serial console

serial-find-in-text-and = Find in text and history (Ctrl+Shift+F)
serial-find-in-the-console = Find in the console
serial-not-found = not found
serial-find-before = Find before
serial-find-before-enter = Find before (Enter)
serial-find-after-shift-enter = Find after (Shift+Enter)
serial-find-after = Find after
serial-close-search = Close search
serial-close-key-test = Close key test
serial-keys-go-to-the = Keys go to the PC again
serial-test-keys = Test keys
serial-press-a-key-nothing = Press a key. Nothing is sent to the PC meanwhile.
serial-in-use = in use
serial-use = Use
serial-write-a-log = Write a log
serial-play-a-log = Play a log
serial-the-log-has-ended = The log has ended
serial-logs-of-consoles = Logs of consoles
serial-this-system-has-no = This system has no dialog for files, type the path
serial-close-log-panel = Close log panel
serial-log = Log
serial-end-log = End log
serial-log-file = Log file
serial-begin-log = Begin log
serial-save-text-so-far = Save text so far
serial-screen-and-history-as = Screen and history as a text file beside the log file
serial-what-you-type-is = What you type is never written, what the PC shows of it is.
serial-reading = Reading…
serial-play = Play
serial-lines-of-text-each = Lines of text, each with its time
serial-recording-to-be-played = Recording, to be played back as it was
serial-bytes-as-they-come = Bytes as they come
serial-keys-as-the-bios = Keys, as the BIOS is set to
serial-characters = Characters
serial-backspace-sends = Backspace sends
serial-08-for-firmware = 08, for firmware
serial-7f-for-some-systems = 7F, for some systems
serial-what-keys-send = What keys send
serial-what-enter-sends = What Enter sends
serial-enter-sends = Enter sends
serial-columns-rows-and-colours = Columns, rows and colours
serial-size = Size
serial-intel-alternate = Intel, alternate
serial-code-page-437 = Code page 437
serial-space = Space
serial-connected-the-pc-writes = Connected, the PC writes nothing to its serial port
serial-restart-into-bios-setup = Restart into BIOS setup…
serial-send-enter = Send Enter
serial-it-is-off-turn = It is off. Turn it on, with the BIOS on serial.
serial-its-serial-port-is = Its serial port is in loopback: what is typed comes back and reaches no program.
serial-a-bios-writes-here = A BIOS writes here when it was restarted with the button below, or when console redirection is switched on in its setup.
serial-linux-writes-here-when = Linux writes here when it is started with console=ttyS and the number of the port that Intel AMT brings; Windows with its Special Administration Console. A login prompt may wait for Enter.
serial-pasting-waits-until-the = Pasting waits until the PC reads
serial-pasted = Pasted
serial-stop-pasting = Stop pasting
serial-the-console-is-closed = The console is closed
serial-connect-again = Connect again
serial-the-console-is-not = The console is not open yet
serial-connect = Connect
serial-connecting = Connecting
serial-waiting-for-intel-amt = Waiting for Intel AMT to answer
serial-logging-in = Logging in
serial-opening-the-serial-port = Opening the serial port
serial-back-to-the-pc = Back to the PC
serial-pause = Pause
serial-play-on = Play on
serial-place-in-the-log = Place in the log
serial-paste = Paste
serial-paste-as-typing-ctrl = Paste as typing (Ctrl+Shift+V)
serial-copy = Copy
serial-copy-what-is-selected = Copy what is selected (Ctrl+Shift+C)
serial-restart-into-bios-setup-named = Restart into BIOS setup
serial-restart-into-bios-setup-with = Restart into BIOS setup, with its text on this console
serial-the-power-state-of = The power state of this PC is not known yet
serial-write-what-the-pc = Write what the PC writes to a file, or play a log back
serial-text-of-the-pc = Text of the PC was lost on the way, the screen may be wrong
serial-the-pc-did-not = The PC did not take everything that was typed
serial-that-is-too-much = That is too much to paste at once
serial-the-protocol-of-intel = The protocol of Intel AMT has no break
serial-not-connected = not connected
serial-pc-on = PC on
serial-pc-off = PC off
serial-break = Break
serial-loopback = Loopback
serial-test-mode = Test mode
serial-serial-closed = Serial closed
serial-click-the-terminal-or = Click the terminal or tap { $release } to type on the PC
serial-keys-are-only-looked = Keys are only looked at · { $release } frees them
serial-saved-as = Saved as { $path }
serial-what-the-pc-writes = What the PC writes goes to { $path }
serial-choose = Choose, { $name }
serial-serial-console-of = Serial console of { $name }, { $state }
serial-pasting = Pasting { $percent } %
serial-pasting-stopped-after-of = { $total ->
        [one] Pasting stopped after { $sent } of { $total } character
       *[other] Pasting stopped after { $sent } of { $total } characters
    }
serial-characters-were-left-out = { $characters ->
        [one] { $characters } character was left out
       *[other] { $characters } characters were left out
    }
serial-high-contrast = High contrast
serial-vga-text-screen = VGA text screen
serial-amber = Amber
serial-green = Green

## Recordings

player-play-a-recording = Play a recording
player-recordings-of-screens = Recordings of screens
player-other-recording = Other recording
player-copy-seal = Copy seal
player-exporting = Exporting… { $percent } %
player-export-stop = Stop; nothing is written
player-export = Export
player-still-of-this-moment = Still of this moment
player-animation-of-all = Animation of all
player-animation-of-the-next = Animation of the next minute
player-recorded-picture-none-yet = Recorded picture, none yet
player-the-picture-is-too = The picture is too large for this computer
player-the-connection-was-lost = The connection was lost here, this is the last picture
player-there-is-no-picture = There is no picture in this recording
player-checked-so-far = Checked so far
player-checking = Checking { $name }
player-drop-its-file-on = Drop its file on the window, or name it here
player-file-of-the-recording = File of the recording
player-open = Open
player-state = State, { $word }
player-recorded-picture-by = Recorded picture, { $width } by { $height }
player-next-change-of-the = Next change of the picture (.)
player-next-change = Next change
player-skip-still-parts = Skip still parts
player-speed-arrows-up-and = Speed (arrows up and down)
player-speed = Speed { $now }
player-what-happened = What happened
player-nothing-was-marked-in = Nothing was marked in it
player-place-in-the-recording = Place in the recording
player-intact = Intact
player-no-end = No end
player-cut-short = Cut short
player-altered = Altered
player-nothing-in-this-file = Nothing in this file was changed since it was recorded. Compare its seal with the one in the journal.
player-connection-lost = Connection lost
player-picture-back = Picture back
player-consent = Consent
player-power = Power
player-media = Media
player-bell = Bell
player-note = Note
player-saved-as-a-file = Saved as a file

## Doctor

doctor-of-checks-done = { $of ->
        [one] { $done } of { $of } check done
       *[other] { $done } of { $of } checks done
    }
doctor-of-checks-done-stopped = { $of ->
        [one] { $done } of { $of } check done, stopped
       *[other] { $done } of { $of } checks done, stopped
    }
doctor-stopped = { ", " }stopped
doctor-nothing-needs-attention = Nothing needs attention
doctor-one-of-checks-needs = { $done ->
        [one] The only check done needs attention{ $stopped }
       *[other] One of { $done } checks needs attention{ $stopped }
    }
doctor-of-checks-need-attention = { $n } of { $done } checks need attention{ $stopped }
doctor-stop = Stop
doctor-run-again = Run again
doctor-copy-report = Copy report
doctor-find-out-why-it = Find out why it does not work
doctor-checks-name-ports-encryption = Checks name, ports, encryption, login, power, screen, serial and media in turn, and says what to do about each problem. Nothing on the PC is changed.
doctor-run-doctor = Run doctor
doctor-fine = Fine
doctor-needs-attention = Needs attention
doctor-unknown = Unknown
doctor-skipped = Skipped

## What answers at an address

findings-intel-amt-answers = Intel AMT { $version } answers
findings-intel-amt-answers-its = Intel AMT answers, its release is unknown
findings-the-pc-answers-intel = The PC answers, Intel AMT does not
findings-nothing-answers-yet = Nothing answers yet
findings-no-encrypted-port-is = No encrypted port is open
findings-encrypted-ports = Encrypted ports { $numbers }, { $trouble }
findings-encrypted-ports-5 = Encrypted ports { $numbers }
findings-no-plain-port-is = No plain port is open
findings-the-certificate-has-changed = the certificate has changed
findings-a-certificate-of-yours = a certificate of yours is wanted
findings-only-is-offered = only { $what } is offered
findings-encryption-fails = encryption fails

## Here and there

other-no-pc-is-in = No PC is in front
other-screen-is-in-front = The screen itself is in front
other-this-window-has-no = This window has no address book
other-all-files = All files
other-lists-of-pcs = Lists of PCs
other-no-end-recorded = no end recorded
other-the-keys-of-the = The keys of the system go to PCs in the main window only
other-the-display-server-does = The display server does not answer
boot-a-start-takes = A start reads about { $bytes } of it, { $time } at { $trip } to the PC and back
boot-started-in = Started from the image in { $time }
boot-started-stays = Started from the image in { $time }, it stays until you end it
boot-read-of = { $read } of about { $whole }
boot-read = { $read } read
boot-time-left = { $time } left
media-changed-kept = The PC has changed { $changed } of { $name }, kept in memory
media-verb-drive = { $verb } { $title }
media-forget-named = Forget { $image }
media-read-of-drive = Read of the { $title }
media-all-at-this-rate = All of it { $time } at this rate
media-changed-blocks = { $count ->
        [one] The PC has changed { $count } block
       *[other] The PC has changed { $count } blocks
    }
media-read-of = { $read } of { $whole }
media-last-read = last read { $secs } s ago
media-nothing-read = nothing was read yet
media-floppy-saved = The floppy is saved as { $path }
media-several-dropped = { $count } files were dropped, drop one image
kvm-display = Display { $number }
kvm-areas = { $n ->
        [one] { $rate } area/s
       *[other] { $rate } areas/s
    }
kvm-per-frame = { $ms } ms/frame
kvm-recording-going = Recording { $time }, { $size }
kvm-found = { $count } found
kvm-text-is-read-where = Text is read where firmware, boot loaders and consoles write it in cells of a known font, not from desktops
kvm-screen-of = Screen of { $name }, { $width } by { $height }, { $state }
kvm-recorded-until = What was recorded until then can be played: { $measure }
kvm-only-with-intel-amt = Only with Intel AMT 16 and later
serial-it-opens-as-soon = It opens as soon as { $name } is reached and has accepted a login.
serial-is-sent-as = { $key } is sent as
serial-use-dialect = Use { $dialect }
serial-replay-of = Replay of { $name }
serial-log-goes-to = Log goes to { $path }
serial-lines-back = { $count ->
        [one] { $count } line back
       *[other] { $count } lines back
    }
serial-opens-link = Opens { $address } in your browser
serial-enter = Enter { $ending }
serial-pasting-of = Pasting, { $sent } of { $total }
macros-line = Line { $line }, { $why }
macros-delete-ask = Delete { $name }?
player-events = Events { $count }
player-more = and { $count } more
player-has-no-end = It has no end, because the program that wrote it was stopped. Everything up to { $until } is as it was recorded.
player-is-cut = { $bytes ->
        [one] Its last byte is missing. Everything up to { $until } is as it was recorded.
       *[other] Its last { $bytes } bytes are missing. Everything up to { $until } is as it was recorded.
    }
player-is-altered = It was changed after it was recorded, from byte { $offset } on. Everything up to { $until } is as it was recorded, nothing after that is shown.
findings-plain-ports = Plain ports { $numbers }
steps-reading = Reading, { $part } is known
other-wayland-keeps-the-keys = Wayland keeps the keys of the system, the menu Keys sends them
other-this-system-keeps-its = This system keeps its keys, the menu Keys sends them
doctor-waits-for = Waits for “{ $check }”
steps-the-pc-is = The PC is { $state }

## Words of the journal, of facts and of drives

journal-consent = consent: { $state }
journal-by = by { $who }
journal-kind-screen = screen
journal-kind-serial = serial console
journal-kind-media = media
journal-kind-power = power
journal-kind-consent = consent
journal-kind-enable = switched on
journal-kind-disable = switched off
journal-kind-info = facts read
journal-kind-log = log read
journal-kind-trust = certificate trusted
journal-kind-other = something else
journal-detail-on = turn on
journal-detail-off = turn off
journal-detail-cycle = off and on
journal-detail-reset = restart
journal-detail-off-graceful = ask the system to shut down
journal-detail-reset-graceful = ask the system to restart
journal-detail-sleep = sleep
journal-detail-hibernate = hibernate
journal-detail-nmi = diagnostic interrupt
journal-detail-to-disk = start from disk
journal-detail-to-pxe = start from the network
journal-detail-to-cd = start from CD
journal-detail-to-bios = start into BIOS setup
journal-detail-to-image = start from the lent image
journal-detail-kvm = screen
journal-detail-sol = serial
journal-detail-media = media
journal-detail-events = events
journal-detail-audit = audit
journal-detail-doctor = doctor
journal-detail-boot = started from it
journal-detail-floppy-may-be-written-to = floppy may be written to
journal-detail-recorded = recorded
journal-detail-with-input = with keyboard and pointer
journal-detail-taken-back = taken back
journal-detail-consent-status = state of consent
journal-detail-request = asked for
journal-detail-submit = code handed over
journal-detail-cancel = taken back
journal-consent-none = not needed
journal-consent-code = by code
fault-breach = a breach of the protocol
facts-mode-admin = Admin control
facts-mode-client = Client control
facts-mode-none = Not provisioned
media-label = label “{ $label }”
media-starts-both = starts with BIOS and UEFI
media-starts-bios = starts with BIOS only
media-starts-uefi = starts with UEFI only
media-starts-none = starts no PC
media-time-secs = { $secs } s
media-time-min = { $minutes } min { $secs } s
macros-example-f12 = F12 until the screen changes
macros-example-del = Del until the screen changes
macros-example-second = Second entry of a boot menu
macros-example-awake = Keep the screen awake for an hour
serial-sends-nothing = nothing
player-day = { $month } { $day }
journal-consent-not-needed = not needed
journal-consent-given-before = given before
journal-consent-given = given
journal-consent-in-session = in session
journal-consent-not-asked = not asked for
journal-consent-requested = asked for
journal-consent-shown = code shown
journal-consent-unknown = unknown
journal-detail-asked = asked
journal-detail-first-use = first use
journal-detail-fingerprint-given = fingerprint given
journal-detail-replaced = replaced
fault-flaw = Something is wrong with its content or its signature
outcome-done = done
outcome-interrupted = interrupted
outcome-audit-log-full = audit log full
outcome-boot-missed = image not read
outcome-busy = another console connected
outcome-certificate-changed = certificate changed
outcome-certificate-flawed = certificate unusable
outcome-certificate-issuer = issuer unknown
outcome-certificate-name = certificate for another name
outcome-certificate-out-of-date = certificate out of date
outcome-certificate-unknown = certificate not decided about
outcome-clock-wrong = clock wrong
outcome-consent-blocked = codes blocked
outcome-consent-declined = user declined
outcome-consent-expired = code expired
outcome-consent-needed = consent needed
outcome-consent-no-code = no code
outcome-consent-not-asked = no code asked for
outcome-consent-pc-off = PC was off
outcome-consent-withdrawn = code withdrawn
outcome-consent-wrong = wrong code
outcome-device-refused = refused by the PC
outcome-encryption-gone = no encryption any more
outcome-encryption-outdated = encryption outdated
outcome-file-unreadable = file unreadable
outcome-file-unusable = file unusable
outcome-file-unwritable = file not writable
outcome-filtered = Intel AMT silent
outcome-folder-unusable = folder unusable
outcome-forbidden = forbidden in the setup
outcome-hung-up = connection ended at once
outcome-identity-unusable = own certificate unusable
outcome-image-cut-off = image cut off
outcome-image-empty = image empty
outcome-image-odd-length = image of odd length
outcome-image-too-large = image too large
outcome-image-unreadable = image unreadable
outcome-internal = mistake of Outband
outcome-key-store = key store failed
outcome-login-refused = login refused
outcome-login-too-long = login too long
outcome-lost = connection lost
outcome-no-answer = no answer
outcome-no-common-encryption = no common encryption
outcome-no-display = no display
outcome-no-login-method = no common login method
outcome-no-picture = no picture
outcome-no-reset = no restart
outcome-no-route = no way there
outcome-no-screen = no remote screen
outcome-no-window = no window
outcome-not-allowed = not allowed
outcome-not-amt = not Intel AMT
outcome-not-an-image = not an image
outcome-not-bootable = not bootable
outcome-not-configured = not configured
outcome-not-encrypted = not encrypted
outcome-not-known = unknown to the PC
outcome-not-now = not possible then
outcome-not-put-back = settings not put back
outcome-not-reached = PC did not follow
outcome-not-started = session not started
outcome-not-vnc = not a VNC server
outcome-nothing-lent = nothing lent
outcome-only-encrypted = only encrypted possible
outcome-other-session = another session open
outcome-overrun = too much input
outcome-pc-asleep = PC was asleep
outcome-pc-off = PC was off
outcome-plain-port = address with the plain port
outcome-port-taken = port taken
outcome-realm-changed = not the same PC
outcome-refused = port closed
outcome-screen-refused = screen refused
outcome-serial-forbidden = forbidden text came
outcome-serial-input-lost = typed text lost
outcome-serial-not-seen = expected text missing
outcome-serial-power-off = PC turned off
outcome-session-open = session was open
outcome-settings-damaged = settings damaged
outcome-store-damaged = address book damaged
outcome-store-newer = file of a newer version
outcome-switched-off = switched off
outcome-system = fault of this computer
outcome-too-large = picture too large
outcome-trust-store = list of trusted PCs unusable
outcome-type-unknown = session unknown to the PC
outcome-unconfirmed = not confirmed
outcome-unexpected = unexpected answer
outcome-unknown-name = name not known
outcome-unsupported = switched off or absent
outcome-vm-missing = virtual machine not possible
outcome-vm-not-started = virtual machine did not start
outcome-vm-unsupported = virtual machines not supported
outcome-vnc-encryption = no common encryption
outcome-vnc-password-needed = VNC password needed
outcome-vnc-password-wrong = VNC password wrong
outcome-vnc-refused = VNC server refused
outcome-wants-identity = certificate wanted
serial-line-on = { $line } on
serial-line-off = { $line } off
kvm-8-bit = 8-bit
kvm-16-bit = 16-bit
kvm-32-bit = 32-bit

alert-consent-given = Consent was given
alert-consent-refused = Consent was not given
alert-started = It has started from the image
alert-stalled = The start from the image has stalled
alert-not-started = It did not start from the image
alert-image-lost = The image that it was lent is gone
alert-back = The screen is back
alert-text-seen = The text that its macro waited for is there
alert-many = News of { $pcs } PCs
alert-a-pc = A PC
