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
help-about-screen = L’image du PC, telle que sa carte graphique la dessine. Un clic lui donne le clavier ; ce que vous tapez va au PC, sauf les combinaisons avec { $release }.
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
action-beside = Écran à côté de cette vue
    .hint = Garder l’écran en vue pendant qu’une autre vue est devant
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
action-notices = Avis jusqu’ici
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
keys-hint = Cliquez sur des touches pour les changer. Les combinaisons avec { $release } valent quand les touches vont au PC.
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
tab-let-go = Relâcher pour une fenêtre à part
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
settings-restore = Commencer avec les onglets de la dernière fois, sans se connecter
settings-still = Réduire les animations
settings-notifications = Notifications du système quand aucune fenêtre n’est au premier plan
settings-size = Taille
settings-size-name = Taille de l’interface
settings-density = Densité
settings-compact = Compacte
settings-roomy = Aérée
settings-language = Langue
settings-language-system = Comme le système
settings-language-note = La ligne de commande, les rapports et les fichiers sont en anglais
settings-language-no-font = Aucune police de ce système n’a ses caractères
settings-keyboard = Clavier
settings-layout-about = Des PC dont la fiche n’en nomme aucune. Le texte collé est tapé pour elle.
settings-layout-none = Non précisée
settings-release = Touche de libération
settings-release-about = Rend le clavier à la fenêtre quand on l’effleure, et commence les combinaisons. Ctrl+Alt+Maj fait de même.
settings-grab = Donner toutes les touches au PC, même Alt+Tab, si le système le permet
settings-safety = Sécurité
settings-tls = Chiffrement
settings-tls-auto = Si le PC le propose
settings-tls-require = Toujours
settings-tls-off = Jamais
settings-tls-about = Pour les PC dont la fiche ne dit rien d’autre. Un PC qui a parlé TLS une fois n’est plus jamais contacté sans, sauf si vous le dites sur le moment.
settings-tls-warning = Mots de passe et images peuvent être lus par quiconque est sur le trajet
settings-bell = Faire sonner quand un PC sonne
settings-links = Ouvrir les adresses web des consoles série avec Ctrl et un clic
settings-screenshots = Dossier des captures d’écran
settings-recordings = Enregistrements
settings-images = Dossier des images disque
settings-films = Dossier des enregistrements
settings-folder-hint = Celui de votre système
settings-folder-wrong = Le chemin d’un dossier commence à la racine
settings-shortcuts = Raccourcis
settings-about = À propos
settings-screen-about = Les couleurs de l’image se choisissent dans la fiche d’un PC, sa taille sur l’image elle-même.
settings-serial-about = Les touches, la taille et les couleurs d’une console se choisissent sur place et sont retenues pour chaque PC.
settings-media-about = Le choix d’une image commence ici. Les images déjà prêtées figurent dans la vue des médias.
settings-recording-about = Un enregistrement est scellé : le lecteur dit si le fichier est tel qu’il a été enregistré.
settings-trusted = Certificats
settings-passwords = Mots de passe
settings-passwords-about = Dans le trousseau de ce système, là où vous l’avez demandé ; dans aucun fichier
settings-open-journal = Ouvrir le journal
settings-version = Version
settings-licence = Licence
settings-licences = Polices et symboles
settings-kept-in = Conservé dans
settings-report = Pour signaler ce qui ne va pas, lancez le diagnostic du PC et copiez ce qu’il dit. Il ne contient aucun mot de passe.
settings-reset = Réinitialiser cette page
settings-reset-of = Réinitialiser cette page, { $page }

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
book-recover = Revenir à la version précédente
book-recovered = Retour à la version précédente avec { $pcs }, le fichier endommagé est conservé sous { $path }
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
book-is-down = ouvert, éteint ou en veille, Intel AMT répond
book-answers = répond
book-silent = ne répond pas
book-unknown = présence inconnue
book-folded = replié
book-unfolded = déplié
book-logs-in-as = Se connecte en tant que { $user }
book-no-group = Sans groupe
book-added = Ajout : { $pcs }
book-added-changed = Ajout : { $pcs }, modification : { $changed }
book-changed = Modification : { $pcs }
book-drag = Déplacer { $pcs } dans un groupe
book-removed = Retrait : { $pcs }
book-saved-in = Enregistrement de { $pcs } dans { $path }
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
layout-us = Anglais (États-Unis)
layout-uk = Anglais (Royaume-Uni)
layout-de = Allemand
layout-fr = Français
layout-es = Espagnol
layout-it = Italien
layout-pt = Portugais
layout-jp = Japonais
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
import-some-known = { $known ->
        [one] { $pcs } dans la liste, { $known } déjà connu
       *[other] { $pcs } dans la liste, { $known } déjà connus
    }
import-skip = Laisser les PC connus tels quels
import-update = Reprendre ce que la liste en dit
import-twice = Les ajouter une seconde fois
import-passwords = { $count ->
        [one] { $count } mot de passe de la liste y reste, les mots de passe ne vont que dans le trousseau
       *[other] { $count } mots de passe de la liste y restent, les mots de passe ne vont que dans le trousseau
    }
import-ignored = Colonnes sans signification ici : { $columns }
import-left-out = { $count ->
        [one] { $count } entrée est laissée de côté
       *[other] { $count } entrées sont laissées de côté
    }
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
scan-running = { $of ->
        [one] { $done } adresse sur { $of }
       *[other] { $done } adresses sur { $of }
    }
scan-done = { $of ->
        [one] { $of } adresse terminée
       *[other] { $of } adresses terminées
    }
scan-stopped = { $of ->
        [one] Arrêté après { $done } adresse sur { $of }
       *[other] Arrêté après { $done } adresses sur { $of }
    }
scan-nothing-yet = rien ne répond encore
scan-nothing = rien ne répond
scan-answer = Réponse de { $pcs }
scan-encrypted = chiffré
scan-plain = non chiffré
scan-saved-as = enregistré sous { $name }

## Command palette

