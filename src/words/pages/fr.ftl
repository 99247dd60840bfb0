# Français. What pages say. Every file has the same keys with the same variables, in the same order.

# Around every page.
skip = Aller au contenu
nav-label = Navigation principale
nav-home = Accueil
nav-profile = Profil
nav-sessions = Sessions
nav-environments = Environnements
nav-logout = Se déconnecter
language-label = Langue
acting-label = Vous agissez au nom d’une autre personne
acting-as = Vous agissez en tant que { $name }. Ce que vous faites est aussi enregistré sous votre propre nom.
acting-end = Arrêter
save = Enregistrer
administrator = Administrateur
back-to-login = Retour à la page de connexion

# What was done.
note-enrolled = Votre compte est prêt. Vous pouvez maintenant vous connecter.
note-reset = Votre mot de passe a été modifié. Vous pouvez maintenant vous connecter avec lui.
note-password-changed = Votre mot de passe a été modifié. Partout ailleurs, vous avez été déconnecté.
note-logged-out = Vous êtes déconnecté.
note-saved = Vos modifications sont enregistrées.
note-address-asked = Nous avons envoyé un e-mail à la nouvelle adresse. Ouvrez le lien qu’il contient pour confirmer la modification.
note-address-changed = Votre adresse e-mail a été modifiée.
note-address-withdrawn = Le changement de votre adresse a été annulé. Rien ne change.
note-session-ended = Cette session a été fermée.
note-sessions-ended = Toutes les autres sessions ont été fermées.
note-second-factor-on = Le second facteur est configuré.
note-second-factor-off = Le second facteur a été supprimé.
note-impersonation-ended = Vous êtes de nouveau vous-même.
note-impersonation-refused = Vous ne pouvez pas agir en tant que ce membre. Il doit s’agir d’un membre actif qui n’est pas administrateur.

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
field-locale = Dates et nombres
field-theme = Apparence
field-defaultEnvironment = S’ouvre après la connexion
field-releaseMails = Nouvelles versions
field-releaseMails-hint = Nous vous écrivons lorsqu’une nouvelle version paraît.
field-disableCache = Toujours recharger les pages
field-disableCache-hint = Utile si une page semble montrer quelque chose d’ancien.
no-default = Me laisser choisir
theme-light = Clair
theme-dark = Sombre
theme-systemSettings = Comme mon système

# Login.
login-title = Connexion
login-button = Se connecter
login-forgot = Mot de passe oublié ?
login-refused = Le nom et le mot de passe ne correspondent pas. Vérifiez les deux.
second-title = Votre code
second-lead = Ouvrez votre application d’authentification et saisissez les six chiffres qu’elle affiche.
second-button = Continuer
second-recovery = Si vous n’avez pas votre téléphone, saisissez plutôt un de vos codes de secours.
second-refused = Ce code n’est pas correct, ou il a déjà été utilisé.
must-title = Choisissez un nouveau mot de passe
must-lead = Votre mot de passe a été défini par une autre personne. Choisissez-en un que vous seul connaissez.
must-button = Enregistrer et continuer

# Forgotten password.
forgot-title = Mot de passe oublié ?
forgot-lead = Saisissez votre nom d’utilisateur ou votre adresse e-mail. Nous vous enverrons un lien pour un nouveau mot de passe.
forgot-button = Envoyer le lien
forgot-done = S’il existe un compte à ce nom, un e-mail est en route.
forgot-done-hint = Cela peut prendre quelques minutes. Regardez aussi parmi les courriers indésirables.
reset-title = Choisissez un nouveau mot de passe
reset-lead = Vous vous connecterez ensuite avec lui ; partout ailleurs, vous serez déconnecté.
reset-button = Enregistrer le mot de passe

# Enrolment.
enrol-title = Bienvenue
enrol-lead = Choisissez un nom d’utilisateur et un mot de passe pour votre compte.
enrol-username-hint = Vous pouvez garder votre adresse e-mail comme nom d’utilisateur.
enrol-button = Créer mon compte

