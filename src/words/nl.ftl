# Dutch, with `u`.

greeting = Beste { $name },
regards = Met vriendelijke groet,
footer = Deze e-mail is automatisch verzonden. U kunt er niet op antwoorden.

link-later = [de link wordt ingevoegd wanneer deze e-mail wordt bezorgd]
link-by-hand = Werkt de knop niet? Kopieer dan dit adres naar uw browser:

welcome-subject = Uw nieuwe account voor { $environment }
welcome-intro = Er is een account voor u aangemaakt in { $environment }.
welcome-action = Kies een gebruikersnaam en een wachtwoord om te beginnen:
welcome-button = Gebruikersnaam en wachtwoord kiezen
welcome-validity = De link is { $days ->
    [one] { $days } dag
   *[other] { $days } dagen
} geldig.
welcome-unexpected = Verwachtte u deze e-mail niet? Dan kunt u hem gewoon negeren.

notice-subject = U hebt nu toegang tot { $environment }
notice-intro = Met uw account hebt u nu ook toegang tot { $environment }.
notice-action = U hoeft niets te doen: meld u gewoon aan zoals altijd.
notice-unexpected = Verwachtte u dit niet? Neem dan contact op met de beheerder van { $environment }.

inactivity-subject = Uw toegang tot { $environment } eindigt binnenkort
inactivity-intro = U hebt { $environment } lange niet gebruikt.
inactivity-action = Wilt u uw toegang behouden? Meld u dan binnen { $days ->
    [one] { $days } dag
   *[other] { $days } dagen
} aan en open { $environment }.
inactivity-after = Anders kunt u deze omgeving daarna niet meer openen. De beheerder van { $environment } kan u weer toegang geven.

link-hours = De link is { $hours ->
    [one] { $hours } uur
   *[other] { $hours } uur
} geldig.

not-you = Was u dit niet? Kies dan meteen een nieuw wachtwoord via ‘Wachtwoord vergeten?’ op de aanmeldpagina en neem contact op met uw beheerder.

reset-subject = Kies een nieuw wachtwoord
reset-intro = Iemand, waarschijnlijk uzelf, heeft een nieuw wachtwoord voor uw account aangevraagd.
reset-action = Open deze pagina om er een te kiezen:
reset-button = Nieuw wachtwoord kiezen
reset-unexpected = Was u dit niet? Dan kunt u deze e-mail gewoon negeren: uw wachtwoord blijft zoals het is.

password-changed-subject = Uw wachtwoord is gewijzigd
password-changed-intro = Het wachtwoord van uw account is gewijzigd. Op alle andere apparaten bent u afgemeld.

address-confirm-subject = Bevestig uw nieuwe e-mailadres
address-confirm-intro = Dit e-mailadres is ingevuld als het nieuwe adres van uw account.
address-confirm-action = Open deze pagina om te bevestigen dat het van u is:
address-confirm-button = E-mailadres bevestigen
address-confirm-unexpected = Verwachtte u deze e-mail niet? Dan kunt u hem gewoon negeren: er verandert niets.

address-notice-subject = Uw e-mailadres wordt gewijzigd
address-notice-intro = Voor uw account is een ander e-mailadres ingevuld. Dat geldt zodra het vanaf daar is bevestigd; tot dan blijft dit adres gelden.
address-changed-subject = Uw e-mailadres is gewijzigd
address-changed-intro = Uw account heeft nu een ander e-mailadres. E-mails gaan voortaan daarheen, en u meldt zich ermee aan.
address-changed-unexpected = Was u dit niet? Neem dan meteen contact op met uw beheerder.

locked-subject = Uw account is geblokkeerd
locked-intro = Er is te vaak een verkeerd wachtwoord ingevoerd. Daarom is uw account geblokkeerd.
locked-link = Kies een nieuw wachtwoord om de blokkering op te heffen:
locked-action = Kies via ‘Wachtwoord vergeten?’ op de aanmeldpagina een nieuw wachtwoord om de blokkering op te heffen.
locked-unexpected = Was u dit niet? Er is niemand binnengekomen, en in uw account is niets veranderd.

second-factor-on-subject = Aanmelden in twee stappen staat aan
second-factor-on-intro = Om u aan te melden hebt u nu naast uw wachtwoord een code uit uw authenticator-app nodig.
second-factor-on-action = Bewaar uw herstelcodes op een veilige plek: daarmee komt u binnen als u de app kwijtraakt.
second-factor-off-subject = Aanmelden in twee stappen staat uit
second-factor-off-intro = Om u aan te melden hebt u geen code uit een authenticator-app meer nodig.

recovery-used-subject = Er is een herstelcode gebruikt
recovery-used-intro = Een van uw herstelcodes is gebruikt om u aan te melden. Elke code werkt één keer.
recovery-used-action = Hebt u er nog maar weinig? Maak dan nieuwe aan in uw profiel.

message-footer = Deze e-mail is verzonden door een workflow in { $environment }. U kunt er niet op antwoorden.
