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
help-about-screen = Das Bild des PCs, wie seine Grafik es zeichnet. Ein Klick gibt ihm die Tasten; was Sie tippen, geht an den PC, außer Griffen mit { $release }.
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
action-ctrl-alt-del = Strg+Alt+Entf
    .hint = Strg+Alt+Entf an den PC senden
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
    .hint = Das Bild vergrößern, wie Strg mit dem Rad
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
action-beside = Bildschirm neben dieser Ansicht
    .hint = Den Bildschirm im Blick behalten, während eine andere Ansicht vorne ist
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
action-notices = Bisherige Hinweise
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
keys-hint = Klicken Sie auf Tasten, um sie zu ändern. Griffe mit { $release } gelten, solange die Tasten an den PC gehen.
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
keys-wrong = Kürzel haben Strg oder Alt dabei oder sind eine Funktionstaste
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
tab-let-go = Loslassen für ein eigenes Fenster
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
settings-restore = Mit den Tabs vom letzten Mal beginnen, ohne zu verbinden
settings-still = Weniger Bewegung
settings-notifications = Mitteilungen des Systems, solange kein Fenster vorn ist
settings-size = Größe
settings-size-name = Größe der Oberfläche
settings-density = Dichte
settings-compact = Kompakt
settings-roomy = Luftig
settings-language = Sprache
settings-language-system = Wie das System
settings-language-note = Kommandozeile, Berichte und Dateien sind englisch
settings-language-no-font = Keine Schrift dieses Systems hat ihre Zeichen
settings-keyboard = Tastatur
settings-layout-about = Von PCs, deren Eintrag im Adressbuch keine nennt. Eingefügter Text wird für sie getippt.
settings-layout-none = Nicht angegeben
settings-release = Freigabetaste
settings-release-about = Gibt die Tasten an das Fenster zurück, wenn sie angetippt wird, und beginnt Griffe. Strg+Alt+Umschalt tut dasselbe.
settings-grab = Alle Tasten an den PC geben, auch Alt+Tab, wo das System es erlaubt
settings-safety = Sicherheit
settings-tls = Verschlüsselung
settings-tls-auto = Wo der PC sie anbietet
settings-tls-require = Immer
settings-tls-off = Nie
settings-tls-about = Für PCs, deren Eintrag im Adressbuch nichts anderes sagt. Mit einem PC, der einmal TLS sprach, wird nie ohne TLS gesprochen, es sei denn, Sie sagen es in dem Moment.
settings-tls-warning = Passwörter und Bilder kann jeder unterwegs mitlesen
settings-bell = Einen Ton geben, wenn ein PC läutet
settings-links = Webadressen auf seriellen Konsolen mit Strg und einem Klick öffnen
settings-screenshots = Ordner der Bildschirmfotos
settings-recordings = Aufzeichnungen
settings-images = Ordner der Datenträgerabbilder
settings-films = Ordner der Aufzeichnungen
settings-folder-hint = Der Ihres Systems
settings-folder-wrong = Der Pfad eines Ordners beginnt an der Wurzel
settings-shortcuts = Tastenkürzel
settings-about = Über Outband
settings-screen-about = Die Farben des Bildes wählt man im Eintrag eines PCs, seine Größe am Bild selbst.
settings-serial-about = Tasten, Größe und Farben einer Konsole wählt man dort; sie werden für jeden PC gemerkt.
settings-media-about = Hier beginnt die Auswahl eines Abbilds. Früher verliehene Abbilder stehen in der Medienansicht.
settings-recording-about = Eine Aufzeichnung ist versiegelt: Der Player sagt, ob die Datei so ist, wie sie aufgezeichnet wurde.
settings-trusted = Zertifikate
settings-passwords = Passwörter
settings-passwords-about = Im Schlüsselbund dieses Systems, wo Sie darum gebeten haben; in keiner Datei
settings-open-journal = Journal öffnen
settings-version = Version
settings-licence = Lizenz
settings-licences = Schriften und Symbole
settings-kept-in = Abgelegt in
settings-report = Um zu melden, was nicht geht, fragen Sie den Doktor des PCs und kopieren Sie, was er sagt. Passwörter sind nicht darin.
settings-reset = Diese Seite zurücksetzen
settings-reset-of = Diese Seite zurücksetzen, { $page }

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
book-recover = Zur Fassung davor zurückkehren
book-recovered = Zurück zur Fassung davor mit { $pcs }, die beschädigte Datei bleibt als { $path } erhalten
book-connect = Verbinden
book-key-enter = Enter
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
book-enter-connects = Enter verbindet mit { $address }
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
book-is-down = geöffnet, aus oder im Ruhezustand, Intel AMT antwortet
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
book-drag = { $pcs } in eine Gruppe verschieben
book-removed = { $pcs } entfernt
book-saved-in = { $pcs } gespeichert in { $path }
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
layout-us = Englisch (USA)
layout-uk = Englisch (UK)
layout-de = Deutsch
layout-fr = Französisch
layout-es = Spanisch
layout-it = Italienisch
layout-pt = Portugiesisch
layout-jp = Japanisch
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
import-passwords = { $count ->
        [one] { $count } Passwort der Liste bleibt dort, Passwörter kommen nur in den Schlüsselbund
       *[other] { $count } Passwörter der Liste bleiben dort, Passwörter kommen nur in den Schlüsselbund
    }
import-ignored = Spalten ohne Bedeutung hier: { $columns }
import-left-out = { $count ->
        [one] { $count } Eintrag wird ausgelassen
       *[other] { $count } Einträge werden ausgelassen
    }
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
scan-running = { $of ->
        [one] { $done } von { $of } Adresse
       *[other] { $done } von { $of } Adressen
    }
scan-done = { $of ->
        [one] { $of } Adresse fertig
       *[other] { $of } Adressen fertig
    }
scan-stopped = { $of ->
        [one] Angehalten nach { $done } von { $of } Adresse
       *[other] Angehalten nach { $done } von { $of } Adressen
    }
scan-nothing-yet = noch antwortet nichts
scan-nothing = nichts antwortet
scan-answer = Antwort von { $pcs }
scan-encrypted = verschlüsselt
scan-plain = unverschlüsselt
scan-saved-as = gespeichert als { $name }

## Command palette

palette-hint = Was möchten Sie tun?
palette-name = Aktion, PC oder Einstellung
palette-nothing = So heißt nichts
palette-connect = Mit { $name } verbinden
palette-setting = Einstellung: { $name }

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
header-no-room-beside = Das Fenster ist zu schmal für den Bildschirm neben dieser Ansicht
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
consent-secs-left = Noch { $secs } Sekunden
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

