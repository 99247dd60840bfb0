# Page texts in Spanish. All six page files have the same keys and variables, in the same order.

# Around every page.
skip = Ir al contenido
nav-label = Navegación principal
nav-home = Inicio
nav-profile = Perfil
nav-sessions = Sesiones
nav-environments = Entornos
nav-logout = Cerrar sesión
language-label = Idioma
acting-label = Está actuando como otro usuario
acting-as = Está actuando como { $name }. Sus acciones también se registran con su propio nombre.
acting-end = Volver a mi cuenta
save = Guardar
administrator = Administrador
back-to-login = Volver al inicio de sesión

# After an action.
note-enrolled = Su cuenta está lista. Ya puede iniciar sesión.
note-reset = Se ha cambiado su contraseña. Ya puede iniciar sesión con ella.
note-password-changed = Se ha cambiado su contraseña. Se ha cerrado su sesión en todos los demás dispositivos.
note-logged-out = Ha cerrado la sesión.
note-saved = Se han guardado los cambios.
note-address-asked = Hemos enviado un correo electrónico a la nueva dirección. Abra el enlace que contiene para confirmar el cambio.
note-address-changed = Se ha cambiado su dirección de correo electrónico.
note-address-withdrawn = Se ha cancelado el cambio de su dirección de correo electrónico.
note-session-ended = Se ha cerrado esa sesión.
note-sessions-ended = Se han cerrado todas las demás sesiones.
note-second-factor-on = La verificación en dos pasos está activada.
note-second-factor-off = La verificación en dos pasos está desactivada.
note-impersonation-ended = Vuelve a usar su propia cuenta.
note-impersonation-refused = No puede actuar como este miembro. Elija un miembro activo que no sea administrador.

# Fields.
field-name = Nombre de usuario o dirección de correo electrónico
field-password = Contraseña
field-username = Nombre de usuario
field-code = Código
field-address = Nueva dirección de correo electrónico
field-current = Contraseña actual
field-new-password = Nueva contraseña
field-member-name = Nombre
field-email = Dirección de correo electrónico
field-language = Idioma
field-locale = Formato de fechas y números
field-theme = Apariencia
field-defaultEnvironment = Entorno predeterminado
field-releaseMails = Correos electrónicos sobre nuevas versiones
field-releaseMails-hint = Recibirá un correo electrónico cuando haya una nueva versión disponible.
field-disableCache = Desactivar la caché
field-disableCache-hint = Active esta opción si una página muestra contenido desactualizado.
no-default = Preguntar siempre
theme-light = Claro
theme-dark = Oscuro
theme-systemSettings = Igual que el sistema

# Login.
login-title = Iniciar sesión
login-button = Iniciar sesión
login-forgot = ¿Ha olvidado su contraseña?
login-refused = El nombre de usuario, la dirección de correo electrónico o la contraseña son incorrectos. Compruébelos e inténtelo de nuevo.
second-title = Verificación en dos pasos
second-lead = Abra su aplicación de autenticación e introduzca el código de seis cifras.
second-button = Continuar
second-recovery = Si no tiene el teléfono a mano, introduzca uno de sus códigos de recuperación.
second-refused = Este código es incorrecto o ya se ha usado. Introduzca el siguiente código de la aplicación u otro código de recuperación.
must-title = Elija una nueva contraseña
must-lead = Otra persona estableció su contraseña. Elija una que solo usted conozca.
must-button = Guardar y continuar

# Forgotten password.
forgot-title = ¿Ha olvidado su contraseña?
forgot-lead = Introduzca su nombre de usuario o su dirección de correo electrónico. Le enviaremos un enlace para elegir una nueva contraseña.
forgot-button = Enviar enlace
forgot-done = Si esta cuenta existe, recibirá un correo electrónico con un enlace.
forgot-done-hint = Puede tardar unos minutos. Revise también la carpeta de correo no deseado.
reset-title = Elija una nueva contraseña
reset-lead = Se cerrará su sesión en todos los dispositivos. Después podrá iniciar sesión con la nueva contraseña.
reset-button = Guardar contraseña

