# Palabras de la ventana en español.

## Tabs

tab-new = Nueva pestaña
tab-close = Cerrar { $name }

## Address book

book-count = { $count } PC

## Help

help-title = Ayuda: { $page }
help-window = Ventana
help-find = Buscar una tecla o una acción
help-nothing = Ninguna tecla ni acción se llama así
help-keys-pc = Mientras las teclas van al PC
help-keys-window = Mientras las teclas son de la ventana
help-release = Liberar las teclas o devolverlas al PC
help-release-other = Lo mismo en teclados sin esa tecla
help-about-screen = La imagen del PC, tal como la dibuja su gráfica. Un clic le da el teclado; lo que escribe va al PC, salvo las combinaciones con { $release }.
help-about-serial = La consola de texto del PC, por Serial over LAN. Funciona sin gráficos y en el setup del BIOS de muchos PC.
help-about-media = Imágenes y carpetas de este equipo como unidades del PC. No se presta nada hasta que usted lo pida.
help-about-device = Lo que Intel AMT dice del PC, sus registros y el diagnóstico que averigua por qué algo no funciona.
help-about-window = Los PC se abren por su dirección o desde la lista de la izquierda; cada acción tiene un nombre en la paleta de comandos.

## Actions

action-new-tab = Nueva pestaña
action-close-tab = Cerrar pestaña
action-reopen-tab = Reabrir pestaña cerrada
    .hint = Abrir el PC de la última pestaña cerrada
action-next-tab = Pestaña siguiente
action-previous-tab = Pestaña anterior
action-tab-1 = Primera pestaña
action-tab-2 = Segunda pestaña
action-tab-3 = Tercera pestaña
action-tab-4 = Cuarta pestaña
action-tab-5 = Quinta pestaña
action-tab-6 = Sexta pestaña
action-tab-7 = Séptima pestaña
action-tab-8 = Octava pestaña
action-tab-9 = Novena pestaña
action-show-screen = Pantalla
    .hint = Pantalla del PC
action-show-serial = Serie
    .hint = Consola serie del PC
action-show-media = Medios
    .hint = Discos prestados al PC
action-show-device = Equipo
    .hint = Datos y registros del PC
action-open-image = Imagen…
    .hint = Prestar una imagen al PC o arrancarlo desde ella
action-power = Energía
    .hint = Energía y arranque
action-focus-address = Campo de dirección
action-next-region = Zona siguiente
    .hint = De la lista de PC a la pestaña, y de vuelta
action-zoom-in = Interfaz más grande
action-zoom-out = Interfaz más pequeña
action-zoom-reset = Interfaz normal
action-theme = Tema
    .hint = Claro, oscuro o como el sistema
action-full-screen = Pantalla completa
action-ctrl-alt-del = Ctrl+Alt+Supr
    .hint = Enviar Ctrl+Alt+Supr al PC
action-paste-as-typing = Pegar
    .hint = Escribir un texto en el PC
action-screen-text = Texto
    .hint = Leer, buscar y copiar el texto de la pantalla
action-macros = Macros
    .hint = Teclas que se pulsan solas, paso a paso
action-release-keys = Soltar todas las teclas
    .hint = Soltar todas las teclas y botones en el PC
action-screenshot = Captura
    .hint = Guardar la pantalla como imagen
action-record = Grabar
    .hint = Grabar la pantalla en un archivo, o terminar
action-play-recording = Reproducir una grabación…
    .hint = Abrir una pantalla grabada
action-next-display = Pantalla siguiente
    .hint = Mostrar la pantalla siguiente del PC
action-copy-screen = Copiar pantalla
    .hint = Poner la pantalla en el portapapeles como imagen
action-fit = Ajustar
    .hint = Ajustar la pantalla a la ventana
action-one-to-one = 100 %
    .hint = Un píxel de pantalla por píxel mostrado
action-whole-steps = Pasos enteros nítidos
    .hint = La mayor escala entera en la que cabe la pantalla
action-fit-width = Ancho de la ventana
    .hint = Ajustar la pantalla al ancho de la ventana
action-picture-larger = Imagen más grande
    .hint = Agrandar la imagen, como Ctrl con la rueda
action-picture-smaller = Imagen más pequeña
    .hint = Reducir la imagen
action-rotate = Girar
    .hint = Girar la pantalla en sentido horario
action-view-only = Solo mirar
    .hint = Mirar; teclado y puntero se quedan aquí
action-type-characters = Escribir caracteres
    .hint = Escribe lo que dice este teclado, sea cual sea la distribución del PC
action-grab = Capturar teclas del sistema
    .hint = Alt+Tab, Super e Impr Pant van también al PC
action-figures = Mediciones
    .hint = Mostrar a qué velocidad llega la imagen
action-beside = Pantalla junto a esta vista
    .hint = Mantener la pantalla a la vista mientras otra vista está delante
action-refresh = Actualizar imagen
    .hint = Pedir de nuevo al PC la imagen entera
action-disconnect = Desconectar
    .hint = Terminar la sesión y conservar la pestaña
action-reconnect = Reconectar
action-look-again = Volver a mirar
    .hint = Volver a mirar si el PC responde; conectar si no hay nada abierto
action-doctor = Ejecutar diagnóstico
    .hint = Averiguar por qué no funciona
action-book = Lista de PC
    .hint = Mostrar u ocultar la lista de PC
action-search = Buscar PC
    .hint = Ir al campo de búsqueda de la lista
action-find = Buscar
    .hint = Buscar un texto en lo que se muestra
action-add-pc = Añadir un PC…
    .hint = Guardar un PC en la libreta de direcciones
action-palette = Paleta de comandos
    .hint = Encontrar cualquier acción o PC por su nombre
action-help = Ayuda
    .hint = Lo que se muestra y sus teclas
action-notices = Avisos hasta ahora
action-settings = Ajustes
action-journal = Diario
    .hint = Qué se hizo en qué PC y qué se guarda
action-wall = Muro
    .hint = Las pantallas de todos los PC abiertos, una vez por segundo
action-own-window = Ventana propia
    .hint = Mostrar el PC en su propia ventana o de vuelta entre las pestañas
action-quit = Salir

## Keys

keys-or = { " o " }
keys-hint = Haga clic en unas teclas para cambiarlas. Las combinaciones con { $release } valen mientras las teclas van al PC.
keys-press = Pulse teclas
keys-none = Ninguna
keys-change = Cambiar estas teclas
keys-of = Teclas de { $action }
keys-reset = Restablecer
keys-reset-of = Restablecer las teclas de { $action }
keys-reset-all = Restablecer todos los atajos
keys-taken = { $keys } pertenece a { $action }
keys-use-here = Usar aquí
keys-leave-there = Dejar allí
keys-wrong = Los atajos llevan Ctrl o Alt, o son una tecla de función
keys-listening = Supr quita las teclas, Esc las deja como están
keys-list-connect = En la lista, conectar
keys-list-menu = En la lista, menú del PC
keys-list-edit = En la lista, editar
keys-list-remove = En la lista, quitar
keys-list-mark = En la lista, marcar uno más
keys-list-mark-range = En la lista, marcar hasta aquí
keys-list-mark-all = En la lista, marcar todos
tab-settings = Ajustes
tab-journal = Diario
tab-player = Grabación
tab-wall = Muro
tab-menu = Menú de la ventana
tab-menu-tip = Ajustes, diario, muro y más
tab-let-go = Suelte para una ventana propia
tab-is-consent = consentimiento
tab-is-reconnecting = reconectando
tab-is-switching = cambiando
tab-is-changed = certificado cambiado
tab-is-certificate = certificado
tab-is-login = inicio de sesión
tab-is-connecting = conectando
tab-is-recording = grabando
tab-is-live = en vivo
tab-is-closed = cerrado
tab-is-fault = fallo

## Start page

start-title = Acceda a un PC aunque su sistema no arranque
start-address = Nombre o dirección
start-address-hint = 10.0.4.17, lab-12 o vnc://10.0.4.17
start-user = Nombre de usuario
start-password = Contraseña
start-password-hint = Se pide cuando hace falta
start-connect = Conectar
start-pcs = PC
start-favourites = Favoritos
start-recent = Recientes
start-simulate = Probar con un PC simulado
start-simulating = Iniciando un PC simulado
start-promise = Las contraseñas van, si lo desea, al almacén de claves de su sistema y a ningún otro sitio
start-promise-memory = La contraseña permanece en memoria hasta que se cierre la pestaña y no va a ningún otro sitio

## Settings

