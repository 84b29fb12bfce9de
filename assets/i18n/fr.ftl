# Mots de la fenêtre en français.

## Tabs

tab-new = Nouvel onglet
tab-close = Fermer { $name }

## Address book

book-count = { $count } PC

## Help

help-title = Aide : { $page }
help-window = Fenêtre
help-find = Chercher une touche ou une action
help-nothing = Aucune touche ni action ne porte ce nom
help-keys-pc = Quand les touches vont au PC
help-keys-window = Quand les touches vont à la fenêtre
help-release = Libérer les touches ou les rendre au PC
help-release-other = De même sur les claviers sans cette touche
help-about-screen = L’image du PC, telle que sa carte graphique la dessine. Un clic lui donne le clavier ; ce que vous tapez va au PC, sauf les combinaisons avec Ctrl droite.
help-about-serial = La console texte du PC, par Serial over LAN. Elle fonctionne sans affichage graphique, et dans le setup BIOS de nombreux PC.
help-about-media = Images et dossiers de cet ordinateur comme lecteurs du PC. Rien n’est prêté sans que vous le demandiez.
help-about-device = Ce qu’Intel AMT dit du PC, ses journaux, et le diagnostic qui trouve pourquoi quelque chose ne marche pas.
help-about-window = Les PC s’ouvrent par leur adresse ou depuis la liste à gauche ; chaque action a un nom dans la palette de commandes.

## Actions

action-new-tab = Nouvel onglet
action-close-tab = Fermer l’onglet
action-reopen-tab = Rouvrir l’onglet fermé
    .hint = Ouvrir le PC de l’onglet fermé en dernier
action-next-tab = Onglet suivant
action-previous-tab = Onglet précédent
action-tab-1 = Premier onglet
action-tab-2 = Deuxième onglet
action-tab-3 = Troisième onglet
action-tab-4 = Quatrième onglet
action-tab-5 = Cinquième onglet
action-tab-6 = Sixième onglet
action-tab-7 = Septième onglet
action-tab-8 = Huitième onglet
action-tab-9 = Neuvième onglet
action-show-screen = Écran
    .hint = Écran du PC
action-show-serial = Série
    .hint = Console série du PC
action-show-media = Médias
    .hint = Disques prêtés au PC
action-show-device = Appareil
    .hint = Données et journaux du PC
action-open-image = Image…
    .hint = Prêter une image au PC, ou le démarrer dessus
action-power = Alimentation
    .hint = Alimentation et démarrage
action-focus-address = Champ d’adresse
action-next-region = Zone suivante
    .hint = De la liste des PC à l’onglet, et retour
action-zoom-in = Interface plus grande
action-zoom-out = Interface plus petite
action-zoom-reset = Interface normale
action-theme = Thème
    .hint = Clair, sombre ou comme le système
action-full-screen = Plein écran
action-ctrl-alt-del = Ctrl+Alt+Suppr
    .hint = Envoyer Ctrl+Alt+Suppr au PC
action-paste-as-typing = Coller
    .hint = Taper un texte sur le PC
action-screen-text = Texte
    .hint = Lire, chercher et copier le texte de l’écran
action-macros = Macros
    .hint = Des touches pressées d’elles-mêmes, pas à pas
action-release-keys = Relâcher toutes les touches
    .hint = Relâcher toutes les touches et tous les boutons sur le PC
action-screenshot = Capture d’écran
    .hint = Enregistrer l’écran comme image
action-record = Enregistrer
    .hint = Enregistrer l’écran dans un fichier, ou arrêter
action-play-recording = Lire un enregistrement…
    .hint = Ouvrir un écran enregistré
action-next-display = Écran suivant
    .hint = Montrer l’écran suivant du PC
action-copy-screen = Copier l’écran
    .hint = Mettre l’écran dans le presse-papiers comme image
action-fit = Ajuster
    .hint = Ajuster l’écran à la fenêtre
action-one-to-one = 100 %
    .hint = Un pixel d’écran par pixel affiché
action-whole-steps = Facteurs entiers nets
    .hint = Le plus grand facteur entier auquel l’écran tient
action-fit-width = Largeur de la fenêtre
    .hint = Ajuster l’écran à la largeur de la fenêtre
