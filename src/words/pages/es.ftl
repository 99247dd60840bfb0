# Español. What pages say. Every file has the same keys with the same variables, in the same order.

# Around every page.
skip = Ir al contenido
nav-label = Navegación principal
nav-home = Inicio
nav-profile = Perfil
nav-sessions = Sesiones
nav-environments = Entornos
nav-logout = Cerrar sesión
language-label = Idioma
acting-label = Está actuando como otra persona
acting-as = Está actuando como { $name }. Lo que haga se registra también con su propio nombre.
acting-end = Dejar de actuar
save = Guardar
administrator = Administrador
back-to-login = Volver al inicio de sesión

# What was done.
note-enrolled = Su cuenta está lista. Ya puede iniciar sesión.
note-reset = Su contraseña se ha cambiado. Ya puede iniciar sesión con ella.
note-password-changed = Su contraseña se ha cambiado. En todos los demás sitios se ha cerrado la sesión.
note-logged-out = Ha cerrado la sesión.
note-saved = Sus cambios se han guardado.
note-address-asked = Hemos enviado un correo a la nueva dirección. Abra el enlace que contiene para confirmar el cambio.
note-address-changed = Su dirección de correo se ha cambiado.
note-address-withdrawn = El cambio de su dirección se ha retirado. Nada cambia.
note-session-ended = Esa sesión se ha cerrado.
note-sessions-ended = Todas las demás sesiones se han cerrado.
note-second-factor-on = El segundo factor está configurado.
note-second-factor-off = El segundo factor se ha eliminado.
note-impersonation-ended = Vuelve a ser usted.
note-impersonation-refused = No puede actuar como este miembro. Tiene que ser un miembro activo que no sea administrador.

# Fields.
field-name = Nombre de usuario o dirección de correo
field-password = Contraseña
field-username = Nombre de usuario
field-code = Código
field-address = Nueva dirección de correo
field-current = Contraseña actual
field-new-password = Nueva contraseña
field-member-name = Nombre
field-email = Dirección de correo
field-language = Idioma
field-locale = Fechas y números
field-theme = Apariencia
field-defaultEnvironment = Se abre al iniciar sesión
field-releaseMails = Novedades sobre nuevas versiones
field-releaseMails-hint = Le escribimos cuando hay una nueva versión.
field-disableCache = Cargar siempre las páginas de nuevo
field-disableCache-hint = Ayuda si una página parece mostrar algo antiguo.
no-default = Déjeme elegir
theme-light = Claro
theme-dark = Oscuro
theme-systemSettings = Como mi sistema

# Login.
login-title = Iniciar sesión
login-button = Iniciar sesión
login-forgot = ¿Ha olvidado su contraseña?
login-refused = El nombre y la contraseña no coinciden. Compruebe ambos.
second-title = Su código
second-lead = Abra su aplicación de autenticación y escriba las seis cifras que muestra.
second-button = Continuar
second-recovery = Si no tiene el teléfono a mano, escriba uno de sus códigos de recuperación.
second-refused = Este código no es correcto o ya se ha usado.
must-title = Elija una nueva contraseña
must-lead = Su contraseña la puso otra persona. Elija una que solo usted conozca.
must-button = Guardar y continuar

# Forgotten password.
forgot-title = ¿Ha olvidado su contraseña?
forgot-lead = Escriba su nombre de usuario o su dirección de correo. Le enviaremos un enlace para una nueva contraseña.
forgot-button = Enviar el enlace
forgot-done = Si existe una cuenta con este nombre, hay un correo en camino.
forgot-done-hint = Puede tardar unos minutos. Mire también en el correo no deseado.
reset-title = Elija una nueva contraseña
reset-lead = Después iniciará sesión con ella; en todos los demás sitios se cerrará la sesión.
reset-button = Guardar la contraseña

# Enrolment.
enrol-title = Le damos la bienvenida
enrol-lead = Elija un nombre de usuario y una contraseña para su cuenta.
enrol-username-hint = Puede conservar su dirección de correo como nombre de usuario.
enrol-button = Crear mi cuenta

# Links in letters.
link-bad = Este enlace no funciona
link-bad-text = Ya se ha usado, o un correo más reciente lo ha sustituido. Use el enlace del correo más reciente.
link-expired = Este enlace es demasiado antiguo
link-expired-text = Por su seguridad, los enlaces solo funcionan durante un tiempo limitado.
link-ask = Envíenme un nuevo enlace
link-asked = Hay un correo en camino
link-asked-text = Si el enlace era para usted, recibirá uno nuevo en unos minutos.
link-forgot = Pedir un nuevo enlace
address-title = Confirme su dirección de correo
address-lead = A partir de ahora, los correos para usted irán a { $address }.
address-button = Confirmar
address-hint = Nada cambia hasta que confirme. Si no lo ha pedido, cierre esta página.

# Passwords.
password-rules = Reglas para su contraseña
password-met = cumplido
password-unmet = no cumplido
password-refused = Esta contraseña no cumple todas las reglas de abajo.

# Environments.
environments-title = Elija un entorno
environments-lead = Aquí puede trabajar.
environments-empty = Todavía no hay nada que abrir
environments-empty-hint = En cuanto un administrador le dé acceso a un entorno, aparecerá aquí.
environments-open = Abrir
environments-open-named = Abrir { $name }
environments-default = Predeterminado
environments-last = Abierto por última vez: { $moment }