palette-hint = Que voulez-vous faire ?
palette-name = Action, PC ou réglage
palette-nothing = Rien ne porte ce nom
palette-connect = Se connecter à { $name }
palette-setting = Réglage : { $name }

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
header-no-room-beside = La fenêtre est trop étroite pour l’écran à côté de cette vue
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
consent-secs-left = Encore { $secs } secondes
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

status-all-keys = Toutes les touches vont au PC, même Alt+Tab · { $release } les libère
status-frames = { $n ->
        [one] { $count } image/s
       *[other] { $count } images/s
    }
status-keys = Les touches vont au PC · { $release } les libère
status-view-only = Regarder seulement, rien ne va au PC
status-freed = Les touches vont de nouveau à votre ordinateur
status-click = Cliquez sur l’image ou appuyez sur { $release } pour taper sur le PC
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
journal-count = { $count ->
        [one] { $count } entrée
       *[other] { $count } entrées, les plus récentes d’abord
    }
journal-count-of = { $shown ->
        [one] { $shown } entrée sur { $count }
       *[other] { $shown } entrées sur { $count }, les plus récentes d’abord
    }
journal-damaged = { $count ->
        [one] { $count } ligne illisible
       *[other] { $count } lignes illisibles
    }
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
resting-title = Pas connecté à { $name }
resting-about = Cet onglet était ouvert lors de la dernière utilisation de la fenêtre
resting-connect = Se connecter
last-picture = Dernière image { $time }
fault-details = Détails
note-close = Fermer la notification
note-play = Lire
note-undo = Annuler l’action
past-notes-title = Avis jusqu’ici
past-notes-none = Rien n’a encore été signalé
past-notes-copy = Tout copier
close-lends = Une image est encore prêtée à { $name }
close-keep = Garder ouvert
close-eject = Éjecter et fermer
quit-title = { $count ->
        [one] Un PC est encore ouvert
       *[other] { $count } PC sont encore ouverts
    }
quit-about = Ce qui y est ouvert se termine, les PC eux-mêmes continuent
drop-boot = Déposez pour démarrer { $name } depuis cette image
full-screen-hint = { $release } libère les touches, { $release }+F quitte le plein écran
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
facts-days = { $count ->
        [one] { $count } jour
       *[other] { $count } jours
    }
facts-sheet = Données
facts-doctor = Diagnostic
facts-read-again = Relire
facts-read-again-tip = Relire depuis le PC
facts-age-new = Lu il y a moins d’une minute
facts-age = Lu il y a { $minutes } min
facts-asking = Interrogation d’Intel AMT
facts-not-yet = Rien n’est encore connu. La page se remplit dès que le PC a accepté la connexion.

## Logs

logs-count = { $count ->
        [one] { $count } entrée
       *[other] { $count } entrées
    }
logs-count-of = { $shown ->
        [one] { $shown } entrée sur { $count }
       *[other] { $shown } entrées sur { $count }
    }
logs-unreadable = { $count ->
        [one] { $count } illisible
       *[other] { $count } illisibles
    }
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

## What is being done

steps-finding-out-what-is = Recherche du problème
steps-reading-what-the-pc = Lecture des informations du PC
steps-reading-what-is-switched = Lecture de ce qui est activé
steps-reading-which-displays-there = Lecture des écrans présents
steps-showing-another-display = Affichage d’un autre écran
steps-changing-how-pictures-are = Modification de l’envoi des images
steps-reading-the-event-log = Lecture du journal d’événements
steps-reading-the-audit-log = Lecture du journal d’audit
steps-enabling-the-screen = Activation de l’écran
steps-enabling-serial = Activation de la console série
steps-enabling-media = Activation des médias
steps-switching-the-screen-off = Désactivation de l’écran dans Intel AMT
steps-switching-serial-off-in = Désactivation de la console série dans Intel AMT
steps-switching-media-off-in = Désactivation des médias dans Intel AMT
steps-starting-as-set-up = Démarrage selon la configuration
steps-starting-from-disk = Démarrage depuis le disque
steps-starting-from-the-network = Démarrage depuis le réseau
steps-starting-from-cd = Démarrage depuis le CD
steps-starting-into-bios-setup = Démarrage dans le setup du BIOS
steps-starting-from-the-lent = Démarrage depuis l’image prêtée
steps-switching-serial-and-media = Commutation de la console série et des médias
steps-switching-the-screen = Commutation de l’écran
steps-switching-the-redirection-ports = Commutation des ports de redirection
steps-checking-what-has-become = Vérification du résultat
steps-closing-the-screen = Fermeture de l’écran
steps-waiting-for-intel-amt = Attente qu’Intel AMT soit prêt
steps-waiting-for-the-pc = Attente du PC
steps-the-answer-was-lost = Réponse perdue, lecture de l’état
steps-opening-the-screen-again = Réouverture de l’écran
steps-checking-abilities-and-consent = Vérification des capacités et du consentement
steps-taking-old-boot-settings = Suppression des anciens réglages de démarrage
steps-setting-the-boot-options = Réglage des options de démarrage
steps-setting-the-boot-source = Réglage de la source de démarrage
steps-switching-the-pc = Commutation du PC
steps-putting-the-boot-settings = Rétablissement des réglages de démarrage
steps-turning-on = Mise sous tension
steps-turning-off = Mise hors tension
steps-turning-off-and-on = Arrêt et remise sous tension
steps-restarting = Redémarrage
steps-asking-the-system-to = Demande d’arrêt au système
steps-asking-the-system-to-restart = Demande de redémarrage au système
steps-asking-the-system-to-sleep = Demande de mise en veille au système
steps-asking-the-system-to-hibernate = Demande de veille prolongée au système
steps-sending-a-diagnostic-interrupt = Envoi d’une interruption de diagnostic
steps-of-records = { $done ->
        [one] { $done } enregistrement sur { $of }
       *[other] { $done } enregistrements sur { $of }
    }

## Starting from an image

