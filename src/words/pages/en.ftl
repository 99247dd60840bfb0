# Page texts in English. All six page files have the same keys and variables, in the same order.

# Around every page.
skip = Skip to content
nav-label = Main navigation
nav-home = Home
nav-profile = Profile
nav-sessions = Sessions
nav-environments = Environments
nav-logout = Log out
language-label = Language
acting-label = Acting as another user
acting-as = You are acting as { $name }. Your actions are also recorded under your own name.
acting-end = Return to my account
save = Save
administrator = Administrator
back-to-login = Back to the login page

# After an action.
note-enrolled = Your account is ready. You can now log in.
note-reset = Your password was changed. You can now log in with it.
note-password-changed = Your password was changed. You were logged out on all other devices.
note-logged-out = You are logged out.
note-saved = Your changes are saved.
note-address-asked = We sent an e-mail to the new address. Open the link in it to confirm the change.
note-address-changed = Your e-mail address was changed.
note-address-withdrawn = The change of your e-mail address was cancelled.
note-session-ended = That session was ended.
note-sessions-ended = All other sessions were ended.
note-second-factor-on = Two-step verification is on.
note-second-factor-off = Two-step verification is off.
note-impersonation-ended = You are using your own account again.
note-impersonation-refused = You cannot act as this member. Choose an active member who is not an administrator.

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
field-locale = Date and number format
field-theme = Appearance
field-defaultEnvironment = Default environment
field-releaseMails = E-mails about new versions
field-releaseMails-hint = You get an e-mail when a new version is available.
field-disableCache = Disable cache
field-disableCache-hint = Turn this on if a page shows outdated content.
no-default = Always ask
theme-light = Light
theme-dark = Dark
theme-systemSettings = Same as system

# Login.
login-title = Log in
login-button = Log in
login-forgot = Forgot your password?
login-refused = Incorrect username, e-mail address or password. Check your entries and try again.
second-title = Two-step verification
second-lead = Open your authenticator app and enter the six-digit code.
second-button = Continue
second-recovery = If you do not have your phone with you, enter one of your recovery codes instead.
second-refused = This code is incorrect or was already used. Enter the next code from the app, or another recovery code.
must-title = Choose a new password
must-lead = Your password was set by somebody else. Choose one that only you know.
must-button = Save and continue

# Forgotten password.
forgot-title = Forgot your password?
forgot-lead = Enter your username or e-mail address. We will send you a link to choose a new password.
forgot-button = Send link
forgot-done = If this account exists, you will receive an e-mail with a link.
forgot-done-hint = This can take a few minutes. Check your spam folder too.
reset-title = Choose a new password
reset-lead = This logs you out on all devices. You then log in with the new password.
reset-button = Save password

# Enrolment.
enrol-title = Welcome
enrol-lead = Choose a username and a password for your account.
enrol-username-hint = You can use your e-mail address as your username.
enrol-button = Create account

# Links in e-mails.
link-bad = This link does not work
link-bad-text = It was already used, or a newer e-mail replaced it. Use the link in the most recent e-mail.
link-expired = This link has expired
link-expired-text = For your security, links are valid for a limited time only. Request a new one.
link-ask = Send me a new link
link-asked = Check your e-mail
link-asked-text = If the link was yours, you will receive a new one in a few minutes.
link-forgot = Request a new link
address-title = Confirm your e-mail address
address-lead = After you confirm, e-mails about your account go to { $address }.
address-button = Confirm
address-hint = Nothing changes until you confirm. If you did not request this change, close this page.

# Passwords.
password-rules = Password requirements
password-met = met
password-unmet = not met
password-refused = This password does not meet all requirements below.

# Environments.
environments-title = Choose an environment
environments-lead = You have access to these environments.
environments-empty = No environments yet
environments-empty-hint = When an administrator gives you access to an environment, it appears here.
environments-open = Open
environments-open-named = Open { $name }
environments-default = Default
environments-last = Last opened { $moment }

# Home.
home-title = Home
home-hello = Hello { $name }
home-menus = Your menus
home-empty = No menus yet
home-empty-hint = Menus that an administrator assigns to you or your groups appear here.
home-you = Your details
home-environment = Environment
home-role = Role
home-rights = Permissions
home-groups = Groups
home-since = Member since
home-profile = Edit your profile
act-title = Act as another member
act-lead = You see the pages as this member does. A banner shows it on every page, and your actions are recorded.
act-field = E-mail address of the member
act-button = Act as this member