# Links in letters.
link-bad = Ce lien ne fonctionne pas
link-bad-text = Il a déjà été utilisé, ou un e-mail plus récent l’a remplacé. Utilisez le lien de l’e-mail le plus récent.
link-expired = Ce lien est trop ancien
link-expired-text = Pour votre sécurité, les liens ne fonctionnent que pendant un temps limité.
link-ask = Envoyez-moi un nouveau lien
link-asked = Un e-mail est en route
link-asked-text = Si le lien vous était destiné, vous en recevrez un nouveau dans quelques minutes.
link-forgot = Demander un nouveau lien
address-title = Confirmez votre adresse e-mail
address-lead = Désormais, les e-mails qui vous sont destinés iront à { $address }.
address-button = Confirmer
address-hint = Rien ne change tant que vous n’avez pas confirmé. Si vous n’avez rien demandé, fermez cette page.

# Passwords.
password-rules = Règles pour votre mot de passe
password-met = respecté
password-unmet = non respecté
password-refused = Ce mot de passe ne respecte pas toutes les règles ci-dessous.

# Environments.
environments-title = Choisissez un environnement
environments-lead = Voici où vous pouvez travailler.
environments-empty = Il n’y a encore rien à ouvrir
environments-empty-hint = Dès qu’un administrateur vous donne accès à un environnement, il apparaît ici.
environments-open = Ouvrir
environments-open-named = Ouvrir { $name }
environments-default = Par défaut
environments-last = Dernière ouverture : { $moment }

# Home.
home-title = Accueil
home-hello = Bonjour { $name }
home-menus = Vos menus
home-empty = Pas encore de menus
home-empty-hint = Ce qu’un administrateur attribue à vous ou à vos groupes apparaît ici.
home-you = Vous
home-environment = Environnement
home-role = Rôle
home-rights = Droits
home-groups = Groupes
home-since = Membre depuis
home-profile = Modifier votre profil
act-title = Agir en tant que membre
act-lead = Vous voyez les pages comme ce membre. C’est enregistré, et toujours affiché.
act-field = Adresse e-mail du membre
act-button = Agir en tant que ce membre

# Profile.
profile-title = Votre profil
profile-here = Dans { $environment }
profile-here-hint = Ces réglages ne valent que dans cet environnement.
profile-account = Votre compte
profile-account-hint = Ces réglages valent partout. Vous seul pouvez les modifier.
profile-address = Votre adresse e-mail
profile-address-now = Les e-mails au sujet de votre compte vont à { $address }.
profile-address-pending = { $address } attend d’être confirmée. D’ici là, rien ne change.
profile-address-button = Modifier l’adresse
profile-address-withdraw = Annuler le changement
profile-password = Votre mot de passe
profile-password-hint = Partout ailleurs, vous serez déconnecté.
profile-password-button = Modifier le mot de passe
profile-acting = Le compte n’appartient qu’à la personne elle-même. Cessez d’agir au nom d’une autre personne pour voir le vôtre.

# Sessions.
sessions-title = Vos sessions
sessions-lead = Où vous êtes connecté en ce moment. Fermez ce que vous ne reconnaissez pas, puis modifiez votre mot de passe.
sessions-browser = Navigateur
sessions-began = Connexion
sessions-seen = Dernière utilisation
sessions-act = Action
sessions-this = Celle-ci
sessions-end = Fermer
sessions-end-named = Fermer la session dans { $browser }
sessions-end-others = Fermer toutes les autres
sessions-only = Vous n’êtes connecté nulle part ailleurs.
browser-unknown = Navigateur inconnu