# Enrolment.
enrol-title = Le damos la bienvenida
enrol-lead = Elija un nombre de usuario y una contraseña para su cuenta.
enrol-username-hint = Puede usar su dirección de correo electrónico como nombre de usuario.
enrol-button = Crear cuenta

# Links in e-mails.
link-bad = Este enlace no funciona
link-bad-text = Ya se ha usado, o un correo electrónico más reciente lo ha sustituido. Use el enlace del correo electrónico más reciente.
link-expired = Este enlace ha caducado
link-expired-text = Por su seguridad, los enlaces solo son válidos durante un tiempo limitado. Solicite uno nuevo.
link-ask = Enviarme un nuevo enlace
link-asked = Revise su correo electrónico
link-asked-text = Si el enlace era para usted, recibirá uno nuevo en unos minutos.
link-forgot = Solicitar un nuevo enlace
address-title = Confirme su dirección de correo electrónico
address-lead = Cuando confirme, los correos electrónicos sobre su cuenta se enviarán a { $address }.
address-button = Confirmar
address-hint = No cambia nada hasta que confirme. Si no ha solicitado este cambio, cierre esta página.

# Passwords.
password-rules = Requisitos de la contraseña
password-met = cumplido
password-unmet = no cumplido
password-refused = Esta contraseña no cumple todos los requisitos siguientes.

# Environments.
environments-title = Elija un entorno
environments-lead = Tiene acceso a estos entornos.
environments-empty = Todavía no hay entornos
environments-empty-hint = Cuando un administrador le dé acceso a un entorno, aparecerá aquí.
environments-open = Abrir
environments-open-named = Abrir { $name }
environments-default = Predeterminado
environments-last = Abierto por última vez: { $moment }

# Home.
home-title = Inicio
home-hello = Hola, { $name }
home-menus = Sus menús
home-empty = Todavía no hay menús
home-empty-hint = Los menús que un administrador le asigne a usted o a sus grupos aparecerán aquí.
home-you = Sus datos
home-environment = Entorno
home-role = Rol
home-rights = Permisos
home-groups = Grupos
home-since = Miembro desde
home-profile = Editar su perfil
act-title = Actuar como otro miembro
act-lead = Verá las páginas como este miembro. Un aviso lo indica en cada página y sus acciones quedan registradas.
act-field = Dirección de correo electrónico del miembro
act-button = Actuar como este miembro

# Profile.
profile-title = Su perfil
profile-here = En { $environment }
profile-here-hint = Estos ajustes solo se aplican a este entorno.
profile-account = Su cuenta
profile-account-hint = Estos ajustes se aplican a todos los entornos. Solo usted puede cambiarlos.
profile-address = Su dirección de correo electrónico
profile-address-now = Los correos electrónicos sobre su cuenta se envían a { $address }.
profile-address-pending = El cambio a { $address } aún no está confirmado. Abra el enlace del correo electrónico que hemos enviado a esa dirección.
profile-address-button = Cambiar dirección de correo electrónico
profile-address-withdraw = Cancelar el cambio
profile-password = Su contraseña
profile-password-hint = Se cerrará su sesión en todos los demás dispositivos.
profile-password-button = Cambiar contraseña
profile-acting = Solo su titular puede ver esta cuenta. Para ver la suya, elija «Volver a mi cuenta».

# Sessions.
sessions-title = Sus sesiones
sessions-lead = Tiene la sesión iniciada en estos navegadores. Si no reconoce alguno, cierre su sesión y cambie su contraseña.
sessions-browser = Navegador
sessions-began = Inicio
sessions-seen = Último uso
sessions-act = Acción
sessions-this = Sesión actual
sessions-end = Cerrar
sessions-end-named = Cerrar la sesión en { $browser }
sessions-end-others = Cerrar todas las demás sesiones
sessions-only = No tiene ninguna otra sesión abierta.
browser-unknown = Navegador desconocido

