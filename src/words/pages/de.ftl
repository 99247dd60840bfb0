# Deutsch. What pages say. Every file has the same keys with the same variables, in the same order.

# Around every page.
skip = Zum Inhalt
nav-label = Hauptnavigation
nav-home = Start
nav-profile = Profil
nav-sessions = Sitzungen
nav-environments = Umgebungen
nav-logout = Abmelden
language-label = Sprache
acting-label = Sie handeln als jemand anderes
acting-as = Sie handeln als { $name }. Was Sie tun, wird auch unter Ihrem eigenen Namen festgehalten.
acting-end = Beenden
save = Speichern
administrator = Administrator
back-to-login = Zurück zur Anmeldung

# What was done.
note-enrolled = Ihr Konto ist bereit. Sie können sich jetzt anmelden.
note-reset = Ihr Passwort wurde geändert. Sie können sich jetzt damit anmelden.
note-password-changed = Ihr Passwort wurde geändert. Überall sonst wurden Sie abgemeldet.
note-logged-out = Sie sind abgemeldet.
note-saved = Ihre Änderungen sind gespeichert.
note-address-asked = Wir haben eine E-Mail an die neue Adresse geschickt. Öffnen Sie den Link darin, um die Änderung zu bestätigen.
note-address-changed = Ihre E-Mail-Adresse wurde geändert.
note-address-withdrawn = Die Änderung Ihrer Adresse wurde zurückgenommen. Nichts ändert sich.
note-session-ended = Diese Sitzung wurde beendet.
note-sessions-ended = Alle anderen Sitzungen wurden beendet.
note-second-factor-on = Der zweite Faktor ist eingerichtet.
note-second-factor-off = Der zweite Faktor wurde entfernt.
note-impersonation-ended = Sie sind wieder Sie selbst.
note-impersonation-refused = Sie können nicht als dieses Mitglied handeln. Es muss ein aktives Mitglied sein, das kein Administrator ist.

# Fields.
field-name = Benutzername oder E-Mail-Adresse
field-password = Passwort
field-username = Benutzername
field-code = Code
field-address = Neue E-Mail-Adresse
field-current = Aktuelles Passwort
field-new-password = Neues Passwort
field-member-name = Name
field-email = E-Mail-Adresse
field-language = Sprache
field-locale = Datum und Zahlen
field-theme = Darstellung
field-defaultEnvironment = Öffnet nach der Anmeldung
field-releaseMails = Neues über neue Versionen
field-releaseMails-hint = Wir schreiben Ihnen, wenn es eine neue Version gibt.
field-disableCache = Seiten immer neu laden
field-disableCache-hint = Hilft, wenn eine Seite etwas Altes zu zeigen scheint.
no-default = Ich möchte wählen
theme-light = Hell
theme-dark = Dunkel
theme-systemSettings = Wie mein System

# Login.
login-title = Anmelden
login-button = Anmelden
login-forgot = Passwort vergessen?
login-refused = Name und Passwort passen nicht zusammen. Bitte prüfen Sie beides.
second-title = Ihr Code
second-lead = Öffnen Sie Ihre Authenticator-App und geben Sie die sechs Ziffern ein, die sie anzeigt.
second-button = Weiter
second-recovery = Wenn Sie Ihr Telefon nicht bei sich haben, geben Sie stattdessen einen Ihrer Wiederherstellungscodes ein.
second-refused = Dieser Code stimmt nicht oder wurde schon benutzt.
must-title = Neues Passwort wählen
must-lead = Ihr Passwort hat jemand anderes festgelegt. Wählen Sie eines, das nur Sie kennen.
must-button = Speichern und weiter

# Forgotten password.
forgot-title = Passwort vergessen?
forgot-lead = Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein. Wir schicken Ihnen einen Link für ein neues Passwort.
forgot-button = Link senden
forgot-done = Wenn es ein Konto mit diesem Namen gibt, ist eine E-Mail unterwegs.
forgot-done-hint = Das kann einige Minuten dauern. Bitte sehen Sie auch bei den unerwünschten E-Mails nach.
reset-title = Neues Passwort wählen
reset-lead = Danach melden Sie sich damit an; überall sonst werden Sie abgemeldet.
reset-button = Passwort speichern

# Enrolment.
enrol-title = Willkommen
enrol-lead = Wählen Sie einen Benutzernamen und ein Passwort für Ihr Konto.
enrol-username-hint = Sie können Ihre E-Mail-Adresse als Benutzernamen behalten.
enrol-button = Mein Konto anlegen

