# Page texts in German. All six page files have the same keys and variables, in the same order.

# Around every page.
skip = Zum Inhalt
nav-label = Hauptnavigation
nav-home = Start
nav-profile = Profil
nav-sessions = Sitzungen
nav-environments = Umgebungen
nav-logout = Abmelden
language-label = Sprache
acting-label = Sie handeln als ein anderer Benutzer
acting-as = Sie handeln als { $name }. Ihre Aktionen werden auch unter Ihrem eigenen Namen protokolliert.
acting-end = Zurück zu meinem Konto
save = Speichern
administrator = Administrator
back-to-login = Zurück zur Anmeldung

# After an action.
note-enrolled = Ihr Konto ist bereit. Sie können sich jetzt anmelden.
note-reset = Ihr Passwort wurde geändert. Sie können sich jetzt damit anmelden.
note-password-changed = Ihr Passwort wurde geändert. Auf allen anderen Geräten wurden Sie abgemeldet.
note-logged-out = Sie sind abgemeldet.
note-saved = Ihre Änderungen wurden gespeichert.
note-address-asked = Wir haben eine E-Mail an die neue Adresse gesendet. Öffnen Sie den Link darin, um die Änderung zu bestätigen.
note-address-changed = Ihre E-Mail-Adresse wurde geändert.
note-address-withdrawn = Die Änderung Ihrer E-Mail-Adresse wurde abgebrochen.
note-session-ended = Die Sitzung wurde beendet.
note-sessions-ended = Alle anderen Sitzungen wurden beendet.
note-second-factor-on = Die Zwei-Faktor-Authentifizierung ist aktiviert.
note-second-factor-off = Die Zwei-Faktor-Authentifizierung ist deaktiviert.
note-impersonation-ended = Sie verwenden wieder Ihr eigenes Konto.
note-impersonation-refused = Sie können nicht als dieses Mitglied handeln. Wählen Sie ein aktives Mitglied, das kein Administrator ist.

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
field-locale = Datums- und Zahlenformat
field-theme = Darstellung
field-defaultEnvironment = Standardumgebung
field-releaseMails = E-Mails zu neuen Versionen
field-releaseMails-hint = Sie erhalten eine E-Mail, wenn eine neue Version verfügbar ist.
field-disableCache = Cache deaktivieren
field-disableCache-hint = Aktivieren Sie dies, wenn eine Seite veraltete Inhalte zeigt.
no-default = Immer fragen
theme-light = Hell
theme-dark = Dunkel
theme-systemSettings = Wie im System

# Login.
login-title = Anmelden
login-button = Anmelden
login-forgot = Passwort vergessen?
login-refused = Benutzername, E-Mail-Adresse oder Passwort ist falsch. Prüfen Sie Ihre Eingaben und versuchen Sie es noch einmal.
second-title = Zwei-Faktor-Authentifizierung
second-lead = Öffnen Sie Ihre Authenticator-App und geben Sie den sechsstelligen Code ein.
second-button = Weiter
second-recovery = Wenn Sie Ihr Telefon nicht dabeihaben, geben Sie stattdessen einen Ihrer Wiederherstellungscodes ein.
second-refused = Dieser Code ist falsch oder wurde schon verwendet. Geben Sie den nächsten Code der App oder einen anderen Wiederherstellungscode ein.
must-title = Neues Passwort wählen
must-lead = Ihr Passwort wurde von jemand anderem festgelegt. Wählen Sie eines, das nur Sie kennen.
must-button = Speichern und weiter

# Forgotten password.
forgot-title = Passwort vergessen?
forgot-lead = Geben Sie Ihren Benutzernamen oder Ihre E-Mail-Adresse ein. Wir senden Ihnen einen Link, um ein neues Passwort zu wählen.
forgot-button = Link senden
forgot-done = Wenn dieses Konto existiert, erhalten Sie eine E-Mail mit einem Link.
forgot-done-hint = Das kann einige Minuten dauern. Sehen Sie auch im Spam-Ordner nach.
reset-title = Neues Passwort wählen
reset-lead = Sie werden dadurch auf allen Geräten abgemeldet. Danach melden Sie sich mit dem neuen Passwort an.
reset-button = Passwort speichern

# Enrolment.
enrol-title = Willkommen
enrol-lead = Wählen Sie einen Benutzernamen und ein Passwort für Ihr Konto.
enrol-username-hint = Sie können Ihre E-Mail-Adresse als Benutzernamen verwenden.
enrol-button = Konto erstellen