action-picture-larger = Image plus grande
    .hint = Agrandir l’image, comme Ctrl avec la molette
action-picture-smaller = Image plus petite
    .hint = Réduire l’image
action-rotate = Pivoter
    .hint = Tourner l’écran dans le sens horaire
action-view-only = Regarder seulement
    .hint = Regarder ; clavier et pointeur restent ici
action-type-characters = Taper des caractères
    .hint = Écrit ce que dit ce clavier, quelle que soit la disposition du PC
action-grab = Capturer les touches système
    .hint = Alt+Tab, Super et Impr. écran vont aussi au PC
action-figures = Mesures
    .hint = Montrer la vitesse de l’image
action-refresh = Actualiser l’image
    .hint = Redemander l’image entière au PC
action-disconnect = Déconnecter
    .hint = Terminer la session et garder l’onglet
action-reconnect = Reconnecter
action-look-again = Vérifier à nouveau
    .hint = Vérifier à nouveau si le PC répond, connecter si rien n’est ouvert
action-doctor = Lancer le diagnostic
    .hint = Trouver pourquoi cela ne marche pas
action-book = Liste des PC
    .hint = Afficher ou masquer la liste des PC
action-search = Chercher un PC
    .hint = Aller au champ de recherche de la liste
action-find = Chercher
    .hint = Chercher un texte dans ce qui est affiché
action-add-pc = Ajouter un PC…
    .hint = Enregistrer un PC dans le carnet d’adresses
action-palette = Palette de commandes
    .hint = Trouver toute action ou tout PC par son nom
action-help = Aide
    .hint = Ce qui est affiché, et ses touches
action-settings = Réglages
action-journal = Journal
    .hint = Ce qui a été fait sur quel PC, et ce qui est enregistré
action-wall = Mur d’écrans
    .hint = Les écrans de tous les PC ouverts, une fois par seconde
action-own-window = Fenêtre séparée
    .hint = Afficher le PC dans sa propre fenêtre, ou le remettre en onglet
action-quit = Quitter

## Keys

keys-or = { " ou " }
keys-release = Ctrl droite
keys-hint = Cliquez sur des touches pour les changer. Les combinaisons avec Ctrl droite valent quand les touches vont au PC.
keys-press = Appuyez
keys-none = Aucune
keys-change = Changer ces touches
keys-of = Touches de { $action }
keys-reset = Rétablir
keys-reset-of = Rétablir les touches de { $action }
keys-reset-all = Rétablir tous les raccourcis
keys-taken = { $keys } appartient à { $action }
keys-use-here = Utiliser ici
keys-leave-there = Laisser là-bas
keys-wrong = Un raccourci comporte Ctrl ou Alt, ou est une touche de fonction
keys-listening = Suppr retire les touches, Échap les laisse telles quelles
keys-list-connect = Dans la liste, connecter
keys-list-menu = Dans la liste, menu du PC
keys-list-edit = Dans la liste, modifier
keys-list-remove = Dans la liste, retirer
keys-list-mark = Dans la liste, marquer un de plus
keys-list-mark-range = Dans la liste, marquer jusqu’ici
keys-list-mark-all = Dans la liste, tout marquer
tab-settings = Réglages
tab-journal = Journal
tab-player = Enregistrement
tab-wall = Mur d’écrans
tab-menu = Menu de la fenêtre
tab-menu-tip = Réglages, journal, mur d’écrans et plus
tab-is-consent = consentement
tab-is-reconnecting = reconnexion
tab-is-switching = bascule
tab-is-changed = certificat changé
tab-is-certificate = certificat
tab-is-login = connexion
tab-is-connecting = connexion en cours
tab-is-recording = enregistrement
tab-is-live = en direct
tab-is-closed = fermé
tab-is-fault = défaut

## Start page

start-title = Atteindre un PC même quand son système ne démarre pas
start-address = Nom ou adresse
start-address-hint = 10.0.4.17, lab-12 ou vnc://10.0.4.17
start-user = Nom d’utilisateur
start-password = Mot de passe
start-password-hint = Demandé si nécessaire
start-connect = Connecter
start-pcs = PC
start-favourites = Favoris
start-recent = Récents
start-simulate = Essayer avec un PC simulé
start-simulating = Démarrage d’un PC simulé
start-promise = Les mots de passe vont, si vous le voulez, dans le trousseau de votre système, et nulle part ailleurs
start-promise-memory = Le mot de passe reste en mémoire jusqu’à la fermeture de l’onglet et ne va nulle part ailleurs

