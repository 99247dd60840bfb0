# Polish, without `Pan` or `Pani`: nobody knows which, so no sentence addresses the reader by a form that needs one. The
# environment stands after a noun that takes the case, because its name cannot be declined.

greeting = Dzień dobry, { $name }!
regards = Z poważaniem
footer = Ta wiadomość została wysłana automatycznie. Prosimy na nią nie odpowiadać.

link-later = [link zostanie dodany przy doręczeniu tej wiadomości]
link-by-hand = Jeśli przycisk nie działa, prosimy skopiować ten adres do przeglądarki:

welcome-subject = Nowe konto w środowisku { $environment }
welcome-intro = Na ten adres e-mail założono konto w środowisku { $environment }.
welcome-action = Aby rozpocząć, prosimy wybrać nazwę użytkownika i hasło:
welcome-button = Wybierz nazwę użytkownika i hasło
welcome-validity = Link jest ważny przez { $days ->
    [one] { $days } dzień
   *[other] { $days } dni
}.
welcome-unexpected = Jeśli ta wiadomość jest nieoczekiwana, można ją po prostu zignorować.

notice-subject = Dostęp do środowiska { $environment }
notice-intro = Posiadane konto daje teraz dostęp także do środowiska { $environment }.
notice-action = Nie trzeba nic robić: wystarczy zalogować się tak jak zwykle.
notice-unexpected = W razie wątpliwości prosimy o kontakt z administratorem środowiska { $environment }.

inactivity-subject = Dostęp do środowiska { $environment } wkrótce wygaśnie
inactivity-intro = Środowisko { $environment } od dawna nie było używane z tego konta.
inactivity-action = Aby zachować dostęp, wystarczy zalogować się i otworzyć środowisko { $environment } w ciągu { $days ->
    [one] { $days } dnia
   *[other] { $days } dni
}.
inactivity-after = W przeciwnym razie nie będzie można go już otworzyć. Administrator środowiska { $environment } może przywrócić dostęp.

link-hours = Link jest ważny przez { $hours ->
    [one] { $hours } godzinę
    [few] { $hours } godziny
   *[other] { $hours } godzin
}.

not-you = Jeśli zrobił to ktoś inny, prosimy od razu ustawić nowe hasło, korzystając z opcji „Nie pamiętam hasła” na stronie logowania, i powiadomić administratora.

reset-subject = Wybór nowego hasła
reset-intro = Poproszono o nowe hasło do konta założonego na ten adres e-mail.
reset-action = Aby je wybrać, prosimy otworzyć tę stronę:
reset-button = Wybierz nowe hasło
reset-unexpected = Jeśli prosił o to ktoś inny, wiadomość można po prostu zignorować: hasło pozostaje bez zmian.

password-changed-subject = Hasło zostało zmienione
password-changed-intro = Hasło do konta zostało zmienione. Na wszystkich innych urządzeniach nastąpiło wylogowanie.

address-confirm-subject = Potwierdzenie nowego adresu e-mail
address-confirm-intro = Ten adres podano jako nowy adres e-mail konta.
address-confirm-action = Aby potwierdzić, że to właściwy adres, prosimy otworzyć tę stronę:
address-confirm-button = Potwierdź adres e-mail
address-confirm-unexpected = Jeśli ta wiadomość jest nieoczekiwana, można ją po prostu zignorować: nic się nie zmieni.

address-notice-subject = Zmiana adresu e-mail
address-notice-intro = Dla konta podano inny adres e-mail. Zacznie obowiązywać, gdy zostanie stamtąd potwierdzony; do tego czasu obowiązuje ten adres.
address-changed-subject = Adres e-mail został zmieniony
address-changed-intro = Konto ma teraz inny adres e-mail. Od tej pory wiadomości trafiają właśnie tam i za jego pomocą można się logować.
address-changed-unexpected = Jeśli zrobił to ktoś inny, prosimy od razu powiadomić administratora.

locked-subject = Konto zostało zablokowane
locked-intro = Zbyt wiele razy podano błędne hasło, dlatego konto zostało zablokowane.
locked-link = Aby je odblokować, prosimy wybrać nowe hasło:
locked-action = Aby je odblokować, prosimy wybrać nowe hasło, korzystając z opcji „Nie pamiętam hasła” na stronie logowania.
locked-unexpected = Jeśli próbował tego ktoś inny: nikt nie uzyskał dostępu i nic na koncie się nie zmieniło.

second-factor-on-subject = Logowanie dwuetapowe jest włączone
second-factor-on-intro = Do logowania na konto oprócz hasła potrzebny jest teraz kod z aplikacji uwierzytelniającej.
second-factor-on-action = Kody odzyskiwania prosimy przechowywać w bezpiecznym miejscu: umożliwiają dostęp w razie utraty aplikacji.
second-factor-off-subject = Logowanie dwuetapowe jest wyłączone
second-factor-off-intro = Do logowania na konto nie jest już potrzebny kod z aplikacji uwierzytelniającej.

recovery-used-subject = Użyto kodu odzyskiwania
recovery-used-intro = Do logowania na konto użyto jednego z kodów odzyskiwania. Każdy z nich działa tylko raz.
recovery-used-action = Jeśli zostało ich niewiele, nowe można utworzyć w profilu.

message-footer = Ta wiadomość została wysłana przez proces w środowisku { $environment }. Prosimy na nią nie odpowiadać.
