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

message-footer = Deze e-mail is verzonden door een workflow in { $environment }. U kunt er niet op antwoorden.
