# Nederlands. What pages say. Every file has the same keys with the same variables, in the same order.

# Around every page.
skip = Naar de inhoud
nav-label = Hoofdnavigatie
nav-home = Start
nav-profile = Profiel
nav-sessions = Sessies
nav-environments = Omgevingen
nav-logout = Afmelden
language-label = Taal
acting-label = U handelt namens iemand anders
acting-as = U handelt als { $name }. Wat u doet, wordt ook onder uw eigen naam vastgelegd.
acting-end = Stoppen
save = Opslaan
administrator = Beheerder
back-to-login = Terug naar de aanmeldpagina

# What was done.
note-enrolled = Uw account is klaar. U kunt zich nu aanmelden.
note-reset = Uw wachtwoord is gewijzigd. U kunt zich er nu mee aanmelden.
note-password-changed = Uw wachtwoord is gewijzigd. Overal elders bent u afgemeld.
note-logged-out = U bent afgemeld.
note-saved = Uw wijzigingen zijn opgeslagen.
note-address-asked = We hebben een bericht naar het nieuwe adres gestuurd. Open de link daarin om de wijziging te bevestigen.
note-address-changed = Uw e-mailadres is gewijzigd.
note-address-withdrawn = De wijziging van uw adres is ingetrokken. Er verandert niets.
note-session-ended = Die sessie is beëindigd.
note-sessions-ended = Alle andere sessies zijn beëindigd.
note-second-factor-on = De tweede factor is ingesteld.
note-second-factor-off = De tweede factor is verwijderd.
note-impersonation-ended = U bent weer uzelf.
note-impersonation-refused = U kunt niet als dit lid handelen. Het moet een actief lid zijn dat geen beheerder is.

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
field-locale = Datums en getallen
field-theme = Weergave
field-defaultEnvironment = Opent na het aanmelden
field-releaseMails = Nieuws over nieuwe versies
field-releaseMails-hint = We schrijven u wanneer er een nieuwe versie is.
field-disableCache = Pagina's altijd opnieuw laden
field-disableCache-hint = Helpt als een pagina iets ouds lijkt te tonen.
no-default = Laat mij kiezen
theme-light = Licht
theme-dark = Donker
theme-systemSettings = Zoals mijn systeem

# Login.
login-title = Aanmelden
login-button = Aanmelden
login-forgot = Wachtwoord vergeten?
login-refused = De naam en het wachtwoord horen niet bij elkaar. Controleer ze allebei.
second-title = Uw code
second-lead = Open uw authenticator-app en typ de zes cijfers die u daar ziet.
second-button = Doorgaan
second-recovery = Hebt u uw telefoon niet bij u, typ dan een van uw herstelcodes.
second-refused = Deze code klopt niet of is al gebruikt.
must-title = Kies een nieuw wachtwoord
must-lead = Uw wachtwoord is door iemand anders ingesteld. Kies er een die alleen u kent.
must-button = Opslaan en doorgaan

# Forgotten password.
forgot-title = Wachtwoord vergeten?
forgot-lead = Typ uw gebruikersnaam of e-mailadres. We sturen u een link voor een nieuw wachtwoord.
forgot-button = Link sturen
forgot-done = Als er een account met deze naam is, is er een bericht onderweg.
forgot-done-hint = Het kan een paar minuten duren. Kijk ook bij de ongewenste e-mail.
reset-title = Kies een nieuw wachtwoord
reset-lead = Daarna meldt u zich ermee aan; overal elders wordt u afgemeld.
reset-button = Wachtwoord opslaan

# Enrolment.
enrol-title = Welkom
enrol-lead = Kies een gebruikersnaam en een wachtwoord voor uw account.
enrol-username-hint = U kunt uw e-mailadres als gebruikersnaam houden.
enrol-button = Mijn account aanmaken

# Links in letters.
link-bad = Deze link werkt niet
link-bad-text = Hij is al gebruikt, of er is een nieuwer bericht. Gebruik de link in het nieuwste bericht.
link-expired = Deze link is te oud
link-expired-text = Voor uw veiligheid werken links maar een beperkte tijd.
link-ask = Stuur mij een nieuwe link
link-asked = Er is een bericht onderweg
link-asked-text = Als de link voor u was, ontvangt u over een paar minuten een nieuwe.
link-forgot = Een nieuwe link aanvragen
address-title = Bevestig uw e-mailadres
address-lead = Voortaan gaan berichten aan u naar { $address }.
address-button = Bevestigen
address-hint = Er verandert niets totdat u bevestigt. Hebt u hier niet om gevraagd, sluit dan deze pagina.

# Passwords.
password-rules = Regels voor uw wachtwoord
password-met = in orde
password-unmet = niet in orde
password-refused = Dit wachtwoord voldoet niet aan elke regel hieronder.

# Environments.
environments-title = Kies een omgeving
environments-lead = Hier kunt u werken.
environments-empty = Er is nog niets om te openen
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
home-empty-hint = Wat een beheerder aan u of uw groepen toewijst, verschijnt hier.
home-you = U
home-environment = Omgeving
home-role = Rol
home-rights = Rechten
home-groups = Groepen
home-since = Lid sinds
home-profile = Uw profiel wijzigen
act-title = Handelen als een lid
act-lead = U ziet de pagina's zoals dit lid ze ziet. Het wordt vastgelegd en is steeds zichtbaar.
act-field = E-mailadres van het lid
act-button = Als dit lid handelen

