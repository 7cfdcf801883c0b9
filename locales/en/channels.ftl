### Where what is published goes, on the desk.

channels-title = Publishing channels
channels-lead = Pages and feeds are there at once. Letters and other systems follow within seconds, each copy with its number in the log.
channels-mail = By mail
channels-subscribers = { $n ->
    [one] One reader gets letters.
   *[other] { $figure } readers get letters.
}
channels-mail-none = No letters go out: the configuration names no mail server, or no public address.
channels-hooks = Other systems
channels-hooks-lead = Each is told of every publication, correction and withdrawal by a signed request, which is tried again until it is taken.
channels-hooks-none = No other system is told yet.
channels-name = Name
channels-name-hint = As colleagues know it, such as the city’s app.
channels-url = Address
channels-url-hint = Where it takes requests. An address of your own network must stand in own_hosts.
channels-host = Host
channels-added = Since
channels-add = Tell this system
channels-end = End
channels-end-one = No longer tell { $name }
channels-fresh-title = { $name } will be told from now on
channels-fresh-text = This secret is shown once. Give it to whoever runs the system: each request is signed with it, as HMAC-SHA-256 over time, nonce and body.
channels-log = What they answered
channels-log-none = Nothing has been told yet.
channels-what = Publication
channels-withdrawal = withdrawal
channels-at = When
channels-answer = Answer
channels-taken = taken
channels-not-taken = not taken
channels-attempt = attempt { $number }
outlet-mail = Letters to subscribers
outlet-webhook = Other systems
hook-url = Write an address that begins with https:// or, in your own network, http://.
hook-refused = The other system refuses for good.
mail-refused = The mail cannot be delivered.
desk-menu-channels = Publishing channels
audit-hook_added = Entered another system that is told
audit-hook_ended = Ended telling another system
