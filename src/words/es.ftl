# Spanish, with `usted`.

greeting = Hola, { $name }:
regards = Saludos cordiales,
footer = Este correo se ha enviado automáticamente. Por favor, no responda a este mensaje.

link-later = [el enlace se añadirá al entregar este correo]
link-by-hand = Si el botón no funciona, copie esta dirección en su navegador:

welcome-subject = Su nueva cuenta para { $environment }
welcome-intro = Se ha creado una cuenta para usted en { $environment }.
welcome-action = Para empezar, elija un nombre de usuario y una contraseña:
welcome-button = Elegir nombre de usuario y contraseña
welcome-validity = El enlace es válido durante { $days ->
    [one] { $days } día
   *[other] { $days } días
}.
welcome-unexpected = Si no esperaba este correo, puede ignorarlo sin más.

notice-subject = Ahora tiene acceso a { $environment }
notice-intro = Con su cuenta ahora también tiene acceso a { $environment }.
notice-action = No tiene que hacer nada: inicie sesión como de costumbre.
notice-unexpected = Si no esperaba este cambio, póngase en contacto con la administración de { $environment }.

inactivity-subject = Su acceso a { $environment } está a punto de terminar
inactivity-intro = Hace mucho tiempo que no utiliza { $environment }.
inactivity-action = Si desea conservar su acceso, inicie sesión y abra { $environment } en un plazo de { $days ->
    [one] { $days } día
   *[other] { $days } días
}.
inactivity-after = De lo contrario, ya no podrá abrirlo. La administración de { $environment } puede volver a darle acceso.

link-hours = El enlace es válido durante { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
}.

not-you = Si no ha sido usted, elija de inmediato una contraseña nueva con «¿Ha olvidado su contraseña?» en la página de inicio de sesión y avise a la administración.

reset-subject = Elija una contraseña nueva
reset-intro = Alguien, probablemente usted, ha solicitado una contraseña nueva para su cuenta.
reset-action = Para elegirla, abra esta página:
reset-button = Elegir una contraseña nueva
reset-unexpected = Si no ha sido usted, puede ignorar este correo sin más: su contraseña no cambia.

password-changed-subject = Se ha cambiado su contraseña
password-changed-intro = Se ha cambiado la contraseña de su cuenta. En todos los demás dispositivos se ha cerrado su sesión.

address-confirm-subject = Confirme su nueva dirección de correo
address-confirm-intro = Esta dirección se ha indicado como la nueva dirección de correo de su cuenta.
address-confirm-action = Para confirmar que es suya, abra esta página:
address-confirm-button = Confirmar dirección de correo
address-confirm-unexpected = Si no esperaba este correo, puede ignorarlo sin más: no cambiará nada.

address-notice-subject = Su dirección de correo va a cambiar
address-notice-intro = Se ha indicado otra dirección de correo para su cuenta. Valdrá cuando se confirme desde allí; hasta entonces sigue valiendo esta.
address-changed-subject = Se ha cambiado su dirección de correo
address-changed-intro = Su cuenta tiene ahora otra dirección de correo. Los correos se enviarán allí a partir de ahora, y con ella iniciará sesión.
address-changed-unexpected = Si no ha sido usted, avise de inmediato a la administración.

locked-subject = Su cuenta se ha bloqueado
locked-intro = Se ha introducido demasiadas veces una contraseña incorrecta, por lo que su cuenta se ha bloqueado.
locked-link = Para desbloquearla, elija una contraseña nueva:
locked-action = Para desbloquearla, elija una contraseña nueva con «¿Ha olvidado su contraseña?» en la página de inicio de sesión.
locked-unexpected = Si no ha sido usted: nadie ha entrado y nada ha cambiado en su cuenta.

second-factor-on-subject = El inicio de sesión en dos pasos está activado
second-factor-on-intro = Para iniciar sesión necesita ahora, además de la contraseña, un código de su aplicación de autenticación.
second-factor-on-action = Guarde sus códigos de recuperación en un lugar seguro: con ellos podrá entrar si pierde la aplicación.
second-factor-off-subject = El inicio de sesión en dos pasos está desactivado
second-factor-off-intro = Para iniciar sesión ya no necesita un código de una aplicación de autenticación.

recovery-used-subject = Se ha usado un código de recuperación
recovery-used-intro = Se ha usado uno de sus códigos de recuperación para iniciar sesión en su cuenta. Cada uno sirve una sola vez.
recovery-used-action = Si le quedan pocos, cree otros nuevos en su perfil.

message-footer = Este correo lo ha enviado un flujo de trabajo de { $environment }. Por favor, no responda a este mensaje.
