# English. Every file has the same keys with the same variables, in the same order.
# $name is the recipient, $environment the environment, $days how long a link lives.

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

# Below what a script wrote to somebody.
message-footer = This e-mail was sent by a workflow in { $environment }. Please do not reply to it.