boot-boot-from-this-image = Démarrer { $name } depuis cette image
boot-choose-an-image-first = Choisissez d’abord une image
boot-this-image-cannot-start = Cette image ne peut pas démarrer un PC, choisissez une image d’installation
boot-try-again = Réessayer
boot-boot-from-this-image-named = Démarrer depuis cette image
boot-end-what-is-lent = Mettez d’abord fin au prêt en cours
boot-stopped-before-the-pc = Arrêté avant le démarrage du PC
boot-boot-settings-are-back = Les réglages de démarrage sont rétablis, l’image est reprise.
boot-a-start-reads-about = Un démarrage en lit environ { $bytes }
boot-that-is-slow-a = C’est lent : une image plus petite, comme un installateur réseau, lit moins
boot-consent-if-the-pc = Consentement, si le PC l’exige
boot-lend-the-image-with = Prêter l’image, avec la redirection de stockage activée
boot-restart-once-from-it = Redémarrer une fois depuis elle
boot-put-the-boot-settings = Rétablir les réglages de démarrage
boot-the-pc-is-off = Le PC est éteint et sera allumé
boot-restart-now = Redémarrer maintenant
boot-ask-its-system-first = Demander d’abord au système
boot-the-firmware-of-this = Le micrologiciel de ce PC ne le propose pas actuellement
boot-its-system-saves-what = Le système enregistre ce qui est ouvert et redémarre ; s’il est bloqué, il ne suit pas
boot-the-pc-is-on = Le PC est allumé. Il redémarre aussitôt et le travail non enregistré est perdu
boot-the-pc-restarts-at = Le PC redémarre aussitôt ou est allumé ; le travail non enregistré est perdu
boot-press-enter-on-the = Appuyer sur Entrée sur le PC si son chargeur attend une touche
boot-take-the-image-back = Reprendre l’image après une minute sans lecture
boot-the-pc-has-not = Le PC n’a pas encore été réinitialisé
boot-the-pc-has-been = Le PC a été réinitialisé et n’a pas encore lu le chargeur
boot-loaded-of-what-a = Chargé sur ce que lit un démarrage
boot-the-loader-waits-enter = Le chargeur attend ; Entrée est envoyée quand l’écran du PC demande une touche
boot-the-loader-waits-press = Le chargeur attend, appuyez sur Entrée sur le PC : son écran n’est pas ouvert ici
boot-press-enter = Appuyer sur Entrée
boot-show-screen = Afficher l’écran
boot-the-pc-loses-the = Le PC perd le disque dont il démarre et continue sans lui
boot-go-on = Continuer
boot-stop-and-put-everything = Arrêter et tout rétablir
boot-stop = Arrêter…
boot-eject = Éjecter…
boot-checking-the-image = Vérification de l’image
boot-image-checked = Image vérifiée
boot-connecting-to-intel-amt = Connexion à Intel AMT
boot-connected-to-intel-amt = Connecté à Intel AMT
boot-asking-for-consent = Demande de consentement
boot-no-consent-is-needed = Aucun consentement requis
boot-consent-given = Consentement accordé
boot-switching-storage-redirection-on = Activation de la redirection de stockage
boot-storage-redirection-is-on = Redirection de stockage activée
boot-lending-the-image = Prêt de l’image
boot-image-lent = Image prêtée
boot-setting-the-next-start = Réglage du prochain démarrage
boot-next-start-set-for = Prochain démarrage réglé, une fois
boot-restarting-the-pc = Redémarrage du PC
boot-restarted = Redémarré
boot-loading = Chargement
boot-loaded = Chargé
boot-putting-everything-back = Rétablissement de tout
boot-everything-is-as-it = Tout est comme avant

## Media

media-this-system-has-no = Ce système n’a pas de boîte de dialogue de fichiers : saisissez un chemin ou déposez un fichier ici
media-these-changes-are-not = Ces modifications ne sont pas enregistrées et seraient perdues
media-keep-them = Les garder
media-eject-without-saving = Éjecter sans enregistrer
media-or-lend-it-without = Ou prêter sans redémarrage : le PC voit les lecteurs aussitôt
media-lend-now = Prêter maintenant
media-read-me-the-six = Lisez-moi les six chiffres dans le cadre sur votre écran
media-tries-left = { $tries ->
        [one] { $tries } essai restant
       *[other] { $tries } essais restants
    }
media-wrong-code = Code erroné, { $tries }
media-six-digits = six chiffres
media-the-pc-must-be = Le PC doit être allumé pour afficher son code
media-turn-on-and-ask = Allumer et demander
media-show-a-new-code = Afficher un nouveau code
media-the-pc-does-not = Le PC n’affiche pas de code
media-ask-again = Redemander
media-cd = CD
media-floppy = Disquette
media-eject = Éjecter
media-remove = Retirer
media-change = Changer…
media-change-5 = Changer { $title }
media-empty-in-memory-some = Vide, en mémoire : certains systèmes se bloquent sur un lecteur sans disque
media-looking-at-the-image = Examen de l’image
media-recent = Récents
media-the-pc-may-write = Le PC peut y écrire
media-the-file-stays-as = Le fichier reste tel quel, les modifications sont gardées à part jusqu’à leur enregistrement
media-not-there-now = absente actuellement
media-forget = Oublier
media-image-for-the-cd = Image pour le lecteur de CD
media-open-cd = Ouvrir le CD
media-choose-cd-image = Choisir l’image CD
media-image-for-the-floppy = Image pour le lecteur de disquette
media-open-floppy = Ouvrir la disquette
media-choose-floppy-image = Choisir l’image de disquette
media-file-folder-or-web = Fichier, dossier ou adresse web
media-choose = Choisir…
media-changes-to-the-floppy = Modifications de la disquette
media-save-the-floppy-as = Enregistrer la disquette sous
media-file = Fichier
media-save = Enregistrer
media-choose-where-to-save = Choisir où enregistrer
media-drop-an-image-here = Déposez une image ici pour la prêter à { $name }
media-the-pc-has-opened = Le PC a ouvert le tiroir de ce lecteur
media-no-file = Aucun fichier
media-connecting-again = Reconnexion
media-the-pc-is-using = Le PC utilise ses lecteurs, il verra ceux-ci au prochain redémarrage
media-the-pc-has-ejected = Le PC a éjecté son disque
media-the-image-can-be = L’image est de nouveau lisible
media-choose-an-image-for = Choisir une image pour le lecteur de CD
media-choose-an-image-for-the = Choisir une image pour le lecteur de disquette
media-cd-images = Images CD
media-floppy-images = Images de disquette
media-save-the-floppy-with = Enregistrer la disquette avec les modifications du PC
media-the-pc-has-started = Le PC a démarré depuis l’image
media-starting-the-pc-from = Démarrage du PC depuis l’image
media-nothing-is-lent = Rien n’est prêté
media-lending-the-drives = Prêt des lecteurs
media-the-drives-are-lent = Les lecteurs sont prêtés
media-eject-and-end = Éjecter et terminer
media-map-of-blocks-read = Carte des blocs, { $percent } lus