## Settings

settings-kept = Conservés dans { $path }
settings-search = Chercher un réglage
settings-none = Aucun réglage ne porte ce nom
settings-not-kept = Ils durent jusqu’à la fermeture de la fenêtre
settings-general = Général
settings-theme-system = Comme le système
settings-theme-light = Clair
settings-theme-dark = Sombre
settings-size = Taille
settings-size-name = Taille de l’interface
settings-language = Langue
settings-language-system = Comme le système
settings-language-note = Les messages de défauts, les journaux et la ligne de commande sont en anglais
settings-language-no-font = Aucune police de ce système n’a ses caractères
settings-keyboard = Clavier
settings-layout = Disposition du clavier des PC dont la fiche n’en nomme aucune
settings-safety = Sécurité
settings-tls = Chiffrement
settings-tls-auto = Si le PC le propose
settings-tls-require = Toujours
settings-tls-off = Jamais
settings-tls-about = Pour les PC dont la fiche ne dit rien d’autre. Un PC qui a parlé TLS une fois n’est plus jamais contacté sans, sauf si vous le dites sur le moment.
settings-tls-warning = Mots de passe et images peuvent être lus par quiconque est sur le trajet
settings-consoles = Consoles
settings-bell = Faire sonner quand un PC sonne
settings-links = Ouvrir les adresses web des consoles série avec Ctrl et un clic
settings-folders = Dossiers
settings-screenshots = Captures d’écran
settings-recordings = Enregistrements
settings-images = Images disque
settings-folder-hint = Celui de votre système
settings-folder-wrong = Le chemin d’un dossier commence à la racine
settings-shortcuts = Raccourcis

## Common

cancel = Annuler
save = Enregistrer
close = Fermer
copy = Copier
try-again = Réessayer
book-search = Recherche ou adresse
book-count-of = { $shown } sur { $all }
book-count-marked = { $marked } sur { $all } marqués
book-twice = { $pcs } en double
book-twice-tip = PC inscrits deux fois dans le carnet
book-order = Ordre de la liste
book-order-tip = Ordre de la liste, actuellement { $order }
book-by-group = Par groupe
book-by-name = Par nom
book-by-address = Par adresse
book-by-presence = Ceux qui répondent d’abord
book-reading = Lecture du carnet d’adresses
book-connect = Connecter
book-key-enter = Entrée
book-key-delete = Suppr
book-serial = Console série
book-lend = Prêter un disque
book-facts = Données et journaux
book-star = Marquer comme favori
book-unstar = Retirer l’étoile
book-edit = Modifier…
book-copy-address = Copier l’adresse
book-remove = Retirer
book-remove-one = Retirer { $name }
book-remove-pcs = Retirer { $pcs }
book-change-pcs = Modifier { $pcs }…
book-enter-connects = Entrée connecte à { $address }
book-no-match = Aucun PC ne contient cela
book-empty = Aucun PC pour l’instant
book-empty-hint = Ajoutez-en un, importez une liste ou balayez une plage
book-add = Ajouter…
book-add-tip = Enregistrer un PC
book-import = Importer…
book-import-tip = Reprendre une liste de PC
book-scan = Balayer…
book-scan-tip = Chercher des PC dans une plage d’adresses
book-export = Exporter…
book-export-tip = Enregistrer la liste dans un fichier
book-is-open = ouvert dans un onglet
book-answers = répond
book-silent = ne répond pas
book-unknown = présence inconnue
book-folded = replié
book-unfolded = déplié
book-logs-in-as = Se connecte en tant que { $user }
book-no-group = Sans groupe
book-added = { $pcs } ajoutés
book-added-changed = { $pcs } ajoutés, { $changed } modifiés
book-changed = { $pcs } modifiés
book-removed = { $pcs } retirés
book-saved-in = { $pcs } enregistrés dans { $path }
book-no-file = Ce fichier n’existe pas
book-file-unreadable = Le fichier ne peut pas être lu, { $why }
book-no-folder = Le dossier { $path } n’existe pas