settings-kept = Se guardan en { $path }
settings-search = Buscar un ajuste
settings-none = Ningún ajuste se llama así
settings-not-kept = Duran hasta que se cierre la ventana
settings-general = General
settings-theme-system = Como el sistema
settings-theme-light = Claro
settings-theme-dark = Oscuro
settings-restore = Empezar con las pestañas de la última vez, sin conectar
settings-still = Reducir el movimiento
settings-notifications = Notificaciones del sistema mientras ninguna ventana está delante
settings-size = Tamaño
settings-size-name = Tamaño de la interfaz
settings-density = Densidad
settings-compact = Compacta
settings-roomy = Amplia
settings-language = Idioma
settings-language-system = Como el sistema
settings-language-note = La línea de comandos, los informes y los archivos están en inglés
settings-language-no-font = Ninguna fuente de este sistema tiene sus letras
settings-keyboard = Teclado
settings-layout-about = De los PC cuya ficha no indica ninguna. El texto pegado se escribe para ella.
settings-layout-none = Sin indicar
settings-release = Tecla de liberación
settings-release-about = Devuelve el teclado a la ventana al tocarla y empieza las combinaciones. Ctrl+Alt+Mayús hace lo mismo.
settings-grab = Dar todas las teclas al PC, incluso Alt+Tab, si el sistema lo permite
settings-safety = Seguridad
settings-tls = Cifrado
settings-tls-auto = Donde el PC lo ofrezca
settings-tls-require = Siempre
settings-tls-off = Nunca
settings-tls-about = Para los PC cuya ficha no diga otra cosa. Con un PC que alguna vez usó TLS nunca se habla sin él, salvo que usted lo diga en ese momento.
settings-tls-warning = Cualquiera en el camino puede leer contraseñas e imágenes
settings-bell = Sonar cuando un PC llame
settings-links = Abrir direcciones web de consolas serie con Ctrl y un clic
settings-screenshots = Carpeta de las capturas de pantalla
settings-recordings = Grabaciones
settings-images = Carpeta de las imágenes de disco
settings-films = Carpeta de las grabaciones
settings-folder-hint = La de su sistema
settings-folder-wrong = La ruta de una carpeta empieza en la raíz
settings-shortcuts = Atajos
settings-about = Acerca de
settings-screen-about = Los colores de la imagen se eligen en la ficha de un PC; su tamaño, en la propia imagen.
settings-serial-about = Las teclas, el tamaño y los colores de una consola se eligen allí y se recuerdan para cada PC.
settings-media-about = Aquí empieza la elección de una imagen. Las imágenes ya prestadas están en la vista de medios.
settings-recording-about = Una grabación está sellada: el reproductor dice si el archivo está tal como se grabó.
settings-trusted = Certificados
settings-passwords = Contraseñas
settings-passwords-about = En el almacén de claves de este sistema, donde usted lo pidió; en ningún archivo
settings-open-journal = Abrir el diario
settings-version = Versión
settings-licence = Licencia
settings-licences = Fuentes y símbolos
settings-kept-in = Guardado en
settings-report = Para informar de lo que falla, inicie el diagnóstico del PC y copie lo que dice. No contiene contraseñas.
settings-reset = Restablecer esta página
settings-reset-of = Restablecer esta página, { $page }

## Common

cancel = Cancelar
save = Guardar
close = Cerrar
copy = Copiar
try-again = Intentar de nuevo
book-search = Búsqueda o dirección
book-count-of = { $shown } de { $all }
book-count-marked = { $marked } de { $all } marcados
book-twice = { $pcs } repetidos
book-twice-tip = PC que figuran dos veces en la libreta
book-order = Orden de la lista
book-order-tip = Orden de la lista, ahora { $order }
book-by-group = Por grupo
book-by-name = Por nombre
book-by-address = Por dirección
book-by-presence = Primero los que responden
book-reading = Leyendo la libreta de direcciones
book-recover = Volver a la versión anterior
book-recovered = De vuelta a la versión anterior con { $pcs }, el archivo dañado se conserva como { $path }
book-connect = Conectar
book-key-enter = Intro
book-key-delete = Supr
book-serial = Consola serie
book-lend = Prestar un disco
book-facts = Datos y registros
book-star = Marcar como favorito
book-unstar = Quitar la estrella
book-edit = Editar…
book-copy-address = Copiar dirección
book-remove = Quitar
book-remove-one = Quitar { $name }
book-remove-pcs = Quitar { $pcs }
book-change-pcs = Cambiar { $pcs }…
book-enter-connects = Intro conecta con { $address }
book-no-match = Ningún PC contiene esto
book-empty = Aún no hay PC
book-empty-hint = Añada uno, importe una lista o explore un rango
book-add = Añadir…
book-add-tip = Guardar un PC
book-import = Importar…
book-import-tip = Incorporar una lista de PC
book-scan = Explorar…
book-scan-tip = Buscar PC en un rango de direcciones
book-export = Exportar…
book-export-tip = Guardar la lista como archivo
book-is-open = abierto en una pestaña
book-is-down = abierto, apagado o en reposo, Intel AMT responde
book-answers = responde
book-silent = no responde
book-unknown = presencia desconocida
book-folded = plegado
book-unfolded = desplegado
book-logs-in-as = Inicia sesión como { $user }
book-no-group = Sin grupo
book-added = Añadido: { $pcs }
book-added-changed = Añadido: { $pcs }, cambiado: { $changed }
book-changed = Cambiado: { $pcs }
book-drag = Mover { $pcs } a un grupo
book-removed = Quitado: { $pcs }
book-saved-in = Guardado en { $path }: { $pcs }
book-no-file = No existe ese archivo
book-file-unreadable = No se puede leer el archivo, { $why }
book-no-folder = No existe la carpeta { $path }

## Forms of the address book

edit-add = Añadir un PC
edit-change = Cambiar { $name }
edit-favourite = Favorito
edit-name = Nombre
edit-name-hint = Como la dirección
edit-address = Dirección
edit-address-hint = 10.0.4.17 o lab-12
edit-group = Grupo
edit-group-hint = Recepción
edit-tags = Etiquetas
edit-layout = Distribución de teclado
layout-us = Inglés (EE. UU.)
layout-uk = Inglés (Reino Unido)
layout-de = Alemán
layout-fr = Francés
layout-es = Español
layout-it = Italiano
layout-pt = Portugués
layout-jp = Japonés
edit-notes = Notas
edit-tls-settings = Como en los ajustes
edit-picture = Imagen
edit-picture-auto = Automática
edit-picture-65536 = 65 536 colores
edit-picture-256 = 256 colores
edit-picture-256-greys = 256 grises
edit-picture-16-greys = 16 grises
edit-terminal = Teclas serie
edit-terminal-auto = Según escribe el PC
bulk-title = Cambiar { $pcs }
bulk-hint = Lo que se deja vacío queda como está en cada uno
bulk-as-it-is = Como está
bulk-no-user = Sin nombre de usuario
bulk-add-tags = Añadir etiquetas
bulk-remove-tags = Quitar etiquetas
twins-none = Cada PC figura una vez en la libreta
twins-board = La misma placa, { $value }
twins-address = La misma dirección, { $value }
import-title = Importar una lista de PC
import-hint = CSV con una línea de encabezados, JSON o una lista de equipos de MeshCommander
import-do = Importar
import-file = Archivo
import-file-hint = Su ruta, o suéltelo en la ventana
import-read = Leer
import-choose = Elegir…
import-reading = Leyendo
import-no-dialog = Este sistema no tiene diálogo de archivos. Escriba la ruta o suelte el archivo en la ventana
import-all-new = { $pcs } en la lista, todos nuevos
import-some-known = { $known ->
        [one] { $pcs } en la lista, { $known } ya conocido
       *[other] { $pcs } en la lista, { $known } ya conocidos
    }
import-skip = Dejar los PC conocidos como están
import-update = Tomar lo que la lista dice de ellos
import-twice = Añadirlos otra vez
import-passwords = { $count ->
        [one] { $count } contraseña de la lista se queda allí, las contraseñas solo van al almacén de claves
       *[other] { $count } contraseñas de la lista se quedan allí, las contraseñas solo van al almacén de claves
    }
import-ignored = Columnas sin significado aquí: { $columns }
import-left-out = { $count ->
        [one] { $count } entrada se omite
       *[other] { $count } entradas se omiten
    }
import-entry = Entrada { $number }, { $why }
export-title = Exportar { $pcs }
export-hint = Todo menos las contraseñas, que no están en ningún archivo nuestro
export-csv = CSV, para hojas de cálculo
export-json = JSON, con todos los campos
export-mesh = Lista de equipos de MeshCommander
export-exists = Ya hay un archivo con ese nombre
export-replace = Reemplazar
export-rootless = La ruta de un archivo empieza en la raíz
scan-title = Buscar PC con Intel AMT
scan-addresses = Direcciones
scan-addresses-hint = 10.0.4.0/24 o 10.0.4.1-99
scan-do = Explorar
scan-stop = Detener
scan-group = Encontrados al explorar
scan-add = Añadir { $pcs }
scan-progress = Progreso de la exploración
scan-running = { $of ->
        [one] { $done } de { $of } dirección
       *[other] { $done } de { $of } direcciones
    }
scan-done = { $of ->
        [one] { $of } dirección terminada
       *[other] { $of } direcciones terminadas
    }