# Profile.
profile-title = Your profile
profile-here = In { $environment }
profile-here-hint = These settings apply to this environment only.
profile-account = Your account
profile-account-hint = These settings apply to all environments. Only you can change them.
profile-address = Your e-mail address
profile-address-now = E-mails about your account go to { $address }.
profile-address-pending = The change to { $address } is not confirmed yet. Open the link in the e-mail that we sent to this address.
profile-address-button = Change e-mail address
profile-address-withdraw = Cancel change
profile-password = Your password
profile-password-hint = You will be logged out on all other devices.
profile-password-button = Change password
profile-acting = Only its owner can see this account. To see yours, choose “Return to my account”.

# Sessions.
sessions-title = Your sessions
sessions-lead = You are logged in with these browsers. If you do not recognise one, end its session and change your password.
sessions-browser = Browser
sessions-began = Logged in
sessions-seen = Last used
sessions-act = Action
sessions-this = Current session
sessions-end = End
sessions-end-named = End the session in { $browser }
sessions-end-others = End all other sessions
sessions-only = You are not logged in anywhere else.
browser-unknown = Unknown browser

# Second factor.
factor-title = Two-step verification
factor-lead = Two-step verification protects your account with a second factor: at each login, you also enter a code from an app on your phone.
factor-off = Two-step verification is off.
factor-on = Two-step verification is on. { $left ->
    [one] { $left } recovery code is left.
   *[other] { $left } recovery codes are left.
}
factor-manage = Manage
factor-required = The environment that you want to open requires two-step verification.
factor-begin = Set up
factor-scan = Scan the QR code
factor-scan-hint = Scan the QR code with an authenticator app. Then enter the code that the app shows.
factor-secret = Or enter this key in the app:
factor-picture = QR code with the key for your authenticator app
factor-confirm = Confirm
factor-codes = Your recovery codes
factor-codes-hint = If you do not have your phone, log in with one of these codes. Each code works once. Write them down and keep them in a safe place: they are not shown again.
factor-codes-done = I have saved the codes
factor-change-title = Change two-step verification
factor-renew-hint = New recovery codes replace your current ones.
factor-renew = Create new recovery codes
factor-proof-hint = To confirm that it is you, enter a code from the app or a recovery code.
factor-remove = Turn off two-step verification

# Error pages.
error-not-found = Page not found
error-not-found-text = This page does not exist, or you do not have access to it.
error-method-text = You cannot open this address directly. Start from the home page.
error-forbidden = Not allowed
error-forbidden-text = We could not verify that the request came from this site. Open the page again and repeat the action.
error-busy = Try again later
error-busy-text = The server is busy. Wait a moment and try again.
error-fault = Something went wrong
error-fault-text = This is an error on our side. Try again. If it happens again, tell your administrator.
error-request = The request failed
error-request-text = The server could not read the request. Open the page again.
error-way-out = Go to the home page

# Errors by code.
problem-other = This value is not allowed. Check it and try again.
problem-E0104 = Enter a valid e-mail address, such as name@example.com.
problem-E0105 = Choose one of the listed values.
problem-E0106 = This is too long. Enter a shorter text.
problem-E0107 = Fill in this field.
problem-E0114 = Remove line breaks and invisible characters.
problem-E0204 = This is already in use. Enter another one.
problem-E0710 = This link is no longer valid.
problem-E0711 = This link has expired. Request a new one.
problem-E0720 = Too many attempts. Wait a few minutes and try again.
problem-E0728 = This username is taken. Choose another one.
problem-E0729 = A username with @ must be your own e-mail address.
problem-E0730 = Your session has ended. Log in again.
problem-E0731 = This is not your current password.
problem-E0746 = This code is incorrect. Wait for the next code in the app and enter it.
problem-E0747 = One of your environments requires two-step verification. You cannot turn it off.
problem-E0751 = This is already your e-mail address.

# Rules for passwords.
rule-length = At least { $least } characters
rule-length-most = At most { $most } characters
rule-kinds-all = A digit, an uppercase letter, a lowercase letter and a special character
rule-kinds = At least { $least } of these: digit, uppercase letter, lowercase letter, special character
rule-common = Not a commonly used password
rule-guessable = Hard to guess: long, and more than a common word or pattern
rule-own = Without your name, username or e-mail address
rule-former = None of your last { $last } passwords