## Forms of the address book

edit-add = Ajouter un PC
edit-change = Modifier { $name }
edit-favourite = Favori
edit-name = Nom
edit-name-hint = Comme l’adresse
edit-address = Adresse
edit-address-hint = 10.0.4.17 ou lab-12
edit-group = Groupe
edit-group-hint = Accueil
edit-tags = Étiquettes
edit-layout = Disposition du clavier
edit-notes = Notes
edit-tls-settings = Comme dans les réglages
edit-picture = Image
edit-picture-auto = Automatique
edit-picture-65536 = 65 536 couleurs
edit-picture-256 = 256 couleurs
edit-picture-256-greys = 256 gris
edit-picture-16-greys = 16 gris
edit-terminal = Touches série
edit-terminal-auto = Selon ce qu’écrit le PC
bulk-title = Modifier { $pcs }
bulk-hint = Ce qui reste vide ne change pour aucun d’eux
bulk-as-it-is = Inchangé
bulk-no-user = Sans nom d’utilisateur
bulk-add-tags = Ajouter des étiquettes
bulk-remove-tags = Retirer des étiquettes
twins-none = Chaque PC figure une fois dans le carnet
twins-board = La même carte mère, { $value }
twins-address = La même adresse, { $value }
import-title = Importer une liste de PC
import-hint = CSV avec une ligne d’en-têtes, JSON, ou une liste d’ordinateurs de MeshCommander
import-do = Importer
import-file = Fichier
import-file-hint = Son chemin, ou déposez-le sur la fenêtre
import-read = Lire
import-choose = Choisir…
import-reading = Lecture
import-no-dialog = Ce système n’a pas de dialogue de fichiers. Tapez le chemin, ou déposez le fichier sur la fenêtre
import-all-new = { $pcs } dans la liste, tous nouveaux
import-some-known = { $pcs } dans la liste, { $known } déjà connus
import-skip = Laisser les PC connus tels quels
import-update = Reprendre ce que la liste en dit
import-twice = Les ajouter une seconde fois
import-passwords = { $count } mots de passe de la liste y restent, les mots de passe ne vont que dans le trousseau
import-ignored = Colonnes sans signification ici : { $columns }
import-left-out = { $count } entrées sont laissées de côté
import-entry = Entrée { $number }, { $why }
export-title = Exporter { $pcs }
export-hint = Tout sauf les mots de passe, qui ne sont dans aucun de nos fichiers
export-csv = CSV, pour tableurs
export-json = JSON, avec tous les champs
export-mesh = Liste d’ordinateurs de MeshCommander
export-exists = Il y a déjà un fichier de ce nom
export-replace = Remplacer
export-rootless = Le chemin d’un fichier commence à la racine
scan-title = Chercher des PC avec Intel AMT
scan-addresses = Adresses
scan-addresses-hint = 10.0.4.0/24, ou 10.0.4.1-99
scan-do = Balayer
scan-stop = Arrêter
scan-group = Trouvés par balayage
scan-add = Ajouter { $pcs }
scan-progress = Progression du balayage
scan-running = { $done } adresses sur { $of }
scan-done = { $of } adresses terminées
scan-stopped = Arrêté après { $done } adresses sur { $of }
scan-nothing-yet = rien ne répond encore
scan-nothing = rien ne répond
scan-answer = { $pcs } répondent
scan-encrypted = chiffré
scan-plain = non chiffré
scan-saved-as = enregistré sous { $name }

## Command palette

palette-hint = Que voulez-vous faire ?
palette-name = Action ou PC
palette-nothing = Rien ne porte ce nom
palette-connect = Se connecter à { $name }

## Header