scan-stopped = { $of ->
        [one] Detenido tras { $done } de { $of } dirección
       *[other] Detenido tras { $done } de { $of } direcciones
    }
scan-nothing-yet = aún no responde nada
scan-nothing = no responde nada
scan-answer = Respuesta de { $pcs }
scan-encrypted = cifrado
scan-plain = sin cifrar
scan-saved-as = guardado como { $name }

## Command palette

palette-hint = ¿Qué desea hacer?
palette-name = Acción, PC o ajuste
palette-nothing = Nada se llama así
palette-connect = Conectar con { $name }
palette-setting = Ajuste: { $name }

## Header

header-power-on = Encendido
header-power-off = Apagado
header-power-asleep = En suspensión
header-power-name = Energía, { $state }
header-power-title = Estado del PC: { $state }
header-power-about = Según Intel AMT, leído cada 15 s
header-pinned = TLS, fijado
header-known-issuer = TLS, emisor conocido
header-plain = Sin cifrar
header-old = TLS, caducado
header-safety-name = Seguridad, { $state }
header-no-room-beside = La ventana es demasiado estrecha para la pantalla junto a esta vista
header-plain-title = Esta conexión no está cifrada
header-plain-about = Quien pueda escuchar en el camino ve la pantalla y lo que se escribe. La contraseña en sí no se envía. Úsela solo en una red de confianza.
header-encrypted-title = Esta conexión está cifrada
header-pinned-about = El PC ha mostrado el certificado por el que se lo conoce.
header-issuer-about = { $issuer } responde por este PC.
header-valid = Válido del { $from } al { $to }
header-old-about = Sus fechas han pasado o aún no han llegado. Renuévelo.
header-consent-title = El usuario ha consentido
header-consent-about = Mientras usted está conectado, ve un marco en su pantalla.
header-consent-end = Terminar consentimiento

## Power menu

power-unknown = Aún no se conoce el estado de energía
power-start-from = Arrancar desde
power-back = Atrás
power-not-possible = Este PC no puede hacerlo a petición
power-once = Una vez; el arranque siguiente es el configurado
power-lost = El trabajo no guardado en él se pierde.
power-wake = Despertar
power-on = Encender
power-shut-down = Pedir al sistema que se apague
power-ask-restart = Pedir al sistema que se reinicie
power-restart-now = Reiniciar ahora…
power-off-now = Apagar ahora…
power-cycle-now = Apagar y encender…
power-nmi-now = Interrupción de diagnóstico…
power-sleep = Suspender
power-hibernate = Hibernar
power-ask-off = ¿Apagar { $name } ahora?
power-do-off = Apagar
power-ask-cycle = ¿Apagar y encender { $name }?
power-do-cycle = Apagar y encender
power-ask-nmi = ¿Enviar una interrupción de diagnóstico a { $name }?
power-do-nmi = Enviar
power-ask-restart-now = ¿Reiniciar { $name } ahora?
power-ask-setup = ¿Reiniciar { $name } en el setup del BIOS?
power-ask-network = ¿Reiniciar { $name } desde la red?
power-ask-cd = ¿Reiniciar { $name } desde su CD?
power-ask-disk = ¿Reiniciar { $name } desde su disco?
power-do-restart = Reiniciar
power-to-setup = Setup del BIOS
power-to-disk = Disco
power-to-network = Red
power-to-cd = Unidad de CD

## Login

login-title = Iniciar sesión en { $name }
login-do = Iniciar sesión
login-remember = Recordar en el almacén de claves
login-tries = { $count ->
        [one] Un intento hasta ahora
       *[other] { $count } intentos hasta ahora
    }

## Consent

consent-asking = Pidiendo al PC que muestre su código
consent-pc-off = El PC debe estar encendido para mostrar su código
consent-turn-on = Encender y pedir
consent-refused = El PC no muestra ningún código
consent-refused-about = Su firmware se niega. Inténtelo de nuevo en un minuto.
consent-given = Consentimiento dado
consent-ask-again = Pedir de nuevo
consent-new-code = Mostrar un código nuevo
consent-new-code-short = Código nuevo
consent-tries = { $count ->
        [one] 1 intento
       *[other] { $count } intentos
    }
consent-wrong = Código incorrecto, quedan { $tries }
consent-tries-left = Quedan { $tries }
consent-script = Léame los seis dígitos del recuadro de su pantalla
consent-checking = Comprobando el código
consent-read-again = Pida al usuario que lo lea otra vez
consent-copy = Copiar para el chat
consent-time = quedan { $time }
consent-hurry = Menos de medio minuto
consent-secs-left = Quedan { $secs } segundos
consent-digits = { $typed } de { $all } dígitos
consent-display = Recuadro en la pantalla
consent-code = Código de consentimiento

## Trust

trust-new = Certificado nuevo de { $name }
trust-new-about = Compárelo si puede; después se recuerda
trust-accept = Confiar y conectar
trust-once = Solo esta vez
trust-details = Detalles
trust-hide = Ocultar detalles
trust-changed = El certificado de { $name } ha cambiado
trust-changed-about = Así se ve un PC reaprovisionado, y también un ataque
trust-known-before = Conocido antes
trust-known-since = Conocido desde { $date }
trust-offered = Ofrecido ahora
trust-reason = ¿Por qué puede reemplazar al conocido?
trust-reason-hint = Por ejemplo: placa cambiada el lunes, ticket 4711
trust-accept-new = Confiar en el certificado nuevo
trust-accept-new-ask = Confiar en el nuevo…
trust-refuse = No conectar
trust-compare = Comparar
trust-itself = él mismo
trust-issuer = Emisor
trust-valid = Validez
trust-dates = { $from } a { $to }
trust-subject = Sujeto
trust-names = Nombres
trust-key = Clave
trust-unknown = desconocido

## Status bar

status-all-keys = Todas las teclas van al PC, incluso Alt+Tab · { $release } las libera
status-frames = { $n ->
        [one] { $count } imagen/s
       *[other] { $count } imágenes/s
    }
status-keys = Las teclas van al PC · { $release } las libera
status-view-only = Solo mirar, nada va al PC
status-freed = Las teclas van de nuevo a su equipo
status-click = Haga clic en la imagen o pulse { $release } para escribir en el PC
status-seen = El usuario lo ve

## Notices

note-light = Tema claro
note-dark = Tema oscuro
note-system-theme = El tema sigue al sistema
note-keys-stay = Las teclas del sistema se quedan aquí
note-keys-taken = Otro programa retiene el teclado. Ciérrelo y vuelva a capturar.
note-clipboard = La pantalla está en el portapapeles
note-screenshot = Captura guardada
note-file = Guardado como archivo
note-oversized = La imagen es demasiado grande para este equipo
note-oversized-about = { $width } × { $height } supera lo que muestra su gráfica. Elija una resolución menor en el PC.

## Journal

journal-reading = Leyendo el diario
journal-filter = Filtrar
journal-copy-tip = Copiar como CSV
journal-export = Exportar
journal-export-tip = Guardar como archivo CSV
journal-again = Leer de nuevo
journal-again-tip = Leer el diario de nuevo
journal-count = { $count ->
        [one] { $count } entrada
       *[other] { $count } entradas, las más recientes primero
    }
journal-count-of = { $count ->
        [one] { $shown } de { $count } entrada
       *[other] { $shown } de { $count } entradas, las más recientes primero
    }
journal-damaged = { $count ->
        [one] { $count } línea no se puede leer
       *[other] { $count } líneas no se pueden leer
    }
journal-empty = Aún no se ha hecho nada
journal-no-match = Ninguna entrada contiene esto
journal-stored = Quién hizo qué en qué PC y cuándo, cómo consintió su usuario y qué archivos intervinieron. Está en { $path } y no va a ningún otro sitio.
journal-nothing-stored = Nada, estos PC son simulados o esta ventana no lleva diario.
journal-sees = Lo que ve el usuario del PC
journal-sees-about = Un marco alrededor de la imagen y un icono mientras la pantalla está abierta, y antes los seis dígitos del código de consentimiento si el PC lo pide. Outband también se los muestra a usted y nunca los desactiva.
journal-read = Lo que se lee del PC
journal-read-about = Su imagen y su texto serie mientras haya una vista abierta; versión, ajustes, estado de energía, hardware y registros cuando los pide la vista Equipo. Los archivos de sus discos, no.
journal-stores = Lo que se guarda en este equipo
journal-never = Lo que nunca se guarda aquí
journal-never-about = Las teclas pulsadas, las imágenes y el texto de pantalla salvo que guarde una captura o un registro, los códigos de consentimiento y las contraseñas fuera del almacén de claves de su sistema.

## Connecting