## Screen

kvm-the-display-of-the = L’écran du PC qui est affiché
kvm-look-for-displays = Chercher les écrans
kvm-the-first-of-its = { ", " }le premier de son système
kvm-there-is-no-picture = Il n’y a pas d’image
kvm-this-pc-does-not = Ce PC n’indique pas ses écrans
kvm-this-pc-has-one = Ce PC a un seul écran
kvm-figures = Chiffres
kvm-hide-figures = Masquer les chiffres
kvm-hide = Masquer
kvm-picture = Image
kvm-scale = Échelle
kvm-filter = Filtre
kvm-frames = Images par seconde
kvm-received = Reçu
kvm-changed = Modifié
kvm-decoding = Décodage
kvm-round-trip = Aller-retour
kvm-keys = Touches
kvm-function-keys = Touches de fonction
kvm-other-keys = Autres touches
kvm-keys-to-send-to = Touches à envoyer au PC
kvm-safe = Sûr
kvm-normal = Normal
kvm-fast = Rapide
kvm-text-to-be-typed = Texte à taper sur le PC
kvm-text-to-type = Texte à taper
kvm-type-characters = { $count ->
        [one] Taper { $count } caractère
       *[other] Taper { $count } caractères
    }
kvm-of-them-cannot-be = { $unknown ->
        [one] { $unknown } d’entre eux est impossible avec cette disposition et est omis
       *[other] { $unknown } d’entre eux sont impossibles avec cette disposition et sont omis
    }
kvm-speed = Vitesse
kvm-show-secret = Ressemble à un mot de passe : afficher
kvm-about-seconds = environ { $secs } s
kvm-end-with-enter = Terminer par Entrée
kvm-type = Taper
kvm-cancel = Annuler
kvm-layout-on-the-pc = Disposition du clavier du PC
kvm-typing-of = Saisie, { $done } sur { $total }
kvm-typed = Saisi
kvm-stop-typing = Arrêter la saisie
kvm-typing-waits = Attend que cette fenêtre soit au premier plan
kvm-let-go-of = { $key } est enfoncée sur le PC, la relâcher
kvm-key-shift = Maj
kvm-key-ctrl = Ctrl
kvm-key-alt = Alt
kvm-key-altgr = AltGr
kvm-key-windows = Windows
kvm-colours = Couleurs
kvm-compression = Compression
kvm-automatic = Automatique
kvm-run-lengths-and-zlib = Longueurs de plages et zlib
kvm-run-lengths = Longueurs de plages
kvm-none = Aucune
kvm-halve-large-screens = Réduire de moitié les grands écrans
kvm-always-halve-the-picture = Toujours réduire de moitié
kvm-never-halve-the-picture = Ne jamais réduire de moitié
kvm-65-536-colours = 65 536 couleurs
kvm-256-colours = 256 couleurs
kvm-256-greys = 256 gris
kvm-16-greys = 16 gris
kvm-all-colours = toutes les couleurs
kvm-recording-begins = L’enregistrement commence
kvm-recording-ends = L’enregistrement se termine
kvm-scale-or-ctrl-with = Échelle, ou Ctrl avec la molette à côté de l’image
kvm-scale-5 = Échelle { $label }
kvm-width = Largeur
kvm-whole = Entière
kvm-exact-at-whole-scales = Exact aux échelles entières, sinon chaque pixel selon sa surface
kvm-exact-pixels = Pixels exacts
kvm-the-nearest-pixel-never = Le pixel le plus proche, jamais mélangé
kvm-sharp = Net
kvm-every-pixel-by-the = Chaque pixel selon sa surface : bords d’un pixel d’écran
kvm-smooth = Lisse
kvm-between-the-four-nearest = Entre les quatre pixels voisins quand l’image est agrandie
kvm-no-text-on-this = Aucun texte sur cet écran
kvm-find = Rechercher
kvm-find-in-the-text = Rechercher dans le texte
kvm-next = Suivant
kvm-text-of-the-screen = Texte de l’écran
kvm-copy-all = Tout copier
kvm-read-again = Relire
kvm-close = Fermer
kvm-more = Plus
kvm-there-is-no-picture-to = Il n’y a pas d’image où taper
kvm-screen-of-no-picture = Écran de { $name }, pas encore d’image
kvm-automatic-now = Automatique, actuellement { $format }
kvm-live = en direct
kvm-last-picture = dernière image
kvm-there-is-no-picture-to-record = Il n’y a pas d’image à enregistrer
kvm-recording-saved = Enregistrement sauvegardé
kvm-the-recording-has-ended = L’enregistrement s’est terminé trop tôt
kvm-8-bit-grey = gris 8 bits
kvm-4-bit-grey = gris 4 bits

## Macros

macros-the-macro-needs-a = La macro doit avoir un nom
macros-another-macro-has-this = Une autre macro porte ce nom
macros-the-macro-needs-a-step = La macro a besoin d’une étape, par exemple « press f12 »
macros-name = Nom
macros-boot-menu = Menu de démarrage
macros-steps-one-to-a = Étapes, une par ligne
macros-macros-are-stored-as = Les macros sont stockées en clair, utilisez Coller pour les mots de passe
macros-test-on-this-pc = Tester sur ce PC
macros-the-test = Le test
macros-steps = { $count ->
        [one] { $count } étape
       *[other] { $count } étapes
    }
macros-times = { $times ->
        [one] { $steps }, une fois
       *[other] { $steps }, { $times } fois
    }