header-power-on = Allumé
header-power-off = Éteint
header-power-asleep = En veille
header-power-name = Alimentation, { $state }
header-power-title = État du PC : { $state }
header-power-about = Selon Intel AMT, lu toutes les 15 s
header-pinned = TLS, épinglé
header-known-issuer = TLS, émetteur connu
header-plain = Non chiffré
header-old = TLS, périmé
header-safety-name = Sécurité, { $state }
header-plain-title = Cette connexion n’est pas chiffrée
header-plain-about = Quiconque peut écouter sur le trajet voit l’écran et ce qui est tapé. Le mot de passe lui-même n’est pas envoyé. À n’utiliser que dans un réseau de confiance.
header-encrypted-title = Cette connexion est chiffrée
header-pinned-about = Le PC a montré le certificat par lequel il est connu.
header-issuer-about = { $issuer } se porte garant de ce PC.
header-valid = Valable du { $from } au { $to }
header-old-about = Ses dates sont passées, ou pas encore venues. Renouvelez-le.
header-consent-title = L’utilisateur a consenti
header-consent-about = Un cadre est visible sur son écran tant que vous êtes connecté.
header-consent-end = Mettre fin au consentement

## Power menu

power-unknown = L’état d’alimentation n’est pas encore connu
power-start-from = Démarrer depuis
power-back = Retour
power-not-possible = Ce PC ne peut pas le faire sur demande
power-once = Une fois ; le démarrage suivant est comme configuré
power-lost = Le travail non enregistré y est perdu.
power-wake = Réveiller
power-on = Allumer
power-shut-down = Demander l’arrêt au système
power-ask-restart = Demander le redémarrage au système
power-restart-now = Redémarrer maintenant…
power-off-now = Éteindre maintenant…
power-cycle-now = Éteindre et rallumer…
power-nmi-now = Interruption de diagnostic…
power-sleep = Mettre en veille
power-hibernate = Mettre en veille prolongée
power-ask-off = Éteindre { $name } maintenant ?
power-do-off = Éteindre
power-ask-cycle = Éteindre et rallumer { $name } ?
power-do-cycle = Éteindre et rallumer
power-ask-nmi = Envoyer une interruption de diagnostic à { $name } ?
power-do-nmi = Envoyer
power-ask-restart-now = Redémarrer { $name } maintenant ?
power-ask-setup = Redémarrer { $name } dans le setup BIOS ?
power-ask-network = Redémarrer { $name } depuis le réseau ?
power-ask-cd = Redémarrer { $name } depuis son CD ?
power-ask-disk = Redémarrer { $name } depuis son disque ?
power-do-restart = Redémarrer
power-to-setup = Setup BIOS
power-to-disk = Disque
power-to-network = Réseau
power-to-cd = Lecteur CD

## Login

login-title = Se connecter à { $name }
login-do = Se connecter
login-remember = Retenir dans le trousseau
login-tries = { $count ->
        [one] Un essai jusqu’ici
       *[other] { $count } essais jusqu’ici
    }

## Consent

consent-asking = Demande au PC d’afficher son code
consent-pc-off = Le PC doit être allumé pour afficher son code
consent-turn-on = Allumer et demander
consent-refused = Le PC n’affiche pas de code
consent-refused-about = Son micrologiciel refuse. Réessayez dans une minute.
consent-given = Consentement donné
consent-ask-again = Redemander
consent-new-code = Afficher un nouveau code
consent-new-code-short = Nouveau code
consent-tries = { $count ->
        [one] 1 essai
       *[other] { $count } essais
    }
consent-wrong = Code faux, encore { $tries }
consent-tries-left = Encore { $tries }
consent-script = Lisez-moi les six chiffres du cadre affiché sur votre écran
consent-checking = Vérification du code
consent-read-again = Demandez à l’utilisateur de le relire
consent-copy = Copier pour la messagerie
consent-time = encore { $time }
consent-hurry = Moins d’une demi-minute
consent-digits = { $typed } chiffres sur { $all }
consent-display = Cadre sur l’écran
consent-code = Code de consentement

## Trust

trust-new = Nouveau certificat de { $name }
trust-new-about = Comparez-le si vous le pouvez, il est ensuite retenu
trust-accept = Faire confiance et connecter
trust-once = Cette fois seulement
trust-details = Détails
trust-hide = Masquer les détails
trust-changed = Le certificat de { $name } a changé
trust-changed-about = Un PC reconfiguré se présente ainsi, une attaque aussi
trust-known-before = Connu auparavant
trust-known-since = Connu depuis le { $date }
trust-offered = Présenté maintenant
trust-known = Empreinte connue
trust-reason = Pourquoi peut-il remplacer celui qui est connu ?
trust-reason-hint = Par exemple : carte remplacée lundi, ticket 4711
trust-accept-new = Faire confiance au nouveau certificat
trust-accept-new-ask = Faire confiance au nouveau…
trust-refuse = Ne pas connecter
trust-compare = Comparer
trust-itself = lui-même
trust-issuer = Émetteur
trust-valid = Validité
trust-dates = du { $from } au { $to }
trust-subject = Sujet
trust-names = Noms
trust-key = Clé
trust-unknown = inconnu

