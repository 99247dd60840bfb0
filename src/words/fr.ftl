# French, with `vous`. A no-break space stands before a colon.

greeting = Bonjour { $name },
regards = Cordialement,
footer = Cet e-mail a été envoyé automatiquement. Merci de ne pas y répondre.

link-later = [le lien sera ajouté lors de l’envoi de cet e-mail]
link-by-hand = Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :

welcome-subject = Votre nouveau compte pour { $environment }
welcome-intro = Un compte a été créé pour vous dans { $environment }.
welcome-action = Pour commencer, choisissez un nom d’utilisateur et un mot de passe :
welcome-button = Choisir mes identifiants
welcome-validity = Ce lien est valable { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}.
welcome-unexpected = Si vous n’attendiez pas cet e-mail, il vous suffit de l’ignorer.

notice-subject = Vous avez désormais accès à { $environment }
notice-intro = Votre compte vous donne désormais aussi accès à { $environment }.
notice-action = Vous n’avez rien à faire : connectez-vous simplement comme d’habitude.
notice-unexpected = Si vous ne vous y attendiez pas, veuillez contacter l’administrateur de l’environnement { $environment }.

inactivity-subject = Votre accès à { $environment } prendra bientôt fin
inactivity-intro = Vous n’avez pas utilisé l’environnement { $environment } depuis longtemps.
inactivity-action = Si vous souhaitez conserver votre accès, connectez-vous et ouvrez l’environnement { $environment } dans un délai de { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}.
inactivity-after = Sinon, vous ne pourrez plus l’ouvrir. L’administrateur de l’environnement { $environment } pourra vous redonner accès.

message-footer = Cet e-mail a été envoyé par un workflow de l’environnement { $environment }. Merci de ne pas y répondre.