macros-press = Appuyer
macros-press-several-times = Appuyer plusieurs fois
macros-press-until-the-screen = Appuyer jusqu’à ce que l’écran change
macros-wait = Attendre
macros-macro = Macro
macros-macros = Macros
macros-close-macros = Fermer les macros
macros-no-macros-of-your = Pas encore de macros personnelles
macros-new-macro = Nouvelle macro
macros-examples = Exemples
macros-delete = Supprimer
macros-edit = Modifier
macros-make-my-own-of = En faire la mienne
macros-run = Exécuter
macros-delete-5 = Supprimer { $name }
macros-edit-5 = Modifier { $name }
macros-make-my-own-of-named = Faire la mienne de { $name }
macros-run-5 = Exécuter { $name }
macros-keep = Garder
macros-progress-of-the-macro = Progression de la macro
macros-stop-macro = Arrêter la macro
macros-stopped-at-step-the = { $name } s’est arrêtée à l’étape { $step }, l’écran n’a pas changé
macros-was-stopped = { $name } a été arrêtée
macros-is-done = { $name } est terminée
macros-begins = { $name } commence
macros-step-of = { $name }, étape { $step } sur { $of }
macros-another-macro-has-this-key = Une autre macro a cette touche
macros-this-is-no-password = Ce n’est pas un mot de passe, garder
macros-record-keys = Enregistrer les touches
macros-stop-recording-keys = Arrêter l’enregistrement
macros-click-on-the-picture = Cliquez dans l’image et appuyez sur les touches, pas de mots de passe
macros-key = Touche
macros-no-key = Aucune
macros-release-key-and = { $release }, puis { $key }
macros-wait-for-text = Attendre un texte
macros-stopped-at-step-text = { $name } s’est arrêtée à l’étape { $step }, le texte n’est pas apparu

## Serial console

serial-find-in-text-and = Rechercher dans le texte et l’historique (Ctrl+Maj+F)
serial-find-in-the-console = Rechercher dans la console
serial-not-found = introuvable
serial-find-before = Rechercher avant
serial-find-before-enter = Rechercher avant (Entrée)
serial-find-after-shift-enter = Rechercher après (Maj+Entrée)
serial-find-after = Rechercher après
serial-close-search = Fermer la recherche
serial-close-key-test = Fermer le test des touches
serial-keys-go-to-the = Les touches vont de nouveau au PC
serial-test-keys = Tester les touches
serial-press-a-key-nothing = Appuyez sur une touche. Rien n’est envoyé au PC pendant ce temps.
serial-in-use = utilisé
serial-use = Utiliser
serial-write-a-log = Écrire un journal
serial-play-a-log = Lire un journal
serial-the-log-has-ended = Le journal est terminé
serial-logs-of-consoles = Journaux de consoles
serial-this-system-has-no = Ce système n’a pas de boîte de dialogue de fichiers, saisissez le chemin
serial-close-log-panel = Fermer le panneau du journal
serial-log = Journal
serial-end-log = Terminer le journal
serial-log-file = Fichier journal
serial-begin-log = Commencer le journal
serial-save-text-so-far = Enregistrer le texte jusqu’ici
serial-screen-and-history-as = Écran et historique dans un fichier texte à côté du journal
serial-what-you-type-is = Ce que vous tapez n’est jamais écrit, ce que le PC en affiche l’est.
serial-reading = Lecture…
serial-play = Lire
serial-lines-of-text-each = Lignes de texte, chacune avec son heure
serial-recording-to-be-played = Enregistrement, à relire tel quel
serial-bytes-as-they-come = Octets tels quels
serial-keys-as-the-bios = Touches, selon le réglage du BIOS
serial-characters = Caractères
serial-backspace-sends = Retour arrière envoie
serial-08-for-firmware = 08, pour micrologiciels
serial-7f-for-some-systems = 7F, pour certains systèmes
serial-what-keys-send = Ce qu’envoient les touches
serial-what-enter-sends = Ce qu’envoie Entrée
serial-enter-sends = Entrée envoie
serial-columns-rows-and-colours = Colonnes, lignes et couleurs
serial-size = Taille
serial-intel-alternate = Intel, variante
serial-code-page-437 = Page de codes 437
serial-space = Espace
serial-connected-the-pc-writes = Connecté, le PC n’écrit rien sur son port série
serial-restart-into-bios-setup = Redémarrer dans le setup du BIOS…
serial-send-enter = Envoyer Entrée
serial-it-is-off-turn = Il est éteint. Allumez-le, avec le BIOS sur la console série.
serial-its-serial-port-is = Son port série est en boucle : ce qui est tapé revient et n’atteint aucun programme.
serial-a-bios-writes-here = Un BIOS écrit ici s’il a été redémarré avec le bouton ci-dessous, ou si la redirection de console est activée dans son setup.
serial-linux-writes-here-when = Linux écrit ici s’il est démarré avec console=ttyS et le numéro du port d’Intel AMT ; Windows avec sa Special Administration Console. Une invite de connexion attend peut-être Entrée.
serial-pasting-waits-until-the = Le collage attend que le PC lise
serial-pasted = Collé
serial-stop-pasting = Arrêter le collage
serial-the-console-is-closed = La console est fermée
serial-connect-again = Reconnecter
serial-the-console-is-not = La console n’est pas encore ouverte
serial-connect = Connecter
serial-connecting = Connexion
serial-waiting-for-intel-amt = Attente de la réponse d’Intel AMT
serial-logging-in = Connexion au compte
serial-opening-the-serial-port = Ouverture du port série
serial-back-to-the-pc = Retour au PC
serial-pause = Pause
serial-play-on = Reprendre
serial-place-in-the-log = Position dans le journal
serial-paste = Coller
serial-paste-as-typing-ctrl = Coller comme une saisie (Ctrl+Maj+V)
serial-copy = Copier
serial-copy-what-is-selected = Copier la sélection (Ctrl+Maj+C)
serial-restart-into-bios-setup-named = Redémarrer dans le setup du BIOS
serial-restart-into-bios-setup-with = Redémarrer dans le setup du BIOS, avec son texte sur cette console
serial-the-power-state-of = L’état d’alimentation de ce PC n’est pas encore connu
serial-write-what-the-pc = Écrire la sortie du PC dans un fichier, ou relire un journal
serial-text-of-the-pc = Du texte du PC s’est perdu en route, l’écran peut être faux
serial-the-pc-did-not = Le PC n’a pas pris tout ce qui a été tapé
serial-that-is-too-much = C’est trop à coller en une fois
serial-the-protocol-of-intel = Le protocole d’Intel AMT n’a pas de break
serial-not-connected = non connecté
serial-pc-on = PC allumé
serial-pc-off = PC éteint
serial-break = Break
serial-loopback = Loopback
serial-test-mode = Mode test
serial-serial-closed = Console série fermée
serial-click-the-terminal-or = Cliquez sur le terminal ou touchez { $release } pour taper sur le PC
serial-keys-are-only-looked = Les touches sont seulement observées · { $release } les libère
serial-saved-as = Enregistré sous { $path }
serial-what-the-pc-writes = La sortie du PC va dans { $path }
serial-choose = Choisir, { $name }
serial-serial-console-of = Console série de { $name }, { $state }
serial-pasting = Collage { $percent } %
serial-pasting-stopped-after-of = { $sent ->
        [one] Collage arrêté après { $sent } caractère sur { $total }
       *[other] Collage arrêté après { $sent } caractères sur { $total }
    }
