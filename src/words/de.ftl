# German, with `Sie`. The first sentence after the greeting goes on in lower case, because the greeting ends with a comma.

greeting = Guten Tag { $name },
regards = Mit freundlichen Grüßen
footer = Diese E-Mail wurde automatisch versendet. Bitte antworten Sie nicht darauf.

link-later = [der Link wird beim Zustellen dieser E-Mail eingefügt]
link-by-hand = Falls die Schaltfläche nicht funktioniert, kopieren Sie bitte diese Adresse in Ihren Browser:

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
notice-action = Sie brauchen nichts zu tun: Melden Sie sich einfach wie gewohnt an.
notice-unexpected = Falls Sie damit nicht gerechnet haben, wenden Sie sich bitte an die Administration von { $environment }.

inactivity-subject = Ihr Zugang zu { $environment } endet bald
inactivity-intro = seit langer Zeit waren Sie nicht mehr in { $environment }.
inactivity-action = Wenn Sie Ihren Zugang behalten möchten, melden Sie sich innerhalb von { $days ->
    [one] { $days } Tag
   *[other] { $days } Tagen
} an und öffnen Sie { $environment }.
inactivity-after = Andernfalls wird Ihr Zugang danach gesperrt. Die Administration von { $environment } kann Ihnen wieder Zugang geben.

link-hours = Der Link ist { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
} gültig.

not-you = Falls Sie das nicht waren, wählen Sie bitte sofort über „Passwort vergessen?“ auf der Anmeldeseite ein neues Passwort, und informieren Sie Ihre Administration.

reset-subject = Wählen Sie ein neues Passwort
reset-intro = jemand, vermutlich Sie selbst, hat für Ihr Konto ein neues Passwort angefordert.
reset-action = Um eines zu wählen, öffnen Sie diese Seite:
reset-button = Neues Passwort wählen
reset-unexpected = Falls Sie das nicht waren, können Sie diese E-Mail einfach ignorieren: Ihr Passwort bleibt, wie es ist.

password-changed-subject = Ihr Passwort wurde geändert
password-changed-intro = das Passwort Ihres Kontos wurde geändert. Auf allen anderen Geräten wurden Sie abgemeldet.

address-confirm-subject = Bestätigen Sie Ihre neue E-Mail-Adresse
address-confirm-intro = diese Adresse wurde als neue E-Mail-Adresse Ihres Kontos eingetragen.
address-confirm-action = Um zu bestätigen, dass sie Ihnen gehört, öffnen Sie diese Seite:
address-confirm-button = E-Mail-Adresse bestätigen
address-confirm-unexpected = Falls Sie diese E-Mail nicht erwartet haben, können Sie sie einfach ignorieren: Es ändert sich nichts.

address-notice-subject = Ihre E-Mail-Adresse soll geändert werden
address-notice-intro = für Ihr Konto wurde eine andere E-Mail-Adresse eingetragen. Sie gilt, sobald sie von dort bestätigt ist; bis dahin gilt diese hier weiter.
address-changed-subject = Ihre E-Mail-Adresse wurde geändert
address-changed-intro = Ihr Konto hat jetzt eine andere E-Mail-Adresse. E-Mails gehen künftig dorthin, und Sie melden sich mit ihr an.
address-changed-unexpected = Falls Sie das nicht waren, wenden Sie sich bitte sofort an Ihre Administration.

locked-subject = Ihr Konto wurde gesperrt
locked-intro = weil zu oft ein falsches Passwort eingegeben wurde, ist Ihr Konto jetzt gesperrt.
locked-link = Um es zu entsperren, wählen Sie ein neues Passwort:
locked-action = Um es zu entsperren, wählen Sie über „Passwort vergessen?“ auf der Anmeldeseite ein neues Passwort.
locked-unexpected = Falls Sie das nicht waren: Niemand hat Zugang erhalten, und in Ihrem Konto hat sich nichts geändert.

second-factor-on-subject = Die Anmeldung in zwei Schritten ist aktiv
second-factor-on-intro = um sich anzumelden, brauchen Sie jetzt neben dem Passwort einen Code aus Ihrer Authenticator-App.
second-factor-on-action = Bewahren Sie Ihre Wiederherstellungscodes sicher auf: Mit ihnen kommen Sie in Ihr Konto, falls Sie die App verlieren.
second-factor-off-subject = Die Anmeldung in zwei Schritten ist nicht mehr aktiv
second-factor-off-intro = um sich anzumelden, brauchen Sie keinen Code aus einer Authenticator-App mehr.

recovery-used-subject = Ein Wiederherstellungscode wurde verwendet
recovery-used-intro = mit einem Ihrer Wiederherstellungscodes hat sich jemand bei Ihrem Konto angemeldet. Jeder Code gilt nur einmal.
recovery-used-action = Falls nur noch wenige übrig sind, erzeugen Sie in Ihrem Profil neue.

message-footer = Diese E-Mail wurde von einem Workflow in { $environment } versendet. Bitte antworten Sie nicht darauf.