status-all-keys = Alle Tasten gehen an den PC, auch Alt+Tab · { $release } gibt sie frei
status-frames = { $n ->
        [one] { $count } Bild/s
       *[other] { $count } Bilder/s
    }
status-keys = Tasten gehen an den PC · { $release } gibt sie frei
status-view-only = Nur zusehen, nichts geht an den PC
status-freed = Tasten gehen wieder an Ihren Computer
status-click = Bild anklicken oder { $release } antippen, um auf dem PC zu tippen
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
journal-count = { $count ->
        [one] { $count } Eintrag
       *[other] { $count } Einträge, neueste zuerst
    }
journal-count-of = { $count ->
        [one] { $shown } von { $count } Eintrag
       *[other] { $shown } von { $count } Einträgen, neueste zuerst
    }
journal-damaged = { $count ->
        [one] { $count } Zeile ist nicht lesbar
       *[other] { $count } Zeilen sind nicht lesbar
    }
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
resting-title = Nicht mit { $name } verbunden
resting-about = Dieser Tab war offen, als das Fenster zuletzt benutzt wurde
resting-connect = Verbinden
last-picture = Letztes Bild { $time }
fault-details = Einzelheiten
note-close = Hinweis schließen
note-play = Abspielen
note-undo = Rückgängig
past-notes-title = Bisherige Hinweise
past-notes-none = Noch wurde nichts gemeldet
past-notes-copy = Alle kopieren
close-lends = Ein Abbild ist noch an { $name } verliehen
close-keep = Offen lassen
close-eject = Auswerfen und schließen
quit-title = { $count ->
        [one] Ein PC ist noch offen
       *[other] { $count } PCs sind noch offen
    }
quit-about = Was auf ihnen offen ist, endet; die PCs selbst laufen weiter
drop-boot = Loslassen, um { $name } von diesem Abbild zu starten
full-screen-hint = { $release } gibt die Tasten frei, { $release }+F verlässt das Vollbild
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
facts-days = { $count ->
        [one] { $count } Tag
       *[other] { $count } Tage
    }
facts-sheet = Angaben
facts-doctor = Doktor
facts-read-again = Neu lesen
facts-read-again-tip = Noch einmal vom PC lesen
facts-age-new = Vor weniger als einer Minute gelesen
facts-age = Vor { $minutes } min gelesen
facts-asking = Intel AMT wird gefragt
facts-not-yet = Noch ist nichts bekannt. Die Seite füllt sich, sobald der PC die Anmeldung angenommen hat.

## Logs

logs-count = { $count ->
        [one] { $count } Eintrag
       *[other] { $count } Einträge
    }
logs-count-of = { $count ->
        [one] { $shown } von { $count } Eintrag
       *[other] { $shown } von { $count } Einträgen
    }
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

## What is being done

steps-finding-out-what-is = Fehlersuche läuft
steps-reading-what-the-pc = Angaben des PCs werden gelesen
steps-reading-what-is-switched = Lesen, was eingeschaltet ist
steps-reading-which-displays-there = Anzeigen werden gelesen
steps-showing-another-display = Andere Anzeige wird gezeigt
steps-changing-how-pictures-are = Übertragung der Bilder wird geändert
steps-reading-the-event-log = Ereignisse werden gelesen
steps-reading-the-audit-log = Audit-Protokoll wird gelesen
steps-enabling-the-screen = Bildschirm wird eingeschaltet
steps-enabling-serial = Seriell wird eingeschaltet
steps-enabling-media = Medien werden eingeschaltet
steps-switching-the-screen-off = Bildschirm wird in Intel AMT ausgeschaltet
steps-switching-serial-off-in = Seriell wird in Intel AMT ausgeschaltet
steps-switching-media-off-in = Medien werden in Intel AMT ausgeschaltet
steps-starting-as-set-up = Start wie eingestellt
steps-starting-from-disk = Start von der Festplatte
steps-starting-from-the-network = Start aus dem Netz
steps-starting-from-cd = Start von CD
steps-starting-into-bios-setup = Start ins BIOS-Setup
steps-starting-from-the-lent = Start vom verliehenen Abbild
steps-switching-serial-and-media = Seriell und Medien werden geschaltet
steps-switching-the-screen = Bildschirm wird geschaltet
steps-switching-the-redirection-ports = Umleitungsports werden geschaltet
steps-checking-what-has-become = Ergebnis wird geprüft
steps-closing-the-screen = Bildschirm wird geschlossen
steps-waiting-for-intel-amt = Warten, bis Intel AMT bereit ist
steps-waiting-for-the-pc = Warten auf den PC
steps-the-answer-was-lost = Antwort verloren, Zustand wird gelesen
steps-opening-the-screen-again = Bildschirm wird wieder geöffnet
steps-checking-abilities-and-consent = Fähigkeiten und Einwilligung werden geprüft
steps-taking-old-boot-settings = Alte Starteinstellungen werden entfernt
steps-setting-the-boot-options = Startoptionen werden gesetzt
steps-setting-the-boot-source = Startquelle wird gesetzt
steps-switching-the-pc = PC wird geschaltet
steps-putting-the-boot-settings = Starteinstellungen werden zurückgesetzt
steps-turning-on = Einschalten
steps-turning-off = Ausschalten
steps-turning-off-and-on = Aus- und wieder einschalten
steps-restarting = Neustart
steps-asking-the-system-to = System wird gebeten, sich zu beenden
steps-asking-the-system-to-restart = System wird gebeten, neu zu starten
steps-asking-the-system-to-sleep = System wird gebeten, Energie zu sparen
steps-asking-the-system-to-hibernate = System wird in den Ruhezustand gebeten
steps-sending-a-diagnostic-interrupt = Diagnose-Interrupt wird gesendet
steps-of-records = { $of ->
        [one] { $done } von { $of } Eintrag
       *[other] { $done } von { $of } Einträgen
    }

## Starting from an image