serial-characters-were-left-out = { $characters ->
        [one] { $characters } caractère a été omis
       *[other] { $characters } caractères ont été omis
    }
serial-high-contrast = Contraste élevé
serial-vga-text-screen = Écran texte VGA
serial-amber = Ambre
serial-green = Vert

## Recordings

player-play-a-recording = Lire un enregistrement
player-recordings-of-screens = Enregistrements d’écran
player-other-recording = Autre enregistrement
player-copy-seal = Copier le sceau
player-exporting = Export… { $percent } %
player-export-stop = Arrêter ; rien n’est écrit
player-export = Exporter
player-still-of-this-moment = Image de cet instant
player-animation-of-all = Animation du tout
player-animation-of-the-next = Animation de la minute suivante
player-recorded-picture-none-yet = Image enregistrée, aucune encore
player-the-picture-is-too = L’image est trop grande pour cet ordinateur
player-the-connection-was-lost = La connexion a été perdue ici, voici la dernière image
player-there-is-no-picture = Il n’y a pas d’image dans cet enregistrement
player-checked-so-far = Vérifié jusqu’ici
player-checking = Vérification de { $name }
player-drop-its-file-on = Déposez son fichier sur la fenêtre ou indiquez-le ici
player-file-of-the-recording = Fichier de l’enregistrement
player-open = Ouvrir
player-state = État, { $word }
player-recorded-picture-by = Image enregistrée, { $width } sur { $height }
player-next-change-of-the = Prochain changement de l’image (.)
player-next-change = Changement suivant
player-skip-still-parts = Sauter les passages fixes
player-speed-arrows-up-and = Vitesse (flèches haut et bas)
player-speed = Vitesse { $now }
player-what-happened = Ce qui s’est passé
player-nothing-was-marked-in = Rien n’y a été marqué
player-place-in-the-recording = Position dans l’enregistrement
player-intact = Intact
player-no-end = Sans fin
player-cut-short = Tronqué
player-altered = Modifié
player-nothing-in-this-file = Rien n’a été modifié dans ce fichier depuis son enregistrement. Comparez son sceau avec celui du journal.
player-connection-lost = Connexion perdue
player-picture-back = Image revenue
player-consent = Consentement
player-power = Alimentation
player-media = Médias
player-bell = Sonnerie
player-note = Note
player-saved-as-a-file = Enregistré dans un fichier

## Doctor

doctor-of-checks-done = { $done ->
        [one] { $done } vérification sur { $of } faite
       *[other] { $done } vérifications sur { $of } faites
    }
doctor-of-checks-done-stopped = { $done ->
        [one] { $done } vérification sur { $of } faite, arrêté
       *[other] { $done } vérifications sur { $of } faites, arrêté
    }
doctor-stopped = { ", " }arrêté
doctor-nothing-needs-attention = Rien à signaler
doctor-one-of-checks-needs = { $done ->
        [one] La seule vérification faite demande attention{ $stopped }
       *[other] Une vérification sur { $done } demande attention{ $stopped }
    }
doctor-of-checks-need-attention = { $n } vérifications sur { $done } demandent attention{ $stopped }
doctor-stop = Arrêter
doctor-run-again = Relancer
doctor-copy-report = Copier le rapport
doctor-find-out-why-it = Trouver pourquoi cela ne marche pas
doctor-checks-name-ports-encryption = Vérifie tour à tour nom, ports, chiffrement, connexion, alimentation, écran, console série et médias, et indique que faire à chaque problème. Rien n’est modifié sur le PC.
doctor-run-doctor = Lancer le docteur
doctor-fine = En ordre
doctor-needs-attention = Demande attention
doctor-unknown = Inconnu
doctor-skipped = Omis

## What answers at an address

findings-intel-amt-answers = Intel AMT { $version } répond
findings-intel-amt-answers-its = Intel AMT répond, sa version est inconnue
findings-the-pc-answers-intel = Le PC répond, Intel AMT non
findings-nothing-answers-yet = Rien ne répond encore
findings-no-encrypted-port-is = Aucun port chiffré n’est ouvert
findings-encrypted-ports = Ports chiffrés { $numbers }, { $trouble }
findings-encrypted-ports-5 = Ports chiffrés { $numbers }
findings-no-plain-port-is = Aucun port non chiffré n’est ouvert
findings-the-certificate-has-changed = le certificat a changé
findings-a-certificate-of-yours = un certificat de votre part est exigé
findings-only-is-offered = seul { $what } est proposé
findings-encryption-fails = le chiffrement échoue

## Here and there

