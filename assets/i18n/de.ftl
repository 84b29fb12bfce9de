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
action-play-recording = Aufzeichnung abspielen…
    .hint = Einen aufgezeichneten Bildschirm öffnen
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
action-type-characters = Zeichen tippen
    .hint = Schreibt, was diese Tastatur sagt, gleich welche Belegung der PC hat
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
tab-player = Aufzeichnung
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
settings-search = Einstellung suchen
settings-none = Keine Einstellung heißt so
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

## Common

cancel = Abbrechen
save = Speichern
close = Schließen
copy = Kopieren
try-again = Noch einmal versuchen
book-search = Suche oder Adresse
book-count-of = { $shown } von { $all }
book-count-marked = { $marked } von { $all } markiert
book-twice = { $pcs } doppelt
book-twice-tip = PCs, die zweimal im Buch stehen
book-order = Reihenfolge der Liste
book-order-tip = Reihenfolge der Liste, jetzt { $order }
book-by-group = Nach Gruppe
book-by-name = Nach Name
book-by-address = Nach Adresse
book-by-presence = Antwortende zuerst
book-reading = Das Adressbuch wird gelesen
book-connect = Verbinden
book-key-enter = Eingabe
book-key-delete = Entf
book-serial = Serielle Konsole
book-lend = Datenträger leihen
book-facts = Angaben und Protokolle
book-star = Als Favorit merken
book-unstar = Stern wegnehmen
book-edit = Bearbeiten…
book-copy-address = Adresse kopieren
book-remove = Entfernen
book-remove-one = { $name } entfernen
book-remove-pcs = { $pcs } entfernen
book-change-pcs = { $pcs } ändern…
book-enter-connects = Eingabe verbindet mit { $address }
book-no-match = Kein PC enthält das
book-empty = Noch keine PCs
book-empty-hint = Fügen Sie einen hinzu, lesen Sie eine Liste ein oder durchsuchen Sie einen Bereich
book-add = Neu…
book-add-tip = Einen PC speichern
book-import = Import…
book-import-tip = Eine Liste von PCs übernehmen
book-scan = Scan…
book-scan-tip = PCs in einem Adressbereich suchen
book-export = Export…
book-export-tip = Die Liste als Datei speichern
book-is-open = offen in einem Tab
book-answers = antwortet
book-silent = antwortet nicht
book-unknown = Erreichbarkeit unbekannt
book-folded = eingeklappt
book-unfolded = ausgeklappt
book-logs-in-as = Meldet sich als { $user } an
book-no-group = Keine Gruppe
book-added = { $pcs } hinzugefügt
book-added-changed = { $pcs } hinzugefügt, { $changed } geändert
book-changed = { $pcs } geändert
book-removed = { $pcs } entfernt
book-saved-in = { $pcs } in { $path } gespeichert
book-no-file = Diese Datei gibt es nicht
book-file-unreadable = Die Datei kann nicht gelesen werden, { $why }
book-no-folder = Den Ordner { $path } gibt es nicht

## Forms of the address book

