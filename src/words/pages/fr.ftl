# Page texts in French. All six page files have the same keys and variables, in the same order. A no-break space stands before a
# colon and a question mark.

# Around every page.
skip = Aller au contenu
nav-label = Navigation principale
nav-home = Accueil
nav-profile = Profil
nav-sessions = Sessions
nav-environments = Environnements
nav-logout = Se déconnecter
language-label = Langue
acting-label = Vous agissez en tant qu’un autre utilisateur
acting-as = Vous agissez en tant que { $name }. Vos actions sont aussi enregistrées sous votre propre nom.
acting-end = Revenir à mon compte
save = Enregistrer
administrator = Administrateur
back-to-login = Retour à la page de connexion

# After an action.
note-enrolled = Votre compte est prêt. Vous pouvez maintenant vous connecter.
note-reset = Votre mot de passe a été modifié. Vous pouvez maintenant l’utiliser pour vous connecter.
note-password-changed = Votre mot de passe a été modifié. Vous avez été déconnecté de tous vos autres appareils.
note-logged-out = Vous êtes déconnecté.
note-saved = Vos modifications ont été enregistrées.
note-address-asked = Nous avons envoyé un e-mail à la nouvelle adresse. Ouvrez le lien qu’il contient pour confirmer la modification.
note-address-changed = Votre adresse e-mail a été modifiée.
note-address-withdrawn = La modification de votre adresse e-mail a été annulée.
note-session-ended = La session a été fermée.
note-sessions-ended = Toutes les autres sessions ont été fermées.
note-second-factor-on = L’authentification à deux facteurs est activée.
note-second-factor-off = L’authentification à deux facteurs est désactivée.
note-impersonation-ended = Vous utilisez de nouveau votre propre compte.
note-impersonation-refused = Vous ne pouvez pas agir en tant que ce membre. Choisissez un membre actif qui n’est pas administrateur.

# Fields.
field-name = Nom d’utilisateur ou adresse e-mail
field-password = Mot de passe
field-username = Nom d’utilisateur
field-code = Code
field-address = Nouvelle adresse e-mail
field-current = Mot de passe actuel
field-new-password = Nouveau mot de passe
field-member-name = Nom
field-email = Adresse e-mail
field-language = Langue
field-locale = Format des dates et des nombres
field-theme = Apparence
field-defaultEnvironment = Environnement par défaut
field-releaseMails = E-mails sur les nouvelles versions
field-releaseMails-hint = Vous recevez un e-mail lorsqu’une nouvelle version est disponible.
field-disableCache = Désactiver le cache
field-disableCache-hint = Activez cette option si une page affiche un contenu obsolète.
no-default = Toujours demander
theme-light = Clair
theme-dark = Sombre
theme-systemSettings = Identique au système

# Login.
login-title = Connexion
login-button = Se connecter
login-forgot = Mot de passe oublié ?
login-refused = Nom d’utilisateur, adresse e-mail ou mot de passe incorrect. Vérifiez votre saisie et réessayez.
second-title = Authentification à deux facteurs
second-lead = Ouvrez votre application d’authentification et saisissez le code à six chiffres.
second-button = Continuer
second-recovery = Si vous n’avez pas votre téléphone, saisissez plutôt un de vos codes de récupération.
second-refused = Ce code est incorrect ou a déjà été utilisé. Saisissez le prochain code de l’application ou un autre code de récupération.
must-title = Choisissez un nouveau mot de passe
must-lead = Votre mot de passe a été défini par une autre personne. Choisissez-en un que personne d’autre ne connaît.
must-button = Enregistrer et continuer

# Forgotten password.
forgot-title = Mot de passe oublié ?
forgot-lead = Saisissez votre nom d’utilisateur ou votre adresse e-mail. Nous vous enverrons un lien pour choisir un nouveau mot de passe.
forgot-button = Envoyer le lien
forgot-done = Si ce compte existe, vous recevrez un e-mail contenant un lien.
forgot-done-hint = Cela peut prendre quelques minutes. Vérifiez aussi votre dossier de courrier indésirable.
reset-title = Choisissez un nouveau mot de passe
reset-lead = Vous serez déconnecté de tous vos appareils. Vous vous connecterez ensuite avec le nouveau mot de passe.
reset-button = Enregistrer le mot de passe

