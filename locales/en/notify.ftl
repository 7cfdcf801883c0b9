# How warnings reach people: channels, digests, quiet hours, the log.

desk-menu-deliveries = Warning channels

notice-title = How warnings reach you
notice-lead = On the desk you see everything at once. Here you choose what reaches you elsewhere, once for each rise of a level.
notice-saved = Your choices are saved.
notice-email = Email
notice-email-hint = Where warnings and digests are sent. Leave it empty for none.
notice-email-off = The office has no mail server configured yet, so no mail is sent.
notice-email-form = This is not an email address.
notice-tongue = Language of messages
notice-level = When you are not on duty
notice-level-hint = On duty you are told of every warning.
notice-from-duty = Only when I am on duty
notice-from-blue = Tell me of every warning
notice-from-yellow = From yellow on
notice-from-orange = From orange on
notice-from-red = Only red
notice-digests = Digest at
notice-digests-hint = Hours of the day, such as 08:00, 17:00. What rose, what waits, by when.
notice-digests-form = Write times such as 08:00, at most six.
notice-quiet-from = Quiet from
notice-quiet-to = Quiet until
notice-quiet-hint = What can wait then waits until the end. Red always comes through, and orange while you are on duty.
notice-quiet-form = Give both times, such as 22:00 and 07:00.

push-title = Browsers
push-lead = A browser can show a warning even while no page of the desk is open. Its maker’s service carries the message sealed and cannot read it.
push-none = No browser has asked yet.
push-browser = Browser
push-add = Tell me through this browser
push-script = This needs JavaScript, since only a script can ask a browser to listen.
push-refused = This browser cannot be told, or its permission was not given.
push-too-many = Ten browsers are the most. Remove one you no longer use.

delivery-title = Warning channels
delivery-lead = What was sent, by which channel, to whom, and what became of it.
delivery-log = Sent
delivery-none-title = Nothing has been sent yet
delivery-none-text = When a warning rises, whoever is on duty is told by the channels they chose.
delivery-what = Message
delivery-channel = Channel
delivery-to = To
delivery-state = State
delivery-waiting = waiting
delivery-sent = sent
delivery-failed = failed
delivery-dropped = no longer needed
delivery-gone = removed
delivery-attempts = { $figure } tries
delivery-alert-on_duty = Warning at { $level }
delivery-alert-next = Warning at { $level }, carried on to the next
delivery-alert-head = Warning at { $level }, carried on to the head
delivery-fall = Down to { $level }
delivery-closed = Warning closed
delivery-digest = Digest
delivery-deadline = Reminder of a time limit
channel-email = Email
channel-webhook = Webhook
channel-push = Browser

webhook-title = Webhooks
webhook-lead = Other systems that are told of warnings, such as a control room. Each message is signed.
webhook-back = Warning channels
webhook-add = Add a webhook
webhook-add-do = Add and show its secret
webhook-name = Name
webhook-name-hint = Who is told, as colleagues will see it.
webhook-name-length = Enter a name of at most 80 characters.
webhook-url = Address
webhook-url-hint = A host of your own network must be listed under own_hosts.
webhook-url-form = Enter an address that begins with https://.
webhook-host = Host
webhook-level = From level
webhook-secret-lead = It is shown once. Enter it at { $name }.
webhook-secret-how = Each message carries candor-time, candor-nonce and candor-signature, which is the HMAC-SHA-256 of time.nonce.body in hex. Refuse what is older than five minutes or carries a nonce you have seen. candor-delivery stays the same when a message is sent again.

audit-webhook_added = Added a webhook
audit-webhook_removed = Removed a webhook

mail-alert-subject = { $level } warning: { $headline }
mail-alert-escalated = Nobody has acknowledged this warning. { $subject }
mail-alert-due = Please acknowledge it by { $when }.
mail-digest-subject = { $n ->
    [0] Digest: no warning is open
    [one] Digest: one warning is open
   *[other] Digest: { $figure } warnings are open
}
mail-digest-rose = { $level }, raised { $when }: { $headline }
mail-digest-waits = { $level }, not acknowledged, due { $when }: { $headline }
mail-fall-subject = Down to { $level }: { $headline }
mail-fall-closed = No longer a warning: { $headline }
mail-fall-peak = At its highest it stood at { $level }.
mail-digest-fell = Down to { $level } { $when }: { $headline }
mail-digest-closed = Closed { $when }, last at { $level }: { $headline }
mail-digest-quiet = Nothing rose and nothing waits.
mail-deadline-subject = { $number }: “{ $duty }” { $left }
mail-deadline-left = is due in { $minutes } minutes
mail-deadline-over = is due now
mail-deadline-ends = It ends { $when }.
mail-deadline-holder = Held by { $department }.
mail-deadline-rule = By { $citation }.
