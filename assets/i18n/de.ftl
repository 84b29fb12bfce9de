# Wörter des Fensters auf Deutsch.

## Tabs

tab-new = Neuer Tab
tab-close = { $name } schließen

## Address book

book-count = { $count ->
        [one] { $count } PC
       *[other] { $count } PCs
    }

## Help

help-title = Hilfe zu { $page }
help-window = Fenster
help-find = Taste oder Aktion suchen
help-nothing = Keine Taste und keine Aktion heißt so
help-keys-pc = Solange die Tasten an den PC gehen
help-keys-window = Solange die Tasten dem Fenster gehören
help-release = Tasten freigeben oder an den PC geben
help-release-other = Dasselbe auf Tastaturen ohne diese Taste
help-about-screen = Das Bild des PCs, wie seine Grafik es zeichnet. Ein Klick gibt ihm die Tasten; was Sie tippen, geht an den PC, außer Griffen mit Strg rechts.
help-about-serial = Die Textkonsole des PCs über Serial over LAN. Sie arbeitet ohne Grafik und bei vielen PCs auch im BIOS-Setup.
help-about-media = Abbilder und Ordner dieses Computers als Laufwerke des PCs. Nichts wird verliehen, bevor Sie es verlangen.
help-about-device = Was Intel AMT über den PC sagt, seine Protokolle, und der Doktor, der herausfindet, warum etwas nicht geht.
help-about-window = PCs werden über ihre Adresse oder aus der Liste links geöffnet; jede Aktion hat einen Namen in der Befehlspalette.

## Actions

action-new-tab = Neuer Tab
action-close-tab = Tab schließen
action-reopen-tab = Geschlossenen Tab wieder öffnen
    .hint = Den PC des zuletzt geschlossenen Tabs öffnen
action-next-tab = Nächster Tab
action-previous-tab = Voriger Tab
action-tab-1 = Erster Tab
action-tab-2 = Zweiter Tab
action-tab-3 = Dritter Tab
action-tab-4 = Vierter Tab
action-tab-5 = Fünfter Tab
action-tab-6 = Sechster Tab
action-tab-7 = Siebter Tab
action-tab-8 = Achter Tab
action-tab-9 = Neunter Tab
action-show-screen = Bildschirm
    .hint = Bildschirm des PCs
action-show-serial = Seriell
    .hint = Serielle Konsole des PCs
action-show-media = Medien
    .hint = An den PC verliehene Datenträger
action-show-device = Gerät
    .hint = Angaben und Protokolle des PCs
action-open-image = Abbild…
    .hint = Dem PC ein Abbild leihen oder ihn davon starten
action-power = Strom
    .hint = Ein, aus und Start
action-focus-address = Adressfeld
action-next-region = Nächster Bereich
    .hint = Von der PC-Liste zum Tab und zurück
action-zoom-in = Oberfläche größer
action-zoom-out = Oberfläche kleiner
action-zoom-reset = Oberfläche normal
action-theme = Farbschema
    .hint = Hell, dunkel oder wie das System
action-full-screen = Vollbild
action-ctrl-alt-del = Ctrl+Alt+Entf
    .hint = Ctrl+Alt+Entf an den PC senden
action-paste-as-typing = Einfügen
    .hint = Einen Text auf dem PC tippen
action-screen-text = Text
    .hint = Den Text auf dem Bildschirm lesen, durchsuchen und kopieren
action-macros = Makros
    .hint = Tasten, die Schritt für Schritt von selbst gedrückt werden
action-release-keys = Alle Tasten loslassen
    .hint = Jede Taste und jeden Knopf auf dem PC loslassen
action-screenshot = Bildschirmfoto
    .hint = Den Bildschirm als Bild speichern
action-record = Aufzeichnen
    .hint = Den Bildschirm in eine Datei aufzeichnen oder das beenden
action-next-display = Nächster Bildschirm
    .hint = Den nächsten Bildschirm des PCs zeigen
action-copy-screen = Bildschirm kopieren
    .hint = Den Bildschirm als Bild in die Zwischenablage legen
action-fit = Einpassen
    .hint = Den Bildschirm ins Fenster einpassen
action-one-to-one = 100 %
    .hint = Ein Bildpunkt je Anzeigepunkt
action-whole-steps = Scharfe ganze Stufen
    .hint = Die größte ganze Stufe, in der der Bildschirm passt
action-fit-width = Auf Fensterbreite
    .hint = Den Bildschirm auf die Breite des Fensters bringen
action-picture-larger = Bild größer
    .hint = Das Bild vergrößern, wie Ctrl mit dem Rad
action-picture-smaller = Bild kleiner
    .hint = Das Bild verkleinern
action-rotate = Drehen
    .hint = Den Bildschirm im Uhrzeigersinn drehen
action-view-only = Nur zusehen
    .hint = Zusehen, während Tasten und Zeiger hier bleiben
action-grab = Systemtasten greifen
    .hint = Alt+Tab, Super und Druck gehen auch an den PC
action-figures = Messwerte
    .hint = Zeigen, wie schnell das Bild kommt
action-refresh = Bild auffrischen
    .hint = Den PC noch einmal um das ganze Bild bitten
action-disconnect = Trennen
    .hint = Die Sitzung beenden und den Tab behalten
action-reconnect = Neu verbinden
action-look-again = Noch einmal nachsehen
    .hint = Noch einmal nachsehen, ob der PC antwortet; verbinden, wo nichts offen ist