boot-boot-from-this-image = { $name } von diesem Abbild starten
boot-choose-an-image-first = Wählen Sie zuerst ein Abbild
boot-this-image-cannot-start = Dieses Abbild kann keinen PC starten, wählen Sie ein Installationsabbild
boot-try-again = Noch einmal
boot-boot-from-this-image-named = Von diesem Abbild starten
boot-end-what-is-lent = Beenden Sie zuerst das Verleihen
boot-stopped-before-the-pc = Angehalten, bevor der PC gestartet war
boot-boot-settings-are-back = Die Starteinstellungen sind wie zuvor, das Abbild ist zurückgenommen.
boot-a-start-reads-about = Ein Start liest davon etwa { $bytes }
boot-that-is-slow-a = Das ist langsam: Ein kleineres Abbild, etwa ein Netzinstallationsabbild, liest weniger
boot-consent-if-the-pc = Einwilligung, falls der PC sie verlangt
boot-lend-the-image-with = Abbild verleihen, mit eingeschalteter Medienumleitung
boot-restart-once-from-it = Einmal davon neu starten
boot-put-the-boot-settings = Starteinstellungen zurücksetzen
boot-the-pc-is-off = Der PC ist aus und wird eingeschaltet
boot-restart-now = Jetzt neu starten
boot-ask-its-system-first = Zuerst sein System bitten
boot-the-firmware-of-this = Die Firmware dieses PCs bietet es im Moment nicht an
boot-its-system-saves-what = Das System speichert Offenes und startet neu; ein hängendes folgt nicht
boot-the-pc-is-on = Der PC ist an. Er startet sofort neu, nicht Gespeichertes geht verloren
boot-the-pc-restarts-at = Der PC startet sofort neu oder wird eingeschaltet; nicht Gespeichertes geht verloren
boot-press-enter-on-the = Enter auf dem PC drücken, wenn sein Bootloader auf eine Taste wartet
boot-take-the-image-back = Abbild zurücknehmen, wenn eine Minute lang nichts gelesen wurde
boot-the-pc-has-not = Der PC wurde noch nicht zurückgesetzt
boot-the-pc-has-been = Der PC wurde zurückgesetzt und hat den Bootloader noch nicht gelesen
boot-loaded-of-what-a = Geladen von dem, was ein Start liest
boot-the-loader-waits-enter = Der Bootloader wartet, Enter wird gedrückt, sobald der Bildschirm nach einer Taste fragt
boot-the-loader-waits-press = Der Bootloader wartet, drücken Sie Enter am PC: Sein Bildschirm ist hier nicht offen
boot-press-enter = Enter drücken
boot-show-screen = Bildschirm zeigen
boot-the-pc-loses-the = Der PC verliert den Datenträger, von dem er startet, und läuft ohne ihn weiter
boot-go-on = Weitermachen
boot-stop-and-put-everything = Anhalten und alles zurücksetzen
boot-stop = Anhalten…
boot-eject = Auswerfen…
boot-checking-the-image = Abbild wird geprüft
boot-image-checked = Abbild geprüft
boot-connecting-to-intel-amt = Verbindung mit Intel AMT
boot-connected-to-intel-amt = Mit Intel AMT verbunden
boot-asking-for-consent = Einwilligung wird erbeten
boot-no-consent-is-needed = Keine Einwilligung nötig
boot-consent-given = Einwilligung erteilt
boot-switching-storage-redirection-on = Medienumleitung wird eingeschaltet
boot-storage-redirection-is-on = Medienumleitung ist an
boot-lending-the-image = Abbild wird verliehen
boot-image-lent = Abbild verliehen
boot-setting-the-next-start = Nächster Start wird eingestellt
boot-next-start-set-for = Nächster Start eingestellt, einmalig
boot-restarting-the-pc = PC wird neu gestartet
boot-restarted = Neu gestartet
boot-loading = Laden
boot-loaded = Geladen
boot-putting-everything-back = Alles wird zurückgesetzt
boot-everything-is-as-it = Alles ist wie zuvor

## Media

media-this-system-has-no = Dieses System hat keinen Dateidialog: Geben Sie einen Pfad ein oder ziehen Sie eine Datei hierher
media-these-changes-are-not = Diese Änderungen sind nicht gespeichert und gingen verloren
media-keep-them = Behalten
media-eject-without-saving = Ohne Speichern auswerfen
media-or-lend-it-without = Oder ohne Neustart verleihen: Der PC sieht die Laufwerke sofort
media-lend-now = Jetzt verleihen
media-read-me-the-six = Lesen Sie mir die sechs Ziffern im Kasten auf Ihrem Bildschirm vor
media-tries-left = { $tries ->
        [one] noch { $tries } Versuch
       *[other] noch { $tries } Versuche
    }
media-wrong-code = Falscher Code, { $tries }
media-six-digits = sechs Ziffern
media-the-pc-must-be = Der PC muss an sein, um seinen Code zu zeigen
media-turn-on-and-ask = Einschalten und fragen
media-show-a-new-code = Neuen Code zeigen
media-the-pc-does-not = Der PC zeigt keinen Code
media-ask-again = Noch einmal fragen
media-cd = CD
media-floppy = Diskette
media-eject = Auswerfen
media-remove = Entfernen
media-change = Ändern…
media-change-5 = { $title } ändern
media-empty-in-memory-some = Leer, im Speicher: Manche Systeme hängen an einem Laufwerk ohne Datenträger
media-looking-at-the-image = Abbild wird untersucht
media-recent = Zuletzt
media-the-pc-may-write = Der PC darf darauf schreiben
media-the-file-stays-as = Die Datei bleibt, wie sie ist; Änderungen liegen getrennt, bis sie gespeichert werden
media-not-there-now = zurzeit nicht da
media-forget = Vergessen
media-image-for-the-cd = Abbild für das CD-Laufwerk
media-open-cd = CD öffnen
media-choose-cd-image = CD-Abbild wählen
media-image-for-the-floppy = Abbild für das Diskettenlaufwerk
media-open-floppy = Diskette öffnen
media-choose-floppy-image = Diskettenabbild wählen
media-file-folder-or-web = Datei, Ordner oder Webadresse
media-choose = Wählen…
media-changes-to-the-floppy = Änderungen an der Diskette
media-save-the-floppy-as = Diskette speichern als
media-file = Datei
media-save = Speichern
media-choose-where-to-save = Speicherort wählen
media-drop-an-image-here = Abbild hier ablegen, um es an { $name } zu verleihen
media-the-pc-has-opened = Der PC hat die Schublade dieses Laufwerks geöffnet
media-no-file = Keine Datei
media-connecting-again = Verbindung wird neu aufgebaut
media-the-pc-is-using = Der PC benutzt seine Laufwerke, diese sieht er beim nächsten Neustart
media-the-pc-has-ejected = Der PC hat seinen Datenträger ausgeworfen
media-the-image-can-be = Das Abbild ist wieder lesbar
media-choose-an-image-for = Abbild für das CD-Laufwerk wählen
media-choose-an-image-for-the = Abbild für das Diskettenlaufwerk wählen
media-cd-images = CD-Abbilder
media-floppy-images = Diskettenabbilder
media-save-the-floppy-with = Diskette mit den Änderungen des PCs speichern
media-the-pc-has-started = Der PC ist vom Abbild gestartet
media-starting-the-pc-from = Der PC startet vom Abbild
media-nothing-is-lent = Nichts ist verliehen
media-lending-the-drives = Laufwerke werden verliehen
media-the-drives-are-lent = Die Laufwerke sind verliehen
media-eject-and-end = Auswerfen und beenden
media-map-of-blocks-read = Karte der Blöcke, { $percent } gelesen