# Enrolment.
enrol-title = Bienvenue
enrol-lead = Choisissez un nom d’utilisateur et un mot de passe pour votre compte.
enrol-username-hint = Vous pouvez utiliser votre adresse e-mail comme nom d’utilisateur.
enrol-button = Créer le compte

# Links in e-mails.
link-bad = Ce lien ne fonctionne pas
link-bad-text = Il a déjà été utilisé, ou un e-mail plus récent l’a remplacé. Utilisez le lien de l’e-mail le plus récent.
link-expired = Ce lien a expiré
link-expired-text = Pour votre sécurité, les liens ne sont valables que pendant une durée limitée. Demandez-en un nouveau.
link-ask = M’envoyer un nouveau lien
link-asked = Consultez vos e-mails
link-asked-text = Si le lien vous était destiné, vous en recevrez un nouveau dans quelques minutes.
link-forgot = Demander un nouveau lien
address-title = Confirmez votre adresse e-mail
address-lead = Après votre confirmation, les e-mails concernant votre compte seront envoyés à { $address }.
address-button = Confirmer
address-hint = Rien ne change tant que vous n’avez pas confirmé. Si vous n’avez pas demandé cette modification, fermez cette page.

# Passwords.
password-rules = Exigences pour le mot de passe
password-met = respectée
password-unmet = non respectée
password-refused = Ce mot de passe ne respecte pas toutes les exigences ci-dessous.

# Environments.
environments-title = Choisissez un environnement
environments-lead = Vous avez accès à ces environnements.
environments-empty = Pas encore d’environnements
environments-empty-hint = Lorsqu’un administrateur vous donne accès à un environnement, il apparaît ici.
environments-open = Ouvrir
environments-open-named = Ouvrir { $name }
environments-default = Par défaut
environments-last = Dernière ouverture : { $moment }

# Home.
home-title = Accueil
home-hello = Bonjour { $name }
home-menus = Vos menus
home-empty = Pas encore de menus
home-empty-hint = Les menus qu’un administrateur attribue à vous ou à vos groupes apparaissent ici.
home-you = Vos informations
home-environment = Environnement
home-role = Rôle
home-rights = Droits
home-groups = Groupes
home-since = Membre depuis
home-profile = Modifier votre profil
act-title = Agir en tant qu’un autre membre
act-lead = Vous voyez les pages comme ce membre. Un bandeau l’indique sur chaque page, et vos actions sont enregistrées.
act-field = Adresse e-mail du membre
act-button = Agir en tant que ce membre

# Profile.
profile-title = Votre profil
profile-here = Dans { $environment }
profile-here-hint = Ces réglages ne s’appliquent qu’à cet environnement.
profile-account = Votre compte
profile-account-hint = Ces réglages s’appliquent à tous les environnements. Vous seul pouvez les modifier.
profile-address = Votre adresse e-mail
profile-address-now = Les e-mails concernant votre compte sont envoyés à { $address }.
profile-address-pending = Le changement pour { $address } n’est pas encore confirmé. Ouvrez le lien dans l’e-mail que nous avons envoyé à cette adresse.
profile-address-button = Modifier l’adresse e-mail
profile-address-withdraw = Annuler le changement
profile-password = Votre mot de passe
profile-password-hint = Vous serez déconnecté de tous vos autres appareils.
profile-password-button = Modifier le mot de passe
profile-acting = Seul son titulaire peut voir ce compte. Pour voir le vôtre, choisissez « Revenir à mon compte ».

# Sessions.
sessions-title = Vos sessions
sessions-lead = Vous êtes connecté avec ces navigateurs. Si vous n’en reconnaissez pas un, fermez sa session et modifiez votre mot de passe.
sessions-browser = Navigateur
sessions-began = Connexion
sessions-seen = Dernière utilisation
sessions-act = Action
sessions-this = Session actuelle
sessions-end = Fermer
sessions-end-named = Fermer la session dans { $browser }
sessions-end-others = Fermer toutes les autres sessions
sessions-only = Vous n’êtes connecté nulle part ailleurs.
browser-unknown = Navigateur inconnu

