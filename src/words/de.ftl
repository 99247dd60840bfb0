# E-mail texts in German, with `Sie`. The first sentence after the greeting begins in lower case, because the greeting ends with
# a comma.

greeting = Guten Tag { $name },
regards = Mit freundlichen Grüßen
footer = Diese E-Mail wurde automatisch versendet. Bitte antworten Sie nicht darauf.

link-later = [der Link wird beim Versand dieser E-Mail eingefügt]
link-by-hand = Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:

welcome-subject = Ihr neues Konto für { $environment }
welcome-intro = für Sie wurde in { $environment } ein Konto eingerichtet.
welcome-action = Wählen Sie zunächst einen Benutzernamen und ein Passwort:
welcome-button = Benutzernamen und Passwort wählen
welcome-validity = Der Link ist { $days ->
    [one] { $days } Tag
   *[other] { $days } Tage
} gültig.
welcome-unexpected = Falls Sie diese E-Mail nicht erwartet haben, können Sie sie einfach ignorieren.

notice-subject = Sie haben jetzt Zugang zu { $environment }
notice-intro = mit Ihrem Konto haben Sie jetzt auch Zugang zu { $environment }.
notice-action = Sie müssen nichts weiter tun. Melden Sie sich wie gewohnt an.
notice-unexpected = Falls Sie damit nicht gerechnet haben, wenden Sie sich bitte an den Administrator von { $environment }.

inactivity-subject = Ihr Zugang zu { $environment } endet bald
inactivity-intro = Sie haben { $environment } lange nicht genutzt.
inactivity-action = Um Ihren Zugang zu behalten, melden Sie sich innerhalb von { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
} an und öffnen Sie { $environment }.
inactivity-after = Andernfalls endet Ihr Zugang. Der Administrator von { $environment } kann ihn wiederherstellen.

link-hours = Der Link ist { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
} gültig.

not-you = Falls Sie das nicht waren, wählen Sie sofort ein neues Passwort: über „Passwort vergessen?“ auf der Anmeldeseite. Informieren Sie auch Ihren Administrator.

reset-subject = Wählen Sie ein neues Passwort
reset-intro = für Ihr Konto wurde ein neues Passwort angefordert.
reset-action = Um ein neues Passwort zu wählen, öffnen Sie diese Seite:
reset-button = Neues Passwort wählen
reset-unexpected = Falls Sie das nicht angefordert haben, können Sie diese E-Mail einfach ignorieren. Ihr Passwort bleibt unverändert.

password-changed-subject = Ihr Passwort wurde geändert
password-changed-intro = das Passwort Ihres Kontos wurde geändert. Auf allen anderen Geräten wurden Sie abgemeldet.

address-confirm-subject = Bestätigen Sie Ihre neue E-Mail-Adresse
address-confirm-intro = diese Adresse wurde als neue E-Mail-Adresse Ihres Kontos eingetragen.
address-confirm-action = Um zu bestätigen, dass sie Ihnen gehört, öffnen Sie diese Seite:
address-confirm-button = E-Mail-Adresse bestätigen
address-confirm-unexpected = Falls Sie diese E-Mail nicht erwartet haben, können Sie sie einfach ignorieren. Es ändert sich nichts.

address-notice-subject = Ihre E-Mail-Adresse soll geändert werden
address-notice-intro = für Ihr Konto wurde eine andere E-Mail-Adresse eingetragen. Ihre bisherige Adresse gilt weiter, bis die neue bestätigt ist.
address-changed-subject = Ihre E-Mail-Adresse wurde geändert
address-changed-intro = die E-Mail-Adresse Ihres Kontos wurde geändert. Ab jetzt gehen E-Mails an die neue Adresse, und Sie melden sich mit ihr an.
address-changed-unexpected = Falls Sie das nicht waren, wenden Sie sich bitte sofort an Ihren Administrator.

locked-subject = Ihr Konto wurde gesperrt
locked-intro = Ihr Konto wurde gesperrt, weil zu oft ein falsches Passwort eingegeben wurde.
locked-link = Um es zu entsperren, wählen Sie ein neues Passwort:
locked-action = Um es zu entsperren, wählen Sie ein neues Passwort: über „Passwort vergessen?“ auf der Anmeldeseite.
locked-unexpected = Falls Sie das nicht waren: Niemand hat Zugang erhalten, und an Ihrem Konto wurde nichts geändert.

second-factor-on-subject = Die Zwei-Faktor-Authentifizierung ist aktiviert
second-factor-on-intro = zum Anmelden brauchen Sie jetzt zusätzlich zum Passwort einen Code aus Ihrer Authenticator-App.
second-factor-on-action = Bewahren Sie Ihre Wiederherstellungscodes sicher auf. Falls Sie die App verlieren, können Sie sich damit anmelden.
second-factor-off-subject = Die Zwei-Faktor-Authentifizierung ist deaktiviert
second-factor-off-intro = zum Anmelden brauchen Sie keinen Code aus einer Authenticator-App mehr.

recovery-used-subject = Ein Wiederherstellungscode wurde verwendet
recovery-used-intro = einer Ihrer Wiederherstellungscodes wurde zum Anmelden bei Ihrem Konto verwendet. Jeder Code gilt nur einmal.
recovery-used-action = Falls nur noch wenige übrig sind, erstellen Sie in Ihrem Profil neue.

message-footer = Diese E-Mail wurde von einem Workflow in { $environment } versendet. Bitte antworten Sie nicht darauf.
