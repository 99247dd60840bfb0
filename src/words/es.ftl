# E-mail texts in Spanish, with `usted`.

greeting = Hola, { $name }:
regards = Saludos cordiales,
footer = Este correo electrónico se ha enviado automáticamente. Por favor, no responda a este mensaje.

link-later = [el enlace se añadirá al enviar este correo electrónico]
link-by-hand = Si el botón no funciona, copie esta dirección en su navegador:

welcome-subject = Su nueva cuenta para { $environment }
welcome-intro = Se ha creado una cuenta para usted en { $environment }.
welcome-action = Para empezar, elija un nombre de usuario y una contraseña:
welcome-button = Elegir nombre de usuario y contraseña
welcome-validity = El enlace es válido durante { $days ->
    [one] { $days } día
   *[other] { $days } días
}.
welcome-unexpected = Si no esperaba este correo electrónico, puede ignorarlo.

notice-subject = Ahora tiene acceso a { $environment }
notice-intro = Con su cuenta ahora también tiene acceso a { $environment }.
notice-action = No tiene que hacer nada. Inicie sesión como de costumbre.
notice-unexpected = Si no esperaba este cambio, póngase en contacto con el administrador de { $environment }.

inactivity-subject = Su acceso a { $environment } está a punto de finalizar
inactivity-intro = Hace mucho tiempo que no utiliza { $environment }.
inactivity-action = Para conservar su acceso, inicie sesión y abra { $environment } en un plazo de { $days ->
    [one] { $days } día
   *[other] { $days } días
}.
inactivity-after = De lo contrario, su acceso finalizará. El administrador de { $environment } puede restablecerlo.

link-hours = El enlace es válido durante { $hours ->
    [one] { $hours } hora
   *[other] { $hours } horas
}.

not-you = Si no ha sido usted, elija de inmediato una nueva contraseña con «¿Ha olvidado su contraseña?» en la página de inicio de sesión. Avise también a su administrador.

reset-subject = Elija una nueva contraseña
reset-intro = Se ha solicitado una nueva contraseña para su cuenta.
reset-action = Para elegir una nueva contraseña, abra esta página:
reset-button = Elegir una nueva contraseña
reset-unexpected = Si no la ha solicitado usted, puede ignorar este correo electrónico. Su contraseña no cambiará.

password-changed-subject = Se ha cambiado su contraseña
password-changed-intro = Se ha cambiado la contraseña de su cuenta. Se ha cerrado su sesión en todos los demás dispositivos.

address-confirm-subject = Confirme su nueva dirección de correo electrónico
address-confirm-intro = Esta dirección se ha indicado como la nueva dirección de correo electrónico de su cuenta.
address-confirm-action = Para confirmar que es suya, abra esta página:
address-confirm-button = Confirmar dirección
address-confirm-unexpected = Si no esperaba este correo electrónico, puede ignorarlo. No cambiará nada.

address-notice-subject = Su dirección de correo electrónico va a cambiar
address-notice-intro = Se ha indicado otra dirección de correo electrónico para su cuenta. Su dirección actual seguirá siendo válida hasta que se confirme la nueva.
address-changed-subject = Se ha cambiado su dirección de correo electrónico
address-changed-intro = Se ha cambiado la dirección de correo electrónico de su cuenta. A partir de ahora, recibirá los correos electrónicos en la nueva dirección e iniciará sesión con ella.
address-changed-unexpected = Si no ha sido usted, avise de inmediato a su administrador.

locked-subject = Su cuenta se ha bloqueado
locked-intro = Su cuenta se ha bloqueado porque se ha introducido demasiadas veces una contraseña incorrecta.
locked-link = Para desbloquearla, elija una nueva contraseña:
locked-action = Para desbloquearla, elija una nueva contraseña con «¿Ha olvidado su contraseña?» en la página de inicio de sesión.
locked-unexpected = Si no ha sido usted: nadie ha accedido a su cuenta y no se ha modificado nada en ella.

second-factor-on-subject = La verificación en dos pasos está activada
second-factor-on-intro = Para iniciar sesión, ahora necesita un código de su aplicación de autenticación además de la contraseña.
second-factor-on-action = Guarde sus códigos de recuperación en un lugar seguro. Si pierde la aplicación, podrá iniciar sesión con ellos.
second-factor-off-subject = La verificación en dos pasos está desactivada
second-factor-off-intro = Para iniciar sesión, ya no necesita un código de una aplicación de autenticación.

recovery-used-subject = Se ha usado un código de recuperación
recovery-used-intro = Se ha usado uno de sus códigos de recuperación para iniciar sesión en su cuenta. Cada código sirve una sola vez.
recovery-used-action = Si le quedan pocos, cree otros nuevos en su perfil.

message-footer = Este correo electrónico lo ha enviado un flujo de trabajo de { $environment }. Por favor, no responda a este mensaje.