progress-title = Conectando con { $name }
progress-name = Nombre
progress-connection = Conexión
progress-session = Sesión
progress-login = Inicio de sesión
progress-screen = Pantalla
progress-picture = Imagen
progress-encrypting = cifrando
lost-again-in = Nuevo intento automático en { $secs } s
lost-again = Nuevo intento
lost-reconnect-now = Reconectar ahora
closed-title = Desconectado de { $name }
resting-title = Sin conexión con { $name }
resting-about = Esta pestaña estaba abierta la última vez que se usó la ventana
resting-connect = Conectar
last-picture = Última imagen { $time }
fault-details = Detalles
note-close = Cerrar aviso
note-play = Reproducir
note-undo = Deshacer
past-notes-title = Avisos hasta ahora
past-notes-none = Aún no se ha avisado de nada
past-notes-copy = Copiar todo
close-lends = Aún hay una imagen prestada a { $name }
close-keep = Mantener abierto
close-eject = Expulsar y cerrar
quit-title = { $count ->
        [one] Un PC sigue abierto
       *[other] { $count } PC siguen abiertos
    }
quit-about = Lo que está abierto en ellos termina, los PC siguen funcionando
drop-boot = Suelte para arrancar { $name } desde esta imagen
full-screen-hint = { $release } libera las teclas, { $release }+F sale de pantalla completa
wall-empty = No hay ningún PC abierto. Abra algunos desde la lista o una pestaña nueva y aparecerán aquí.
wall-needs-consent = requiere consentimiento
wall-last-picture = { $state }, última imagen { $time }
steps-stop = Dejar de esperar
header-recording-title = Se está grabando la pantalla
header-recording-to = En { $path }
header-recording-about = Contiene todo lo que hay en la pantalla, nada de lo que se escribe.
header-recording-end = Terminar grabación


## Device

facts-called = Llamado
facts-amt-name = Nombre en Intel AMT
facts-os-name = Nombre en su sistema
facts-model = Modelo
facts-serial-number = Número de serie
facts-power = Energía
facts-version = Versión
facts-mode = Modo
facts-certificate = Certificado
facts-clock = Reloj
facts-event-log = Eventos
facts-audit-log = Auditoría
facts-policy = Directiva
facts-changed-by = La cambia
facts-code-shown = Código visible
facts-lapses = Caduca tras
facts-before = Antes
facts-wired = Cable
facts-wired-mac = Dirección física
facts-wired-gateway = Puerta de enlace
facts-wireless = Inalámbrico
facts-wireless-mac = Dirección física (inalámbrica)
facts-wireless-gateway = Puerta de enlace (inalámbrica)
facts-processor = Procesador
facts-drives = Unidades
facts-board = Placa
facts-displays = Pantallas
facts-started-by = Iniciado por
facts-now = Ahora
facts-memory = Memoria
facts-identity = Identidad
facts-consent = Consentimiento
facts-connected = Conectados ahora
facts-network = Red
facts-hardware = Hardware
facts-allowed = Permitido
facts-unknown = Desconocido
facts-copy = Clic para copiar
facts-ports-closed = Los puertos de redirección están cerrados, así que nada de esto se puede usar. Al activar uno se abren.
facts-enabling = Activar cambia un ajuste de Intel AMT y se anota en su registro
facts-on-closed = Activado, puertos cerrados
facts-on = Activado
facts-in-use = Activado, en uso
facts-off = Desactivado
facts-forbidden = Prohibido en la configuración del firmware
facts-absent = No en este PC
facts-enable = Activar
facts-enable-one = Activar { $feature }
facts-clock-right = { $date }, correcto
facts-clock-fast = { $date }, adelanta { $by }
facts-clock-slow = { $date }, atrasa { $by }
facts-until = { $subject }, hasta { $date }
facts-records = { $count ->
        [one] Un registro
       *[other] { $count } registros
    }
facts-consent-none = Nunca se pide
facts-consent-screen = Se pide para la pantalla
facts-consent-all = Se pide para pantalla, medios y arranque
facts-changed-console = Una consola
facts-changed-pc = Solo en el PC
facts-by-radio = { $what }, inalámbrico
facts-nobody = Nadie
facts-link-up = conectado
facts-link-down = sin enlace
facts-link-unknown = enlace desconocido
facts-modules = { $count ->
        [one] { $size } en un módulo
       *[other] { $size } en { $count } módulos
    }
facts-drive = Unidad
facts-days = { $count ->
        [one] { $count } día
       *[other] { $count } días
    }
facts-sheet = Datos
facts-doctor = Diagnóstico
facts-read-again = Leer de nuevo
facts-read-again-tip = Leer de nuevo del PC
facts-age-new = Leído hace menos de un minuto
facts-age = Leído hace { $minutes } min
facts-asking = Preguntando a Intel AMT
facts-not-yet = Aún no se sabe nada. La página se llena cuando el PC acepta el inicio de sesión.

## Logs

logs-count = { $count ->
        [one] { $count } registro
       *[other] { $count } registros
    }
logs-count-of = { $count ->
        [one] { $shown } de { $count } registro
       *[other] { $shown } de { $count } registros
    }
logs-unreadable = { $count ->
        [one] { $count } ilegible
       *[other] { $count } ilegibles
    }
logs-newest = los más recientes primero
logs-empty = El registro está vacío
logs-no-match = Ningún registro contiene esto
logs-time = Hora
logs-severity = Gravedad
logs-source = Origen
logs-text = Texto
logs-who = Quién
logs-part = Parte
logs-critical = crítico
logs-warning = advertencia
logs-information = información
logs-from = { $text }, desde { $address }

## Lock keys of a PC

lock-on = activado
lock-off = desactivado

## The picture of a PC

picture-unasked = Imágenes sin pedirlas
picture-unasked-about = Modo back-to-back: el PC envía la siguiente imagen sin esperar a que se le pida; más rápido a distancia

## What is being done

steps-finding-out-what-is = Buscando el problema
steps-reading-what-the-pc = Leyendo los datos del PC
steps-reading-what-is-switched = Leyendo qué está activado
steps-reading-which-displays-there = Leyendo qué pantallas hay
steps-showing-another-display = Mostrando otra pantalla
steps-changing-how-pictures-are = Cambiando el envío de imágenes
steps-reading-the-event-log = Leyendo el registro de eventos
steps-reading-the-audit-log = Leyendo el registro de auditoría
steps-enabling-the-screen = Activando la pantalla
steps-enabling-serial = Activando la consola serie
steps-enabling-media = Activando los medios
steps-switching-the-screen-off = Desactivando la pantalla en Intel AMT
steps-switching-serial-off-in = Desactivando la consola serie en Intel AMT
steps-switching-media-off-in = Desactivando los medios en Intel AMT
steps-starting-as-set-up = Arrancando según la configuración
steps-starting-from-disk = Arrancando desde el disco
steps-starting-from-the-network = Arrancando desde la red
steps-starting-from-cd = Arrancando desde el CD
steps-starting-into-bios-setup = Arrancando en el setup del BIOS
steps-starting-from-the-lent = Arrancando desde la imagen prestada
steps-switching-serial-and-media = Conmutando la consola serie y los medios
steps-switching-the-screen = Conmutando la pantalla
steps-switching-the-redirection-ports = Conmutando los puertos de redirección
steps-checking-what-has-become = Comprobando el resultado
steps-closing-the-screen = Cerrando la pantalla
steps-waiting-for-intel-amt = Esperando a que Intel AMT esté listo
steps-waiting-for-the-pc = Esperando al PC
steps-the-answer-was-lost = Respuesta perdida, leyendo el estado
steps-opening-the-screen-again = Abriendo de nuevo la pantalla
steps-checking-abilities-and-consent = Comprobando capacidades y consentimiento
steps-taking-old-boot-settings = Quitando los ajustes de arranque anteriores
steps-setting-the-boot-options = Fijando las opciones de arranque
steps-setting-the-boot-source = Fijando el origen de arranque
steps-switching-the-pc = Conmutando el PC
steps-putting-the-boot-settings = Restableciendo los ajustes de arranque
steps-turning-on = Encendiendo
steps-turning-off = Apagando
steps-turning-off-and-on = Apagando y encendiendo
steps-restarting = Reiniciando
steps-asking-the-system-to = Pidiendo al sistema que se apague
steps-asking-the-system-to-restart = Pidiendo al sistema que se reinicie
steps-asking-the-system-to-sleep = Pidiendo al sistema que se suspenda
steps-asking-the-system-to-hibernate = Pidiendo al sistema que hiberne
steps-sending-a-diagnostic-interrupt = Enviando una interrupción de diagnóstico
steps-of-records = { $of ->
        [one] { $done } de { $of } registro
       *[other] { $done } de { $of } registros
    }

## Starting from an image