# Second factor.
factor-title = Second facteur
factor-lead = Avec un second facteur, personne n’entre avec votre seul mot de passe : à chaque connexion, une application sur votre téléphone affiche un code.
factor-off = Vous n’avez pas encore de second facteur.
factor-on = Votre second facteur est configuré. { $left ->
    [one] Il reste { $left } code de secours.
   *[other] Il reste { $left } codes de secours.
}
factor-manage = Gérer
factor-required = L’environnement que vous voulez ouvrir exige un second facteur.
factor-begin = Configurer
factor-scan = Scannez cette image
factor-scan-hint = Scannez-la avec une application d’authentification, puis saisissez le code que l’application affiche.
factor-secret = Ou saisissez cette clé dans l’application :
factor-picture = Code QR avec la clé pour votre application d’authentification
factor-confirm = Confirmer
factor-codes = Vos codes de secours
factor-codes-hint = Chacun remplace votre téléphone une fois. Notez-les et gardez-les en lieu sûr : ils ne sont affichés que maintenant.
factor-codes-done = Je les ai notés
factor-change-title = Renouveler les codes ou supprimer le second facteur
factor-renew-hint = De nouveaux codes de secours remplacent ceux que vous avez.
factor-renew = Créer de nouveaux codes de secours
factor-proof-hint = Saisissez un code de l’application ou un code de secours pour confirmer que c’est bien vous.
factor-remove = Supprimer le second facteur

# Pages about what is not as it was asked for.
error-not-found = Il n’y a rien ici
error-not-found-text = La page n’existe pas, ou vous ne pouvez pas la voir.
error-method-text = Cette adresse n’est pas faite pour être ouverte ainsi.
error-forbidden = Ce n’était pas autorisé
error-forbidden-text = Votre navigateur n’a pas montré que la demande venait de ce site. Rouvrez la page et recommencez.
error-busy = Trop de demandes à la fois
error-busy-text = Patientez un instant, puis réessayez.
error-fault = Un problème est survenu
error-fault-text = Vous n’y êtes pour rien. Réessayez ; si cela persiste, dites-le à votre administrateur.
error-request = Cela n’a pas fonctionné
error-request-text = La demande n’a pas pu être comprise. Rouvrez la page.
error-way-out = Vers la page d’accueil

# What is wrong, by code.
problem-other = Ceci ne peut pas être utilisé. Vérifiez-le.
problem-E0104 = Ce n’est pas une adresse e-mail à laquelle nous pouvons écrire.
problem-E0105 = Choisissez une des valeurs.
problem-E0106 = C’est trop long.
problem-E0107 = Remplissez ce champ.
problem-E0114 = Les sauts de ligne et les caractères invisibles ne sont pas autorisés ici.
problem-E0204 = C’est déjà utilisé.
problem-E0710 = Ce lien ne fonctionne plus.
problem-E0711 = Ce lien est trop ancien.
problem-E0720 = Il y a eu trop de tentatives. Patientez quelques minutes, puis réessayez.
problem-E0728 = Quelqu’un d’autre a ce nom d’utilisateur. Choisissez-en un autre.
problem-E0729 = Un nom d’utilisateur avec @ doit être votre propre adresse e-mail.
problem-E0730 = Votre session est terminée. Reconnectez-vous.
problem-E0731 = Ce n’est pas votre mot de passe actuel.
problem-E0746 = Ce code n’est pas correct. Attendez le suivant.
problem-E0747 = Un de vos environnements exige un second facteur ; il reste donc en place.
problem-E0751 = C’est l’adresse que vous avez déjà.

# Rules for passwords.
rule-length = Au moins { $least } caractères
rule-length-most = Au plus { $most } caractères
rule-kinds-all = Un chiffre, une majuscule, une minuscule et un caractère spécial
rule-kinds = { $least } parmi : chiffre, majuscule, minuscule, caractère spécial
rule-common = Pas un mot de passe que beaucoup utilisent
rule-guessable = Pas facile à deviner : plus il est long et irrégulier, mieux c’est
rule-own = Sans votre nom, votre nom d’utilisateur ni votre adresse
rule-former = Aucun de vos { $last } derniers mots de passe
