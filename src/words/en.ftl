# English. Every file has the same keys with the same variables, in the same order.
# $name is the recipient, $environment the environment, $days and $hours how long a link lives.
# In letters of the installation $name is the username.

greeting = Hello { $name },
regards = Kind regards,
footer = This e-mail was sent automatically. Please do not reply to it.

# The link of a letter: what stands for it before delivery, and the way round a button that does not work.
link-later = [the link is put in when the letter is delivered]
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

# To an account that was added to a further environment.
notice-subject = You now have access to { $environment }
notice-intro = Your account now also gives you access to { $environment }.
notice-action = There is nothing you need to do: just sign in as usual.
notice-unexpected = If you did not expect this, please contact the administrator of { $environment }.

# To somebody who has not come for long: the access is about to end.
inactivity-subject = Your access to { $environment } is about to end
inactivity-intro = You have not used { $environment } for a long time.
inactivity-action = If you want to keep your access, sign in and open { $environment } within { $days ->
    [one] { $days } day
   *[other] { $days } days
}.
inactivity-after = Otherwise you will not be able to open it any more. The administrator of { $environment } can give you access again.

# Of links that live for hours.
link-hours = The link is valid for { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}.

# Below what happened to an account: what to do if it was somebody else. The button of the sign-in page is named as it is there.
not-you = If this was not you, choose a new password at once with “Forgot your password?” on the sign-in page, and tell your administrator.

# To somebody who has forgotten the password.
reset-subject = Choose a new password
reset-intro = Somebody, most likely you, asked for a new password for your account.
reset-action = To choose one, open this page:
reset-button = Choose a new password
reset-unexpected = If it was not you, you can simply ignore this e-mail: your password stays as it is.

password-changed-subject = Your password was changed
password-changed-intro = The password of your account was changed. On all other devices you have been signed out.

# To the new address.
address-confirm-subject = Confirm your new e-mail address
address-confirm-intro = This was entered as the new e-mail address of your account.
address-confirm-action = To confirm that it is yours, open this page:
address-confirm-button = Confirm e-mail address
address-confirm-unexpected = If you did not expect this e-mail, you can simply ignore it: nothing will change.

# To the old address, before and after.
address-notice-subject = Your e-mail address is about to change
address-notice-intro = Another e-mail address was entered for your account. It counts once it is confirmed from there; until then this one does.
address-changed-subject = Your e-mail address was changed
address-changed-intro = Your account now has another e-mail address. E-mails go there from now on, and you sign in with it.
address-changed-unexpected = If this was not you, please tell your administrator at once.

# After too many wrong passwords: with a link, or without.
locked-subject = Your account was locked
locked-intro = A wrong password was entered too often, so your account was locked.
locked-link = To unlock it, choose a new password:
locked-action = To unlock it, choose a new password with “Forgot your password?” on the sign-in page.
locked-unexpected = If it was not you: nobody has got in, and nothing in your account has changed.

second-factor-on-subject = Two-step sign-in is on
second-factor-on-intro = To sign in to your account you now need a code from your authenticator app besides the password.
second-factor-on-action = Keep your recovery codes in a safe place: they let you in if you lose the app.
second-factor-off-subject = Two-step sign-in is off
second-factor-off-intro = To sign in to your account you no longer need a code from an authenticator app.

recovery-used-subject = A recovery code was used
recovery-used-intro = One of your recovery codes was used to sign in to your account. Each of them works once.
recovery-used-action = If only a few are left, make new ones in your profile.

# Below what a script wrote to somebody.
message-footer = This e-mail was sent by a workflow in { $environment }. Please do not reply to it.