edit-add = Einen PC hinzufügen
edit-change = { $name } ändern
edit-favourite = Favorit
edit-name = Name
edit-name-hint = Wie die Adresse
edit-address = Adresse
edit-address-hint = 10.0.4.17 oder lab-12
edit-group = Gruppe
edit-group-hint = Empfang
edit-tags = Schlagwörter
edit-layout = Tastaturbelegung
edit-notes = Notizen
edit-tls-settings = Wie in den Einstellungen
edit-picture = Bild
edit-picture-auto = Automatisch
edit-picture-65536 = 65 536 Farben
edit-picture-256 = 256 Farben
edit-picture-256-greys = 256 Graustufen
edit-picture-16-greys = 16 Graustufen
edit-terminal = Serielle Tasten
edit-terminal-auto = Wie der PC schreibt
bulk-title = { $pcs } ändern
bulk-hint = Was leer bleibt, bleibt bei jedem, wie es ist
bulk-as-it-is = Wie es ist
bulk-no-user = Kein Benutzername
bulk-add-tags = Schlagwörter hinzufügen
bulk-remove-tags = Schlagwörter wegnehmen
twins-none = Jeder PC steht einmal im Buch
twins-board = Dieselbe Hauptplatine, { $value }
twins-address = Dieselbe Adresse, { $value }
import-title = Eine Liste von PCs einlesen
import-hint = CSV mit Kopfzeile, JSON oder eine Computerliste von MeshCommander
import-do = Einlesen
import-file = Datei
import-file-hint = Ihr Pfad, oder auf das Fenster ziehen
import-read = Lesen
import-choose = Wählen…
import-reading = Wird gelesen
import-no-dialog = Dieses System hat keinen Dateidialog. Tippen Sie den Pfad, oder ziehen Sie die Datei auf das Fenster
import-all-new = { $pcs } in der Liste, alle neu
import-some-known = { $pcs } in der Liste, { $known } schon bekannt
import-skip = Bekannte PCs lassen, wie sie sind
import-update = Übernehmen, was die Liste über sie sagt
import-twice = Ein zweites Mal hinzufügen
import-passwords = { $count } Passwörter der Liste bleiben dort, Passwörter kommen nur in den Schlüsselbund
import-ignored = Spalten ohne Bedeutung hier: { $columns }
import-left-out = { $count } Einträge werden ausgelassen
import-entry = Eintrag { $number }, { $why }
export-title = { $pcs } ausgeben
export-hint = Alles außer Passwörtern, die in keiner unserer Dateien stehen
export-csv = CSV, für Tabellen
export-json = JSON, mit allen Feldern
export-mesh = Computerliste von MeshCommander
export-exists = Es gibt schon eine Datei dieses Namens
export-replace = Ersetzen
export-rootless = Der Pfad einer Datei beginnt an der Wurzel
scan-title = PCs mit Intel AMT suchen
scan-addresses = Adressen
scan-addresses-hint = 10.0.4.0/24 oder 10.0.4.1-99
scan-do = Suchen
scan-stop = Anhalten
scan-group = Durch Scan gefunden
scan-add = { $pcs } hinzufügen
scan-progress = Fortschritt des Scans
scan-running = { $done } von { $of } Adressen
scan-done = { $of } Adressen fertig
scan-stopped = Angehalten nach { $done } von { $of } Adressen
scan-nothing-yet = noch antwortet nichts
scan-nothing = nichts antwortet
scan-answer = { $pcs } antworten
scan-encrypted = verschlüsselt
scan-plain = unverschlüsselt
scan-saved-as = gespeichert als { $name }

## Command palette

palette-hint = Was möchten Sie tun?
palette-name = Aktion oder PC
palette-nothing = So heißt nichts
palette-connect = Mit { $name } verbinden

## Header

header-power-on = An
header-power-off = Aus
header-power-asleep = Schläft
header-power-name = Strom, { $state }
header-power-title = Zustand des PCs: { $state }
header-power-about = Wie Intel AMT es sagt, alle 15 s gelesen
header-pinned = TLS, gemerkt
header-known-issuer = TLS, bekannter Aussteller
header-plain = Unverschlüsselt
header-old = TLS, abgelaufen
header-safety-name = Sicherheit, { $state }
header-plain-title = Diese Verbindung ist nicht verschlüsselt
header-plain-about = Wer unterwegs mithören kann, sieht den Bildschirm und was getippt wird. Das Passwort selbst wird nicht gesendet. Nutzen Sie das nur in einem Netz, dem Sie vertrauen.
header-encrypted-title = Diese Verbindung ist verschlüsselt
header-pinned-about = Der PC hat das Zertifikat gezeigt, an dem er erkannt wird.
header-issuer-about = { $issuer } bürgt für diesen PC.
header-valid = Gültig { $from } bis { $to }
header-old-about = Es ist abgelaufen oder noch nicht gültig. Erneuern Sie es.
header-consent-title = Der Benutzer hat eingewilligt
header-consent-about = Solange Sie verbunden sind, sieht er einen Rahmen auf seinem Bildschirm.
header-consent-end = Einwilligung beenden

## Power menu

