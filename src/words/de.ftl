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

message-footer = Diese E-Mail wurde von einem Workflow in { $environment } versendet. Bitte antworten Sie nicht darauf.