boot-boot-from-this-image = Arrancar { $name } desde esta imagen
boot-choose-an-image-first = Elija primero una imagen
boot-this-image-cannot-start = Esta imagen no puede arrancar un PC, elija una imagen de instalación
boot-try-again = Reintentar
boot-boot-from-this-image-named = Arrancar desde esta imagen
boot-end-what-is-lent = Termine primero el préstamo en curso
boot-stopped-before-the-pc = Detenido antes de que arrancara el PC
boot-boot-settings-are-back = Los ajustes de arranque están como antes y la imagen se ha retirado.
boot-a-start-reads-about = Un arranque lee unos { $bytes }
boot-that-is-slow-a = Es lento: una imagen menor, como un instalador de red, lee menos
boot-consent-if-the-pc = Consentimiento, si el PC lo exige
boot-lend-the-image-with = Prestar la imagen, con la redirección de almacenamiento activada
boot-restart-once-from-it = Reiniciar una vez desde ella
boot-put-the-boot-settings = Restablecer los ajustes de arranque
boot-the-pc-is-off = El PC está apagado y se encenderá
boot-restart-now = Reiniciar ahora
boot-ask-its-system-first = Pedirlo antes al sistema
boot-the-firmware-of-this = El firmware de este PC no lo ofrece en este momento
boot-its-system-saves-what = El sistema guarda lo abierto y se reinicia; si está bloqueado, no responde
boot-the-pc-is-on = El PC está encendido. Se reinicia de inmediato y se pierde lo no guardado
boot-the-pc-restarts-at = El PC se reinicia de inmediato o se enciende; se pierde lo no guardado
boot-press-enter-on-the = Pulsar Intro en el PC si su cargador espera una tecla
boot-take-the-image-back = Retirar la imagen tras un minuto sin lecturas
boot-the-pc-has-not = El PC aún no se ha reiniciado
boot-the-pc-has-been = El PC se ha reiniciado y aún no ha leído el cargador
boot-loaded-of-what-a = Cargado de lo que lee un arranque
boot-the-loader-waits-enter = El cargador espera; se pulsa Intro cuando la pantalla pide una tecla
boot-the-loader-waits-press = El cargador espera, pulse Intro en el PC: su pantalla no está abierta aquí
boot-press-enter = Pulsar Intro
boot-show-screen = Mostrar pantalla
boot-the-pc-loses-the = El PC pierde el disco del que arranca y sigue sin él
boot-go-on = Continuar
boot-stop-and-put-everything = Detener y restablecer todo
boot-stop = Detener…
boot-eject = Expulsar…
boot-checking-the-image = Comprobando la imagen
boot-image-checked = Imagen comprobada
boot-connecting-to-intel-amt = Conectando con Intel AMT
boot-connected-to-intel-amt = Conectado con Intel AMT
boot-asking-for-consent = Pidiendo consentimiento
boot-no-consent-is-needed = No hace falta consentimiento
boot-consent-given = Consentimiento dado
boot-switching-storage-redirection-on = Activando la redirección de almacenamiento
boot-storage-redirection-is-on = Redirección de almacenamiento activada
boot-lending-the-image = Prestando la imagen
boot-image-lent = Imagen prestada
boot-setting-the-next-start = Fijando el próximo arranque
boot-next-start-set-for = Próximo arranque fijado, una vez
boot-restarting-the-pc = Reiniciando el PC
boot-restarted = Reiniciado
boot-loading = Cargando
boot-loaded = Cargado
boot-putting-everything-back = Restableciendo todo
boot-everything-is-as-it = Todo está como antes

## Media

media-this-system-has-no = Este sistema no tiene diálogo de archivos: escriba una ruta o suelte un archivo aquí
media-these-changes-are-not = Estos cambios no están guardados y se perderían
media-keep-them = Conservarlos
media-eject-without-saving = Expulsar sin guardar
media-or-lend-it-without = O prestarla sin reiniciar: el PC ve las unidades de inmediato
media-lend-now = Prestar ahora
media-read-me-the-six = Léame los seis dígitos del recuadro de su pantalla
media-tries-left = { $tries ->
        [one] queda { $tries } intento
       *[other] quedan { $tries } intentos
    }
media-wrong-code = Código incorrecto, { $tries }
media-six-digits = seis dígitos
media-the-pc-must-be = El PC debe estar encendido para mostrar su código
media-turn-on-and-ask = Encender y pedir
media-show-a-new-code = Mostrar un código nuevo
media-the-pc-does-not = El PC no muestra ningún código
media-ask-again = Pedir de nuevo
media-cd = CD
media-floppy = Disquete
media-eject = Expulsar
media-remove = Quitar
media-change = Cambiar…
media-change-5 = Cambiar { $title }
media-empty-in-memory-some = Vacío, en memoria: algunos sistemas se bloquean con una unidad sin disco
media-looking-at-the-image = Examinando la imagen
media-recent = Recientes
media-the-pc-may-write = El PC puede escribir en él
media-the-file-stays-as = El archivo queda como está; los cambios se guardan aparte hasta salvarlos
media-not-there-now = ahora no está
media-forget = Olvidar
media-image-for-the-cd = Imagen para la unidad de CD
media-open-cd = Abrir CD
media-choose-cd-image = Elegir imagen de CD
media-image-for-the-floppy = Imagen para la disquetera
media-open-floppy = Abrir disquete
media-choose-floppy-image = Elegir imagen de disquete
media-file-folder-or-web = Archivo, carpeta o dirección web
media-choose = Elegir…
media-changes-to-the-floppy = Cambios en el disquete
media-save-the-floppy-as = Guardar el disquete como
media-file = Archivo
media-save = Guardar
media-choose-where-to-save = Elegir dónde guardar
media-drop-an-image-here = Suelte aquí una imagen para prestarla a { $name }
media-the-pc-has-opened = El PC ha abierto la bandeja de esta unidad
media-no-file = Ningún archivo
media-connecting-again = Conectando de nuevo
media-the-pc-is-using = El PC usa sus unidades; verá estas en el próximo reinicio
media-the-pc-has-ejected = El PC ha expulsado su disco
media-the-image-can-be = La imagen vuelve a poder leerse
media-choose-an-image-for = Elegir una imagen para la unidad de CD
media-choose-an-image-for-the = Elegir una imagen para la disquetera
media-cd-images = Imágenes de CD
media-floppy-images = Imágenes de disquete
media-save-the-floppy-with = Guardar el disquete con los cambios del PC
media-the-pc-has-started = El PC ha arrancado desde la imagen
media-starting-the-pc-from = Arrancando el PC desde la imagen
media-nothing-is-lent = No hay nada prestado
media-lending-the-drives = Prestando las unidades
media-the-drives-are-lent = Las unidades están prestadas
media-eject-and-end = Expulsar y terminar
media-map-of-blocks-read = Mapa de bloques, { $percent } leído

## Screen

kvm-the-display-of-the = La pantalla del PC que se muestra
kvm-look-for-displays = Buscar pantallas
kvm-the-first-of-its = { ", " }la primera de su sistema
kvm-there-is-no-picture = No hay imagen
kvm-this-pc-does-not = Este PC no indica qué pantallas tiene
kvm-this-pc-has-one = Este PC tiene una pantalla
kvm-figures = Cifras
kvm-hide-figures = Ocultar las cifras
kvm-hide = Ocultar
kvm-picture = Imagen
kvm-scale = Escala
kvm-filter = Filtro
kvm-frames = Fotogramas
kvm-received = Recibido
kvm-changed = Cambiado
kvm-decoding = Decodificación
kvm-round-trip = Ida y vuelta
kvm-keys = Teclas
kvm-function-keys = Teclas de función
kvm-other-keys = Otras teclas
kvm-keys-to-send-to = Teclas para enviar al PC
kvm-safe = Seguro
kvm-normal = Normal
kvm-fast = Rápido
kvm-text-to-be-typed = Texto que se escribirá en el PC
kvm-text-to-type = Texto a escribir
kvm-type-characters = { $count ->
        [one] Escribir { $count } carácter
       *[other] Escribir { $count } caracteres
    }
kvm-of-them-cannot-be = { $unknown ->
        [one] { $unknown } de ellos no se puede escribir con esta distribución y se omite
       *[other] { $unknown } de ellos no se pueden escribir con esta distribución y se omiten
    }
