# English. What pages say. Every file has the same keys with the same variables, in the same order.

# Around every page.
skip = Skip to content
nav-label = Main navigation
nav-home = Home
nav-profile = Profile
nav-sessions = Sessions
nav-environments = Environments
nav-logout = Log out
language-label = Language
acting-label = Acting as somebody else
acting-as = You are acting as { $name }. What you do is recorded under your own name too.
acting-end = Stop acting
save = Save
administrator = Administrator
back-to-login = Back to the login page

# What was done.
note-enrolled = Your account is ready. You can log in now.
note-reset = Your password was changed. You can log in with it now.
note-password-changed = Your password was changed. Everywhere else you were logged out.
note-logged-out = You are logged out.
note-saved = Your changes are saved.
note-address-asked = We sent a letter to the new address. Open the link in it to confirm the change.
note-address-changed = Your e-mail address was changed.
note-address-withdrawn = Your change of address was withdrawn. Nothing changes.
note-session-ended = That session was ended.
note-sessions-ended = All other sessions were ended.
note-second-factor-on = The second factor is set up.
note-second-factor-off = The second factor was removed.
note-impersonation-ended = You are yourself again.
note-impersonation-refused = You cannot act as this member. It must be an active member who is no administrator.

# Fields.
field-name = Username or e-mail address
field-password = Password
field-username = Username
field-code = Code
field-address = New e-mail address
field-current = Current password
field-new-password = New password
field-member-name = Name
field-email = E-mail address
field-language = Language
field-locale = Dates and numbers
field-theme = Appearance
field-defaultEnvironment = Opens after login
field-releaseMails = News about new versions
field-releaseMails-hint = We write to you when there is a new version.
field-disableCache = Always load pages anew
field-disableCache-hint = Helps when a page seems to show something old.
no-default = Let me choose
theme-light = Light
theme-dark = Dark
theme-systemSettings = As my system has it

# Login.
login-title = Log in
login-button = Log in
login-forgot = Forgot your password?
login-refused = The name and the password do not go together. Please check both.
second-title = Your code
second-lead = Open your authenticator app and type the six digits that it shows.
second-button = Continue
second-recovery = If you do not have your phone with you, type one of your recovery codes instead.
second-refused = This code is not right, or it was used already.
must-title = Choose a new password
must-lead = Your password was set by somebody else. Choose one that only you know.
must-button = Save and continue

# Forgotten password.
forgot-title = Forgot your password?
forgot-lead = Type your username or e-mail address. We will send you a link for a new password.
forgot-button = Send the link
forgot-done = If there is an account with this name, a letter is on its way.
forgot-done-hint = It may take a few minutes. Please look among unwanted mail too.
reset-title = Choose a new password
reset-lead = Afterwards you log in with it, and everywhere else you are logged out.
reset-button = Save the password

# Enrolment.
enrol-title = Welcome
enrol-lead = Choose a username and a password for your account.
enrol-username-hint = You can keep your e-mail address as username.
enrol-button = Create my account

# Links in letters.
link-bad = This link does not work
link-bad-text = It was used already, or a newer letter has replaced it. Please use the link in the newest letter.
link-expired = This link is too old
link-expired-text = For your safety, links work for a limited time only.
link-ask = Send me a new link
link-asked = A letter is on its way
link-asked-text = If the link was for you, you will receive a new one in a few minutes.
link-forgot = Ask for a new link
address-title = Confirm your e-mail address
address-lead = From now on, letters to you go to { $address }.
address-button = Confirm
address-hint = Nothing changes until you confirm. If you did not ask for this, close the page.

# Passwords.
password-rules = Rules for your password
password-met = met
password-unmet = not met
password-refused = This password does not keep every rule below.

# Environments.
environments-title = Choose an environment
environments-lead = These are the places that you can work in.
environments-empty = There is nothing to open yet
environments-empty-hint = As soon as an administrator gives you access to an environment, it appears here.
environments-open = Open
environments-open-named = Open { $name }
environments-default = Default
environments-last = Last opened { $moment }

# Home.
home-title = Home
home-hello = Hello { $name }
home-menus = Your menus
home-empty = No menus yet
home-empty-hint = What an administrator assigns to you or to your groups appears here.
home-you = You
home-environment = Environment
home-role = Role
home-rights = Rights
home-groups = Groups
home-since = Member since
home-profile = Change your profile
act-title = Act as a member
act-lead = You see the pages as this member does. It is recorded, and shown all the time.
act-field = E-mail address of the member
act-button = Act as this member

