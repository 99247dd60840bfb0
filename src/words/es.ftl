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

message-footer = Este correo lo ha enviado un flujo de trabajo de { $environment }. Por favor, no responda a este mensaje.