# Home.
home-title = Inicio
home-hello = Hola, { $name }
home-menus = Sus menús
home-empty = Todavía no hay menús
home-empty-hint = Lo que un administrador asigne a usted o a sus grupos aparecerá aquí.
home-you = Usted
home-environment = Entorno
home-role = Rol
home-rights = Permisos
home-groups = Grupos
home-since = Miembro desde
home-profile = Cambiar su perfil
act-title = Actuar como un miembro
act-lead = Ve las páginas como este miembro. Queda registrado y se muestra todo el tiempo.
act-field = Dirección de correo del miembro
act-button = Actuar como este miembro

# Profile.
profile-title = Su perfil
profile-here = En { $environment }
profile-here-hint = Estos ajustes valen solo en este entorno.
profile-account = Su cuenta
profile-account-hint = Estos ajustes valen en todas partes. Solo usted puede cambiarlos.
profile-address = Su dirección de correo
profile-address-now = Los correos sobre su cuenta van a { $address }.
profile-address-pending = { $address } está pendiente de confirmar. Hasta entonces nada cambia.
profile-address-button = Cambiar la dirección
profile-address-withdraw = Retirar el cambio
profile-password = Su contraseña
profile-password-hint = En todos los demás sitios se cerrará la sesión.
profile-password-button = Cambiar la contraseña
profile-acting = La cuenta pertenece solo a la propia persona. Deje de actuar como otra persona para ver la suya.

# Sessions.
sessions-title = Sus sesiones
sessions-lead = Dónde tiene ahora una sesión abierta. Cierre lo que no reconozca y después cambie su contraseña.
sessions-browser = Navegador
sessions-began = Inicio
sessions-seen = Último uso
sessions-act = Acción
sessions-this = Esta
sessions-end = Cerrar
sessions-end-named = Cerrar la sesión en { $browser }
sessions-end-others = Cerrar todas las demás
sessions-only = No tiene ninguna otra sesión abierta.
browser-unknown = Navegador desconocido

# Second factor.
factor-title = Segundo factor
factor-lead = Con un segundo factor, nadie entra solo con su contraseña: en cada inicio de sesión, una aplicación de su teléfono muestra un código.
factor-off = Todavía no tiene un segundo factor.
factor-on = Su segundo factor está configurado. { $left ->
    [one] Queda { $left } código de recuperación.
   *[other] Quedan { $left } códigos de recuperación.
}
factor-manage = Gestionar
factor-required = El entorno que quiere abrir exige un segundo factor.
factor-begin = Configurar
factor-scan = Escanee esta imagen
factor-scan-hint = Escanéela con una aplicación de autenticación y escriba después el código que muestra la aplicación.
factor-secret = O escriba esta clave en la aplicación:
factor-picture = Código QR con la clave para su aplicación de autenticación
factor-confirm = Confirmar
factor-codes = Sus códigos de recuperación
factor-codes-hint = Cada uno sustituye a su teléfono una vez. Anótelos y guárdelos en un lugar seguro: solo se muestran ahora.
factor-codes-done = Los he guardado
factor-change-title = Renovar los códigos o eliminar el segundo factor
factor-renew-hint = Los códigos de recuperación nuevos sustituyen a los que tiene.
factor-renew = Crear códigos de recuperación nuevos
factor-proof-hint = Escriba un código de la aplicación o un código de recuperación para confirmar que es usted.
factor-remove = Eliminar el segundo factor

# Pages about what is not as it was asked for.
error-not-found = Aquí no hay nada
error-not-found-text = La página no existe, o usted no puede verla.
error-method-text = Esta dirección no está pensada para abrirse así.
error-forbidden = Eso no estaba permitido
error-forbidden-text = Su navegador no mostró que la solicitud viniera de este sitio. Abra la página de nuevo y repita lo que hizo.
error-busy = Demasiado a la vez
error-busy-text = Espere un momento e inténtelo de nuevo.
error-fault = Algo ha salido mal
error-fault-text = No es culpa suya. Inténtelo de nuevo; si sigue así, dígaselo a su administrador.
error-request = Esto no ha funcionado
error-request-text = No se pudo entender la solicitud. Abra la página de nuevo.
error-way-out = A la página de inicio

# What is wrong, by code.
problem-other = Esto no se puede usar. Compruébelo.
problem-E0104 = Esta no es una dirección de correo a la que podamos escribir.
problem-E0105 = Elija uno de los valores.
problem-E0106 = Es demasiado largo.
problem-E0107 = Rellene este campo.
problem-E0114 = Aquí no se permiten saltos de línea ni caracteres invisibles.
problem-E0204 = Esto ya está en uso.
problem-E0710 = Este enlace ya no funciona.
problem-E0711 = Este enlace es demasiado antiguo.
problem-E0720 = Ha habido demasiados intentos. Espere unos minutos e inténtelo de nuevo.
problem-E0728 = Otra persona tiene este nombre de usuario. Elija otro.
problem-E0729 = Un nombre de usuario con @ tiene que ser su propia dirección de correo.
problem-E0730 = Su sesión ha terminado. Inicie sesión de nuevo.
problem-E0731 = Esta no es su contraseña actual.
problem-E0746 = Este código no es correcto. Espere al siguiente.
problem-E0747 = Uno de sus entornos exige un segundo factor, así que se mantiene.
problem-E0751 = Esta es la dirección que ya tiene.

# Rules for passwords.
rule-length = Al menos { $least } caracteres
rule-length-most = Como máximo { $most } caracteres
rule-kinds-all = Una cifra, una mayúscula, una minúscula y un carácter especial
rule-kinds = { $least } de estos: cifra, mayúscula, minúscula, carácter especial
rule-common = No una contraseña que muchos usan
rule-guessable = No fácil de adivinar: cuanto más larga y menos regular, mejor
rule-own = Sin su nombre, su nombre de usuario ni su dirección
rule-former = Ninguna de sus últimas { $last } contraseñas
