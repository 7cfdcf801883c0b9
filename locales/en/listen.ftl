### Listening: what an operator is told about a source.

## Why something was refused, left out or changed.

listen-reason-empty = A post had neither title nor text.
listen-reason-text-cut = A text was longer than 64 KiB; its end was cut off.
listen-reason-time-implausible = A date lies before 1990 or more than a day ahead; the time of arrival is used.
listen-reason-time-unread = A date could not be read; the time of arrival is used.
listen-reason-bytes-replaced = Some bytes are no characters in the text’s encoding and were replaced.
listen-reason-items-over = It holds more than 1,000 items; the first 1,000 were taken.
listen-reason-pages-over = It has more pages than five; the first five were read.
listen-reason-page-elsewhere = It names a next page on another host, which the register does not list; that page was not read.
listen-reason-not-this-format = What came is not in the format that this source is set to.
listen-reason-item-broken = An item could not be read and was left out; the others were taken.
listen-reason-xml-dtd = It declares its own entities, which is how feeds attack their readers, and was refused.
listen-reason-xml-depth = Its elements are nested more than 256 deep.
listen-reason-xml-attributes = An element has more than 256 attributes.
listen-reason-xml-token = One piece of it is longer than 64 KiB.
listen-reason-parser-failed = Reading it failed in a way that it should not; the rest goes on.
listen-reason-parser-slow = Reading it took longer than 10 seconds and was ended.
listen-reason-row-over = A row is longer than 1 MiB and was left out.
listen-reason-row-broken = A row is not valid JSON and was left out.
listen-reason-row-ragged = A row has more or fewer columns than the header and was left out.
listen-reason-columns-over = The table has more than 256 columns.
listen-reason-no-text-column = No column is named like one that holds texts; name it text or content.
listen-reason-encoding-unsuited = The file is in UTF-16; save it as UTF-8 and try again.
listen-reason-url-refused = The address is not one of the web’s (http or https).
listen-reason-port-refused = The address names a port other than 80 and 443 that is not listed in the configuration.
listen-reason-address-refused = The name leads to an address that is not public; list the host in the configuration if it is your own.
listen-reason-name-unknown = The host’s name is not known.
listen-reason-robots-refused = The host’s robots rules ask us not to read this address.
listen-reason-redirects-over = It was redirected more than five times.
listen-reason-connect-failed = No connection could be made.
listen-reason-timed-out = No answer came in time.
listen-reason-status-refused = The server answered that it cannot give what was asked.
listen-reason-asked-to-wait = The server asked us to come back later.
listen-reason-body-failed = The answer broke off or could not be unpacked.
listen-reason-body-cut = The answer is larger than 5 MiB; what lies beyond was cut off.
listen-reason-body-bomb = The answer grows more than a hundredfold when unpacked and was refused.
listen-reason-compression-unknown = The answer is packed in a way that was not asked for.
listen-reason-signature-wrong = A push was not signed with this source’s secret.
listen-reason-signature-old = A push was signed more than five minutes ago or ahead; compare the clocks.
listen-reason-signature-used = A push came a second time and was refused.

## What is wrong with what was entered about a source.

listen-error-connector = Choose a format from the list.
listen-error-name = Give the source a name in both languages, of at most 80 characters.
listen-error-purpose = Say in both languages why this is listened to, in at most 300 characters. The public reads it.
listen-error-removal-reason = Say why it is removed, in at most 500 characters. The public reads it.
listen-error-source-id = A source’s short name has lower-case letters, digits and hyphens, at most 40.
listen-error-source-id-used = This short name was used before; choose another, so that the register stays clear.
listen-error-url = Enter the full address of the feed, beginning with https://.
listen-error-poll-minutes = Poll between once a minute and once a week.
listen-reason-author-declines = An author asks not to be found by search engines; the post was passed over.
listen-reason-allowance-spent = The server’s allowance of requests is used up; it is left alone until it says otherwise.
listen-reason-stream-ended = The stream was not opened, or the server ended it.
listen-reason-stream-unasked = Nothing narrows this stream, so it is not opened: nobody may listen to everything that a network says.
listen-reason-message-over = A message of the stream is longer than 256 KiB.
listen-reason-folder-missing = The folder for this source’s mail is not there.
listen-error-person-page = This leads to a person’s page. Candor listens to topics and places, not to people.
listen-error-persons = Private persons speak there, so the source must be entered as public speech.
listen-error-query = Say what a post must speak of, such as 停水 OR "water outage". A stream is never listened to as a whole.
listen-error-langs = Name languages by two or three letters each, such as zh en; at most eight.
listen-error-columns = Choose a column for the text, and each use for one column only.
listen-error-source-gone = This source is no longer listened to.
