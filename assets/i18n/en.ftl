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
help-about-screen = The picture of the PC, as its graphics draws it. A click gives it the keys; what you type goes to the PC, except chords with Right Ctrl.
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
keys-release = Right Ctrl
keys-hint = Click on keys to change them. Chords with Right Ctrl work while the keys go to the PC.
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
settings-size = Size
settings-size-name = Size of the interface
settings-language = Language
settings-language-system = As the system
settings-language-note = Messages of faults, of logs and of the command line are in English
settings-language-no-font = No font of this system has its letters
settings-keyboard = Keyboard
settings-layout = Keyboard layout of PCs whose entry names none
settings-safety = Safety
settings-tls = Encryption
settings-tls-auto = Where the PC offers it
settings-tls-require = Always
settings-tls-off = Never
settings-tls-about = For PCs whose entry in the address book says nothing else. A PC that once spoke TLS is never talked to without it unless you say so there and then.
settings-tls-warning = Passwords and pictures can be read by anyone on the way
settings-consoles = Consoles
settings-bell = Sound a bell when a PC rings
settings-links = Open web addresses on serial consoles with Ctrl and a click
settings-folders = Folders
settings-screenshots = Screenshots
settings-recordings = Recordings
settings-images = Disk images
settings-folder-hint = The one of your system
settings-folder-wrong = The path of a folder begins at its root
settings-shortcuts = Shortcuts

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
import-passwords = { $count } passwords in the list stay there, passwords go to the key store only
import-ignored = Columns without a meaning here, { $columns }
import-left-out = { $count } entries are left out
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
scan-running = { $done } of { $of } addresses
scan-done = { $of } addresses done
scan-stopped = Stopped after { $done } of { $of } addresses
scan-nothing-yet = nothing answers yet
scan-nothing = nothing answers
scan-answer = { $pcs } answer
scan-encrypted = encrypted
scan-plain = not encrypted
scan-saved-as = saved as { $name }

## Command palette

palette-hint = What do you want to do?
palette-name = Action or PC
palette-nothing = Nothing is called like this
palette-connect = Connect to { $name }

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
trust-known = Known fingerprint
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

status-all-keys = All keys go to the PC, even Alt+Tab · Right Ctrl frees them
status-keys = Keys go to the PC · Right Ctrl frees them
status-view-only = View only, nothing goes to the PC
status-freed = Keys go to your own computer again
status-click = Click the picture or tap Right Ctrl to type on the PC
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
journal-count = { $count } entries, newest first
journal-count-of = { $shown } of { $count } entries, newest first
journal-damaged = { $count } lines cannot be read
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
last-picture = Last picture { $time }
fault-details = Details
note-close = Close notice
note-play = Play
note-undo = Undo
close-lends = An image is still lent to { $name }
close-keep = Keep open
close-eject = Eject and close
drop-boot = Drop to boot { $name } from this image
full-screen-hint = Right Ctrl frees the keys, Right Ctrl+F leaves full screen
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
facts-days = { $count } days
facts-sheet = Facts
facts-doctor = Doctor
facts-read-again = Read again
facts-read-again-tip = Read again from the PC
facts-age-new = Read less than a minute ago
facts-age = Read { $minutes } min ago
facts-asking = Asking Intel AMT
facts-not-yet = Nothing is known yet. The page fills once the PC has accepted the login.

## Logs

logs-count = { $count } records
logs-count-of = { $shown } of { $count } records
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