# Links in letters.
link-bad = Dieser Link funktioniert nicht
link-bad-text = Er wurde schon benutzt, oder eine neuere E-Mail hat ihn ersetzt. Bitte benutzen Sie den Link in der neuesten E-Mail.
link-expired = Dieser Link ist zu alt
link-expired-text = Zu Ihrer Sicherheit funktionieren Links nur eine begrenzte Zeit.
link-ask = Neuen Link senden
link-asked = Eine E-Mail ist unterwegs
link-asked-text = Wenn der Link für Sie war, erhalten Sie in einigen Minuten einen neuen.
link-forgot = Neuen Link anfordern
address-title = E-Mail-Adresse bestätigen
address-lead = Von jetzt an gehen E-Mails an Sie an { $address }.
address-button = Bestätigen
address-hint = Nichts ändert sich, bevor Sie bestätigen. Wenn Sie nicht darum gebeten haben, schließen Sie die Seite.

# Passwords.
password-rules = Regeln für Ihr Passwort
password-met = erfüllt
password-unmet = nicht erfüllt
password-refused = Dieses Passwort erfüllt nicht jede der Regeln unten.

# Environments.
environments-title = Umgebung wählen
environments-lead = Hier können Sie arbeiten.
environments-empty = Es gibt noch nichts zu öffnen
environments-empty-hint = Sobald Ihnen ein Administrator Zugang zu einer Umgebung gibt, erscheint sie hier.
environments-open = Öffnen
environments-open-named = { $name } öffnen
environments-default = Standard
environments-last = Zuletzt geöffnet: { $moment }

# Home.
home-title = Start
home-hello = Hallo { $name }
home-menus = Ihre Menüs
home-empty = Noch keine Menüs
home-empty-hint = Was ein Administrator Ihnen oder Ihren Gruppen zuweist, erscheint hier.
home-you = Sie
home-environment = Umgebung
home-role = Rolle
home-rights = Rechte
home-groups = Gruppen
home-since = Mitglied seit
home-profile = Profil ändern
act-title = Als Mitglied handeln
act-lead = Sie sehen die Seiten wie dieses Mitglied. Das wird festgehalten und die ganze Zeit angezeigt.
act-field = E-Mail-Adresse des Mitglieds
act-button = Als dieses Mitglied handeln

# Profile.
profile-title = Ihr Profil
profile-here = In { $environment }
profile-here-hint = Diese Einstellungen gelten nur in dieser Umgebung.
profile-account = Ihr Konto
profile-account-hint = Diese Einstellungen gelten überall. Niemand außer Ihnen kann sie ändern.
profile-address = Ihre E-Mail-Adresse
profile-address-now = E-Mails zu Ihrem Konto gehen an { $address }.
profile-address-pending = { $address } wartet auf Bestätigung. Bis dahin ändert sich nichts.
profile-address-button = Adresse ändern
profile-address-withdraw = Änderung zurücknehmen
profile-password = Ihr Passwort
profile-password-hint = Überall sonst werden Sie abgemeldet.
profile-password-button = Passwort ändern
profile-acting = Das Konto gehört allein der Person selbst. Handeln Sie nicht mehr als jemand anderes, um Ihr eigenes zu sehen.

# Sessions.
sessions-title = Ihre Sitzungen
sessions-lead = Wo Sie gerade angemeldet sind. Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.
sessions-browser = Browser
sessions-began = Angemeldet
sessions-seen = Zuletzt benutzt
sessions-act = Aktion
sessions-this = Diese
sessions-end = Beenden
sessions-end-named = Die Sitzung in { $browser } beenden
sessions-end-others = Alle anderen beenden
sessions-only = Sie sind nirgendwo sonst angemeldet.
browser-unknown = Unbekannter Browser

