### Subscribing by mail, and the letters themselves.

subscribe-title = What we publish, by mail
subscribe-lead = One short letter for each publication, correction and withdrawal, with its number in the public log.
subscribe-address = Your mail address
subscribe-address-hint = We ask you once by mail whether it was you.
subscribe-address-wrong = This does not look like a mail address. Write it as name@example.org.
subscribe-do = Subscribe
subscribe-kept = Your address is kept to write to you and for nothing else. It is deleted when you leave, with one click in any letter.
subscribe-no-mail = This office sends no mail yet. You can follow what it publishes through its feeds.
subscribe-asked-title = Look into your mail
subscribe-asked-text = If the address can be written to, a letter is on its way with a link. Nothing else is sent until you have opened it and said yes.
subscribe-confirm-title = Was it you?
subscribe-confirm-text = With your yes you get a letter for each publication, correction and withdrawal.
subscribe-confirm-do = Yes, write to me
subscribe-confirmed-title = You are subscribed
subscribe-confirmed-text = Letters go to { $address }. Each of them has a link with which you can leave.
subscribe-leave-title = Leave the list
subscribe-leave-text = Your address is deleted at once, and no more letters are sent.
subscribe-leave-do = Delete my address
subscribe-left-title = You have left
subscribe-left-text = Your address is deleted. You are welcome back at any time.
subscribe-feeds = Without an address, in any feed reader:
subscribe-to-published = Everything that was published
letter-confirm-subject = Please confirm: { $office }
letter-confirm-text = Hello,

    someone, we hope you, asked that what { $office } publishes be sent to this address.
    To confirm, open:
    { $link }

    If it was not you, do nothing: the address is deleted after 48 hours.
letter-publication-subject = { $title }
letter-publication-text = { $office }

    { $title }

    { $summary }

    Read it: { $page }
    Number in the public log: { $number }. A letter whose number the page does not show is not ours.

    Unsubscribe: { $leave }
letter-withdrawal-subject = Withdrawn: { $title }
letter-withdrawal-text = { $office } has withdrawn:

    { $title }

    Why, and what stood there: { $page }
    Number in the public log: { $number }. A letter whose number the page does not show is not ours.

    Unsubscribe: { $leave }
