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

link-hours = Ce lien est valable { $hours ->
    [one] { $hours } heure
   *[other] { $hours } heures
}.

not-you = Si ce n’était pas vous, choisissez tout de suite un nouveau mot de passe avec « Mot de passe oublié ? » sur la page de connexion, et prévenez votre administrateur.

reset-subject = Choisissez un nouveau mot de passe
reset-intro = Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte.
reset-action = Pour en choisir un, ouvrez cette page :
reset-button = Choisir un nouveau mot de passe
reset-unexpected = Si ce n’était pas vous, il vous suffit d’ignorer cet e-mail : votre mot de passe reste inchangé.

password-changed-subject = Votre mot de passe a été modifié
password-changed-intro = Le mot de passe de votre compte a été modifié. Tous vos autres appareils ont été déconnectés.

address-confirm-subject = Confirmez votre nouvelle adresse e-mail
address-confirm-intro = Cette adresse a été saisie comme nouvelle adresse e-mail de votre compte.
address-confirm-action = Pour confirmer que c’est bien la vôtre, ouvrez cette page :
address-confirm-button = Confirmer mon adresse e-mail
address-confirm-unexpected = Si vous n’attendiez pas cet e-mail, il vous suffit de l’ignorer : rien ne changera.

address-notice-subject = Votre adresse e-mail va être modifiée
address-notice-intro = Une autre adresse e-mail a été saisie pour votre compte. Elle prendra effet une fois confirmée ; d’ici là, c’est celle-ci qui compte.
address-changed-subject = Votre adresse e-mail a été modifiée
address-changed-intro = Votre compte a désormais une autre adresse e-mail. C’est là que vous recevrez les e-mails, et c’est avec elle que vous vous connecterez.
address-changed-unexpected = Si ce n’était pas vous, veuillez prévenir votre administrateur sans attendre.

locked-subject = Votre compte a été verrouillé
locked-intro = Un mot de passe erroné a été saisi trop souvent ; votre compte a donc été verrouillé.
locked-link = Pour le déverrouiller, choisissez un nouveau mot de passe :
locked-action = Pour le déverrouiller, choisissez un nouveau mot de passe avec « Mot de passe oublié ? » sur la page de connexion.
locked-unexpected = Si ce n’était pas vous : personne n’est entré, et rien n’a changé dans votre compte.

second-factor-on-subject = La connexion en deux étapes est activée
second-factor-on-intro = Pour vous connecter, il vous faut désormais, en plus du mot de passe, un code de votre application d’authentification.
second-factor-on-action = Gardez vos codes de secours en lieu sûr : ils vous ouvriront votre compte si vous perdez l’application.
second-factor-off-subject = La connexion en deux étapes est désactivée
second-factor-off-intro = Pour vous connecter, il ne vous faut plus de code d’une application d’authentification.

recovery-used-subject = Un code de secours a été utilisé
recovery-used-intro = Un de vos codes de secours a servi à se connecter à votre compte. Chacun ne fonctionne qu’une fois.
recovery-used-action = S’il vous en reste peu, créez-en de nouveaux dans votre profil.

message-footer = Cet e-mail a été envoyé par un workflow de l’environnement { $environment }. Merci de ne pas y répondre.
