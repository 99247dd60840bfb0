# Polski. What pages say. Every file has the same keys with the same variables, in the same order.

# Around every page.
skip = Przejdź do treści
nav-label = Nawigacja główna
nav-home = Start
nav-profile = Profil
nav-sessions = Sesje
nav-environments = Środowiska
nav-logout = Wyloguj się
language-label = Język
acting-label = Działanie w imieniu innej osoby
acting-as = Działasz jako { $name }. Wszystko, co robisz, jest zapisywane także pod Twoim własnym nazwiskiem.
acting-end = Zakończ
save = Zapisz
administrator = Administrator
back-to-login = Powrót do logowania

# What was done.
note-enrolled = Konto jest gotowe. Możesz się teraz zalogować.
note-reset = Hasło zostało zmienione. Możesz się teraz nim zalogować.
note-password-changed = Hasło zostało zmienione. Wszędzie indziej nastąpiło wylogowanie.
note-logged-out = Nastąpiło wylogowanie.
note-saved = Zmiany zostały zapisane.
note-address-asked = Wysłaliśmy wiadomość na nowy adres. Aby potwierdzić zmianę, otwórz zawarty w niej link.
note-address-changed = Adres e-mail został zmieniony.
note-address-withdrawn = Zmiana adresu została wycofana. Nic się nie zmieni.
note-session-ended = Ta sesja została zakończona.
note-sessions-ended = Wszystkie inne sesje zostały zakończone.
note-second-factor-on = Drugi składnik jest ustawiony.
note-second-factor-off = Drugi składnik został usunięty.
note-impersonation-ended = Działasz znów we własnym imieniu.
note-impersonation-refused = Nie możesz działać jako ta osoba. Musi to być aktywny użytkownik, który nie jest administratorem.

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
field-locale = Daty i liczby
field-theme = Wygląd
field-defaultEnvironment = Otwiera się po zalogowaniu
field-releaseMails = Wiadomości o nowych wersjach
field-releaseMails-hint = Napiszemy, gdy pojawi się nowa wersja.
field-disableCache = Zawsze wczytuj strony od nowa
field-disableCache-hint = Pomaga, gdy strona zdaje się pokazywać coś nieaktualnego.
no-default = Chcę wybierać
theme-light = Jasny
theme-dark = Ciemny
theme-systemSettings = Jak w moim systemie

# Login.
login-title = Logowanie
login-button = Zaloguj się
login-forgot = Nie pamiętasz hasła?
login-refused = Nazwa i hasło nie pasują do siebie. Sprawdź jedno i drugie.
second-title = Twój kod
second-lead = Otwórz aplikację uwierzytelniającą i wpisz sześć cyfr, które pokazuje.
second-button = Dalej
second-recovery = Jeśli nie masz przy sobie telefonu, wpisz jeden ze swoich kodów zapasowych.
second-refused = Ten kod jest nieprawidłowy lub został już użyty.
must-title = Wybierz nowe hasło
must-lead = Hasło ustawił ktoś inny. Wybierz takie, które znasz tylko Ty.
must-button = Zapisz i przejdź dalej

# Forgotten password.
forgot-title = Nie pamiętasz hasła?
forgot-lead = Wpisz nazwę użytkownika lub adres e-mail. Wyślemy Ci link do ustawienia nowego hasła.
forgot-button = Wyślij link
forgot-done = Jeśli istnieje konto o tej nazwie, wiadomość jest w drodze.
forgot-done-hint = Może to potrwać kilka minut. Zajrzyj też do niechcianych wiadomości.
reset-title = Wybierz nowe hasło
reset-lead = Potem zalogujesz się nim; wszędzie indziej nastąpi wylogowanie.
reset-button = Zapisz hasło

# Enrolment.
enrol-title = Witamy
enrol-lead = Wybierz nazwę użytkownika i hasło do swojego konta.
enrol-username-hint = Nazwą użytkownika może pozostać adres e-mail.
enrol-button = Utwórz moje konto