kvm-speed = Velocidad
kvm-show-secret = Parece una contraseña: mostrarla
kvm-about-seconds = unos { $secs } s
kvm-end-with-enter = Terminar con Intro
kvm-type = Escribir
kvm-cancel = Cancelar
kvm-layout-on-the-pc = Distribución del teclado del PC
kvm-typing-of = Escribiendo, { $done } de { $total }
kvm-typed = Escrito
kvm-stop-typing = Detener la escritura
kvm-typing-waits = Espera a que esta ventana esté delante
kvm-let-go-of = { $key } está pulsada en el PC, soltarla
kvm-key-shift = Mayús
kvm-key-ctrl = Ctrl
kvm-key-alt = Alt
kvm-key-altgr = AltGr
kvm-key-windows = Windows
kvm-colours = Colores
kvm-compression = Compresión
kvm-automatic = Automático
kvm-run-lengths-and-zlib = Longitudes de tramo y zlib
kvm-run-lengths = Longitudes de tramo
kvm-none = Ninguna
kvm-halve-large-screens = Reducir a la mitad las pantallas grandes
kvm-always-halve-the-picture = Reducir siempre a la mitad
kvm-never-halve-the-picture = No reducir nunca a la mitad
kvm-65-536-colours = 65 536 colores
kvm-256-colours = 256 colores
kvm-256-greys = 256 grises
kvm-16-greys = 16 grises
kvm-all-colours = todos los colores
kvm-recording-begins = Comienza la grabación
kvm-recording-ends = Termina la grabación
kvm-scale-or-ctrl-with = Escala, o Ctrl con la rueda junto a la imagen
kvm-scale-5 = Escala { $label }
kvm-width = Ancho
kvm-whole = Entera
kvm-exact-at-whole-scales = Exacto en escalas enteras; si no, cada píxel según su área
kvm-exact-pixels = Píxeles exactos
kvm-the-nearest-pixel-never = El píxel más cercano, sin mezclar
kvm-sharp = Nítido
kvm-every-pixel-by-the = Cada píxel según su área: bordes de un píxel de pantalla
kvm-smooth = Suave
kvm-between-the-four-nearest = Entre los cuatro píxeles más cercanos al ampliar
kvm-no-text-on-this = No hay texto en esta pantalla
kvm-find = Buscar
kvm-find-in-the-text = Buscar en el texto
kvm-next = Siguiente
kvm-text-of-the-screen = Texto de la pantalla
kvm-copy-all = Copiar todo
kvm-read-again = Leer de nuevo
kvm-close = Cerrar
kvm-more = Más
kvm-there-is-no-picture-to = No hay imagen en la que escribir
kvm-screen-of-no-picture = Pantalla de { $name }, aún sin imagen
kvm-automatic-now = Automático, ahora { $format }
kvm-live = en directo
kvm-last-picture = última imagen
kvm-there-is-no-picture-to-record = No hay imagen que grabar
kvm-recording-saved = Grabación guardada
kvm-the-recording-has-ended = La grabación terminó antes de tiempo
kvm-8-bit-grey = gris de 8 bits
kvm-4-bit-grey = gris de 4 bits

## Macros

macros-the-macro-needs-a = La macro necesita un nombre
macros-another-macro-has-this = Otra macro tiene este nombre
macros-the-macro-needs-a-step = La macro necesita un paso, por ejemplo «press f12»
macros-name = Nombre
macros-boot-menu = Menú de arranque
macros-steps-one-to-a = Pasos, uno por línea
macros-macros-are-stored-as = Las macros se guardan como texto sin cifrar, use Pegar para contraseñas
macros-test-on-this-pc = Probar en este PC
macros-the-test = La prueba
macros-steps = { $count ->
        [one] { $count } paso
       *[other] { $count } pasos
    }
macros-times = { $times ->
        [one] { $steps }, una vez
       *[other] { $steps }, { $times } veces
    }
macros-press = Pulsar
macros-press-several-times = Pulsar varias veces
macros-press-until-the-screen = Pulsar hasta que cambie la pantalla
macros-wait = Esperar
macros-macro = Macro
macros-macros = Macros
macros-close-macros = Cerrar macros
macros-no-macros-of-your = Aún no hay macros propias
macros-new-macro = Nueva macro
macros-examples = Ejemplos
macros-delete = Eliminar
macros-edit = Editar
macros-make-my-own-of = Crear una propia
macros-run = Ejecutar
macros-delete-5 = Eliminar { $name }
macros-edit-5 = Editar { $name }
macros-make-my-own-of-named = Crear una propia de { $name }
macros-run-5 = Ejecutar { $name }
macros-keep = Conservar
macros-progress-of-the-macro = Progreso de la macro
macros-stop-macro = Detener macro
macros-stopped-at-step-the = { $name } se detuvo en el paso { $step }, la pantalla no cambió
macros-was-stopped = { $name } se detuvo
macros-is-done = { $name } ha terminado
macros-begins = { $name } comienza
macros-step-of = { $name }, paso { $step } de { $of }
macros-another-macro-has-this-key = Otra macro tiene esta tecla
macros-this-is-no-password = No es una contraseña, guardar
macros-record-keys = Grabar teclas
macros-stop-recording-keys = Dejar de grabar
macros-click-on-the-picture = Haga clic en la imagen y pulse las teclas, sin contraseñas
macros-key = Tecla
macros-no-key = Ninguna
macros-release-key-and = { $release } y { $key }
macros-wait-for-text = Esperar un texto
macros-stopped-at-step-text = { $name } se detuvo en el paso { $step }, el texto no apareció

## Serial console

serial-find-in-text-and = Buscar en el texto y el historial (Ctrl+Mayús+F)
serial-find-in-the-console = Buscar en la consola
serial-not-found = no encontrado
serial-find-before = Buscar antes
serial-find-before-enter = Buscar antes (Intro)
serial-find-after-shift-enter = Buscar después (Mayús+Intro)
serial-find-after = Buscar después
serial-close-search = Cerrar búsqueda
serial-close-key-test = Cerrar prueba de teclas
serial-keys-go-to-the = Las teclas vuelven al PC
serial-test-keys = Probar teclas
serial-press-a-key-nothing = Pulse una tecla. Mientras tanto no se envía nada al PC.
serial-in-use = en uso
serial-use = Usar
serial-write-a-log = Escribir un registro
serial-play-a-log = Reproducir un registro
serial-the-log-has-ended = El registro ha terminado
serial-logs-of-consoles = Registros de consolas
serial-this-system-has-no = Este sistema no tiene diálogo de archivos, escriba la ruta
serial-close-log-panel = Cerrar panel del registro
serial-log = Registro
serial-end-log = Terminar registro
serial-log-file = Archivo de registro
serial-begin-log = Iniciar registro
serial-save-text-so-far = Guardar el texto hasta ahora
serial-screen-and-history-as = Pantalla e historial como archivo de texto junto al registro
serial-what-you-type-is = Lo que escribe nunca se guarda; lo que el PC muestra de ello, sí.
serial-reading = Leyendo…
serial-play = Reproducir
serial-lines-of-text-each = Líneas de texto, cada una con su hora
serial-recording-to-be-played = Grabación, para reproducirla tal cual
serial-bytes-as-they-come = Bytes tal como llegan
serial-keys-as-the-bios = Teclas, según el BIOS
serial-characters = Caracteres
serial-backspace-sends = Retroceso envía
serial-08-for-firmware = 08, para firmware
serial-7f-for-some-systems = 7F, para algunos sistemas
serial-what-keys-send = Qué envían las teclas
serial-what-enter-sends = Qué envía Intro
serial-enter-sends = Intro envía
serial-columns-rows-and-colours = Columnas, filas y colores
serial-size = Tamaño
serial-intel-alternate = Intel, alternativo
serial-code-page-437 = Página de códigos 437
serial-space = Espacio
serial-connected-the-pc-writes = Conectado, el PC no escribe nada en su puerto serie
serial-restart-into-bios-setup = Reiniciar en el setup del BIOS…
serial-send-enter = Enviar Intro
serial-it-is-off-turn = Está apagado. Enciéndalo, con el BIOS en la consola serie.
serial-its-serial-port-is = Su puerto serie está en bucle: lo que se escribe vuelve y no llega a ningún programa.
serial-a-bios-writes-here = Un BIOS escribe aquí si se reinició con el botón de abajo o si la redirección de consola está activada en su setup.
serial-linux-writes-here-when = Linux escribe aquí si arranca con console=ttyS y el número del puerto de Intel AMT; Windows, con su Special Administration Console. Un inicio de sesión puede esperar Intro.
serial-pasting-waits-until-the = El pegado espera a que el PC lea
serial-pasted = Pegado
serial-stop-pasting = Detener el pegado
serial-the-console-is-closed = La consola está cerrada
serial-connect-again = Conectar de nuevo
serial-the-console-is-not = La consola aún no está abierta
serial-connect = Conectar
serial-connecting = Conectando
serial-waiting-for-intel-amt = Esperando la respuesta de Intel AMT
serial-logging-in = Iniciando sesión
serial-opening-the-serial-port = Abriendo el puerto serie
serial-back-to-the-pc = Volver al PC
serial-pause = Pausar
serial-play-on = Seguir
serial-place-in-the-log = Posición en el registro
serial-paste = Pegar
serial-paste-as-typing-ctrl = Pegar como escritura (Ctrl+Mayús+V)
serial-copy = Copiar
serial-copy-what-is-selected = Copiar lo seleccionado (Ctrl+Mayús+C)
serial-restart-into-bios-setup-named = Reiniciar en el setup del BIOS
serial-restart-into-bios-setup-with = Reiniciar en el setup del BIOS, con su texto en esta consola
serial-the-power-state-of = Aún no se conoce el estado de energía de este PC
serial-write-what-the-pc = Guardar lo que escribe el PC en un archivo o reproducir un registro
serial-text-of-the-pc = Se perdió texto del PC por el camino; la pantalla puede ser errónea
serial-the-pc-did-not = El PC no aceptó todo lo escrito
serial-that-is-too-much = Es demasiado para pegarlo de una vez
serial-the-protocol-of-intel = El protocolo de Intel AMT no tiene break
serial-not-connected = no conectado
serial-pc-on = PC encendido
serial-pc-off = PC apagado
serial-break = Break
serial-loopback = Loopback
serial-test-mode = Modo de prueba
serial-serial-closed = Consola serie cerrada
serial-click-the-terminal-or = Haga clic en el terminal o toque { $release } para escribir en el PC
serial-keys-are-only-looked = Las teclas solo se observan · { $release } las libera
serial-saved-as = Guardado como { $path }
serial-what-the-pc-writes = Lo que escribe el PC va a { $path }
serial-choose = Elegir, { $name }
serial-serial-console-of = Consola serie de { $name }, { $state }
serial-pasting = Pegando { $percent } %
serial-pasting-stopped-after-of = { $total ->
        [one] Pegado detenido tras { $sent } de { $total } carácter
       *[other] Pegado detenido tras { $sent } de { $total } caracteres
    }