# Profile.
profile-title = Uw profiel
profile-here = In { $environment }
profile-here-hint = Deze instellingen gelden alleen in deze omgeving.
profile-account = Uw account
profile-account-hint = Deze instellingen gelden overal. Alleen u kunt ze wijzigen.
profile-address = Uw e-mailadres
profile-address-now = Berichten over uw account gaan naar { $address }.
profile-address-pending = { $address } wacht op bevestiging. Tot dan verandert er niets.
profile-address-button = Adres wijzigen
profile-address-withdraw = Wijziging intrekken
profile-password = Uw wachtwoord
profile-password-hint = Overal elders wordt u afgemeld.
profile-password-button = Wachtwoord wijzigen
profile-acting = Het account is alleen van de persoon zelf. Stop met handelen als iemand anders om uw eigen account te zien.

# Sessions.
sessions-title = Uw sessies
sessions-lead = Waar u nu bent aangemeld. Beëindig wat u niet kent en wijzig daarna uw wachtwoord.
sessions-browser = Browser
sessions-began = Aangemeld
sessions-seen = Laatst gebruikt
sessions-act = Actie
sessions-this = Deze
sessions-end = Beëindigen
sessions-end-named = De sessie in { $browser } beëindigen
sessions-end-others = Alle andere beëindigen
sessions-only = U bent nergens anders aangemeld.
browser-unknown = Onbekende browser

# Second factor.
factor-title = Tweede factor
factor-lead = Met een tweede factor komt niemand binnen met alleen uw wachtwoord: bij elke aanmelding toont een app op uw telefoon een code.
factor-off = U hebt nog geen tweede factor.
factor-on = Uw tweede factor is ingesteld. { $left ->
    [one] Er is nog { $left } herstelcode over.
   *[other] Er zijn nog { $left } herstelcodes over.
}
factor-manage = Beheren
factor-required = De omgeving die u wilt openen, vereist een tweede factor.
factor-begin = Instellen
factor-scan = Scan deze afbeelding
factor-scan-hint = Scan haar met een authenticator-app en typ dan de code die de app toont.
factor-secret = Of typ deze sleutel in de app:
factor-picture = QR-code met de sleutel voor uw authenticator-app
factor-confirm = Bevestigen
factor-codes = Uw herstelcodes
factor-codes-hint = Elke code vervangt uw telefoon één keer. Schrijf ze op en bewaar ze veilig: u ziet ze alleen nu.
factor-codes-done = Ik heb ze bewaard
factor-change-title = Codes vernieuwen of tweede factor verwijderen
factor-renew-hint = Nieuwe herstelcodes komen in de plaats van de codes die u hebt.
factor-renew = Nieuwe herstelcodes maken
factor-proof-hint = Typ een code van de app of een herstelcode om te bevestigen dat u het bent.
factor-remove = Tweede factor verwijderen

# Pages about what is not as it was asked for.
error-not-found = Hier is niets
error-not-found-text = De pagina bestaat niet, of u kunt haar niet zien.
error-method-text = Dit adres is niet bedoeld om zo te openen.
error-forbidden = Dat was niet toegestaan
error-forbidden-text = Uw browser liet niet zien dat het verzoek van deze site kwam. Open de pagina opnieuw en herhaal wat u deed.
error-busy = Te veel tegelijk
error-busy-text = Wacht even en probeer het opnieuw.
error-fault = Er ging iets mis
error-fault-text = Het ligt niet aan u. Probeer het opnieuw; blijft het zo, zeg het dan tegen uw beheerder.
error-request = Dat is niet gelukt
error-request-text = Het verzoek was niet te begrijpen. Open de pagina opnieuw.
error-way-out = Naar de startpagina

# What is wrong, by code.
problem-other = Dit kan niet worden gebruikt. Controleer het.
problem-E0104 = Dit is geen e-mailadres waar we naartoe kunnen schrijven.
problem-E0105 = Kies een van de waarden.
problem-E0106 = Dit is te lang.
problem-E0107 = Vul dit in.
problem-E0114 = Regeleinden en onzichtbare tekens zijn hier niet toegestaan.
problem-E0204 = Dit is al in gebruik.
problem-E0710 = Deze link werkt niet meer.
problem-E0711 = Deze link is te oud.
problem-E0720 = Er waren te veel pogingen. Wacht een paar minuten en probeer het opnieuw.
problem-E0728 = Iemand anders heeft deze gebruikersnaam. Kies een andere.
problem-E0729 = Een gebruikersnaam met @ moet uw eigen e-mailadres zijn.
problem-E0730 = Uw sessie is beëindigd. Meld u opnieuw aan.
problem-E0731 = Dit is niet uw huidige wachtwoord.
problem-E0746 = Deze code klopt niet. Wacht op de volgende.
problem-E0747 = Een van uw omgevingen vereist een tweede factor; daarom blijft die.
problem-E0751 = Dit is het adres dat u al hebt.

# Rules for passwords.
rule-length = Minstens { $least } tekens
rule-length-most = Hoogstens { $most } tekens
rule-kinds-all = Een cijfer, een hoofdletter, een kleine letter en een bijzonder teken
rule-kinds = { $least } hiervan: cijfer, hoofdletter, kleine letter, bijzonder teken
rule-common = Geen wachtwoord dat veel mensen gebruiken
rule-guessable = Niet makkelijk te raden: hoe langer en hoe minder regelmatig, hoe beter
rule-own = Zonder uw naam, gebruikersnaam of adres
rule-former = Geen van uw laatste { $last } wachtwoorden