## Screen

kvm-the-display-of-the = Die gezeigte Anzeige des PCs
kvm-look-for-displays = Anzeigen suchen
kvm-the-first-of-its = { ", " }die erste seines Systems
kvm-there-is-no-picture = Es gibt kein Bild
kvm-this-pc-does-not = Dieser PC sagt nicht, welche Anzeigen er hat
kvm-this-pc-has-one = Dieser PC hat eine Anzeige
kvm-figures = Zahlen
kvm-hide-figures = Zahlen verbergen
kvm-hide = Verbergen
kvm-picture = Bild
kvm-scale = Maßstab
kvm-filter = Filter
kvm-frames = Bilder
kvm-received = Empfangen
kvm-changed = Geändert
kvm-decoding = Dekodieren
kvm-round-trip = Umlaufzeit
kvm-keys = Tasten
kvm-function-keys = Funktionstasten
kvm-other-keys = Andere Tasten
kvm-keys-to-send-to = Tasten an den PC senden
kvm-safe = Sicher
kvm-normal = Normal
kvm-fast = Schnell
kvm-text-to-be-typed = Text, der auf dem PC getippt wird
kvm-text-to-type = Zu tippender Text
kvm-type-characters = { $count } Zeichen tippen
kvm-of-them-cannot-be = { $unknown ->
        [one] { $unknown } davon lässt sich mit dieser Belegung nicht tippen und entfällt
       *[other] { $unknown } davon lassen sich mit dieser Belegung nicht tippen und entfallen
    }
kvm-speed = Tempo
kvm-show-secret = Sieht nach einem Kennwort aus: anzeigen
kvm-about-seconds = etwa { $secs } s
kvm-end-with-enter = Mit Enter abschließen
kvm-type = Tippen
kvm-cancel = Abbrechen
kvm-layout-on-the-pc = Tastaturbelegung des PCs
kvm-typing-of = Tippen, { $done } von { $total }
kvm-typed = Getippt
kvm-stop-typing = Tippen anhalten
kvm-typing-waits = Wartet, bis dieses Fenster vorne ist
kvm-let-go-of = { $key } ist auf dem PC gedrückt, loslassen
kvm-key-shift = Umschalt
kvm-key-ctrl = Strg
kvm-key-alt = Alt
kvm-key-altgr = AltGr
kvm-key-windows = Windows
kvm-colours = Farben
kvm-compression = Kompression
kvm-automatic = Automatisch
kvm-run-lengths-and-zlib = Lauflängen und zlib
kvm-run-lengths = Lauflängen
kvm-none = Keine
kvm-halve-large-screens = Große Bildschirme halbieren
kvm-always-halve-the-picture = Bild immer halbieren
kvm-never-halve-the-picture = Bild nie halbieren
kvm-65-536-colours = 65 536 Farben
kvm-256-colours = 256 Farben
kvm-256-greys = 256 Graustufen
kvm-16-greys = 16 Graustufen
kvm-all-colours = alle Farben
kvm-recording-begins = Aufzeichnung beginnt
kvm-recording-ends = Aufzeichnung endet
kvm-scale-or-ctrl-with = Maßstab, oder Strg mit dem Mausrad neben dem Bild
kvm-scale-5 = Maßstab { $label }
kvm-width = Breite
kvm-whole = Ganz
kvm-exact-at-whole-scales = Exakt bei ganzen Maßstäben, sonst jedes Pixel nach seiner Fläche
kvm-exact-pixels = Exakte Pixel
kvm-the-nearest-pixel-never = Das nächste Pixel, nie gemischt
kvm-sharp = Scharf
kvm-every-pixel-by-the = Jedes Pixel nach seiner Fläche: Kanten ein Anzeigepixel breit
kvm-smooth = Glatt
kvm-between-the-four-nearest = Zwischen den vier nächsten Pixeln, wo das Bild vergrößert ist
kvm-no-text-on-this = Kein Text auf diesem Bildschirm
kvm-find = Suchen
kvm-find-in-the-text = Im Text suchen
kvm-next = Weiter
kvm-text-of-the-screen = Text des Bildschirms
kvm-copy-all = Alles kopieren
kvm-read-again = Neu lesen
kvm-close = Schließen
kvm-more = Mehr
kvm-there-is-no-picture-to = Es gibt kein Bild, auf dem getippt werden kann
kvm-screen-of-no-picture = Bildschirm von { $name }, noch kein Bild
kvm-automatic-now = Automatisch, jetzt { $format }
kvm-live = live
kvm-last-picture = letztes Bild
kvm-there-is-no-picture-to-record = Es gibt kein Bild zum Aufzeichnen
kvm-recording-saved = Aufzeichnung gespeichert
kvm-the-recording-has-ended = Die Aufzeichnung endete vorzeitig
kvm-8-bit-grey = 8 Bit grau
kvm-4-bit-grey = 4 Bit grau

## Macros

macros-the-macro-needs-a = Das Makro braucht einen Namen
macros-another-macro-has-this = Ein anderes Makro hat diesen Namen
macros-the-macro-needs-a-step = Das Makro braucht einen Schritt, zum Beispiel „press f12“
macros-name = Name
macros-boot-menu = Startmenü
macros-steps-one-to-a = Schritte, einer je Zeile
macros-macros-are-stored-as = Makros werden als Klartext gespeichert, nehmen Sie Einfügen für Passwörter
macros-test-on-this-pc = Auf diesem PC testen
macros-the-test = Der Test
macros-steps = { $count ->
        [one] { $count } Schritt
       *[other] { $count } Schritte
    }
macros-times = { $times ->
        [one] { $steps }, einmal
       *[other] { $steps }, { $times }-mal
    }