# Second factor.
factor-title = Verificación en dos pasos
factor-lead = La verificación en dos pasos protege su cuenta con un segundo factor: en cada inicio de sesión, también introduce un código de una aplicación de su teléfono.
factor-off = La verificación en dos pasos está desactivada.
factor-on = La verificación en dos pasos está activada. { $left ->
    [one] Queda { $left } código de recuperación.
   *[other] Quedan { $left } códigos de recuperación.
}
factor-manage = Gestionar
factor-required = El entorno que quiere abrir requiere la verificación en dos pasos.
factor-begin = Configurar
factor-scan = Escanee el código QR
factor-scan-hint = Escanee el código QR con una aplicación de autenticación. Después, introduzca el código que muestra la aplicación.
factor-secret = O introduzca esta clave en la aplicación:
factor-picture = Código QR con la clave para su aplicación de autenticación
factor-confirm = Confirmar
factor-codes = Sus códigos de recuperación
factor-codes-hint = Si no tiene su teléfono, inicie sesión con uno de estos códigos. Cada código sirve una sola vez. Anótelos y guárdelos en un lugar seguro: no se volverán a mostrar.
factor-codes-done = He guardado los códigos
factor-change-title = Cambiar la verificación en dos pasos
factor-renew-hint = Los nuevos códigos de recuperación sustituyen a los actuales.
factor-renew = Crear nuevos códigos de recuperación
factor-proof-hint = Para confirmar que es usted, introduzca un código de la aplicación o un código de recuperación.
factor-remove = Desactivar la verificación en dos pasos

# Error pages.
error-not-found = Página no encontrada
error-not-found-text = Esta página no existe o usted no tiene acceso a ella.
error-method-text = No puede abrir esta dirección directamente. Empiece por la página de inicio.
error-forbidden = No permitido
error-forbidden-text = No hemos podido verificar que la solicitud procediera de este sitio. Abra la página de nuevo y repita la acción.
error-busy = Inténtelo más tarde
error-busy-text = El servidor está ocupado. Espere un momento e inténtelo de nuevo.
error-fault = Algo ha salido mal
error-fault-text = El error es nuestro. Inténtelo de nuevo. Si vuelve a ocurrir, avise a su administrador.
error-request = La solicitud ha fallado
error-request-text = El servidor no ha podido leer la solicitud. Abra la página de nuevo.
error-way-out = Ir a la página de inicio

# Errors by code.
problem-other = Este valor no está permitido. Compruébelo e inténtelo de nuevo.
problem-E0104 = Introduzca una dirección de correo electrónico válida, por ejemplo nombre@example.com.
problem-E0105 = Elija uno de los valores de la lista.
problem-E0106 = Es demasiado largo. Introduzca un texto más corto.
problem-E0107 = Rellene este campo.
problem-E0114 = Elimine los saltos de línea y los caracteres invisibles.
problem-E0204 = Ya está en uso. Introduzca otro valor.
problem-E0710 = Este enlace ya no es válido.
problem-E0711 = Este enlace ha caducado. Solicite uno nuevo.
problem-E0720 = Demasiados intentos. Espere unos minutos e inténtelo de nuevo.
problem-E0728 = Este nombre de usuario ya está en uso. Elija otro.
problem-E0729 = Un nombre de usuario con @ debe ser su propia dirección de correo electrónico.
problem-E0730 = Su sesión ha finalizado. Inicie sesión de nuevo.
problem-E0731 = Esta no es su contraseña actual.
problem-E0746 = Este código es incorrecto. Espere al siguiente código de la aplicación e introdúzcalo.
problem-E0747 = Uno de sus entornos requiere la verificación en dos pasos. No puede desactivarla.
problem-E0751 = Esta ya es su dirección de correo electrónico.

# Rules for passwords.
rule-length = Al menos { $least } caracteres
rule-length-most = Como máximo { $most } caracteres
rule-kinds-all = Una cifra, una mayúscula, una minúscula y un carácter especial
rule-kinds = Al menos { $least } de estos: cifra, mayúscula, minúscula, carácter especial
rule-common = Que no sea una contraseña de uso común
rule-guessable = Difícil de adivinar: larga y más que una palabra o un patrón común
rule-own = Sin su nombre, su nombre de usuario ni su dirección de correo electrónico
rule-former = Ninguna de sus últimas { $last } contraseñas
