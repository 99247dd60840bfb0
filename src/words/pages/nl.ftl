# Page texts in Dutch. All six page files have the same keys and variables, in the same order.

# Around every page.
skip = Naar de inhoud
nav-label = Hoofdnavigatie
nav-home = Start
nav-profile = Profiel
nav-sessions = Sessies
nav-environments = Omgevingen
nav-logout = Uitloggen
language-label = Taal
acting-label = U handelt als een andere gebruiker
acting-as = U handelt als { $name }. Uw acties worden ook onder uw eigen naam vastgelegd.
acting-end = Terug naar mijn account
save = Opslaan
administrator = Beheerder
back-to-login = Terug naar de inlogpagina

# After an action.
note-enrolled = Uw account is klaar. U kunt nu inloggen.
note-reset = Uw wachtwoord is gewijzigd. U kunt er nu mee inloggen.
note-password-changed = Uw wachtwoord is gewijzigd. U bent op alle andere apparaten uitgelogd.
note-logged-out = U bent uitgelogd.
note-saved = Uw wijzigingen zijn opgeslagen.
note-address-asked = We hebben een e-mail naar het nieuwe adres gestuurd. Open de link daarin om de wijziging te bevestigen.
note-address-changed = Uw e-mailadres is gewijzigd.
note-address-withdrawn = De wijziging van uw e-mailadres is geannuleerd.
note-session-ended = De sessie is beëindigd.
note-sessions-ended = Alle andere sessies zijn beëindigd.
note-second-factor-on = Verificatie in twee stappen staat aan.
note-second-factor-off = Verificatie in twee stappen staat uit.
note-impersonation-ended = U gebruikt weer uw eigen account.
note-impersonation-refused = U kunt niet als dit lid handelen. Kies een actief lid dat geen beheerder is.

# Fields.
field-name = Gebruikersnaam of e-mailadres
field-password = Wachtwoord
field-username = Gebruikersnaam
field-code = Code
field-address = Nieuw e-mailadres
field-current = Huidig wachtwoord
field-new-password = Nieuw wachtwoord
field-member-name = Naam
field-email = E-mailadres
field-language = Taal
field-locale = Notatie van datums en getallen
field-theme = Weergave
field-defaultEnvironment = Standaardomgeving
field-releaseMails = E-mails over nieuwe versies
field-releaseMails-hint = U krijgt een e-mail wanneer er een nieuwe versie beschikbaar is.
field-disableCache = Cache uitschakelen
field-disableCache-hint = Zet dit aan als een pagina verouderde inhoud toont.
no-default = Altijd vragen
theme-light = Licht
theme-dark = Donker
theme-systemSettings = Zoals het systeem

# Login.
login-title = Inloggen
login-button = Inloggen
login-forgot = Wachtwoord vergeten?
login-refused = De gebruikersnaam, het e-mailadres of het wachtwoord is onjuist. Controleer uw invoer en probeer het opnieuw.
second-title = Verificatie in twee stappen
second-lead = Open uw authenticator-app en voer de code van zes cijfers in.
second-button = Doorgaan
second-recovery = Hebt u uw telefoon niet bij u? Voer dan een van uw herstelcodes in.
second-refused = Deze code is onjuist of al gebruikt. Voer de volgende code uit de app of een andere herstelcode in.
must-title = Kies een nieuw wachtwoord
must-lead = Uw wachtwoord is door iemand anders ingesteld. Kies een wachtwoord dat alleen u kent.
must-button = Opslaan en doorgaan

# Forgotten password.
forgot-title = Wachtwoord vergeten?
forgot-lead = Voer uw gebruikersnaam of e-mailadres in. We sturen u een link om een nieuw wachtwoord te kiezen.
forgot-button = Link sturen
forgot-done = Als dit account bestaat, ontvangt u een e-mail met een link.
forgot-done-hint = Dit kan een paar minuten duren. Kijk ook in uw spammap.
reset-title = Kies een nieuw wachtwoord
reset-lead = U wordt hierdoor op alle apparaten uitgelogd. Daarna logt u in met het nieuwe wachtwoord.
reset-button = Wachtwoord opslaan