# Links in e-mails.
link-bad = Dieser Link funktioniert nicht
link-bad-text = Er wurde schon verwendet oder durch eine neuere E-Mail ersetzt. Verwenden Sie den Link in der neuesten E-Mail.
link-expired = Dieser Link ist abgelaufen
link-expired-text = Zu Ihrer Sicherheit sind Links nur begrenzte Zeit gültig. Fordern Sie einen neuen an.
link-ask = Neuen Link senden
link-asked = Prüfen Sie Ihre E-Mails
link-asked-text = Wenn der Link für Sie bestimmt war, erhalten Sie in einigen Minuten einen neuen.
link-forgot = Neuen Link anfordern
address-title = E-Mail-Adresse bestätigen
address-lead = Nach Ihrer Bestätigung gehen E-Mails zu Ihrem Konto an { $address }.
address-button = Bestätigen
address-hint = Bis Sie bestätigen, ändert sich nichts. Wenn Sie diese Änderung nicht angefordert haben, schließen Sie diese Seite.

# Passwords.
password-rules = Anforderungen an das Passwort
password-met = erfüllt
password-unmet = nicht erfüllt
password-refused = Dieses Passwort erfüllt nicht alle Anforderungen unten.

# Environments.
environments-title = Umgebung wählen
environments-lead = Sie haben Zugang zu diesen Umgebungen.
environments-empty = Noch keine Umgebungen
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
home-empty-hint = Menüs, die ein Administrator Ihnen oder Ihren Gruppen zuweist, erscheinen hier.
home-you = Ihre Angaben
home-environment = Umgebung
home-role = Rolle
home-rights = Berechtigungen
home-groups = Gruppen
home-since = Mitglied seit
home-profile = Profil bearbeiten
act-title = Als anderes Mitglied handeln
act-lead = Sie sehen die Seiten wie dieses Mitglied. Ein Hinweis auf jeder Seite zeigt das an, und Ihre Aktionen werden protokolliert.
act-field = E-Mail-Adresse des Mitglieds
act-button = Als dieses Mitglied handeln

# Profile.
profile-title = Ihr Profil
profile-here = In { $environment }
profile-here-hint = Diese Einstellungen gelten nur in dieser Umgebung.
profile-account = Ihr Konto
profile-account-hint = Diese Einstellungen gelten in allen Umgebungen. Nur Sie können sie ändern.
profile-address = Ihre E-Mail-Adresse
profile-address-now = E-Mails zu Ihrem Konto gehen an { $address }.
profile-address-pending = Die Änderung zu { $address } ist noch nicht bestätigt. Öffnen Sie den Link in der E-Mail, die wir an diese Adresse gesendet haben.
profile-address-button = E-Mail-Adresse ändern
profile-address-withdraw = Änderung abbrechen
profile-password = Ihr Passwort
profile-password-hint = Auf allen anderen Geräten werden Sie abgemeldet.
profile-password-button = Passwort ändern
profile-acting = Nur der Inhaber kann dieses Konto sehen. Um Ihr eigenes zu sehen, wählen Sie „Zurück zu meinem Konto“.

# Sessions.
sessions-title = Ihre Sitzungen
sessions-lead = In diesen Browsern sind Sie angemeldet. Wenn Sie einen nicht kennen, beenden Sie seine Sitzung und ändern Sie Ihr Passwort.
sessions-browser = Browser
sessions-began = Angemeldet
sessions-seen = Zuletzt verwendet
sessions-act = Aktion
sessions-this = Aktuelle Sitzung
sessions-end = Beenden
sessions-end-named = Sitzung in { $browser } beenden
sessions-end-others = Alle anderen Sitzungen beenden
sessions-only = Sie sind nirgendwo sonst angemeldet.
browser-unknown = Unbekannter Browser