action-doctor = Doktor fragen
    .hint = Herausfinden, warum es nicht geht
action-book = PC-Liste
    .hint = Die Liste der PCs zeigen oder verbergen
action-search = PCs suchen
    .hint = Zum Suchfeld der Liste gehen
action-find = Suchen
    .hint = Einen Text in dem suchen, was vorne ist
action-add-pc = PC hinzufügen…
    .hint = Einen PC im Adressbuch speichern
action-palette = Befehlspalette
    .hint = Jede Aktion und jeden PC nach dem Namen finden
action-help = Hilfe
    .hint = Was vorne ist, und seine Tasten
action-settings = Einstellungen
action-journal = Journal
    .hint = Was mit welchem PC gemacht wurde und was gespeichert ist
action-wall = Wand
    .hint = Die Bildschirme aller offenen PCs, einmal je Sekunde
action-own-window = Eigenes Fenster
    .hint = Den PC in einem eigenen Fenster zeigen oder zurück zu den Tabs
action-quit = Beenden

## Keys

keys-or = { " oder " }
keys-release = Ctrl rechts
keys-hint = Klicken Sie auf Tasten, um sie zu ändern. Griffe mit Ctrl rechts gelten, solange die Tasten an den PC gehen.
keys-press = Tasten drücken
keys-none = Keine
keys-change = Diese Tasten ändern
keys-of = Tasten für { $action }
keys-reset = Zurücksetzen
keys-reset-of = Tasten für { $action } zurücksetzen
keys-reset-all = Alle Tastenkürzel zurücksetzen
keys-taken = { $keys } gehört zu { $action }
keys-use-here = Hier verwenden
keys-leave-there = Dort lassen
keys-wrong = Kürzel haben Ctrl oder Alt dabei oder sind eine Funktionstaste
keys-listening = Entf nimmt die Tasten weg, Esc lässt sie, wie sie sind
keys-list-connect = In der Liste: verbinden
keys-list-menu = In der Liste: Menü des PCs
keys-list-edit = In der Liste: bearbeiten
keys-list-remove = In der Liste: entfernen
keys-list-mark = In der Liste: einen mehr markieren
keys-list-mark-range = In der Liste: bis hier markieren
keys-list-mark-all = In der Liste: alle markieren
tab-settings = Einstellungen
tab-journal = Journal
tab-wall = Wand
tab-menu = Fenstermenü
tab-menu-tip = Einstellungen, Journal, Wand und mehr
tab-is-consent = Einwilligung
tab-is-reconnecting = verbindet neu
tab-is-switching = schaltet
tab-is-changed = Zertifikat geändert
tab-is-certificate = Zertifikat
tab-is-login = Anmeldung
tab-is-connecting = verbindet
tab-is-recording = wird aufgezeichnet
tab-is-live = live
tab-is-closed = geschlossen
tab-is-fault = Fehler

## Start page

start-title = Einen PC erreichen, auch wenn sein System nicht startet
start-address = Name oder Adresse
start-address-hint = 10.0.4.17, lab-12 oder vnc://10.0.4.17
start-user = Benutzername
start-password = Passwort
start-password-hint = Wird bei Bedarf erfragt
start-connect = Verbinden
start-pcs = PCs
start-favourites = Favoriten
start-recent = Zuletzt
start-simulate = Mit einem simulierten PC ausprobieren
start-simulating = Ein simulierter PC startet
start-promise = Passwörter kommen, wenn Sie wollen, in den Schlüsselbund Ihres Systems und sonst nirgendwohin
start-promise-memory = Das Passwort bleibt im Speicher, bis der Tab geschlossen wird, und kommt sonst nirgendwohin

## Settings

settings-kept = Aufbewahrt in { $path }
settings-not-kept = Sie gelten, bis das Fenster geschlossen wird
settings-general = Allgemein
settings-theme-system = Wie das System
settings-theme-light = Hell
settings-theme-dark = Dunkel
settings-size = Größe
settings-size-name = Größe der Oberfläche
settings-language = Sprache
settings-language-system = Wie das System
settings-language-note = Meldungen über Fehler, Protokolle und die Kommandozeile sind englisch
settings-language-no-font = Keine Schrift dieses Systems hat ihre Zeichen
settings-keyboard = Tastatur
settings-layout = Tastaturbelegung von PCs, deren Eintrag keine nennt
settings-safety = Sicherheit
settings-tls = Verschlüsselung
settings-tls-auto = Wo der PC sie anbietet
settings-tls-require = Immer
settings-tls-off = Nie
settings-tls-about = Für PCs, deren Eintrag im Adressbuch nichts anderes sagt. Mit einem PC, der einmal TLS sprach, wird nie ohne TLS gesprochen, es sei denn, Sie sagen es in dem Moment.
settings-tls-warning = Passwörter und Bilder kann jeder unterwegs mitlesen
settings-consoles = Konsolen
settings-bell = Einen Ton geben, wenn ein PC läutet
settings-links = Webadressen auf seriellen Konsolen mit Ctrl und einem Klick öffnen
settings-folders = Ordner
settings-screenshots = Bildschirmfotos
settings-recordings = Aufzeichnungen
settings-images = Datenträgerabbilder
settings-folder-hint = Der Ihres Systems
settings-folder-wrong = Der Pfad eines Ordners beginnt an der Wurzel
settings-shortcuts = Tastenkürzel