# Enrolment.
enrol-title = Welkom
enrol-lead = Kies een gebruikersnaam en een wachtwoord voor uw account.
enrol-username-hint = U kunt uw e-mailadres als gebruikersnaam gebruiken.
enrol-button = Account aanmaken

# Links in e-mails.
link-bad = Deze link werkt niet
link-bad-text = De link is al gebruikt of vervangen door een nieuwere e-mail. Gebruik de link in de nieuwste e-mail.
link-expired = Deze link is verlopen
link-expired-text = Voor uw veiligheid zijn links maar beperkte tijd geldig. Vraag een nieuwe aan.
link-ask = Stuur mij een nieuwe link
link-asked = Controleer uw e-mail
link-asked-text = Als de link voor u was, ontvangt u over een paar minuten een nieuwe.
link-forgot = Nieuwe link aanvragen
address-title = Bevestig uw e-mailadres
address-lead = Na uw bevestiging gaan e-mails over uw account naar { $address }.
address-button = Bevestigen
address-hint = Er verandert niets totdat u bevestigt. Hebt u deze wijziging niet aangevraagd? Sluit dan deze pagina.

# Passwords.
password-rules = Eisen aan het wachtwoord
password-met = voldaan
password-unmet = niet voldaan
password-refused = Dit wachtwoord voldoet niet aan alle eisen hieronder.

# Environments.
environments-title = Kies een omgeving
environments-lead = U hebt toegang tot deze omgevingen.
environments-empty = Nog geen omgevingen
environments-empty-hint = Zodra een beheerder u toegang geeft tot een omgeving, verschijnt die hier.
environments-open = Openen
environments-open-named = { $name } openen
environments-default = Standaard
environments-last = Laatst geopend op { $moment }

# Home.
home-title = Start
home-hello = Hallo { $name }
home-menus = Uw menu's
home-empty = Nog geen menu's
home-empty-hint = Menu's die een beheerder aan u of uw groepen toewijst, verschijnen hier.
home-you = Uw gegevens
home-environment = Omgeving
home-role = Rol
home-rights = Rechten
home-groups = Groepen
home-since = Lid sinds
home-profile = Uw profiel bewerken
act-title = Handelen als een ander lid
act-lead = U ziet de pagina's zoals dit lid ze ziet. Een melding op elke pagina laat dit zien, en uw acties worden vastgelegd.
act-field = E-mailadres van het lid
act-button = Als dit lid handelen

# Profile.
profile-title = Uw profiel
profile-here = In { $environment }
profile-here-hint = Deze instellingen gelden alleen in deze omgeving.
profile-account = Uw account
profile-account-hint = Deze instellingen gelden in alle omgevingen. Alleen u kunt ze wijzigen.
profile-address = Uw e-mailadres
profile-address-now = E-mails over uw account gaan naar { $address }.
profile-address-pending = De wijziging naar { $address } is nog niet bevestigd. Open de link in de e-mail die we naar dit adres hebben gestuurd.
profile-address-button = E-mailadres wijzigen
profile-address-withdraw = Wijziging annuleren
profile-password = Uw wachtwoord
profile-password-hint = U wordt op alle andere apparaten uitgelogd.
profile-password-button = Wachtwoord wijzigen
profile-acting = Alleen de eigenaar kan dit account zien. Kies ‘Terug naar mijn account’ om uw eigen account te zien.

# Sessions.
sessions-title = Uw sessies
sessions-lead = U bent ingelogd met deze browsers. Herkent u er een niet? Beëindig dan die sessie en wijzig uw wachtwoord.
sessions-browser = Browser
sessions-began = Ingelogd
sessions-seen = Laatst gebruikt
sessions-act = Actie
sessions-this = Huidige sessie
sessions-end = Beëindigen
sessions-end-named = De sessie in { $browser } beëindigen
sessions-end-others = Alle andere sessies beëindigen
sessions-only = U bent nergens anders ingelogd.
browser-unknown = Onbekende browser

