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
