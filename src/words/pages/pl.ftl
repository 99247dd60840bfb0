# Page texts in Polish. All six page files have the same keys and variables, in the same order. No sentence depends on the gender
# of the reader.

# Around every page.
skip = Przejdź do treści
nav-label = Nawigacja główna
nav-home = Start
nav-profile = Profil
nav-sessions = Sesje
nav-environments = Środowiska
nav-logout = Wyloguj się
language-label = Język
acting-label = Działanie jako inny użytkownik
acting-as = Działasz jako { $name }. Twoje działania są zapisywane także pod Twoim własnym nazwiskiem.
acting-end = Wróć do mojego konta
save = Zapisz
administrator = Administrator
back-to-login = Powrót do strony logowania

# After an action.
note-enrolled = Konto jest gotowe. Możesz się teraz zalogować.
note-reset = Hasło zostało zmienione. Możesz się teraz nim zalogować.
note-password-changed = Hasło zostało zmienione. Na wszystkich innych urządzeniach nastąpiło wylogowanie.
note-logged-out = Nastąpiło wylogowanie.
note-saved = Zmiany zostały zapisane.
note-address-asked = Wysłaliśmy e-mail na nowy adres. Aby potwierdzić zmianę, otwórz zawarty w nim link.
note-address-changed = Adres e-mail został zmieniony.
note-address-withdrawn = Zmiana adresu e-mail została anulowana.
note-session-ended = Sesja została zakończona.
note-sessions-ended = Wszystkie inne sesje zostały zakończone.
note-second-factor-on = Weryfikacja dwuetapowa jest włączona.
note-second-factor-off = Weryfikacja dwuetapowa jest wyłączona.
note-impersonation-ended = Znów korzystasz z własnego konta.
note-impersonation-refused = Nie możesz działać jako ten użytkownik. Wybierz aktywnego użytkownika, który nie jest administratorem.

# Fields.
field-name = Nazwa użytkownika lub adres e-mail
field-password = Hasło
field-username = Nazwa użytkownika
field-code = Kod
field-address = Nowy adres e-mail
field-current = Obecne hasło
field-new-password = Nowe hasło
field-member-name = Imię i nazwisko
field-email = Adres e-mail
field-language = Język
field-locale = Format dat i liczb
field-theme = Wygląd
field-defaultEnvironment = Środowisko domyślne
field-releaseMails = E-maile o nowych wersjach
field-releaseMails-hint = Otrzymasz e-mail, gdy pojawi się nowa wersja.
field-disableCache = Wyłącz pamięć podręczną
field-disableCache-hint = Włącz tę opcję, jeśli strona pokazuje nieaktualną treść.
no-default = Zawsze pytaj
theme-light = Jasny
theme-dark = Ciemny
theme-systemSettings = Jak w systemie

# Login.
login-title = Logowanie
login-button = Zaloguj się
login-forgot = Nie pamiętasz hasła?
login-refused = Nieprawidłowa nazwa użytkownika, adres e-mail lub hasło. Sprawdź wpisane dane i spróbuj ponownie.
second-title = Weryfikacja dwuetapowa
second-lead = Otwórz aplikację uwierzytelniającą i wpisz sześciocyfrowy kod.
second-button = Dalej
second-recovery = Jeśli nie masz przy sobie telefonu, wpisz jeden z kodów odzyskiwania.
second-refused = Ten kod jest nieprawidłowy lub został już użyty. Wpisz następny kod z aplikacji albo inny kod odzyskiwania.
must-title = Wybierz nowe hasło
must-lead = Hasło ustawił ktoś inny. Wybierz takie, które znasz tylko Ty.
must-button = Zapisz i przejdź dalej

# Forgotten password.
forgot-title = Nie pamiętasz hasła?
forgot-lead = Wpisz nazwę użytkownika lub adres e-mail. Wyślemy Ci link do ustawienia nowego hasła.
forgot-button = Wyślij link
forgot-done = Jeśli to konto istnieje, otrzymasz e-mail z linkiem.
forgot-done-hint = Może to potrwać kilka minut. Sprawdź też folder ze spamem.
reset-title = Wybierz nowe hasło
reset-lead = Spowoduje to wylogowanie na wszystkich urządzeniach. Potem zaloguj się nowym hasłem.
reset-button = Zapisz hasło

# Enrolment.
enrol-title = Witamy
enrol-lead = Wybierz nazwę użytkownika i hasło do swojego konta.
enrol-username-hint = Nazwą użytkownika może być adres e-mail.
enrol-button = Utwórz konto