# Second factor.
factor-title = Zweiter Faktor
factor-lead = Mit einem zweiten Faktor kommt niemand allein mit Ihrem Passwort hinein: Bei jeder Anmeldung zeigt eine App auf Ihrem Telefon einen Code.
factor-off = Sie haben noch keinen zweiten Faktor.
factor-on = Ihr zweiter Faktor ist eingerichtet. { $left ->
    [one] Es ist noch { $left } Wiederherstellungscode übrig.
   *[other] Es sind noch { $left } Wiederherstellungscodes übrig.
}
factor-manage = Verwalten
factor-required = Die Umgebung, die Sie öffnen möchten, verlangt einen zweiten Faktor.
factor-begin = Einrichten
factor-scan = Dieses Bild scannen
factor-scan-hint = Scannen Sie es mit einer Authenticator-App und geben Sie dann den Code ein, den die App zeigt.
factor-secret = Oder geben Sie diesen Schlüssel in die App ein:
factor-picture = QR-Code mit dem Schlüssel für Ihre Authenticator-App
factor-confirm = Bestätigen
factor-codes = Ihre Wiederherstellungscodes
factor-codes-hint = Jeder von ihnen ersetzt Ihr Telefon einmal. Schreiben Sie sie auf und bewahren Sie sie sicher auf: Sie werden nur jetzt gezeigt.
factor-codes-done = Ich habe sie aufbewahrt
factor-change-title = Codes erneuern oder zweiten Faktor entfernen
factor-renew-hint = Neue Wiederherstellungscodes treten an die Stelle derer, die Sie haben.
factor-renew = Neue Codes erstellen
factor-proof-hint = Geben Sie einen Code der App oder einen Wiederherstellungscode ein, um zu bestätigen, dass Sie es sind.
factor-remove = Zweiten Faktor entfernen

# Pages about what is not as it was asked for.
error-not-found = Hier ist nichts
error-not-found-text = Die Seite gibt es nicht, oder Sie können sie nicht sehen.
error-method-text = Diese Adresse ist nicht dafür gedacht, so geöffnet zu werden.
error-forbidden = Das war nicht erlaubt
error-forbidden-text = Ihr Browser hat nicht gezeigt, dass die Anfrage von dieser Seite kam. Bitte öffnen Sie die Seite neu und wiederholen Sie, was Sie getan haben.
error-busy = Zu viel auf einmal
error-busy-text = Bitte warten Sie einen Augenblick und versuchen Sie es noch einmal.
error-fault = Etwas ist schiefgegangen
error-fault-text = Es liegt nicht an Ihnen. Bitte versuchen Sie es noch einmal; wenn es so bleibt, sagen Sie es Ihrem Administrator.
error-request = Das hat nicht geklappt
error-request-text = Die Anfrage war nicht zu verstehen. Bitte öffnen Sie die Seite neu.
error-way-out = Zur Startseite

# What is wrong, by code.
problem-other = Das kann nicht verwendet werden. Bitte prüfen Sie es.
problem-E0104 = Das ist keine E-Mail-Adresse, an die wir schreiben können.
problem-E0105 = Bitte wählen Sie einen der Werte.
problem-E0106 = Das ist zu lang.
problem-E0107 = Bitte füllen Sie das aus.
problem-E0114 = Zeilenumbrüche und unsichtbare Zeichen sind hier nicht erlaubt.
problem-E0204 = Das ist schon vergeben.
problem-E0710 = Dieser Link funktioniert nicht mehr.
problem-E0711 = Dieser Link ist zu alt.
problem-E0720 = Es gab zu viele Versuche. Bitte warten Sie einige Minuten und versuchen Sie es dann noch einmal.
problem-E0728 = Jemand anderes hat diesen Benutzernamen. Bitte wählen Sie einen anderen.
problem-E0729 = Ein Benutzername mit @ muss Ihre eigene E-Mail-Adresse sein.
problem-E0730 = Ihre Sitzung ist beendet. Bitte melden Sie sich wieder an.
problem-E0731 = Das ist nicht Ihr aktuelles Passwort.
problem-E0746 = Dieser Code stimmt nicht. Bitte warten Sie auf den nächsten.
problem-E0747 = Eine Ihrer Umgebungen verlangt einen zweiten Faktor, darum bleibt er.
problem-E0751 = Das ist die Adresse, die Sie schon haben.

# Rules for passwords.
rule-length = Mindestens { $least } Zeichen
rule-length-most = Höchstens { $most } Zeichen
rule-kinds-all = Eine Ziffer, ein Großbuchstabe, ein Kleinbuchstabe und ein Sonderzeichen
rule-kinds = { $least } davon: Ziffer, Großbuchstabe, Kleinbuchstabe, Sonderzeichen
rule-common = Kein Passwort, das viele benutzen
rule-guessable = Nicht leicht zu erraten: je länger und je weniger regelmäßig, desto besser
rule-own = Ohne Ihren Namen, Benutzernamen oder Ihre Adresse
rule-former = Keines Ihrer letzten { $last } Passwörter
