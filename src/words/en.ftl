# E-mail texts in English. All six e-mail files have the same keys and variables, in the same order.
# $name is the recipient, $environment the environment, $days and $hours how long a link is valid.
# In e-mails of the installation $name is the username.

greeting = Hello { $name },
regards = Kind regards,
footer = This e-mail was sent automatically. Please do not reply to it.

# The link of an e-mail: the text in its place before it is sent, and the help below the button.
link-later = [the link is added when this e-mail is sent]
link-by-hand = If the button does not work, copy this address into your browser:

# To a new account.
welcome-subject = Your new account for { $environment }
welcome-intro = An account has been created for you in { $environment }.
welcome-action = To begin, choose a username and a password:
welcome-button = Choose username and password
welcome-validity = The link is valid for { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
welcome-unexpected = If you did not expect this e-mail, you can simply ignore it.

# To an account that was added to another environment.
notice-subject = You now have access to { $environment }
notice-intro = Your account now also gives you access to { $environment }.
notice-action = You do not need to do anything. Log in as usual.
notice-unexpected = If you did not expect this, please contact the administrator of { $environment }.

# To a person who has not opened the environment for a long time, before the access ends.
inactivity-subject = Your access to { $environment } is about to end
inactivity-intro = You have not used { $environment } for a long time.
inactivity-action = To keep your access, log in and open { $environment } within { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
inactivity-after = Otherwise your access ends. The administrator of { $environment } can restore it.

# Of links that are valid for hours.
link-hours = The link is valid for { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.

# Below the report of a change to an account. The name of the link is the text of `login-forgot` on the login page.
not-you = If this was not you, choose a new password now: use “Forgot your password?” on the login page. Also tell your administrator.

# After a request for a new password.
reset-subject = Choose a new password
reset-intro = We received a request for a new password for your account.
reset-action = To choose a new password, open this page:
reset-button = Choose a new password
reset-unexpected = If you did not request this, you can simply ignore this e-mail. Your password stays the same.

password-changed-subject = Your password was changed
password-changed-intro = The password of your account was changed. You were logged out on all other devices.

# To the new address.
address-confirm-subject = Confirm your new e-mail address
address-confirm-intro = This address was entered as the new e-mail address of your account.
address-confirm-action = To confirm that it is yours, open this page:
address-confirm-button = Confirm e-mail address
address-confirm-unexpected = If you did not expect this e-mail, you can simply ignore it. Nothing will change.

# To the old address, before and after.
address-notice-subject = Your e-mail address is about to change
address-notice-intro = Another e-mail address was entered for your account. Your current address stays in use until the new one is confirmed.
address-changed-subject = Your e-mail address was changed
address-changed-intro = The e-mail address of your account was changed. From now on, e-mails go to the new address and you log in with it.
address-changed-unexpected = If this was not you, please tell your administrator at once.

# After too many wrong passwords: with a link, or without.
locked-subject = Your account was locked
locked-intro = Your account was locked because a wrong password was entered too many times.
locked-link = To unlock it, choose a new password:
locked-action = To unlock it, choose a new password: use “Forgot your password?” on the login page.
locked-unexpected = If this was not you: nobody gained access, and nothing in your account was changed.

second-factor-on-subject = Two-step verification is on
second-factor-on-intro = To log in, you now need a code from your authenticator app in addition to your password.
second-factor-on-action = Keep your recovery codes in a safe place. If you lose the app, you can log in with them.
second-factor-off-subject = Two-step verification is off
second-factor-off-intro = To log in, you no longer need a code from an authenticator app.

recovery-used-subject = A recovery code was used
recovery-used-intro = One of your recovery codes was used to log in to your account. Each code works only once.
recovery-used-action = If only a few are left, create new ones in your profile.

# Below a text that a script wrote.
message-footer = This e-mail was sent by a workflow in { $environment }. Please do not reply to it.