serial-characters-were-left-out = { $characters ->
        [one] Se omitió { $characters } carácter
       *[other] Se omitieron { $characters } caracteres
    }
serial-high-contrast = Alto contraste
serial-vga-text-screen = Pantalla de texto VGA
serial-amber = Ámbar
serial-green = Verde

## Recordings

player-play-a-recording = Reproducir una grabación
player-recordings-of-screens = Grabaciones de pantalla
player-other-recording = Otra grabación
player-copy-seal = Copiar sello
player-exporting = Exportando… { $percent } %
player-export-stop = Detener; no se escribe nada
player-export = Exportar
player-still-of-this-moment = Imagen de este momento
player-animation-of-all = Animación de todo
player-animation-of-the-next = Animación del próximo minuto
player-recorded-picture-none-yet = Imagen grabada, aún ninguna
player-the-picture-is-too = La imagen es demasiado grande para este equipo
player-the-connection-was-lost = Aquí se perdió la conexión, esta es la última imagen
player-there-is-no-picture = No hay imagen en esta grabación
player-checked-so-far = Comprobado hasta ahora
player-checking = Comprobando { $name }
player-drop-its-file-on = Suelte el archivo en la ventana o indíquelo aquí
player-file-of-the-recording = Archivo de la grabación
player-open = Abrir
player-state = Estado, { $word }
player-recorded-picture-by = Imagen grabada, { $width } por { $height }
player-next-change-of-the = Siguiente cambio de la imagen (.)
player-next-change = Siguiente cambio
player-skip-still-parts = Saltar partes quietas
player-speed-arrows-up-and = Velocidad (flechas arriba y abajo)
player-speed = Velocidad { $now }
player-what-happened = Qué ocurrió
player-nothing-was-marked-in = No hay nada marcado
player-place-in-the-recording = Posición en la grabación
player-intact = Íntegra
player-no-end = Sin final
player-cut-short = Cortada
player-altered = Alterada
player-nothing-in-this-file = Nada ha cambiado en este archivo desde que se grabó. Compare su sello con el del diario.
player-connection-lost = Conexión perdida
player-picture-back = Imagen de vuelta
player-consent = Consentimiento
player-power = Energía
player-media = Medios
player-bell = Campana
player-note = Nota
player-saved-as-a-file = Guardado como archivo

## Doctor

doctor-of-checks-done = { $of ->
        [one] { $done } de { $of } comprobación hecha
       *[other] { $done } de { $of } comprobaciones hechas
    }
doctor-of-checks-done-stopped = { $of ->
        [one] { $done } de { $of } comprobación hecha, detenido
       *[other] { $done } de { $of } comprobaciones hechas, detenido
    }
doctor-stopped = { ", " }detenido
doctor-nothing-needs-attention = Nada requiere atención
doctor-one-of-checks-needs = { $done ->
        [one] La única comprobación hecha requiere atención{ $stopped }
       *[other] Una de { $done } comprobaciones requiere atención{ $stopped }
    }
doctor-of-checks-need-attention = { $n } de { $done } comprobaciones requieren atención{ $stopped }
doctor-stop = Detener
doctor-run-again = Repetir
doctor-copy-report = Copiar informe
doctor-find-out-why-it = Averiguar por qué no funciona
doctor-checks-name-ports-encryption = Comprueba por turno nombre, puertos, cifrado, inicio de sesión, energía, pantalla, consola serie y medios, e indica qué hacer con cada problema. No se cambia nada en el PC.
doctor-run-doctor = Ejecutar doctor
doctor-fine = Correcto
doctor-needs-attention = Requiere atención
doctor-unknown = Desconocido
doctor-skipped = Omitido

## What answers at an address

findings-intel-amt-answers = Intel AMT { $version } responde
findings-intel-amt-answers-its = Intel AMT responde, su versión es desconocida
findings-the-pc-answers-intel = El PC responde, Intel AMT no
findings-nothing-answers-yet = Aún no responde nada
findings-no-encrypted-port-is = No hay ningún puerto cifrado abierto
findings-encrypted-ports = Puertos cifrados { $numbers }, { $trouble }
findings-encrypted-ports-5 = Puertos cifrados { $numbers }
findings-no-plain-port-is = No hay ningún puerto sin cifrar abierto
findings-the-certificate-has-changed = el certificado ha cambiado
findings-a-certificate-of-yours = se pide un certificado suyo
findings-only-is-offered = solo se ofrece { $what }
findings-encryption-fails = falla el cifrado

## Here and there

other-no-pc-is-in = No hay ningún PC delante
other-screen-is-in-front = La propia pantalla está delante
other-this-window-has-no = Esta ventana no tiene libreta de direcciones
other-all-files = Todos los archivos
other-lists-of-pcs = Listas de PC
other-no-end-recorded = sin final registrado
other-the-keys-of-the = Las teclas del sistema solo van a los PC en la ventana principal
other-the-display-server-does = El servidor gráfico no responde
boot-a-start-takes = Un arranque lee unos { $bytes }, { $time } con { $trip } de ida y vuelta
boot-started-in = Arrancó desde la imagen en { $time }
boot-started-stays = Arrancó desde la imagen en { $time }; se queda hasta que usted termine
boot-read-of = { $read } de unos { $whole }
boot-read = { $read } leídos
boot-time-left = quedan { $time }
media-changed-kept = El PC ha cambiado { $changed } de { $name }, guardados en memoria
media-verb-drive = { $verb } { $title }
media-forget-named = Olvidar { $image }
media-read-of-drive = Leído: { $title }
media-all-at-this-rate = Todo { $time } a este ritmo
media-changed-blocks = { $count ->
        [one] El PC ha cambiado { $count } bloque
       *[other] El PC ha cambiado { $count } bloques
    }
media-read-of = { $read } de { $whole }
media-last-read = última lectura hace { $secs } s
media-nothing-read = aún no se ha leído nada
media-floppy-saved = El disquete se guardó como { $path }
media-several-dropped = Se soltaron { $count } archivos, suelte una sola imagen
kvm-display = Pantalla { $number }
kvm-areas = { $n ->
        [one] { $rate } área/s
       *[other] { $rate } áreas/s
    }
kvm-per-frame = { $ms } ms/fotograma
kvm-recording-going = Grabación { $time }, { $size }
kvm-found = { $count ->
        [one] { $count } encontrado
       *[other] { $count } encontrados
    }
kvm-text-is-read-where = El texto se lee donde firmware, cargadores y consolas lo escriben en celdas de una fuente conocida, no en escritorios
kvm-screen-of = Pantalla de { $name }, { $width } por { $height }, { $state }
kvm-recorded-until = Lo grabado hasta entonces se puede reproducir: { $measure }
kvm-only-with-intel-amt = Solo con Intel AMT 16 y posterior
serial-it-opens-as-soon = Se abre en cuanto se alcanza { $name } y acepta un inicio de sesión.
serial-is-sent-as = { $key } se envía como
serial-use-dialect = Usar { $dialect }
serial-replay-of = Reproducción de { $name }
serial-log-goes-to = El registro va a { $path }
serial-lines-back = { $count ->
        [one] { $count } línea atrás
       *[other] { $count } líneas atrás
    }
serial-opens-link = Abre { $address } en su navegador
serial-enter = Intro { $ending }
serial-pasting-of = Pegando, { $sent } de { $total }
macros-line = Línea { $line }, { $why }
macros-delete-ask = ¿Eliminar { $name }?
player-events = Eventos { $count }
player-more = y { $count } más
player-has-no-end = No tiene final, porque el programa que la escribía se detuvo. Todo hasta { $until } está como se grabó.
player-is-cut = { $bytes ->
        [one] Falta el último byte. Todo hasta { $until } está como se grabó.
       *[other] Faltan los últimos { $bytes } bytes. Todo hasta { $until } está como se grabó.
    }