macros-press = Drücken
macros-press-several-times = Mehrmals drücken
macros-press-until-the-screen = Drücken, bis sich der Bildschirm ändert
macros-wait = Warten
macros-macro = Makro
macros-macros = Makros
macros-close-macros = Makros schließen
macros-no-macros-of-your = Noch keine eigenen Makros
macros-new-macro = Neues Makro
macros-examples = Beispiele
macros-delete = Löschen
macros-edit = Bearbeiten
macros-make-my-own-of = Eigenes daraus machen
macros-run = Ausführen
macros-delete-5 = { $name } löschen
macros-edit-5 = { $name } bearbeiten
macros-make-my-own-of-named = Eigenes aus { $name } machen
macros-run-5 = { $name } ausführen
macros-keep = Behalten
macros-progress-of-the-macro = Fortschritt des Makros
macros-stop-macro = Makro anhalten
macros-stopped-at-step-the = { $name } hielt bei Schritt { $step } an, der Bildschirm änderte sich nicht
macros-was-stopped = { $name } wurde angehalten
macros-is-done = { $name } ist fertig
macros-begins = { $name } beginnt
macros-step-of = { $name }, Schritt { $step } von { $of }
macros-another-macro-has-this-key = Ein anderes Makro hat diese Taste
macros-this-is-no-password = Es ist kein Passwort, behalten
macros-record-keys = Tasten aufzeichnen
macros-stop-recording-keys = Aufzeichnen beenden
macros-click-on-the-picture = Klicken Sie ins Bild und drücken Sie die Tasten, keine Passwörter
macros-key = Taste
macros-no-key = Keine
macros-release-key-and = { $release }, dann { $key }
macros-wait-for-text = Auf Text warten
macros-stopped-at-step-text = { $name } hielt bei Schritt { $step } an, der Text erschien nicht

## Serial console

serial-find-in-text-and = In Text und Verlauf suchen (Strg+Umschalt+F)
serial-find-in-the-console = In der Konsole suchen
serial-not-found = nicht gefunden
serial-find-before = Davor suchen
serial-find-before-enter = Davor suchen (Enter)
serial-find-after-shift-enter = Danach suchen (Umschalt+Enter)
serial-find-after = Danach suchen
serial-close-search = Suche schließen
serial-close-key-test = Tastentest schließen
serial-keys-go-to-the = Tasten gehen wieder an den PC
serial-test-keys = Tasten testen
serial-press-a-key-nothing = Drücken Sie eine Taste. Derweil wird nichts an den PC gesendet.
serial-in-use = in Gebrauch
serial-use = Nehmen
serial-write-a-log = Protokoll schreiben
serial-play-a-log = Protokoll abspielen
serial-the-log-has-ended = Das Protokoll ist beendet
serial-logs-of-consoles = Konsolenprotokolle
serial-this-system-has-no = Dieses System hat keinen Dateidialog, geben Sie den Pfad ein
serial-close-log-panel = Protokollfeld schließen
serial-log = Protokoll
serial-end-log = Protokoll beenden
serial-log-file = Protokolldatei
serial-begin-log = Protokoll beginnen
serial-save-text-so-far = Bisherigen Text speichern
serial-screen-and-history-as = Bildschirm und Verlauf als Textdatei neben der Protokolldatei
serial-what-you-type-is = Was Sie tippen, wird nie geschrieben; was der PC davon zeigt, schon.
serial-reading = Wird gelesen…
serial-play = Abspielen
serial-lines-of-text-each = Textzeilen, jede mit ihrer Zeit
serial-recording-to-be-played = Aufzeichnung, wird abgespielt, wie es war
serial-bytes-as-they-come = Bytes, wie sie kommen
serial-keys-as-the-bios = Tasten, wie im BIOS eingestellt
serial-characters = Zeichen
serial-backspace-sends = Rücktaste sendet
serial-08-for-firmware = 08, für Firmware
serial-7f-for-some-systems = 7F, für manche Systeme
serial-what-keys-send = Was Tasten senden
serial-what-enter-sends = Was Enter sendet
serial-enter-sends = Enter sendet
serial-columns-rows-and-colours = Spalten, Zeilen und Farben
serial-size = Größe
serial-intel-alternate = Intel, alternativ
serial-code-page-437 = Codepage 437
serial-space = Leertaste
serial-connected-the-pc-writes = Verbunden, der PC schreibt nichts auf seine serielle Schnittstelle
serial-restart-into-bios-setup = Neustart ins BIOS-Setup…
serial-send-enter = Enter senden
serial-it-is-off-turn = Er ist aus. Schalten Sie ihn ein, mit dem BIOS auf Seriell.
serial-its-serial-port-is = Seine serielle Schnittstelle ist im Loopback: Getipptes kommt zurück und erreicht kein Programm.
serial-a-bios-writes-here = Ein BIOS schreibt hierher, wenn es mit der Taste unten neu gestartet wurde oder Console Redirection im Setup an ist.
serial-linux-writes-here-when = Linux schreibt hierher, wenn es mit console=ttyS und der Nummer der Schnittstelle von Intel AMT gestartet ist; Windows mit seiner Special Administration Console. Eine Anmeldung wartet vielleicht auf Enter.
serial-pasting-waits-until-the = Einfügen wartet, bis der PC liest
serial-pasted = Eingefügt
serial-stop-pasting = Einfügen anhalten
serial-the-console-is-closed = Die Konsole ist geschlossen
serial-connect-again = Neu verbinden
serial-the-console-is-not = Die Konsole ist noch nicht offen
serial-connect = Verbinden
serial-connecting = Verbindung wird aufgebaut
serial-waiting-for-intel-amt = Warten auf Antwort von Intel AMT
serial-logging-in = Anmeldung läuft
serial-opening-the-serial-port = Serielle Schnittstelle wird geöffnet
serial-back-to-the-pc = Zurück zum PC
serial-pause = Anhalten
serial-play-on = Weiter abspielen
serial-place-in-the-log = Stelle im Protokoll
serial-paste = Einfügen
serial-paste-as-typing-ctrl = Als Tippen einfügen (Strg+Umschalt+V)
serial-copy = Kopieren
serial-copy-what-is-selected = Auswahl kopieren (Strg+Umschalt+C)
serial-restart-into-bios-setup-named = Neustart ins BIOS-Setup
serial-restart-into-bios-setup-with = Neustart ins BIOS-Setup, mit dessen Text auf dieser Konsole
serial-the-power-state-of = Der Stromzustand dieses PCs ist noch nicht bekannt
serial-write-what-the-pc = Ausgabe des PCs in eine Datei schreiben oder ein Protokoll abspielen
serial-text-of-the-pc = Unterwegs ging Text des PCs verloren, der Bildschirm kann falsch sein
serial-the-pc-did-not = Der PC hat nicht alles Getippte angenommen
serial-that-is-too-much = Das ist zu viel, um es auf einmal einzufügen
serial-the-protocol-of-intel = Das Protokoll von Intel AMT kennt kein Break
serial-not-connected = nicht verbunden
serial-pc-on = PC an
serial-pc-off = PC aus
serial-break = Break
serial-loopback = Loopback
serial-test-mode = Testmodus
serial-serial-closed = Seriell geschlossen
serial-click-the-terminal-or = Terminal anklicken oder { $release } antippen, um auf dem PC zu tippen
serial-keys-are-only-looked = Tasten werden nur angesehen · { $release } gibt sie frei
serial-saved-as = Gespeichert als { $path }
serial-what-the-pc-writes = Die Ausgabe des PCs geht in { $path }
serial-choose = Wählen, { $name }
serial-serial-console-of = Serielle Konsole von { $name }, { $state }
serial-pasting = Einfügen { $percent } %
serial-pasting-stopped-after-of = Einfügen nach { $sent } von { $total } Zeichen angehalten
serial-characters-were-left-out = { $characters ->
        [one] { $characters } Zeichen wurde ausgelassen
       *[other] { $characters } Zeichen wurden ausgelassen
    }