# Second factor.
factor-title = Authentification à deux facteurs
factor-lead = Un second facteur protège votre compte : à chaque connexion, vous saisissez aussi un code d’une application sur votre téléphone.
factor-off = L’authentification à deux facteurs est désactivée.
factor-on = L’authentification à deux facteurs est activée. { $left ->
    [one] Il reste { $left } code de récupération.
   *[other] Il reste { $left } codes de récupération.
}
factor-manage = Gérer
factor-required = L’environnement que vous voulez ouvrir exige l’authentification à deux facteurs.
factor-begin = Configurer
factor-scan = Scannez le code QR
factor-scan-hint = Scannez le code QR avec une application d’authentification. Saisissez ensuite le code affiché par l’application.
factor-secret = Ou saisissez cette clé dans l’application :
factor-picture = Code QR avec la clé pour votre application d’authentification
factor-confirm = Confirmer
factor-codes = Vos codes de récupération
factor-codes-hint = Si vous n’avez pas votre téléphone, connectez-vous avec un de ces codes. Chaque code fonctionne une seule fois. Notez les codes et conservez-les en lieu sûr : ils ne seront plus affichés.
factor-codes-done = J’ai enregistré les codes
factor-change-title = Modifier l’authentification à deux facteurs
factor-renew-hint = De nouveaux codes de récupération remplacent vos codes actuels.
factor-renew = Créer de nouveaux codes de récupération
factor-proof-hint = Pour confirmer que c’est bien vous, saisissez un code de l’application ou un code de récupération.
factor-remove = Désactiver l’authentification à deux facteurs

# Error pages.
error-not-found = Page introuvable
error-not-found-text = Cette page n’existe pas, ou vous n’y avez pas accès.
error-method-text = Vous ne pouvez pas ouvrir cette adresse directement. Commencez par la page d’accueil.
error-forbidden = Action non autorisée
error-forbidden-text = Nous n’avons pas pu vérifier que la demande venait de ce site. Rouvrez la page et recommencez.
error-busy = Réessayez plus tard
error-busy-text = Le serveur est très sollicité. Patientez un instant, puis réessayez.
error-fault = Un problème est survenu
error-fault-text = L’erreur vient de notre côté. Réessayez. Si elle se reproduit, prévenez votre administrateur.
error-request = La demande a échoué
error-request-text = Le serveur n’a pas pu lire la demande. Rouvrez la page.
error-way-out = Aller à la page d’accueil

# Errors by code.
problem-other = Cette valeur n’est pas autorisée. Vérifiez-la et réessayez.
problem-E0104 = Saisissez une adresse e-mail valide, par exemple nom@example.com.
problem-E0105 = Choisissez une des valeurs proposées.
problem-E0106 = C’est trop long. Saisissez un texte plus court.
problem-E0107 = Remplissez ce champ.
problem-E0114 = Supprimez les sauts de ligne et les caractères invisibles.
problem-E0204 = C’est déjà utilisé. Saisissez autre chose.
problem-E0710 = Ce lien n’est plus valable.
problem-E0711 = Ce lien a expiré. Demandez-en un nouveau.
problem-E0720 = Trop de tentatives. Patientez quelques minutes, puis réessayez.
problem-E0728 = Ce nom d’utilisateur est déjà pris. Choisissez-en un autre.
problem-E0729 = Un nom d’utilisateur avec @ doit être votre propre adresse e-mail.
problem-E0730 = Votre session est terminée. Reconnectez-vous.
problem-E0731 = Ce n’est pas votre mot de passe actuel.
problem-E0746 = Ce code est incorrect. Attendez le prochain code de l’application et saisissez-le.
problem-E0747 = Un de vos environnements exige l’authentification à deux facteurs. Vous ne pouvez pas la désactiver.
problem-E0751 = C’est déjà votre adresse e-mail.

# Rules for passwords.
rule-length = Au moins { $least } caractères
rule-length-most = Au plus { $most } caractères
rule-kinds-all = Un chiffre, une majuscule, une minuscule et un caractère spécial
rule-kinds = Au moins { $least } parmi : chiffre, majuscule, minuscule, caractère spécial
rule-common = Pas un mot de passe courant
rule-guessable = Difficile à deviner : long et plus qu’un mot ou un motif courant
rule-own = Sans votre nom, votre nom d’utilisateur ni votre adresse e-mail
rule-former = Aucun de vos { $last } derniers mots de passe