# Links in letters.
link-bad = Ten link nie działa
link-bad-text = Został już użyty albo zastąpiła go nowsza wiadomość. Użyj linku z najnowszej wiadomości.
link-expired = Ten link jest za stary
link-expired-text = Dla bezpieczeństwa linki działają tylko przez ograniczony czas.
link-ask = Wyślij mi nowy link
link-asked = Wiadomość jest w drodze
link-asked-text = Jeśli link był dla Ciebie, za kilka minut otrzymasz nowy.
link-forgot = Poproś o nowy link
address-title = Potwierdź adres e-mail
address-lead = Od teraz wiadomości do Ciebie będą wysyłane na adres { $address }.
address-button = Potwierdź
address-hint = Nic się nie zmieni, dopóki nie potwierdzisz. Jeśli to nie Twoja prośba, zamknij tę stronę.

# Passwords.
password-rules = Zasady dotyczące hasła
password-met = spełnione
password-unmet = niespełnione
password-refused = To hasło nie spełnia wszystkich zasad poniżej.

# Environments.
environments-title = Wybierz środowisko
environments-lead = Tutaj możesz pracować.
environments-empty = Na razie nie ma czego otworzyć
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
home-empty-hint = Tutaj pojawi się to, co administrator przydzieli Tobie lub Twoim grupom.
home-you = Ty
home-environment = Środowisko
home-role = Rola
home-rights = Uprawnienia
home-groups = Grupy
home-since = Dołączono
home-profile = Zmień profil
act-title = Działaj jako użytkownik
act-lead = Widzisz strony tak jak ten użytkownik. Jest to zapisywane i cały czas widoczne.
act-field = Adres e-mail użytkownika
act-button = Działaj jako ten użytkownik

# Profile.
profile-title = Twój profil
profile-here = W środowisku { $environment }
profile-here-hint = Te ustawienia obowiązują tylko w tym środowisku.
profile-account = Twoje konto
profile-account-hint = Te ustawienia obowiązują wszędzie. Nikt poza Tobą nie może ich zmienić.
profile-address = Twój adres e-mail
profile-address-now = Wiadomości o koncie są wysyłane na adres { $address }.
profile-address-pending = { $address } czeka na potwierdzenie. Do tego czasu nic się nie zmieni.
profile-address-button = Zmień adres
profile-address-withdraw = Wycofaj zmianę
profile-password = Twoje hasło
profile-password-hint = Wszędzie indziej nastąpi wylogowanie.
profile-password-button = Zmień hasło
profile-acting = Konto należy wyłącznie do tej osoby. Aby zobaczyć własne, zakończ działanie w jej imieniu.

# Sessions.
sessions-title = Twoje sesje
sessions-lead = Gdzie jesteś teraz zalogowany lub zalogowana. Zakończ to, czego nie rozpoznajesz, a potem zmień hasło.
sessions-browser = Przeglądarka
sessions-began = Zalogowano
sessions-seen = Ostatnio używana
sessions-act = Działanie
sessions-this = Ta
sessions-end = Zakończ
sessions-end-named = Zakończ sesję w { $browser }
sessions-end-others = Zakończ wszystkie inne
sessions-only = Nigdzie indziej nie masz otwartej sesji.
browser-unknown = Nieznana przeglądarka

