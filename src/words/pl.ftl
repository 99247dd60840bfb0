# E-mail texts in Polish, without `Pan` or `Pani`: the form of address depends on the gender, which is unknown, so the sentences
# are impersonal. The environment stands after a noun that takes the case, because its name cannot be declined.

greeting = Dzień dobry, { $name }!
regards = Z poważaniem
footer = Ten e-mail został wysłany automatycznie. Prosimy na niego nie odpowiadać.

link-later = [link zostanie dodany przy wysyłaniu tego e-maila]
link-by-hand = Jeśli przycisk nie działa, prosimy skopiować ten adres do przeglądarki:

welcome-subject = Nowe konto w środowisku { $environment }
welcome-intro = Na ten adres e-mail założono konto w środowisku { $environment }.
welcome-action = Aby rozpocząć, prosimy wybrać nazwę użytkownika i hasło:
welcome-button = Wybierz nazwę użytkownika i hasło
welcome-validity = Link jest ważny przez { $days ->
    [one] { $days } dzień
   *[other] { $days } dni
}.
welcome-unexpected = Jeśli ten e-mail jest nieoczekiwany, można go po prostu zignorować.

notice-subject = Dostęp do środowiska { $environment }
notice-intro = To konto daje teraz dostęp także do środowiska { $environment }.
notice-action = Nie trzeba nic robić. Wystarczy zalogować się tak jak zwykle.
notice-unexpected = W razie wątpliwości prosimy o kontakt z administratorem środowiska { $environment }.

inactivity-subject = Dostęp do środowiska { $environment } wkrótce wygaśnie
inactivity-intro = Środowisko { $environment } od dawna nie było używane z tego konta.
inactivity-action = Aby zachować dostęp, wystarczy zalogować się i otworzyć środowisko { $environment } w ciągu { $days ->
    [one] { $days } dnia
   *[other] { $days } dni
}.
inactivity-after = W przeciwnym razie dostęp wygaśnie. Administrator środowiska { $environment } może go przywrócić.

link-hours = Link jest ważny przez { $hours ->
    [one] { $hours } godzinę
    [few] { $hours } godziny
   *[other] { $hours } godzin
}.

not-you = Jeśli zrobił to ktoś inny, prosimy od razu ustawić nowe hasło, korzystając z opcji „Nie pamiętasz hasła?” na stronie logowania. Prosimy też powiadomić administratora.

reset-subject = Ustawienie nowego hasła
reset-intro = Otrzymaliśmy prośbę o nowe hasło do konta założonego na ten adres e-mail.
reset-action = Aby ustawić nowe hasło, prosimy otworzyć tę stronę:
reset-button = Ustaw nowe hasło
reset-unexpected = Jeśli prosił o to ktoś inny, e-mail można po prostu zignorować. Hasło pozostanie bez zmian.

password-changed-subject = Hasło zostało zmienione
password-changed-intro = Hasło do konta zostało zmienione. Na wszystkich innych urządzeniach nastąpiło wylogowanie.

address-confirm-subject = Potwierdzenie nowego adresu e-mail
address-confirm-intro = Ten adres podano jako nowy adres e-mail konta.
address-confirm-action = Aby potwierdzić, że to właściwy adres, prosimy otworzyć tę stronę:
address-confirm-button = Potwierdź adres e-mail
address-confirm-unexpected = Jeśli ten e-mail jest nieoczekiwany, można go po prostu zignorować. Nic się nie zmieni.

address-notice-subject = Zmiana adresu e-mail
address-notice-intro = Dla konta podano inny adres e-mail. Obecny adres obowiązuje, dopóki nowy nie zostanie potwierdzony.
address-changed-subject = Adres e-mail został zmieniony
address-changed-intro = Adres e-mail konta został zmieniony. Od teraz e-maile są wysyłane na nowy adres i służy on do logowania.
address-changed-unexpected = Jeśli zrobił to ktoś inny, prosimy od razu powiadomić administratora.

locked-subject = Konto zostało zablokowane
locked-intro = Konto zostało zablokowane, ponieważ zbyt wiele razy podano błędne hasło.
locked-link = Aby je odblokować, prosimy ustawić nowe hasło:
locked-action = Aby je odblokować, prosimy ustawić nowe hasło, korzystając z opcji „Nie pamiętasz hasła?” na stronie logowania.
locked-unexpected = Jeśli próbował tego ktoś inny: nikt nie uzyskał dostępu i nic na koncie się nie zmieniło.

second-factor-on-subject = Weryfikacja dwuetapowa jest włączona
second-factor-on-intro = Do logowania oprócz hasła potrzebny jest teraz kod z aplikacji uwierzytelniającej.
second-factor-on-action = Kody odzyskiwania prosimy przechowywać w bezpiecznym miejscu. W razie utraty aplikacji można się nimi zalogować.
second-factor-off-subject = Weryfikacja dwuetapowa jest wyłączona
second-factor-off-intro = Do logowania nie jest już potrzebny kod z aplikacji uwierzytelniającej.

recovery-used-subject = Użyto kodu odzyskiwania
recovery-used-intro = Do logowania na konto użyto jednego z kodów odzyskiwania. Każdy kod działa tylko raz.
recovery-used-action = Jeśli zostało ich niewiele, nowe można utworzyć w profilu.

message-footer = Ten e-mail został wysłany przez proces w środowisku { $environment }. Prosimy na niego nie odpowiadać.