# Second factor.
factor-title = Zwei-Faktor-Authentifizierung
factor-lead = Ein zweiter Faktor schützt Ihr Konto: Bei jeder Anmeldung geben Sie zusätzlich einen Code aus einer App auf Ihrem Telefon ein.
factor-off = Die Zwei-Faktor-Authentifizierung ist deaktiviert.
factor-on = Die Zwei-Faktor-Authentifizierung ist aktiviert. { $left ->
    [one] Es ist noch { $left } Wiederherstellungscode übrig.
   *[other] Es sind noch { $left } Wiederherstellungscodes übrig.
}
factor-manage = Verwalten
factor-required = Die Umgebung, die Sie öffnen möchten, erfordert die Zwei-Faktor-Authentifizierung.
factor-begin = Einrichten
factor-scan = QR-Code scannen
factor-scan-hint = Scannen Sie den QR-Code mit einer Authenticator-App. Geben Sie dann den Code ein, den die App anzeigt.
factor-secret = Oder geben Sie diesen Schlüssel in die App ein:
factor-picture = QR-Code mit dem Schlüssel für Ihre Authenticator-App
factor-confirm = Bestätigen
factor-codes = Ihre Wiederherstellungscodes
factor-codes-hint = Wenn Sie Ihr Telefon nicht haben, melden Sie sich mit einem dieser Codes an. Jeder Code gilt einmal. Notieren Sie die Codes und bewahren Sie sie sicher auf: Sie werden nicht noch einmal angezeigt.
factor-codes-done = Ich habe die Codes gespeichert
factor-change-title = Zwei-Faktor-Authentifizierung ändern
factor-renew-hint = Neue Wiederherstellungscodes ersetzen Ihre bisherigen.
factor-renew = Neue Codes erstellen
factor-proof-hint = Geben Sie zur Bestätigung einen Code aus der App oder einen Wiederherstellungscode ein.
factor-remove = Zwei-Faktor-Authentifizierung deaktivieren

# Error pages.
error-not-found = Seite nicht gefunden
error-not-found-text = Diese Seite gibt es nicht, oder Sie haben keinen Zugang zu ihr.
error-method-text = Diese Adresse können Sie nicht direkt öffnen. Beginnen Sie auf der Startseite.
error-forbidden = Nicht erlaubt
error-forbidden-text = Wir konnten nicht prüfen, ob die Anfrage von dieser Website kam. Öffnen Sie die Seite neu und wiederholen Sie die Aktion.
error-busy = Versuchen Sie es später noch einmal
error-busy-text = Der Server ist ausgelastet. Warten Sie einen Moment und versuchen Sie es noch einmal.
error-fault = Etwas ist schiefgegangen
error-fault-text = Der Fehler liegt bei uns. Versuchen Sie es noch einmal. Wenn er wieder auftritt, informieren Sie Ihren Administrator.
error-request = Die Anfrage ist fehlgeschlagen
error-request-text = Der Server konnte die Anfrage nicht lesen. Öffnen Sie die Seite neu.
error-way-out = Zur Startseite

# Errors by code.
problem-other = Dieser Wert ist nicht zulässig. Prüfen Sie ihn und versuchen Sie es noch einmal.
problem-E0104 = Geben Sie eine gültige E-Mail-Adresse ein, zum Beispiel name@example.com.
problem-E0105 = Wählen Sie einen der aufgeführten Werte.
problem-E0106 = Das ist zu lang. Geben Sie einen kürzeren Text ein.
problem-E0107 = Füllen Sie dieses Feld aus.
problem-E0114 = Entfernen Sie Zeilenumbrüche und unsichtbare Zeichen.
problem-E0204 = Das ist bereits vergeben. Geben Sie etwas anderes ein.
problem-E0710 = Dieser Link ist nicht mehr gültig.
problem-E0711 = Dieser Link ist abgelaufen. Fordern Sie einen neuen an.
problem-E0720 = Zu viele Versuche. Warten Sie einige Minuten und versuchen Sie es noch einmal.
problem-E0728 = Dieser Benutzername ist bereits vergeben. Wählen Sie einen anderen.
problem-E0729 = Ein Benutzername mit @ muss Ihre eigene E-Mail-Adresse sein.
problem-E0730 = Ihre Sitzung ist beendet. Melden Sie sich wieder an.
problem-E0731 = Das ist nicht Ihr aktuelles Passwort.
problem-E0746 = Dieser Code ist falsch. Warten Sie auf den nächsten Code in der App und geben Sie ihn ein.
problem-E0747 = Eine Ihrer Umgebungen erfordert die Zwei-Faktor-Authentifizierung. Sie können sie nicht deaktivieren.
problem-E0751 = Das ist bereits Ihre E-Mail-Adresse.

# Rules for passwords.
rule-length = Mindestens { $least } Zeichen
rule-length-most = Höchstens { $most } Zeichen
rule-kinds-all = Eine Ziffer, ein Großbuchstabe, ein Kleinbuchstabe und ein Sonderzeichen
rule-kinds = Mindestens { $least } davon: Ziffer, Großbuchstabe, Kleinbuchstabe, Sonderzeichen
rule-common = Kein häufig verwendetes Passwort
rule-guessable = Schwer zu erraten: lang und mehr als ein gängiges Wort oder Muster
rule-own = Ohne Ihren Namen, Benutzernamen oder Ihre E-Mail-Adresse
rule-former = Keines Ihrer letzten { $last } Passwörter