# Second factor.
factor-title = Drugi składnik
factor-lead = Z drugim składnikiem nikt nie wejdzie, znając samo hasło: przy każdym logowaniu aplikacja w telefonie pokazuje kod.
factor-off = Nie masz jeszcze drugiego składnika.
factor-on = Drugi składnik jest ustawiony. { $left ->
    [one] Pozostał { $left } kod zapasowy.
    [few] Pozostały { $left } kody zapasowe.
   *[other] Pozostało { $left } kodów zapasowych.
}
factor-manage = Zarządzaj
factor-required = Środowisko, które chcesz otworzyć, wymaga drugiego składnika.
factor-begin = Ustaw
factor-scan = Zeskanuj ten obraz
factor-scan-hint = Zeskanuj go aplikacją uwierzytelniającą, a potem wpisz kod, który pokazuje aplikacja.
factor-secret = Albo wpisz ten klucz w aplikacji:
factor-picture = Kod QR z kluczem dla aplikacji uwierzytelniającej
factor-confirm = Potwierdź
factor-codes = Twoje kody zapasowe
factor-codes-hint = Każdy z nich jeden raz zastępuje telefon. Zapisz je i przechowuj w bezpiecznym miejscu: są pokazywane tylko teraz.
factor-codes-done = Kody są zapisane
factor-change-title = Odnów kody lub usuń drugi składnik
factor-renew-hint = Nowe kody zapasowe zastępują te, które masz.
factor-renew = Utwórz nowe kody zapasowe
factor-proof-hint = Wpisz kod z aplikacji lub kod zapasowy, aby potwierdzić, że to Ty.
factor-remove = Usuń drugi składnik

# Pages about what is not as it was asked for.
error-not-found = Tu niczego nie ma
error-not-found-text = Strona nie istnieje albo nie możesz jej zobaczyć.
error-method-text = Tego adresu nie otwiera się w ten sposób.
error-forbidden = To nie było dozwolone
error-forbidden-text = Przeglądarka nie wykazała, że żądanie pochodziło z tej witryny. Otwórz stronę ponownie i powtórz działanie.
error-busy = Za dużo naraz
error-busy-text = Poczekaj chwilę i spróbuj ponownie.
error-fault = Coś poszło nie tak
error-fault-text = To nie Twoja wina. Spróbuj ponownie; jeśli to się powtórzy, powiedz o tym administratorowi.
error-request = To się nie udało
error-request-text = Nie udało się zrozumieć żądania. Otwórz stronę ponownie.
error-way-out = Do strony startowej

# What is wrong, by code.
problem-other = Tego nie można użyć. Sprawdź to.
problem-E0104 = To nie jest adres e-mail, na który możemy napisać.
problem-E0105 = Wybierz jedną z wartości.
problem-E0106 = To jest za długie.
problem-E0107 = Wypełnij to pole.
problem-E0114 = Znaki nowego wiersza i niewidoczne znaki nie są tu dozwolone.
problem-E0204 = To jest już używane.
problem-E0710 = Ten link już nie działa.
problem-E0711 = Ten link jest za stary.
problem-E0720 = Było zbyt wiele prób. Poczekaj kilka minut i spróbuj ponownie.
problem-E0728 = Ktoś inny ma tę nazwę użytkownika. Wybierz inną.
problem-E0729 = Nazwa użytkownika ze znakiem @ musi być Twoim własnym adresem e-mail.
problem-E0730 = Sesja wygasła. Zaloguj się ponownie.
problem-E0731 = To nie jest Twoje obecne hasło.
problem-E0746 = Ten kod jest nieprawidłowy. Poczekaj na następny.
problem-E0747 = Jedno z Twoich środowisk wymaga drugiego składnika, więc pozostaje on ustawiony.
problem-E0751 = To adres, który już masz.

# Rules for passwords.
rule-length = Co najmniej { $least } znaków
rule-length-most = Najwyżej { $most } znaków
rule-kinds-all = Cyfra, wielka litera, mała litera i znak specjalny
rule-kinds = { $least } z tych: cyfra, wielka litera, mała litera, znak specjalny
rule-common = Nie hasło, którego używa wiele osób
rule-guessable = Niełatwe do odgadnięcia: im dłuższe i mniej regularne, tym lepsze
rule-own = Bez imienia, nazwiska, nazwy użytkownika i adresu
rule-former = Żadne z ostatnich { $last } haseł
