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