serial-high-contrast = Hoher Kontrast
serial-vga-text-screen = VGA-Textbildschirm
serial-amber = Bernstein
serial-green = Grün

## Recordings

player-play-a-recording = Aufzeichnung abspielen
player-recordings-of-screens = Bildschirmaufzeichnungen
player-other-recording = Andere Aufzeichnung
player-copy-seal = Siegel kopieren
player-exporting = Export… { $percent } %
player-export-stop = Anhalten; es wird nichts geschrieben
player-export = Ausgeben
player-still-of-this-moment = Standbild dieses Moments
player-animation-of-all = Animation von allem
player-animation-of-the-next = Animation der nächsten Minute
player-recorded-picture-none-yet = Aufgezeichnetes Bild, noch keines
player-the-picture-is-too = Das Bild ist zu groß für diesen Computer
player-the-connection-was-lost = Hier riss die Verbindung ab, dies ist das letzte Bild
player-there-is-no-picture = In dieser Aufzeichnung ist kein Bild
player-checked-so-far = Bisher geprüft
player-checking = { $name } wird geprüft
player-drop-its-file-on = Ziehen Sie die Datei auf das Fenster oder nennen Sie sie hier
player-file-of-the-recording = Datei der Aufzeichnung
player-open = Öffnen
player-state = Zustand, { $word }
player-recorded-picture-by = Aufgezeichnetes Bild, { $width } mal { $height }
player-next-change-of-the = Nächste Änderung des Bildes (.)
player-next-change = Nächste Änderung
player-skip-still-parts = Ruhige Stellen überspringen
player-speed-arrows-up-and = Tempo (Pfeile auf und ab)
player-speed = Tempo { $now }
player-what-happened = Was geschah
player-nothing-was-marked-in = Darin ist nichts markiert
player-place-in-the-recording = Stelle in der Aufzeichnung
player-intact = Unversehrt
player-no-end = Ohne Ende
player-cut-short = Abgeschnitten
player-altered = Verändert
player-nothing-in-this-file = In dieser Datei wurde seit der Aufzeichnung nichts geändert. Vergleichen Sie ihr Siegel mit dem im Journal.
player-connection-lost = Verbindung verloren
player-picture-back = Bild wieder da
player-consent = Einwilligung
player-power = Strom
player-media = Medien
player-bell = Glocke
player-note = Notiz
player-saved-as-a-file = Als Datei gespeichert

## Doctor

doctor-of-checks-done = { $of ->
        [one] { $done } von { $of } Prüfung fertig
       *[other] { $done } von { $of } Prüfungen fertig
    }
doctor-of-checks-done-stopped = { $of ->
        [one] { $done } von { $of } Prüfung fertig, angehalten
       *[other] { $done } von { $of } Prüfungen fertig, angehalten
    }
doctor-stopped = { ", " }angehalten
doctor-nothing-needs-attention = Nichts braucht Aufmerksamkeit
doctor-one-of-checks-needs = { $done ->
        [one] Die einzige Prüfung braucht Aufmerksamkeit{ $stopped }
       *[other] Eine von { $done } Prüfungen braucht Aufmerksamkeit{ $stopped }
    }
doctor-of-checks-need-attention = { $n } von { $done } Prüfungen brauchen Aufmerksamkeit{ $stopped }
doctor-stop = Anhalten
doctor-run-again = Noch einmal
doctor-copy-report = Bericht kopieren
doctor-find-out-why-it = Herausfinden, warum es nicht geht
doctor-checks-name-ports-encryption = Prüft nacheinander Name, Ports, Verschlüsselung, Anmeldung, Strom, Bildschirm, Seriell und Medien und sagt, was bei jedem Problem zu tun ist. Am PC wird nichts geändert.
doctor-run-doctor = Doktor starten
doctor-fine = In Ordnung
doctor-needs-attention = Braucht Aufmerksamkeit
doctor-unknown = Unbekannt
doctor-skipped = Übersprungen

## What answers at an address

findings-intel-amt-answers = Intel AMT { $version } antwortet
findings-intel-amt-answers-its = Intel AMT antwortet, seine Version ist unbekannt
findings-the-pc-answers-intel = Der PC antwortet, Intel AMT nicht
findings-nothing-answers-yet = Noch antwortet nichts
findings-no-encrypted-port-is = Kein verschlüsselter Port ist offen
findings-encrypted-ports = Verschlüsselte Ports { $numbers }, { $trouble }
findings-encrypted-ports-5 = Verschlüsselte Ports { $numbers }
findings-no-plain-port-is = Kein unverschlüsselter Port ist offen
findings-the-certificate-has-changed = das Zertifikat hat sich geändert
findings-a-certificate-of-yours = ein Zertifikat von Ihnen wird verlangt
findings-only-is-offered = nur { $what } wird angeboten
findings-encryption-fails = Verschlüsselung schlägt fehl

## Here and there