power-unknown = Der Stromzustand ist noch nicht bekannt
power-start-from = Starten von
power-back = Zurück
power-not-possible = Das kann dieser PC nicht auf Anforderung
power-once = Einmal; der Start danach ist wie eingestellt
power-lost = Nicht Gespeichertes auf ihm geht verloren.
power-wake = Wecken
power-on = Einschalten
power-shut-down = System bitten, sich zu beenden
power-ask-restart = System bitten, neu zu starten
power-restart-now = Jetzt neu starten…
power-off-now = Jetzt ausschalten…
power-cycle-now = Aus und wieder ein…
power-nmi-now = Diagnose-Interrupt…
power-sleep = Energie sparen
power-hibernate = Ruhezustand
power-ask-off = { $name } jetzt ausschalten?
power-do-off = Ausschalten
power-ask-cycle = { $name } aus- und wieder einschalten?
power-do-cycle = Aus und ein
power-ask-nmi = { $name } einen Diagnose-Interrupt senden?
power-do-nmi = Senden
power-ask-restart-now = { $name } jetzt neu starten?
power-ask-setup = { $name } ins BIOS-Setup neu starten?
power-ask-network = { $name } aus dem Netz neu starten?
power-ask-cd = { $name } von seiner CD neu starten?
power-ask-disk = { $name } von seiner Festplatte neu starten?
power-do-restart = Neu starten
power-to-setup = BIOS-Setup
power-to-disk = Festplatte
power-to-network = Netz
power-to-cd = CD-Laufwerk

## Login

login-title = An { $name } anmelden
login-do = Anmelden
login-remember = Im Schlüsselbund merken
login-tries = { $count ->
        [one] Bisher ein Versuch
       *[other] Bisher { $count } Versuche
    }

## Consent

consent-asking = Der PC wird gebeten, seinen Code zu zeigen
consent-pc-off = Der PC muss an sein, um seinen Code zu zeigen
consent-turn-on = Einschalten und fragen
consent-refused = Der PC zeigt keinen Code
consent-refused-about = Seine Firmware weigert sich. Versuchen Sie es in einer Minute noch einmal.
consent-given = Einwilligung erteilt
consent-ask-again = Noch einmal fragen
consent-new-code = Neuen Code zeigen
consent-new-code-short = Neuer Code
consent-tries = { $count ->
        [one] 1 Versuch
       *[other] { $count } Versuche
    }
consent-wrong = Falscher Code, noch { $tries }
consent-tries-left = Noch { $tries }
consent-script = Lesen Sie mir die sechs Ziffern im Kasten auf Ihrem Bildschirm vor
consent-checking = Der Code wird geprüft
consent-read-again = Bitten Sie den Benutzer, ihn noch einmal vorzulesen
consent-copy = Für den Chat kopieren
consent-time = noch { $time }
consent-hurry = Weniger als eine halbe Minute
consent-digits = { $typed } von { $all } Ziffern
consent-display = Kasten auf Anzeige
consent-code = Einwilligungscode

## Trust

trust-new = Neues Zertifikat von { $name }
trust-new-about = Vergleichen Sie es, wenn Sie können; dann wird es gemerkt
trust-accept = Vertrauen und verbinden
trust-once = Nur dieses Mal
trust-details = Einzelheiten
trust-hide = Einzelheiten verbergen
trust-changed = Das Zertifikat von { $name } hat sich geändert
trust-changed-about = So sieht ein neu eingerichteter PC aus, aber auch ein Angriff
trust-known-before = Bisher bekannt
trust-known-since = Bekannt seit { $date }
trust-offered = Jetzt angeboten
trust-known = Bekannter Fingerabdruck
trust-reason = Warum darf es das bekannte ersetzen?
trust-reason-hint = Zum Beispiel: Platine am Montag getauscht, Ticket 4711
trust-accept-new = Dem neuen Zertifikat vertrauen
trust-accept-new-ask = Dem neuen vertrauen…
trust-refuse = Nicht verbinden
trust-compare = Vergleichen
trust-itself = er selbst
trust-issuer = Aussteller
trust-valid = Gültig
trust-dates = { $from } bis { $to }
trust-subject = Inhaber
trust-names = Namen
trust-key = Schlüssel
trust-unknown = unbekannt

## Status bar

status-all-keys = Alle Tasten gehen an den PC, auch Alt+Tab · Ctrl rechts gibt sie frei
status-keys = Tasten gehen an den PC · Ctrl rechts gibt sie frei
status-view-only = Nur zusehen, nichts geht an den PC
status-freed = Tasten gehen wieder an Ihren Computer
status-click = Bild anklicken oder Ctrl rechts antippen, um auf dem PC zu tippen
status-seen = Der Benutzer sieht Sie