# Links in e-mails.
link-bad = Ten link nie działa
link-bad-text = Został już użyty albo zastąpił go nowszy e-mail. Użyj linku z najnowszego e-maila.
link-expired = Ten link wygasł
link-expired-text = Ze względów bezpieczeństwa linki są ważne tylko przez ograniczony czas. Poproś o nowy.
link-ask = Wyślij mi nowy link
link-asked = Sprawdź pocztę e-mail
link-asked-text = Jeśli link był dla Ciebie, za kilka minut otrzymasz nowy.
link-forgot = Poproś o nowy link
address-title = Potwierdź adres e-mail
address-lead = Po potwierdzeniu e-maile dotyczące konta będą wysyłane na adres { $address }.
address-button = Potwierdź
address-hint = Bez potwierdzenia nic się nie zmieni. Jeśli to nie Twoja prośba, zamknij tę stronę.

# Passwords.
password-rules = Wymagania dotyczące hasła
password-met = spełnione
password-unmet = niespełnione
password-refused = To hasło nie spełnia wszystkich poniższych wymagań.

# Environments.
environments-title = Wybierz środowisko
environments-lead = Masz dostęp do tych środowisk.
environments-empty = Nie ma jeszcze żadnych środowisk
environments-empty-hint = Gdy administrator da Ci dostęp do środowiska, pojawi się ono tutaj.
environments-open = Otwórz
environments-open-named = Otwórz { $name }
environments-default = Domyślne
environments-last = Ostatnio otwarte: { $moment }

# Home.
home-title = Start
home-hello = Witaj, { $name }
home-menus = Twoje menu
home-empty = Nie ma jeszcze żadnego menu
home-empty-hint = Tutaj pojawią się menu, które administrator przydzieli Tobie lub Twoim grupom.
home-you = Twoje dane
home-environment = Środowisko
home-role = Rola
home-rights = Uprawnienia
home-groups = Grupy
home-since = Dołączono
home-profile = Edytuj profil
act-title = Działaj jako inny użytkownik
act-lead = Widzisz strony tak jak ten użytkownik. Informuje o tym pasek na każdej stronie, a Twoje działania są zapisywane.
act-field = Adres e-mail użytkownika
act-button = Działaj jako ten użytkownik

# Profile.
profile-title = Twój profil
profile-here = W środowisku { $environment }
profile-here-hint = Te ustawienia obowiązują tylko w tym środowisku.
profile-account = Twoje konto
profile-account-hint = Te ustawienia obowiązują we wszystkich środowiskach. Tylko Ty możesz je zmienić.
profile-address = Twój adres e-mail
profile-address-now = E-maile dotyczące konta są wysyłane na adres { $address }.
profile-address-pending = Zmiana na adres { $address } nie jest jeszcze potwierdzona. Otwórz link w e-mailu wysłanym na ten adres.
profile-address-button = Zmień adres e-mail
profile-address-withdraw = Anuluj zmianę
profile-password = Twoje hasło
profile-password-hint = Na wszystkich innych urządzeniach nastąpi wylogowanie.
profile-password-button = Zmień hasło
profile-acting = To konto widzi tylko jego właściciel. Aby zobaczyć własne, wybierz „Wróć do mojego konta”.

# Sessions.
sessions-title = Twoje sesje
sessions-lead = W tych przeglądarkach masz otwartą sesję. Jeśli którejś nie rozpoznajesz, zakończ jej sesję i zmień hasło.
sessions-browser = Przeglądarka
sessions-began = Zalogowano
sessions-seen = Ostatnio używana
sessions-act = Działanie
sessions-this = Bieżąca sesja
sessions-end = Zakończ
sessions-end-named = Zakończ sesję w { $browser }
sessions-end-others = Zakończ wszystkie inne sesje
sessions-only = Nigdzie indziej nie masz otwartej sesji.
browser-unknown = Nieznana przeglądarka