other-no-pc-is-in = Kein PC ist vorne
other-screen-is-in-front = Der Bildschirm selbst ist vorne
other-this-window-has-no = Dieses Fenster hat kein Adressbuch
other-all-files = Alle Dateien
other-lists-of-pcs = PC-Listen
other-no-end-recorded = kein Ende verzeichnet
other-the-keys-of-the = Systemtasten gehen nur im Hauptfenster an PCs
other-the-display-server-does = Der Anzeigeserver antwortet nicht
boot-a-start-takes = Ein Start liest davon etwa { $bytes }, { $time } bei { $trip } zum PC und zurück
boot-started-in = In { $time } vom Abbild gestartet
boot-started-stays = In { $time } vom Abbild gestartet, es bleibt, bis Sie es beenden
boot-read-of = { $read } von etwa { $whole }
boot-read = { $read } gelesen
boot-time-left = noch { $time }
media-changed-kept = Der PC hat { $changed } von { $name } geändert, im Speicher gehalten
media-verb-drive = { $title }: { $verb }
media-forget-named = { $image } vergessen
media-read-of-drive = Gelesen: { $title }
media-all-at-this-rate = Alles { $time } bei diesem Tempo
media-changed-blocks = { $count ->
        [one] Der PC hat { $count } Block geändert
       *[other] Der PC hat { $count } Blöcke geändert
    }
media-read-of = { $read } von { $whole }
media-last-read = zuletzt vor { $secs } s gelesen
media-nothing-read = noch nichts gelesen
media-floppy-saved = Die Diskette ist als { $path } gespeichert
media-several-dropped = { $count } Dateien wurden abgelegt, legen Sie ein Abbild ab
kvm-display = Anzeige { $number }
kvm-areas = { $n ->
        [one] { $rate } Bereich/s
       *[other] { $rate } Bereiche/s
    }
kvm-per-frame = { $ms } ms/Bild
kvm-recording-going = Aufzeichnung { $time }, { $size }
kvm-found = { $count } gefunden
kvm-text-is-read-where = Text wird gelesen, wo Firmware, Bootloader und Konsolen ihn in Zellen einer bekannten Schrift schreiben, nicht von Desktops
kvm-screen-of = Bildschirm von { $name }, { $width } mal { $height }, { $state }
kvm-recorded-until = Was bis dahin aufgezeichnet wurde, lässt sich abspielen: { $measure }
kvm-only-with-intel-amt = Nur mit Intel AMT 16 und neuer
serial-it-opens-as-soon = Sie öffnet sich, sobald { $name } erreicht ist und eine Anmeldung angenommen hat.
serial-is-sent-as = { $key } wird gesendet als
serial-use-dialect = { $dialect } nehmen
serial-replay-of = Wiedergabe von { $name }
serial-log-goes-to = Protokoll geht in { $path }
serial-lines-back = { $count ->
        [one] { $count } Zeile zurück
       *[other] { $count } Zeilen zurück
    }
serial-opens-link = Öffnet { $address } in Ihrem Browser
serial-enter = Enter { $ending }
serial-pasting-of = Einfügen, { $sent } von { $total }
macros-line = Zeile { $line }, { $why }
macros-delete-ask = { $name } löschen?
player-events = Ereignisse { $count }
player-more = und { $count } weitere
player-has-no-end = Sie hat kein Ende, weil das Programm, das sie schrieb, beendet wurde. Alles bis { $until } ist wie aufgezeichnet.
player-is-cut = { $bytes ->
        [one] Das letzte Byte fehlt. Alles bis { $until } ist wie aufgezeichnet.
       *[other] Die letzten { $bytes } Bytes fehlen. Alles bis { $until } ist wie aufgezeichnet.
    }
player-is-altered = Sie wurde nach der Aufzeichnung geändert, ab Byte { $offset }. Alles bis { $until } ist wie aufgezeichnet, danach wird nichts gezeigt.
findings-plain-ports = Unverschlüsselte Ports { $numbers }
steps-reading = Lesen, { $part } ist bekannt
other-wayland-keeps-the-keys = Wayland behält die Systemtasten, das Menü Tasten sendet sie
other-this-system-keeps-its = Dieses System behält seine Tasten, das Menü Tasten sendet sie
doctor-waits-for = Wartet auf „{ $check }“
steps-the-pc-is = Zustand des PCs: { $state }

## Words of the journal, of facts and of drives

