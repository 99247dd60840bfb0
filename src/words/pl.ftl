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

message-footer = Ta wiadomość została wysłana przez proces w środowisku { $environment }. Prosimy na nią nie odpowiadać.