## Notices

note-light = Helles Farbschema
note-dark = Dunkles Farbschema
note-system-theme = Das Farbschema folgt dem System
note-keys-stay = Die Systemtasten bleiben hier
note-keys-taken = Ein anderes Programm hält die Tastatur. Schließen Sie es, dann greifen Sie noch einmal.
note-clipboard = Der Bildschirm ist in der Zwischenablage
note-screenshot = Bildschirmfoto gespeichert
note-file = Als Datei gespeichert
note-oversized = Das Bild ist zu groß für diesen Computer
note-oversized-about = { $width } × { $height } ist mehr, als seine Grafik zeigt. Wählen Sie auf dem PC eine kleinere Auflösung.

## Journal

journal-reading = Das Journal wird gelesen
journal-filter = Filter
journal-copy-tip = Als CSV kopieren
journal-export = Ausgeben
journal-export-tip = Als CSV-Datei speichern
journal-again = Neu lesen
journal-again-tip = Das Journal noch einmal lesen
journal-count = { $count } Einträge, neueste zuerst
journal-count-of = { $shown } von { $count } Einträgen, neueste zuerst
journal-damaged = { $count } Zeilen sind nicht lesbar
journal-empty = Bisher wurde nichts getan
journal-no-match = Kein Eintrag enthält das
journal-stored = Wer wann was mit welchem PC gemacht hat, wie sein Benutzer zugestimmt hat und welche Dateien dabei waren. Es liegt in { $path } und geht sonst nirgendwohin.
journal-nothing-stored = Nichts, diese PCs sind simuliert oder dieses Fenster führt kein Journal.
journal-sees = Was der Benutzer des PCs sieht
journal-sees-about = Einen Rahmen um das Bild und ein Symbol, solange der Bildschirm offen ist, und davor die sechs Ziffern des Einwilligungscodes, wo der PC eine Einwilligung verlangt. Outband zeigt sie auch Ihnen und schaltet sie nie ab.
journal-read = Was vom PC gelesen wird
journal-read-about = Sein Bild und sein serieller Text, solange eine Ansicht offen ist; Version, Einstellungen, Stromzustand, Hardware und Protokolle, wenn die Ansicht Gerät danach fragt. Dateien seiner Datenträger nicht.
journal-stores = Was auf diesem Computer gespeichert wird
journal-never = Was hier nie gespeichert wird
journal-never-about = Getippte Tasten, Bilder und Bildschirmtext, sofern Sie kein Bildschirmfoto oder Protokoll speichern, Einwilligungscodes, und Passwörter außerhalb des Schlüsselbunds Ihres Systems.

## Connecting

progress-title = Verbindung mit { $name }
progress-name = Name
progress-connection = Verbindung
progress-session = Sitzung
progress-login = Anmeldung
progress-screen = Bildschirm
progress-picture = Bild
progress-encrypting = wird verschlüsselt
lost-again-in = Nächster Versuch von selbst in { $secs } s
lost-again = Neuer Versuch
lost-reconnect-now = Jetzt neu verbinden
closed-title = Von { $name } getrennt
last-picture = Letztes Bild { $time }
fault-details = Einzelheiten
note-close = Hinweis schließen
note-play = Abspielen
note-undo = Rückgängig
close-lends = Ein Abbild ist noch an { $name } verliehen
close-keep = Offen lassen
close-eject = Auswerfen und schließen
drop-boot = Loslassen, um { $name } von diesem Abbild zu starten
full-screen-hint = Ctrl rechts gibt die Tasten frei, Ctrl rechts+F verlässt das Vollbild
wall-empty = Kein PC ist offen. Öffnen Sie einige aus der Liste oder einem neuen Tab, dann erscheinen sie hier.
wall-needs-consent = braucht Einwilligung
wall-last-picture = { $state }, letztes Bild { $time }
steps-stop = Nicht mehr warten
header-recording-title = Der Bildschirm wird aufgezeichnet
header-recording-to = Nach { $path }
header-recording-about = Alles, was auf dem Bildschirm ist, ist darin, nichts von dem, was getippt wird.
header-recording-end = Aufzeichnung beenden