journal-consent = Einwilligung: { $state }
journal-by = von { $who }
journal-kind-screen = Bildschirm
journal-kind-serial = serielle Konsole
journal-kind-media = Medien
journal-kind-power = Strom
journal-kind-consent = Einwilligung
journal-kind-enable = eingeschaltet
journal-kind-disable = ausgeschaltet
journal-kind-info = Angaben gelesen
journal-kind-log = Protokoll gelesen
journal-kind-trust = Zertifikat vertraut
journal-kind-other = etwas anderes
journal-detail-on = einschalten
journal-detail-off = ausschalten
journal-detail-cycle = aus und an
journal-detail-reset = Neustart
journal-detail-off-graceful = System herunterfahren
journal-detail-reset-graceful = System neu starten
journal-detail-sleep = Energie sparen
journal-detail-hibernate = Ruhezustand
journal-detail-nmi = Diagnose-Interrupt
journal-detail-to-disk = Start von Festplatte
journal-detail-to-pxe = Start vom Netz
journal-detail-to-cd = Start von CD
journal-detail-to-bios = Start ins BIOS-Setup
journal-detail-to-image = Start vom verliehenen Abbild
journal-detail-kvm = Bildschirm
journal-detail-sol = Seriell
journal-detail-media = Medien
journal-detail-events = Ereignisse
journal-detail-audit = Audit
journal-detail-doctor = Doktor
journal-detail-boot = davon gestartet
journal-detail-floppy-may-be-written-to = Diskette beschreibbar
journal-detail-recorded = aufgenommen
journal-detail-with-input = mit Tastatur und Maus
journal-detail-taken-back = zurückgenommen
journal-detail-consent-status = Stand der Einwilligung
journal-detail-request = erbeten
journal-detail-submit = Code übergeben
journal-detail-cancel = zurückgenommen
journal-consent-none = nicht nötig
journal-consent-code = mit Code
fault-breach = ein Verstoß gegen das Protokoll
facts-mode-admin = Admin-Modus
facts-mode-client = Client-Modus
facts-mode-none = Nicht eingerichtet
media-label = Name „{ $label }“
media-starts-both = startet mit BIOS und UEFI
media-starts-bios = startet nur mit BIOS
media-starts-uefi = startet nur mit UEFI
media-starts-none = startet keinen PC
media-time-secs = { $secs } s
media-time-min = { $minutes } min { $secs } s
macros-example-f12 = F12, bis sich der Bildschirm ändert
macros-example-del = Entf, bis sich der Bildschirm ändert
macros-example-second = Zweiter Eintrag eines Bootmenüs
macros-example-awake = Bildschirm eine Stunde wach halten
serial-sends-nothing = nichts
player-day = { $day }.{ $month }.
journal-consent-not-needed = nicht nötig
journal-consent-given-before = schon erteilt
journal-consent-given = erteilt
journal-consent-in-session = in Sitzung
journal-consent-not-asked = nicht verlangt
journal-consent-requested = verlangt
journal-consent-shown = Code gezeigt
journal-consent-unknown = unbekannt
journal-detail-asked = nachgefragt
journal-detail-first-use = beim ersten Mal
journal-detail-fingerprint-given = Fingerabdruck angegeben
journal-detail-replaced = ersetzt
fault-flaw = Mit seinem Inhalt oder seiner Signatur stimmt etwas nicht
outcome-done = erledigt
outcome-interrupted = abgebrochen
outcome-audit-log-full = Audit-Protokoll voll
outcome-boot-missed = Abbild nicht gelesen
outcome-busy = andere Konsole verbunden
outcome-certificate-changed = Zertifikat geändert
outcome-certificate-flawed = Zertifikat unbrauchbar
outcome-certificate-issuer = Aussteller unbekannt
outcome-certificate-name = Zertifikat auf anderen Namen
outcome-certificate-out-of-date = Zertifikat abgelaufen
outcome-certificate-unknown = Zertifikat nicht entschieden
outcome-clock-wrong = Uhr falsch
outcome-consent-blocked = Codes gesperrt
outcome-consent-declined = Benutzer hat abgelehnt
outcome-consent-expired = Code abgelaufen
outcome-consent-needed = Einwilligung nötig
outcome-consent-no-code = kein Code
outcome-consent-not-asked = kein Code verlangt
outcome-consent-pc-off = PC war aus
outcome-consent-withdrawn = Code zurückgezogen
outcome-consent-wrong = falscher Code
outcome-device-refused = vom PC abgelehnt
outcome-encryption-gone = keine Verschlüsselung mehr
outcome-encryption-outdated = Verschlüsselung veraltet
outcome-file-unreadable = Datei nicht lesbar
outcome-file-unusable = Datei unbrauchbar
outcome-file-unwritable = Datei nicht schreibbar
outcome-filtered = Intel AMT blieb still
outcome-folder-unusable = Ordner unbrauchbar
outcome-forbidden = im Setup verboten
outcome-hung-up = Verbindung sofort beendet
outcome-identity-unusable = eigenes Zertifikat unbrauchbar
outcome-image-cut-off = Abbild abgeschnitten
outcome-image-empty = Abbild leer
outcome-image-odd-length = Abbild mit krummer Länge
outcome-image-too-large = Abbild zu groß
outcome-image-unreadable = Abbild nicht lesbar
outcome-internal = Fehler von Outband
outcome-key-store = Schlüsselbund versagt
outcome-login-refused = Anmeldung abgelehnt
outcome-login-too-long = Anmeldung zu lang
outcome-lost = Verbindung verloren
outcome-no-answer = keine Antwort
outcome-no-common-encryption = keine gemeinsame Verschlüsselung
outcome-no-display = keine Anzeige
outcome-no-login-method = kein gemeinsames Anmeldeverfahren
outcome-no-picture = kein Bild
outcome-no-reset = kein Neustart
outcome-no-route = kein Weg dorthin
outcome-no-screen = kein Fernbildschirm
outcome-no-window = kein Fenster
outcome-not-allowed = nicht erlaubt
outcome-not-amt = nicht Intel AMT
outcome-not-an-image = kein Abbild
outcome-not-bootable = nicht startfähig
outcome-not-configured = nicht eingerichtet
outcome-not-encrypted = unverschlüsselt
outcome-not-known = dem PC unbekannt
outcome-not-now = da nicht möglich
outcome-not-put-back = Einstellungen nicht zurückgesetzt
outcome-not-reached = PC folgte nicht
outcome-not-started = Sitzung nicht begonnen
outcome-not-vnc = kein VNC-Server
outcome-nothing-lent = nichts verliehen
outcome-only-encrypted = nur verschlüsselt möglich
outcome-other-session = andere Sitzung offen
outcome-overrun = zu viele Eingaben
outcome-pc-asleep = PC schlief
outcome-pc-off = PC war aus
outcome-plain-port = Adresse mit unverschlüsseltem Port
outcome-port-taken = Port belegt
outcome-realm-changed = nicht derselbe PC
outcome-refused = Port geschlossen
outcome-screen-refused = Bildschirm verweigert
outcome-serial-forbidden = verbotener Text erschien
outcome-serial-input-lost = Getipptes verloren
outcome-serial-not-seen = erwarteter Text fehlte
outcome-serial-power-off = PC ausgeschaltet
outcome-session-open = Sitzung war offen
outcome-settings-damaged = Einstellungen beschädigt
outcome-store-damaged = Adressbuch beschädigt
outcome-store-newer = Datei einer neueren Version
outcome-switched-off = ausgeschaltet
outcome-system = Fehler dieses Computers
outcome-too-large = Bild zu groß
outcome-trust-store = Liste vertrauter PCs unbrauchbar
outcome-type-unknown = Sitzung dem PC unbekannt
outcome-unconfirmed = nicht bestätigt
outcome-unexpected = unerwartete Antwort
outcome-unknown-name = Name unbekannt
outcome-unsupported = ausgeschaltet oder nicht vorhanden
outcome-vm-missing = virtuelle Maschine nicht möglich
outcome-vm-not-started = virtuelle Maschine nicht gestartet
outcome-vm-unsupported = virtuelle Maschinen nicht unterstützt
outcome-vnc-encryption = keine gemeinsame Verschlüsselung
outcome-vnc-password-needed = VNC-Passwort nötig
outcome-vnc-password-wrong = VNC-Passwort falsch
outcome-vnc-refused = VNC-Server lehnte ab
outcome-wants-identity = Zertifikat verlangt
serial-line-on = { $line } an
serial-line-off = { $line } aus
kvm-8-bit = 8 Bit
kvm-16-bit = 16 Bit
kvm-32-bit = 32 Bit

alert-consent-given = Die Zustimmung wurde erteilt
alert-consent-refused = Die Zustimmung wurde nicht erteilt
alert-started = Der Start vom Abbild ist gelungen
alert-stalled = Der Start vom Abbild stockt
alert-not-started = Der Start vom Abbild ist fehlgeschlagen
alert-image-lost = Das verliehene Abbild ist nicht mehr da
alert-back = Der Bildschirm ist wieder da
alert-text-seen = Der Text, auf den das Makro gewartet hat, ist da
alert-many = Neues von { $pcs } PCs
alert-a-pc = Ein PC
