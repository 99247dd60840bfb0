# E-mail texts in Dutch, with `u`.

greeting = Beste { $name },
regards = Met vriendelijke groet,
footer = Deze e-mail is automatisch verzonden. U kunt er niet op antwoorden.

link-later = [de link wordt toegevoegd wanneer deze e-mail wordt verzonden]
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
notice-action = U hoeft niets te doen. Log in zoals u gewend bent.
notice-unexpected = Verwachtte u dit niet? Neem dan contact op met de beheerder van { $environment }.

inactivity-subject = Uw toegang tot { $environment } eindigt binnenkort
inactivity-intro = U hebt { $environment } lange tijd niet gebruikt.
inactivity-action = Wilt u uw toegang behouden? Log dan binnen { $days ->
    [one] { $days } dag
   *[other] { $days } dagen
} in en open { $environment }.
inactivity-after = Anders eindigt uw toegang. De beheerder van { $environment } kan u weer toegang geven.

link-hours = De link is { $hours ->
    [one] { $hours } uur
   *[other] { $hours } uur
} geldig.

not-you = Was u dit niet? Kies dan meteen een nieuw wachtwoord via ‘Wachtwoord vergeten?’ op de inlogpagina. Neem ook contact op met uw beheerder.

reset-subject = Kies een nieuw wachtwoord
reset-intro = Er is een nieuw wachtwoord voor uw account aangevraagd.
reset-action = Open deze pagina om een nieuw wachtwoord te kiezen:
reset-button = Nieuw wachtwoord kiezen
reset-unexpected = Hebt u dit niet aangevraagd? Dan kunt u deze e-mail gewoon negeren. Uw wachtwoord verandert niet.

password-changed-subject = Uw wachtwoord is gewijzigd
password-changed-intro = Het wachtwoord van uw account is gewijzigd. U bent op alle andere apparaten uitgelogd.

address-confirm-subject = Bevestig uw nieuwe e-mailadres
address-confirm-intro = Dit adres is ingevuld als het nieuwe e-mailadres van uw account.
address-confirm-action = Open deze pagina om te bevestigen dat het van u is:
address-confirm-button = E-mailadres bevestigen
address-confirm-unexpected = Verwachtte u deze e-mail niet? Dan kunt u hem gewoon negeren. Er verandert niets.

address-notice-subject = Uw e-mailadres wordt binnenkort gewijzigd
address-notice-intro = Voor uw account is een ander e-mailadres ingevuld. Uw huidige adres blijft gelden totdat het nieuwe is bevestigd.
address-changed-subject = Uw e-mailadres is gewijzigd
address-changed-intro = Het e-mailadres van uw account is gewijzigd. Vanaf nu gaan e-mails naar het nieuwe adres en logt u ermee in.
address-changed-unexpected = Was u dit niet? Neem dan meteen contact op met uw beheerder.

locked-subject = Uw account is geblokkeerd
locked-intro = Uw account is geblokkeerd omdat er te vaak een verkeerd wachtwoord is ingevoerd.
locked-link = Kies een nieuw wachtwoord om de blokkering op te heffen:
locked-action = Kies via ‘Wachtwoord vergeten?’ op de inlogpagina een nieuw wachtwoord om de blokkering op te heffen.
locked-unexpected = Was u dit niet? Niemand heeft toegang gekregen en er is niets gewijzigd in uw account.

second-factor-on-subject = Verificatie in twee stappen staat aan
second-factor-on-intro = Om in te loggen hebt u nu naast uw wachtwoord een code uit uw authenticator-app nodig.
second-factor-on-action = Bewaar uw herstelcodes op een veilige plek. Daarmee kunt u inloggen als u de app kwijtraakt.
second-factor-off-subject = Verificatie in twee stappen staat uit
second-factor-off-intro = Om in te loggen hebt u geen code uit een authenticator-app meer nodig.

recovery-used-subject = Er is een herstelcode gebruikt
recovery-used-intro = Een van uw herstelcodes is gebruikt om in te loggen op uw account. Elke code werkt maar één keer.
recovery-used-action = Zijn er nog maar een paar over? Maak dan nieuwe aan in uw profiel.

message-footer = Deze e-mail is verzonden door een workflow in { $environment }. U kunt er niet op antwoorden.