# Profile.
profile-title = Your profile
profile-here = In { $environment }
profile-here-hint = These settings count in this environment alone.
profile-account = Your account
profile-account-hint = These settings count everywhere. Nobody but you can change them.
profile-address = Your e-mail address
profile-address-now = Letters about your account go to { $address }.
profile-address-pending = { $address } waits to be confirmed. Until then nothing changes.
profile-address-button = Change the address
profile-address-withdraw = Withdraw the change
profile-password = Your password
profile-password-hint = Everywhere else you will be logged out.
profile-password-button = Change the password
profile-acting = The account belongs to the person alone. Stop acting as somebody else to see your own.

# Sessions.
sessions-title = Your sessions
sessions-lead = Where you are logged in now. End what you do not know, then change your password.
sessions-browser = Browser
sessions-began = Logged in
sessions-seen = Last used
sessions-act = Action
sessions-this = This one
sessions-end = End
sessions-end-named = End the session in { $browser }
sessions-end-others = End all others
sessions-only = You are logged in nowhere else.
browser-unknown = Unknown browser

# Second factor.
factor-title = Second factor
factor-lead = With a second factor, nobody gets in with your password alone: at each login, an app on your phone shows a code.
factor-off = You have no second factor yet.
factor-on = Your second factor is set up. { $left ->
    [one] { $left } recovery code is left.
   *[other] { $left } recovery codes are left.
}
factor-manage = Manage
factor-required = The environment that you want to open requires a second factor.
factor-begin = Set it up
factor-scan = Scan this picture
factor-scan-hint = Scan it with an authenticator app, then type the code that the app shows.
factor-secret = Or type this key into the app:
factor-picture = QR code with the key for your authenticator app
factor-confirm = Confirm
factor-codes = Your recovery codes
factor-codes-hint = Each of them replaces your phone once. Write them down and keep them in a safe place: they are shown only now.
factor-codes-done = I have kept them
factor-change-title = Renew the codes or remove the second factor
factor-renew-hint = New recovery codes take the place of those that you have.
factor-renew = Make new recovery codes
factor-proof-hint = Type a code of the app, or a recovery code, to confirm that it is you.
factor-remove = Remove the second factor

# Pages about what is not as it was asked for.
error-not-found = There is nothing here
error-not-found-text = The page does not exist, or you cannot see it.
error-method-text = This address is not meant to be opened this way.
error-forbidden = That was not allowed
error-forbidden-text = Your browser did not show that the request came from this site. Please open the page again and repeat what you did.
error-busy = Too much at once
error-busy-text = Please wait a moment and try again.
error-fault = Something went wrong
error-fault-text = It is not your fault. Please try again; if it stays like this, tell your administrator.
error-request = This did not work
error-request-text = The request could not be understood. Please open the page again.
error-way-out = To the start page

# What is wrong, by code.
problem-other = This cannot be used. Please check it.
problem-E0104 = This is not an e-mail address that we can write to.
problem-E0105 = Please choose one of the values.
problem-E0106 = This is too long.
problem-E0107 = Please fill this in.
problem-E0114 = Line breaks and invisible characters are not allowed here.
problem-E0204 = This is in use already.
problem-E0710 = This link does not work any more.
problem-E0711 = This link is too old.
problem-E0720 = There were too many attempts. Please wait a few minutes, then try again.
problem-E0728 = Somebody else has this username. Please choose another one.
problem-E0729 = A username with @ must be your own e-mail address.
problem-E0730 = Your session has ended. Please log in again.
problem-E0731 = This is not your current password.
problem-E0746 = This code is not right. Please wait for the next one.
problem-E0747 = One of your environments requires a second factor, so it stays.
problem-E0751 = This is the address that you have already.

# Rules for passwords.
rule-length = At least { $least } characters
rule-length-most = At most { $most } characters
rule-kinds-all = A digit, a capital letter, a small letter and a special character
rule-kinds = { $least } of these: digit, capital letter, small letter, special character
rule-common = Not a password that many people use
rule-guessable = Not easy to guess: the longer and the less regular, the better
rule-own = Without your name, username or address
rule-former = None of your last { $last } passwords