# Second factor.
factor-title = Verificatie in twee stappen
factor-lead = Verificatie in twee stappen beveiligt uw account met een tweede factor: bij elke keer inloggen voert u ook een code in uit een app op uw telefoon.
factor-off = Verificatie in twee stappen staat uit.
factor-on = Verificatie in twee stappen staat aan. { $left ->
    [one] Er is nog { $left } herstelcode over.
   *[other] Er zijn nog { $left } herstelcodes over.
}
factor-manage = Beheren
factor-required = De omgeving die u wilt openen, vereist verificatie in twee stappen.
factor-begin = Instellen
factor-scan = Scan de QR-code
factor-scan-hint = Scan de QR-code met een authenticator-app. Voer daarna de code in die de app toont.
factor-secret = Of voer deze sleutel in de app in:
factor-picture = QR-code met de sleutel voor uw authenticator-app
factor-confirm = Bevestigen
factor-codes = Uw herstelcodes
factor-codes-hint = Hebt u uw telefoon niet? Log dan in met een van deze codes. Elke code werkt één keer. Schrijf de codes op en bewaar ze veilig: ze worden niet opnieuw getoond.
factor-codes-done = Ik heb de codes opgeslagen
factor-change-title = Verificatie in twee stappen wijzigen
factor-renew-hint = Nieuwe herstelcodes vervangen uw huidige codes.
factor-renew = Nieuwe herstelcodes maken
factor-proof-hint = Voer ter bevestiging een code uit de app of een herstelcode in.
factor-remove = Verificatie in twee stappen uitzetten

# Error pages.
error-not-found = Pagina niet gevonden
error-not-found-text = Deze pagina bestaat niet, of u hebt er geen toegang toe.
error-method-text = U kunt dit adres niet rechtstreeks openen. Begin op de startpagina.
error-forbidden = Niet toegestaan
error-forbidden-text = We konden niet vaststellen dat het verzoek van deze website kwam. Open de pagina opnieuw en herhaal de actie.
error-busy = Probeer het later opnieuw
error-busy-text = De server is druk bezet. Wacht even en probeer het opnieuw.
error-fault = Er ging iets mis
error-fault-text = De fout ligt bij ons. Probeer het opnieuw. Gebeurt het weer? Meld het dan aan uw beheerder.
error-request = Het verzoek is mislukt
error-request-text = De server kon het verzoek niet lezen. Open de pagina opnieuw.
error-way-out = Naar de startpagina

# Errors by code.
problem-other = Deze waarde is niet toegestaan. Controleer de waarde en probeer het opnieuw.
problem-E0104 = Voer een geldig e-mailadres in, bijvoorbeeld naam@example.com.
problem-E0105 = Kies een van de vermelde waarden.
problem-E0106 = Dit is te lang. Voer een kortere tekst in.
problem-E0107 = Vul dit veld in.
problem-E0114 = Verwijder regeleinden en onzichtbare tekens.
problem-E0204 = Dit is al in gebruik. Voer iets anders in.
problem-E0710 = Deze link is niet meer geldig.
problem-E0711 = Deze link is verlopen. Vraag een nieuwe aan.
problem-E0720 = Te veel pogingen. Wacht een paar minuten en probeer het opnieuw.
problem-E0728 = Deze gebruikersnaam is al bezet. Kies een andere.
problem-E0729 = Een gebruikersnaam met @ moet uw eigen e-mailadres zijn.
problem-E0730 = Uw sessie is beëindigd. Log opnieuw in.
problem-E0731 = Dit is niet uw huidige wachtwoord.
problem-E0746 = Deze code is onjuist. Wacht op de volgende code in de app en voer die in.
problem-E0747 = Een van uw omgevingen vereist verificatie in twee stappen. U kunt die niet uitzetten.
problem-E0751 = Dit is al uw e-mailadres.

# Rules for passwords.
rule-length = Minstens { $least } tekens
rule-length-most = Hoogstens { $most } tekens
rule-kinds-all = Een cijfer, een hoofdletter, een kleine letter en een speciaal teken
rule-kinds = Minstens { $least } hiervan: cijfer, hoofdletter, kleine letter, speciaal teken
rule-common = Geen veelgebruikt wachtwoord
rule-guessable = Moeilijk te raden: lang en meer dan een gangbaar woord of patroon
rule-own = Zonder uw naam, gebruikersnaam of e-mailadres
rule-former = Geen van uw laatste { $last } wachtwoorden