player-is-altered = Se cambió después de grabarse, desde el byte { $offset }. Todo hasta { $until } está como se grabó; después no se muestra nada.
findings-plain-ports = Puertos sin cifrar { $numbers }
steps-reading = Leyendo, { $part } ya se conoce
other-wayland-keeps-the-keys = Wayland se queda las teclas del sistema; el menú Teclas las envía
other-this-system-keeps-its = Este sistema se queda sus teclas; el menú Teclas las envía
doctor-waits-for = Espera a «{ $check }»
steps-the-pc-is = Estado del PC: { $state }

## Words of the journal, of facts and of drives

journal-consent = consentimiento: { $state }
journal-by = por { $who }
journal-kind-screen = pantalla
journal-kind-serial = consola serie
journal-kind-media = medios
journal-kind-power = energía
journal-kind-consent = consentimiento
journal-kind-enable = activado
journal-kind-disable = desactivado
journal-kind-info = datos leídos
journal-kind-log = registro leído
journal-kind-trust = certificado aceptado
journal-kind-other = otra cosa
journal-detail-on = encender
journal-detail-off = apagar
journal-detail-cycle = apagar y encender
journal-detail-reset = reinicio
journal-detail-off-graceful = apagado del sistema
journal-detail-reset-graceful = reinicio del sistema
journal-detail-sleep = suspender
journal-detail-hibernate = hibernar
journal-detail-nmi = interrupción de diagnóstico
journal-detail-to-disk = arranque del disco
journal-detail-to-pxe = arranque de la red
journal-detail-to-cd = arranque del CD
journal-detail-to-bios = arranque en la BIOS
journal-detail-to-image = arranque de la imagen prestada
journal-detail-kvm = pantalla
journal-detail-sol = serie
journal-detail-media = medios
journal-detail-events = eventos
journal-detail-audit = auditoría
journal-detail-doctor = diagnóstico
journal-detail-boot = arrancado desde ahí
journal-detail-floppy-may-be-written-to = disquete modificable
journal-detail-recorded = grabado
journal-detail-with-input = con teclado y ratón
journal-detail-taken-back = retirado
journal-detail-consent-status = estado del consentimiento
journal-detail-request = pedido
journal-detail-submit = código entregado
journal-detail-cancel = retirado
journal-consent-none = no hace falta
journal-consent-code = con código
fault-breach = una infracción del protocolo
facts-mode-admin = Modo administrador
facts-mode-client = Modo cliente
facts-mode-none = Sin configurar
media-label = etiqueta «{ $label }»
media-starts-both = arranca con BIOS y UEFI
media-starts-bios = arranca solo con BIOS
media-starts-uefi = arranca solo con UEFI
media-starts-none = no arranca ningún PC
media-time-secs = { $secs } s
media-time-min = { $minutes } min { $secs } s
macros-example-f12 = F12 hasta que cambie la pantalla
macros-example-del = Supr hasta que cambie la pantalla
macros-example-second = Segunda entrada de un menú de arranque
macros-example-awake = Mantener la pantalla despierta una hora
serial-sends-nothing = nada
player-day = { $day }/{ $month }
journal-consent-not-needed = no hace falta
journal-consent-given-before = dado antes
journal-consent-given = dado
journal-consent-in-session = en sesión
journal-consent-not-asked = no pedido
journal-consent-requested = pedido
journal-consent-shown = código mostrado
journal-consent-unknown = desconocido
journal-detail-asked = preguntado
journal-detail-first-use = primer uso
journal-detail-fingerprint-given = huella indicada
journal-detail-replaced = sustituido
fault-flaw = Algo falla en su contenido o en su firma
outcome-done = hecho
outcome-interrupted = interrumpido
outcome-audit-log-full = registro de auditoría lleno
outcome-boot-missed = imagen no leída
outcome-busy = otra consola conectada
outcome-certificate-changed = certificado cambiado
outcome-certificate-flawed = certificado inservible
outcome-certificate-issuer = emisor desconocido
outcome-certificate-name = certificado para otro nombre
outcome-certificate-out-of-date = certificado caducado
outcome-certificate-unknown = certificado sin decidir
outcome-clock-wrong = reloj incorrecto
outcome-consent-blocked = códigos bloqueados
outcome-consent-declined = rechazado por el usuario
outcome-consent-expired = código caducado
outcome-consent-needed = hace falta consentimiento
outcome-consent-no-code = sin código
outcome-consent-not-asked = ningún código pedido
outcome-consent-pc-off = PC apagado
outcome-consent-withdrawn = código retirado
outcome-consent-wrong = código incorrecto
outcome-device-refused = rechazado por el PC
outcome-encryption-gone = ya sin cifrado
outcome-encryption-outdated = cifrado anticuado
outcome-file-unreadable = archivo ilegible
outcome-file-unusable = archivo inservible
outcome-file-unwritable = archivo no modificable
outcome-filtered = Intel AMT callado
outcome-folder-unusable = carpeta inservible
outcome-forbidden = prohibido en la configuración
outcome-hung-up = conexión cortada al instante
outcome-identity-unusable = certificado propio inservible
outcome-image-cut-off = imagen cortada
outcome-image-empty = imagen vacía
outcome-image-odd-length = longitud de imagen no válida
outcome-image-too-large = imagen demasiado grande
outcome-image-unreadable = imagen ilegible
outcome-internal = error de Outband
outcome-key-store = fallo del almacén de claves
outcome-login-refused = inicio de sesión rechazado
outcome-login-too-long = credenciales demasiado largas
outcome-lost = conexión perdida
outcome-no-answer = sin respuesta
outcome-no-common-encryption = sin cifrado común
outcome-no-display = sin pantalla
outcome-no-login-method = sin método de inicio común
outcome-no-picture = sin imagen
outcome-no-reset = sin reinicio
outcome-no-route = sin ruta
outcome-no-screen = sin pantalla remota
outcome-no-window = sin ventana
outcome-not-allowed = no permitido
outcome-not-amt = no es Intel AMT
outcome-not-an-image = no es una imagen
outcome-not-bootable = no arrancable
outcome-not-configured = sin configurar
outcome-not-encrypted = sin cifrar
outcome-not-known = desconocido para el PC
outcome-not-now = imposible entonces
outcome-not-put-back = ajustes no restablecidos
outcome-not-reached = el PC no respondió
outcome-not-started = sesión no iniciada
outcome-not-vnc = no es un servidor VNC
outcome-nothing-lent = nada prestado
outcome-only-encrypted = solo cifrado
outcome-other-session = otra sesión abierta
outcome-overrun = demasiada entrada
outcome-pc-asleep = PC suspendido
outcome-pc-off = PC apagado
outcome-plain-port = dirección con puerto sin cifrar
outcome-port-taken = puerto ocupado
outcome-realm-changed = no es el mismo PC
outcome-refused = puerto cerrado
outcome-screen-refused = pantalla denegada
outcome-serial-forbidden = apareció texto prohibido
outcome-serial-input-lost = entrada perdida
outcome-serial-not-seen = faltó el texto esperado
outcome-serial-power-off = PC apagado
outcome-session-open = sesión abierta
outcome-settings-damaged = ajustes dañados
outcome-store-damaged = libreta de direcciones dañada
outcome-store-newer = archivo de una versión más reciente
outcome-switched-off = desactivado
outcome-system = fallo de este equipo
outcome-too-large = imagen demasiado grande
outcome-trust-store = lista de PC de confianza inservible
outcome-type-unknown = sesión desconocida para el PC
outcome-unconfirmed = sin confirmar
outcome-unexpected = respuesta inesperada
outcome-unknown-name = nombre desconocido
outcome-unsupported = desactivado o ausente
outcome-vm-missing = máquina virtual imposible
outcome-vm-not-started = máquina virtual no arrancada
outcome-vm-unsupported = máquinas virtuales no admitidas
outcome-vnc-encryption = sin cifrado común
outcome-vnc-password-needed = falta la contraseña VNC
outcome-vnc-password-wrong = contraseña VNC incorrecta
outcome-vnc-refused = el servidor VNC rechazó
outcome-wants-identity = certificado pedido
serial-line-on = { $line } activo
serial-line-off = { $line } inactivo
kvm-8-bit = 8 bits
kvm-16-bit = 16 bits
kvm-32-bit = 32 bits

alert-consent-given = Se dio el consentimiento
alert-consent-refused = No se dio el consentimiento
alert-started = Ha arrancado desde la imagen
alert-stalled = El arranque desde la imagen se ha detenido
alert-not-started = No arrancó desde la imagen
alert-image-lost = La imagen prestada ya no está
alert-back = La pantalla ha vuelto
alert-text-seen = El texto que esperaba su macro está ahí
alert-many = Novedades de { $pcs } PC
alert-a-pc = Un PC
