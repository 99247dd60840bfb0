# E-mail texts in French, with `vous`. A no-break space stands before a colon.

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
welcome-unexpected = Si vous n’attendiez pas cet e-mail, vous pouvez simplement l’ignorer.

notice-subject = Vous avez désormais accès à { $environment }
notice-intro = Votre compte vous donne désormais aussi accès à { $environment }.
notice-action = Vous n’avez rien à faire. Connectez-vous comme d’habitude.
notice-unexpected = Si vous ne vous y attendiez pas, veuillez contacter l’administrateur de l’environnement { $environment }.

inactivity-subject = Votre accès à { $environment } prendra bientôt fin
inactivity-intro = Vous n’avez pas utilisé l’environnement { $environment } depuis longtemps.
inactivity-action = Pour conserver votre accès, connectez-vous et ouvrez l’environnement { $environment } dans un délai de { $days ->
    [one] { $days } jour
   *[other] { $days } jours
}.
inactivity-after = Sinon, votre accès prendra fin. L’administrateur de l’environnement { $environment } pourra le rétablir.

link-hours = Ce lien est valable { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
}.

not-you = Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe avec « Mot de passe oublié ? » sur la page de connexion. Prévenez aussi votre administrateur.

reset-subject = Choisissez un nouveau mot de passe
reset-intro = Un nouveau mot de passe a été demandé pour votre compte.
reset-action = Pour choisir un nouveau mot de passe, ouvrez cette page :
reset-button = Choisir un nouveau mot de passe
reset-unexpected = Si vous n’êtes pas à l’origine de cette demande, vous pouvez simplement ignorer cet e-mail. Votre mot de passe reste inchangé.

password-changed-subject = Votre mot de passe a été modifié
password-changed-intro = Le mot de passe de votre compte a été modifié. Vous avez été déconnecté de tous vos autres appareils.

address-confirm-subject = Confirmez votre nouvelle adresse e-mail
address-confirm-intro = Cette adresse a été saisie comme nouvelle adresse e-mail de votre compte.
address-confirm-action = Pour confirmer que c’est bien la vôtre, ouvrez cette page :
address-confirm-button = Confirmer mon adresse e-mail
address-confirm-unexpected = Si vous n’attendiez pas cet e-mail, vous pouvez simplement l’ignorer. Rien ne changera.

address-notice-subject = Votre adresse e-mail va être modifiée
address-notice-intro = Une autre adresse e-mail a été saisie pour votre compte. Votre adresse actuelle reste valable jusqu’à ce que la nouvelle soit confirmée.
address-changed-subject = Votre adresse e-mail a été modifiée
address-changed-intro = L’adresse e-mail de votre compte a été modifiée. Désormais, les e-mails sont envoyés à la nouvelle adresse, et vous l’utilisez pour vous connecter.
address-changed-unexpected = Si ce n’était pas vous, veuillez prévenir immédiatement votre administrateur.

locked-subject = Votre compte a été verrouillé
locked-intro = Votre compte a été verrouillé, car un mot de passe incorrect a été saisi trop de fois.
locked-link = Pour le déverrouiller, choisissez un nouveau mot de passe :
locked-action = Pour le déverrouiller, choisissez un nouveau mot de passe avec « Mot de passe oublié ? » sur la page de connexion.
locked-unexpected = Si ce n’était pas vous : personne n’a eu accès à votre compte, et rien n’y a été modifié.

second-factor-on-subject = L’authentification à deux facteurs est activée
second-factor-on-intro = Pour vous connecter, vous avez désormais besoin d’un code de votre application d’authentification en plus de votre mot de passe.
second-factor-on-action = Conservez vos codes de récupération en lieu sûr. Si vous perdez l’application, ils vous permettront de vous connecter.
second-factor-off-subject = L’authentification à deux facteurs est désactivée
second-factor-off-intro = Pour vous connecter, vous n’avez plus besoin d’un code d’une application d’authentification.

recovery-used-subject = Un code de récupération a été utilisé
recovery-used-intro = Un de vos codes de récupération a été utilisé pour se connecter à votre compte. Chaque code ne fonctionne qu’une fois.
recovery-used-action = S’il vous en reste peu, créez-en de nouveaux dans votre profil.

message-footer = Cet e-mail a été envoyé par un workflow de l’environnement { $environment }. Merci de ne pas y répondre.