other-no-pc-is-in = Aucun PC n’est au premier plan
other-screen-is-in-front = L’écran lui-même est devant
other-this-window-has-no = Cette fenêtre n’a pas de carnet d’adresses
other-all-files = Tous les fichiers
other-lists-of-pcs = Listes de PC
other-no-end-recorded = aucune fin enregistrée
other-the-keys-of-the = Les touches du système ne vont aux PC que dans la fenêtre principale
other-the-display-server-does = Le serveur d’affichage ne répond pas
boot-a-start-takes = Un démarrage en lit environ { $bytes }, { $time } avec { $trip } d’aller-retour
boot-started-in = Démarré depuis l’image en { $time }
boot-started-stays = Démarré depuis l’image en { $time }, elle reste jusqu’à ce que vous y mettiez fin
boot-read-of = { $read } sur environ { $whole }
boot-read = { $read } lus
boot-time-left = reste { $time }
media-changed-kept = Le PC a modifié { $changed } de { $name }, gardés en mémoire
media-verb-drive = { $verb } { $title }
media-forget-named = Oublier { $image }
media-read-of-drive = Lu : { $title }
media-all-at-this-rate = Le tout { $time } à ce débit
media-changed-blocks = { $count ->
        [one] Le PC a modifié { $count } bloc
       *[other] Le PC a modifié { $count } blocs
    }
media-read-of = { $read } sur { $whole }
media-last-read = dernière lecture il y a { $secs } s
media-nothing-read = rien n’a encore été lu
media-floppy-saved = La disquette est enregistrée sous { $path }
media-several-dropped = { $count } fichiers déposés, déposez une seule image
kvm-display = Écran { $number }
kvm-areas = { $n ->
        [one] { $rate } zone/s
       *[other] { $rate } zones/s
    }
kvm-per-frame = { $ms } ms/image
kvm-recording-going = Enregistrement { $time }, { $size }
kvm-found = { $count ->
        [one] { $count } trouvé
       *[other] { $count } trouvés
    }
kvm-text-is-read-where = Le texte est lu là où micrologiciels, chargeurs et consoles l’écrivent dans les cellules d’une police connue, pas sur les bureaux
kvm-screen-of = Écran de { $name }, { $width } sur { $height }, { $state }
kvm-recorded-until = Ce qui a été enregistré jusque-là peut être lu : { $measure }
kvm-only-with-intel-amt = Seulement avec Intel AMT 16 et ultérieur
serial-it-opens-as-soon = Elle s’ouvre dès que { $name } est joint et a accepté une connexion.
serial-is-sent-as = { $key } est envoyé comme
serial-use-dialect = Utiliser { $dialect }
serial-replay-of = Relecture de { $name }
serial-log-goes-to = Le journal va dans { $path }
serial-lines-back = { $count ->
        [one] { $count } ligne en arrière
       *[other] { $count } lignes en arrière
    }
serial-opens-link = Ouvre { $address } dans votre navigateur
serial-enter = Entrée { $ending }
serial-pasting-of = Collage, { $sent } sur { $total }
macros-line = Ligne { $line }, { $why }
macros-delete-ask = Supprimer { $name } ?
player-events = Événements { $count }
player-more = et { $count } de plus
player-has-no-end = Il n’a pas de fin, car le programme qui l’écrivait a été arrêté. Tout jusqu’à { $until } est tel qu’enregistré.
player-is-cut = { $bytes ->
        [one] Le dernier octet manque. Tout jusqu’à { $until } est tel qu’enregistré.
       *[other] Les { $bytes } derniers octets manquent. Tout jusqu’à { $until } est tel qu’enregistré.
    }
player-is-altered = Il a été modifié après l’enregistrement, à partir de l’octet { $offset }. Tout jusqu’à { $until } est tel qu’enregistré, rien n’est montré ensuite.
findings-plain-ports = Ports non chiffrés { $numbers }
steps-reading = Lecture, { $part } est connu
other-wayland-keeps-the-keys = Wayland garde les touches du système, le menu Touches les envoie
other-this-system-keeps-its = Ce système garde ses touches, le menu Touches les envoie
doctor-waits-for = Attend « { $check } »
steps-the-pc-is = État du PC : { $state }

## Words of the journal, of facts and of drives