## Device

facts-called = Genannt
facts-amt-name = Name in Intel AMT
facts-os-name = Name im System
facts-model = Modell
facts-serial-number = Seriennummer
facts-power = Strom
facts-version = Version
facts-mode = Modus
facts-certificate = Zertifikat
facts-clock = Uhr
facts-event-log = Ereignisse
facts-audit-log = Audit-Protokoll
facts-policy = Richtlinie
facts-changed-by = Ändern darf
facts-code-shown = Code sichtbar
facts-lapses = Verfällt nach
facts-before = Zuvor
facts-wired = Kabel
facts-wired-mac = Hardwareadresse
facts-wired-gateway = Gateway
facts-wireless = Funk
facts-wireless-mac = Hardwareadresse (Funk)
facts-wireless-gateway = Gateway (Funk)
facts-processor = Prozessor
facts-drives = Laufwerke
facts-board = Hauptplatine
facts-displays = Anzeigen
facts-started-by = Gestartet durch
facts-now = Jetzt
facts-memory = Speicher
facts-identity = Identität
facts-consent = Einwilligung
facts-connected = Jetzt verbunden
facts-network = Netz
facts-hardware = Hardware
facts-allowed = Erlaubt
facts-unknown = Nicht bekannt
facts-copy = Klicken zum Kopieren
facts-ports-closed = Die Umleitungsports sind zu, daher ist nichts davon nutzbar. Wer eines einschaltet, öffnet sie.
facts-enabling = Einschalten ändert eine Einstellung von Intel AMT und steht in dessen Protokoll
facts-on-closed = An, Ports zu
facts-on = An
facts-in-use = An, in Gebrauch
facts-off = Aus
facts-forbidden = Im Firmware-Setup verboten
facts-absent = Nicht in diesem PC
facts-enable = Einschalten
facts-enable-one = { $feature } einschalten
facts-clock-right = { $date }, richtig
facts-clock-fast = { $date }, geht { $by } vor
facts-clock-slow = { $date }, geht { $by } nach
facts-until = { $subject }, bis { $date }
facts-records = { $count ->
        [one] Ein Eintrag
       *[other] { $count } Einträge
    }
facts-consent-none = Wird nie verlangt
facts-consent-screen = Für den Bildschirm verlangt
facts-consent-all = Für Bildschirm, Medien und Start verlangt
facts-changed-console = Eine Konsole darf es
facts-changed-pc = Nur am PC selbst
facts-by-radio = { $what }, über Funk
facts-nobody = Niemand
facts-link-up = verbunden
facts-link-down = keine Verbindung
facts-link-unknown = Verbindung unbekannt
facts-modules = { $count ->
        [one] { $size } in einem Modul
       *[other] { $size } in { $count } Modulen
    }
facts-drive = Laufwerk
facts-days = { $count } Tage
facts-sheet = Angaben
facts-doctor = Doktor
facts-read-again = Neu lesen
facts-read-again-tip = Noch einmal vom PC lesen
facts-age-new = Vor weniger als einer Minute gelesen
facts-age = Vor { $minutes } min gelesen
facts-asking = Intel AMT wird gefragt
facts-not-yet = Noch ist nichts bekannt. Die Seite füllt sich, sobald der PC die Anmeldung angenommen hat.

## Logs

logs-count = { $count } Einträge
logs-count-of = { $shown } von { $count } Einträgen
logs-unreadable = { $count } unlesbar
logs-newest = neueste zuerst
logs-empty = Das Protokoll ist leer
logs-no-match = Kein Eintrag enthält das
logs-time = Zeit
logs-severity = Schwere
logs-source = Quelle
logs-text = Text
logs-who = Wer
logs-part = Bereich
logs-critical = kritisch
logs-warning = Warnung
logs-information = Information
logs-from = { $text }, von { $address }

## Lock keys of a PC

lock-on = an
lock-off = aus

## The picture of a PC

picture-unasked = Bilder ohne Nachfrage
picture-unasked-about = Back-to-back-Modus: Der PC schickt das nächste Bild, ohne gefragt zu werden; das ist auf weiten Wegen schneller