# Second factor.
factor-title = Weryfikacja dwuetapowa
factor-lead = Weryfikacja dwuetapowa chroni konto drugim składnikiem: przy każdym logowaniu wpisujesz także kod z aplikacji w telefonie.
factor-off = Weryfikacja dwuetapowa jest wyłączona.
factor-on = Weryfikacja dwuetapowa jest włączona. { $left ->
    [one] Pozostał { $left } kod odzyskiwania.
    [few] Pozostały { $left } kody odzyskiwania.
   *[other] Pozostało { $left } kodów odzyskiwania.
}
factor-manage = Zarządzaj
factor-required = Środowisko, które chcesz otworzyć, wymaga weryfikacji dwuetapowej.
factor-begin = Skonfiguruj
factor-scan = Zeskanuj kod QR
factor-scan-hint = Zeskanuj kod QR aplikacją uwierzytelniającą. Potem wpisz kod, który pokazuje aplikacja.
factor-secret = Albo wpisz ten klucz w aplikacji:
factor-picture = Kod QR z kluczem dla aplikacji uwierzytelniającej
factor-confirm = Potwierdź
factor-codes = Twoje kody odzyskiwania
factor-codes-hint = Jeśli nie masz telefonu, zaloguj się jednym z tych kodów. Każdy kod działa tylko raz. Zapisz kody i przechowuj je w bezpiecznym miejscu: nie zostaną ponownie pokazane.
factor-codes-done = Kody są zapisane
factor-change-title = Zmień weryfikację dwuetapową
factor-renew-hint = Nowe kody odzyskiwania zastępują obecne.
factor-renew = Utwórz nowe kody odzyskiwania
factor-proof-hint = Aby potwierdzić, że to Ty, wpisz kod z aplikacji lub kod odzyskiwania.
factor-remove = Wyłącz weryfikację dwuetapową

# Error pages.
error-not-found = Nie znaleziono strony
error-not-found-text = Ta strona nie istnieje albo nie masz do niej dostępu.
error-method-text = Tego adresu nie można otworzyć bezpośrednio. Zacznij od strony startowej.
error-forbidden = Niedozwolone
error-forbidden-text = Nie udało się sprawdzić, czy żądanie pochodzi z tej witryny. Otwórz stronę ponownie i powtórz działanie.
error-busy = Spróbuj ponownie później
error-busy-text = Serwer jest przeciążony. Poczekaj chwilę i spróbuj ponownie.
error-fault = Coś poszło nie tak
error-fault-text = To błąd po naszej stronie. Spróbuj ponownie. Jeśli się powtórzy, powiadom administratora.
error-request = Żądanie nie powiodło się
error-request-text = Serwer nie mógł odczytać żądania. Otwórz stronę ponownie.
error-way-out = Przejdź do strony startowej

# Errors by code.
problem-other = Ta wartość jest niedozwolona. Sprawdź ją i spróbuj ponownie.
problem-E0104 = Wpisz prawidłowy adres e-mail, na przykład nazwa@example.com.
problem-E0105 = Wybierz jedną z wartości na liście.
problem-E0106 = To jest za długie. Wpisz krótszy tekst.
problem-E0107 = Wypełnij to pole.
problem-E0114 = Usuń znaki nowego wiersza i niewidoczne znaki.
problem-E0204 = To jest już używane. Wpisz coś innego.
problem-E0710 = Ten link nie jest już ważny.
problem-E0711 = Ten link wygasł. Poproś o nowy.
problem-E0720 = Zbyt wiele prób. Poczekaj kilka minut i spróbuj ponownie.
problem-E0728 = Ta nazwa użytkownika jest zajęta. Wybierz inną.
problem-E0729 = Nazwa użytkownika ze znakiem @ musi być Twoim własnym adresem e-mail.
problem-E0730 = Sesja została zakończona. Zaloguj się ponownie.
problem-E0731 = To nie jest Twoje obecne hasło.
problem-E0746 = Ten kod jest nieprawidłowy. Poczekaj na następny kod w aplikacji i wpisz go.
problem-E0747 = Jedno z Twoich środowisk wymaga weryfikacji dwuetapowej. Nie możesz jej wyłączyć.
problem-E0751 = To już jest Twój adres e-mail.

# Rules for passwords.
rule-length = Co najmniej { $least } znaków
rule-length-most = Najwyżej { $most } znaków
rule-kinds-all = Cyfra, wielka litera, mała litera i znak specjalny
rule-kinds = Co najmniej { $least } z tych: cyfra, wielka litera, mała litera, znak specjalny
rule-common = Inne niż często używane hasła
rule-guessable = Trudne do odgadnięcia: długie i więcej niż popularne słowo lub wzór
rule-own = Bez imienia, nazwiska, nazwy użytkownika i adresu e-mail
rule-former = Żadne z ostatnich { $last } haseł