## Status bar

status-all-keys = Toutes les touches vont au PC, même Alt+Tab · Ctrl droite les libère
status-keys = Les touches vont au PC · Ctrl droite les libère
status-view-only = Regarder seulement, rien ne va au PC
status-freed = Les touches vont de nouveau à votre ordinateur
status-click = Cliquez sur l’image ou appuyez sur Ctrl droite pour taper sur le PC
status-seen = L’utilisateur vous voit

## Notices

note-light = Thème clair
note-dark = Thème sombre
note-system-theme = Le thème suit le système
note-keys-stay = Les touches système restent ici
note-keys-taken = Un autre programme tient le clavier. Fermez-le, puis capturez de nouveau.
note-clipboard = L’écran est dans le presse-papiers
note-screenshot = Capture d’écran enregistrée
note-file = Enregistré dans un fichier
note-oversized = L’image est trop grande pour cet ordinateur
note-oversized-about = { $width } × { $height } dépasse ce que ses graphismes affichent. Choisissez une résolution plus petite sur le PC.

## Journal

journal-reading = Lecture du journal
journal-filter = Filtrer
journal-copy-tip = Copier en CSV
journal-export = Exporter
journal-export-tip = Enregistrer en fichier CSV
journal-again = Relire
journal-again-tip = Relire le journal
journal-count = { $count } entrées, les plus récentes d’abord
journal-count-of = { $shown } entrées sur { $count }, les plus récentes d’abord
journal-damaged = { $count } lignes illisibles
journal-empty = Rien n’a encore été fait
journal-no-match = Aucune entrée ne contient cela
journal-stored = Qui a fait quoi sur quel PC et quand, comment son utilisateur a consenti, et quels fichiers ont servi. Cela se trouve dans { $path } et ne va nulle part ailleurs.
journal-nothing-stored = Rien, ces PC sont simulés ou cette fenêtre ne tient pas de journal.
journal-sees = Ce que voit l’utilisateur du PC
journal-sees-about = Un cadre autour de l’image et une icône tant que l’écran est ouvert, et avant cela les six chiffres du code de consentement si le PC demande le consentement. Outband vous les montre aussi et ne les désactive jamais.
journal-read = Ce qui est lu du PC
journal-read-about = Son image et son texte série tant qu’une vue est ouverte ; version, réglages, état d’alimentation, matériel et journaux quand la vue Appareil les demande. Pas les fichiers de ses disques.
journal-stores = Ce qui est enregistré sur cet ordinateur
journal-never = Ce qui n’est jamais enregistré ici
journal-never-about = Les touches tapées, les images et le texte de l’écran sauf si vous enregistrez une capture ou un journal, les codes de consentement, et les mots de passe hors du trousseau de votre système.

## Connecting

progress-title = Connexion à { $name }
progress-name = Nom
progress-connection = Connexion
progress-session = Session
progress-login = Authentification
progress-screen = Écran
progress-picture = Image
progress-encrypting = chiffrement
lost-again-in = Nouvel essai automatique dans { $secs } s
lost-again = Nouvel essai
lost-reconnect-now = Reconnecter maintenant
closed-title = Déconnecté de { $name }
last-picture = Dernière image { $time }
fault-details = Détails
note-close = Fermer la notification
note-play = Lire
note-undo = Annuler l’action
close-lends = Une image est encore prêtée à { $name }
close-keep = Garder ouvert
close-eject = Éjecter et fermer
drop-boot = Déposez pour démarrer { $name } depuis cette image
full-screen-hint = Ctrl droite libère les touches, Ctrl droite+F quitte le plein écran
wall-empty = Aucun PC n’est ouvert. Ouvrez-en depuis la liste ou un nouvel onglet, ils apparaîtront ici.
wall-needs-consent = consentement requis
wall-last-picture = { $state }, dernière image { $time }
steps-stop = Ne plus attendre
header-recording-title = L’écran est enregistré
header-recording-to = Vers { $path }
header-recording-about = Tout ce qui est à l’écran s’y trouve, rien de ce qui est tapé.
header-recording-end = Arrêter l’enregistrement


