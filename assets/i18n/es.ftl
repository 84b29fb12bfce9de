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
help-about-screen = La imagen del PC, tal como la dibuja su gráfica. Un clic le da el teclado; lo que escribe va al PC, salvo las combinaciones con Ctrl derecha.
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
keys-release = Ctrl derecha
keys-hint = Haga clic en unas teclas para cambiarlas. Las combinaciones con Ctrl derecha valen mientras las teclas van al PC.
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
settings-size = Tamaño
settings-size-name = Tamaño de la interfaz
settings-language = Idioma
settings-language-system = Como el sistema
settings-language-note = Los mensajes de fallos, los registros y la línea de comandos están en inglés
settings-language-no-font = Ninguna fuente de este sistema tiene sus letras
settings-keyboard = Teclado
settings-layout = Distribución de teclado de los PC cuya ficha no indica ninguna
settings-safety = Seguridad
settings-tls = Cifrado
settings-tls-auto = Donde el PC lo ofrezca
settings-tls-require = Siempre
settings-tls-off = Nunca
settings-tls-about = Para los PC cuya ficha no diga otra cosa. Con un PC que alguna vez usó TLS nunca se habla sin él, salvo que usted lo diga en ese momento.
settings-tls-warning = Cualquiera en el camino puede leer contraseñas e imágenes
settings-consoles = Consolas
settings-bell = Sonar cuando un PC llame
settings-links = Abrir direcciones web de consolas serie con Ctrl y un clic
settings-folders = Carpetas
settings-screenshots = Capturas de pantalla
settings-recordings = Grabaciones
settings-images = Imágenes de disco
settings-folder-hint = La de su sistema
settings-folder-wrong = La ruta de una carpeta empieza en la raíz
settings-shortcuts = Atajos

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
book-answers = responde
book-silent = no responde
book-unknown = presencia desconocida
book-folded = plegado
book-unfolded = desplegado
book-logs-in-as = Inicia sesión como { $user }
book-no-group = Sin grupo
book-added = { $pcs } añadidos
book-added-changed = { $pcs } añadidos, { $changed } cambiados
book-changed = { $pcs } cambiados
book-removed = { $pcs } quitados
book-saved-in = { $pcs } guardados en { $path }
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
import-some-known = { $pcs } en la lista, { $known } ya conocidos
import-skip = Dejar los PC conocidos como están
import-update = Tomar lo que la lista dice de ellos
import-twice = Añadirlos otra vez
import-passwords = { $count } contraseñas de la lista se quedan allí, las contraseñas solo van al almacén de claves
import-ignored = Columnas sin significado aquí: { $columns }
import-left-out = { $count } entradas se omiten
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
scan-running = { $done } de { $of } direcciones
scan-done = { $of } direcciones terminadas
scan-stopped = Detenido tras { $done } de { $of } direcciones
scan-nothing-yet = aún no responde nada
scan-nothing = no responde nada
scan-answer = { $pcs } responden
scan-encrypted = cifrado
scan-plain = sin cifrar
scan-saved-as = guardado como { $name }

## Command palette

palette-hint = ¿Qué desea hacer?
palette-name = Acción o PC
palette-nothing = Nada se llama así
palette-connect = Conectar con { $name }

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
trust-known = Huella conocida
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

status-all-keys = Todas las teclas van al PC, incluso Alt+Tab · Ctrl derecha las libera
status-keys = Las teclas van al PC · Ctrl derecha las libera
status-view-only = Solo mirar, nada va al PC
status-freed = Las teclas van de nuevo a su equipo
status-click = Haga clic en la imagen o pulse Ctrl derecha para escribir en el PC
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
journal-count = { $count } entradas, las más recientes primero
journal-count-of = { $shown } de { $count } entradas, las más recientes primero
journal-damaged = { $count } líneas no se pueden leer
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
last-picture = Última imagen { $time }
fault-details = Detalles
note-close = Cerrar aviso
note-play = Reproducir
note-undo = Deshacer
close-lends = Aún hay una imagen prestada a { $name }
close-keep = Mantener abierto
close-eject = Expulsar y cerrar
drop-boot = Suelte para arrancar { $name } desde esta imagen
full-screen-hint = Ctrl derecha libera las teclas, Ctrl derecha+F sale de pantalla completa
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
facts-days = { $count } días
facts-sheet = Datos
facts-doctor = Diagnóstico
facts-read-again = Leer de nuevo
facts-read-again-tip = Leer de nuevo del PC
facts-age-new = Leído hace menos de un minuto
facts-age = Leído hace { $minutes } min
facts-asking = Preguntando a Intel AMT
facts-not-yet = Aún no se sabe nada. La página se llena cuando el PC acepta el inicio de sesión.

## Logs

logs-count = { $count } registros
logs-count-of = { $shown } de { $count } registros
logs-unreadable = { $count } ilegibles
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