journal-consent = consentement : { $state }
journal-by = par { $who }
journal-kind-screen = écran
journal-kind-serial = console série
journal-kind-media = médias
journal-kind-power = alimentation
journal-kind-consent = consentement
journal-kind-enable = activation
journal-kind-disable = désactivation
journal-kind-info = informations lues
journal-kind-log = journal lu
journal-kind-trust = certificat approuvé
journal-kind-other = autre chose
journal-detail-on = allumer
journal-detail-off = éteindre
journal-detail-cycle = éteindre et rallumer
journal-detail-reset = redémarrage
journal-detail-off-graceful = arrêt par le système
journal-detail-reset-graceful = redémarrage par le système
journal-detail-sleep = veille
journal-detail-hibernate = veille prolongée
journal-detail-nmi = interruption de diagnostic
journal-detail-to-disk = démarrage du disque
journal-detail-to-pxe = démarrage du réseau
journal-detail-to-cd = démarrage du CD
journal-detail-to-bios = démarrage dans le setup BIOS
journal-detail-to-image = démarrage de l’image prêtée
journal-detail-kvm = écran
journal-detail-sol = série
journal-detail-media = médias
journal-detail-events = événements
journal-detail-audit = audit
journal-detail-doctor = diagnostic
journal-detail-boot = démarré dessus
journal-detail-floppy-may-be-written-to = disquette modifiable
journal-detail-recorded = enregistré
journal-detail-with-input = avec clavier et souris
journal-detail-taken-back = retiré
journal-detail-consent-status = état du consentement
journal-detail-request = demandé
journal-detail-submit = code transmis
journal-detail-cancel = retiré
journal-consent-none = inutile
journal-consent-code = par code
fault-breach = un écart au protocole
facts-mode-admin = Mode administrateur
facts-mode-client = Mode client
facts-mode-none = Non configuré
media-label = nom « { $label } »
media-starts-both = démarre avec BIOS et UEFI
media-starts-bios = démarre avec BIOS seulement
media-starts-uefi = démarre avec UEFI seulement
media-starts-none = ne démarre aucun PC
media-time-secs = { $secs } s
media-time-min = { $minutes } min { $secs } s
macros-example-f12 = F12 jusqu’à ce que l’écran change
macros-example-del = Suppr jusqu’à ce que l’écran change
macros-example-second = Deuxième entrée d’un menu de démarrage
macros-example-awake = Garder l’écran éveillé une heure
serial-sends-nothing = rien
player-day = { $day }/{ $month }
journal-consent-not-needed = inutile
journal-consent-given-before = donné avant
journal-consent-given = donné
journal-consent-in-session = en session
journal-consent-not-asked = non demandé
journal-consent-requested = demandé
journal-consent-shown = code affiché
journal-consent-unknown = inconnu
journal-detail-asked = demandé
journal-detail-first-use = première utilisation
journal-detail-fingerprint-given = empreinte donnée
journal-detail-replaced = remplacé
fault-flaw = Son contenu ou sa signature n’est pas correct
outcome-done = fait
outcome-interrupted = interrompu
outcome-audit-log-full = journal d’audit plein
outcome-boot-missed = image non lue
outcome-busy = autre console connectée
outcome-certificate-changed = certificat changé
outcome-certificate-flawed = certificat inutilisable
outcome-certificate-issuer = émetteur inconnu
outcome-certificate-name = certificat à un autre nom
outcome-certificate-out-of-date = certificat périmé
outcome-certificate-unknown = certificat non décidé
outcome-clock-wrong = horloge fausse
outcome-consent-blocked = codes bloqués
outcome-consent-declined = refusé par l’utilisateur
outcome-consent-expired = code expiré
outcome-consent-needed = consentement requis
outcome-consent-no-code = pas de code
outcome-consent-not-asked = aucun code demandé
outcome-consent-pc-off = PC éteint
outcome-consent-withdrawn = code retiré
outcome-consent-wrong = code erroné
outcome-device-refused = refusé par le PC
outcome-encryption-gone = plus de chiffrement
outcome-encryption-outdated = chiffrement obsolète
outcome-file-unreadable = fichier illisible
outcome-file-unusable = fichier inutilisable
outcome-file-unwritable = fichier non modifiable
outcome-filtered = Intel AMT muet
outcome-folder-unusable = dossier inutilisable
outcome-forbidden = interdit dans le setup
outcome-hung-up = connexion aussitôt coupée
outcome-identity-unusable = propre certificat inutilisable
outcome-image-cut-off = image tronquée
outcome-image-empty = image vide
outcome-image-odd-length = taille d’image impropre
outcome-image-too-large = image trop grande
outcome-image-unreadable = image illisible
outcome-internal = erreur d’Outband
outcome-key-store = trousseau en échec
outcome-login-refused = connexion refusée
outcome-login-too-long = identifiants trop longs
outcome-lost = connexion perdue
outcome-no-answer = pas de réponse
outcome-no-common-encryption = aucun chiffrement commun
outcome-no-display = aucun affichage
outcome-no-login-method = aucune méthode de connexion commune
outcome-no-picture = pas d’image
outcome-no-reset = pas de redémarrage
outcome-no-route = aucun chemin
outcome-no-screen = pas d’écran distant
outcome-no-window = pas de fenêtre
outcome-not-allowed = non autorisé
outcome-not-amt = pas Intel AMT
outcome-not-an-image = pas une image
outcome-not-bootable = non amorçable
outcome-not-configured = non configuré
outcome-not-encrypted = non chiffré
outcome-not-known = inconnu du PC
outcome-not-now = impossible à ce moment
outcome-not-put-back = réglages non rétablis
outcome-not-reached = le PC n’a pas suivi
outcome-not-started = session non ouverte
outcome-not-vnc = pas un serveur VNC
outcome-nothing-lent = rien de prêté
outcome-only-encrypted = chiffré seulement
outcome-other-session = autre session ouverte
outcome-overrun = trop de saisie
outcome-pc-asleep = PC en veille
outcome-pc-off = PC éteint
outcome-plain-port = adresse avec port non chiffré
outcome-port-taken = port occupé
outcome-realm-changed = pas le même PC
outcome-refused = port fermé
outcome-screen-refused = écran refusé
outcome-serial-forbidden = texte interdit apparu
outcome-serial-input-lost = saisie perdue
outcome-serial-not-seen = texte attendu absent
outcome-serial-power-off = PC éteint
outcome-session-open = session ouverte
outcome-settings-damaged = réglages endommagés
outcome-store-damaged = carnet d’adresses endommagé
outcome-store-newer = fichier d’une version plus récente
outcome-switched-off = désactivé
outcome-system = erreur de cet ordinateur
outcome-too-large = image trop grande
outcome-trust-store = liste des PC de confiance inutilisable
outcome-type-unknown = session inconnue du PC
outcome-unconfirmed = non confirmé
outcome-unexpected = réponse inattendue
outcome-unknown-name = nom inconnu
outcome-unsupported = désactivé ou absent
outcome-vm-missing = machine virtuelle impossible
outcome-vm-not-started = machine virtuelle non démarrée
outcome-vm-unsupported = machines virtuelles non prises en charge
outcome-vnc-encryption = aucun chiffrement commun
outcome-vnc-password-needed = mot de passe VNC requis
outcome-vnc-password-wrong = mot de passe VNC erroné
outcome-vnc-refused = refusé par le serveur VNC
outcome-wants-identity = certificat demandé
serial-line-on = { $line } actif
serial-line-off = { $line } inactif
kvm-8-bit = 8 bits
kvm-16-bit = 16 bits
kvm-32-bit = 32 bits

alert-consent-given = Le consentement a été donné
alert-consent-refused = Le consentement n’a pas été donné
alert-started = Il a démarré depuis l’image
alert-stalled = Le démarrage depuis l’image n’avance plus
alert-not-started = Il n’a pas démarré depuis l’image
alert-image-lost = L’image prêtée n’est plus là
alert-back = L’écran est de retour
alert-text-seen = Le texte attendu par sa macro est là
alert-many = Du nouveau sur { $pcs } PC
alert-a-pc = Un PC