## Device

facts-called = Nom usuel
facts-amt-name = Nom dans Intel AMT
facts-os-name = Nom dans son système
facts-model = Modèle
facts-serial-number = Numéro de série
facts-power = Alimentation
facts-version = Version
facts-mode = Mode
facts-certificate = Certificat
facts-clock = Horloge
facts-event-log = Événements
facts-audit-log = Audit
facts-policy = Règle
facts-changed-by = Modifiable par
facts-code-shown = Code affiché
facts-lapses = Expire après
facts-before = Auparavant
facts-wired = Filaire
facts-wired-mac = Adresse matérielle
facts-wired-gateway = Passerelle
facts-wireless = Sans fil
facts-wireless-mac = Adresse matérielle (sans fil)
facts-wireless-gateway = Passerelle (sans fil)
facts-processor = Processeur
facts-drives = Lecteurs
facts-board = Carte mère
facts-displays = Écrans
facts-started-by = Démarré par
facts-now = Actuellement
facts-memory = Mémoire
facts-identity = Identité
facts-consent = Consentement
facts-connected = Connectés actuellement
facts-network = Réseau
facts-hardware = Matériel
facts-allowed = Autorisé
facts-unknown = Inconnu
facts-copy = Cliquer pour copier
facts-ports-closed = Les ports de redirection sont fermés, rien n’en est donc utilisable. En activer un les ouvre.
facts-enabling = Activer change un réglage d’Intel AMT et est inscrit dans son journal
facts-on-closed = Activé, ports fermés
facts-on = Activé
facts-in-use = Activé, utilisé
facts-off = Désactivé
facts-forbidden = Interdit dans le setup du micrologiciel
facts-absent = Absent de ce PC
facts-enable = Activer
facts-enable-one = Activer { $feature }
facts-clock-right = { $date }, exacte
facts-clock-fast = { $date }, avance de { $by }
facts-clock-slow = { $date }, retarde de { $by }
facts-until = { $subject }, jusqu’au { $date }
facts-records = { $count ->
        [one] Une entrée
       *[other] { $count } entrées
    }
facts-consent-none = Jamais demandé
facts-consent-screen = Demandé pour l’écran
facts-consent-all = Demandé pour écran, médias et démarrage
facts-changed-console = Une console
facts-changed-pc = Seulement sur le PC
facts-by-radio = { $what }, sans fil
facts-nobody = Personne
facts-link-up = connecté
facts-link-down = pas de lien
facts-link-unknown = lien inconnu
facts-modules = { $count ->
        [one] { $size } en un module
       *[other] { $size } en { $count } modules
    }
facts-drive = Lecteur
facts-days = { $count } jours
facts-sheet = Données
facts-doctor = Diagnostic
facts-read-again = Relire
facts-read-again-tip = Relire depuis le PC
facts-age-new = Lu il y a moins d’une minute
facts-age = Lu il y a { $minutes } min
facts-asking = Interrogation d’Intel AMT
facts-not-yet = Rien n’est encore connu. La page se remplit dès que le PC a accepté la connexion.

## Logs

logs-count = { $count } entrées
logs-count-of = { $shown } entrées sur { $count }
logs-unreadable = { $count } illisibles
logs-newest = les plus récentes d’abord
logs-empty = Le journal est vide
logs-no-match = Aucune entrée ne contient cela
logs-time = Heure
logs-severity = Gravité
logs-source = Source
logs-text = Texte
logs-who = Qui
logs-part = Domaine
logs-critical = critique
logs-warning = avertissement
logs-information = information
logs-from = { $text }, depuis { $address }

## Lock keys of a PC

lock-on = activé
lock-off = désactivé

## The picture of a PC

picture-unasked = Images sans demande
picture-unasked-about = Mode back-to-back : le PC envoie l’image suivante sans attendre qu’on la demande, plus rapide à distance
