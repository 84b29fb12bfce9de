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
