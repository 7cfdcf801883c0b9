# The log that anyone can verify: its page, the check in the browser, a page's history, and what the desk is told.

ledger-key-open = Others on this machine can read the log's key. Make the file readable for its owner alone (chmod 600) and start again.
ledger-key-malformed = The file of the log's key holds no key. Put back the right file; a new key would begin another log.
ledger-key-name = The log's name cannot be used; set log.origin to the public address without https://, followed by /log.
ledger-mark-malformed = The file that remembers how far the log was signed holds something else. Put the newest checkpoint that anyone has of this log into it.

ledger-refusal-other-key = This database belongs to a log that another key signs. Put that key's file here, or use the right database.
ledger-refusal-mark-missing = The file that remembers how far the log was signed is missing. Put the newest checkpoint that anyone has of this log into it.
ledger-refusal-database-behind = More was signed than this database knows. It is an old backup: bring back the newest one.
ledger-refusal-database-other = What this database says the log was is not what was signed.
ledger-refusal-tree-broken = The stored tree does not lead to its own root. Run candor check.
ledger-refusal-clock-backwards = It is earlier now than when the log was last signed. Set the clock right.
ledger-refusal-witness-ahead = A witness has seen more of this log than this database knows. It is an old backup: bring back the newest one.
ledger-refusal-witness-other = A witness holds another tree of this log. Run candor check, and ask the witness what it has.
ledger-refusal-witnesses-silent = Too few witnesses have answered since the start, so nothing is signed until they do.
ledger-refused-title = The log signs nothing
ledger-refused-waiting = { $n ->
    [one] { $figure } entry waits.
   *[other] { $figure } entries wait.
  }

log-menu = Log
log-title = The log that anyone can check
log-lead = { $office } writes every publication, correction and withdrawal, every answer and every change of its own rules into this log. An entry can never be changed or taken out without everyone who looks being able to tell.
log-state-title = Where it stands
log-size = Entries
log-signed = Signed
log-origin = Name
log-key = Key
log-key-note = Compare it with the key that the body publishes elsewhere: on paper, or on another site. A key that lies beside the log proves nothing by itself.
log-empty-title = The log has not begun
log-empty-text = Its first checkpoint is signed within seconds of the program's start. If this stays, the operator has been told why.
log-refused-public = At the moment nothing new is signed. What is in the log stays as it is.
log-witnesses-title = Who watches
log-witnesses-note = A witness signs that it saw this state of the log, and none before that contradicts it. Keys of one operator count once.
log-witnesses-none = Nobody watches this log yet. Whoever keeps an old checkpoint can still prove that it was changed.
log-witness-operator = Operator
log-witness-key = Key name
log-witness-at = Signed
log-latest-title = Latest entries
log-latest-caption = The latest entries of the log, newest first
log-latest-none = Nothing has been logged yet.
log-entry-index = Entry
log-entry-kind = What
log-entry-subject = About
log-entry-at = When
log-kind-publication = Published
log-kind-edition = New edition
log-kind-correction = Correction
log-kind-withdrawal = Withdrawal
log-kind-answer = Answer
log-kind-closure = Incident closed
log-kind-policy = Policy approved
log-kind-rule_change = Rule changed
log-kind-claim = Claim checked
log-kind-message = Message to programs (CAP)
log-entry-version = edition { $version }
log-what-title = What an entry holds
log-what-text = What was done, when, and a fingerprint of the text, made with a secret salt. No names, no addresses, no text: an entry stays for ever. Where the salt is erased, nothing leads from the fingerprint back to the text.
log-how-title = How to check
log-how-page = Under every page lies its history with a proof file. Check it in your browser, or with the program, without asking us.
log-how-whole = The whole log is a set of small files that stay as they are. Download them and check every entry:
log-how-standard = The files follow the C2SP standards tlog-tiles, tlog-checkpoint and tlog-witness, so that programs of others check them too.
log-how-check-link = Check a proof in the browser
log-files-checkpoint = The signed checkpoint
log-check-title = Check a proof
log-check-lead = Your own device does the arithmetic. The proof file does not leave it, and nobody is asked whether it is right.
log-check-file = Proof file
log-check-file-hint = It lies under every published page, as “Proof file”.
log-check-key = Key of the log
log-check-key-hint = Take it from somewhere other than this site, if you can.
log-check-start = Check
log-check-offline-title = Without this page
log-check-offline-text = The program candor checks the same file on any computer, without a network:
log-check-needs = The check on this page needs JavaScript. Without it, use the program as described below.
log-check-working = Checking …
log-check-good = It is right. The log of { $origin } holds these entries, and the texts in the file are those that were logged. Entries: { $entries }. Texts compared: { $texts }. The log then had { $size } entries.
log-check-bad = It is not right: { $why }
log-check-why-file = this is no proof file of Candor.
log-check-why-key = the key cannot be read.
log-check-why-signature = the checkpoint was not signed with this key.
log-check-why-included = an entry is not in the log as the file has it.
log-check-why-content = a text is not the one that was logged.
log-check-why-subject = an entry about something else was put into the file.
log-check-why-browser = your browser cannot check Ed25519 signatures. Use a newer one, or the program.
log-check-why-network = the proof could not be loaded.
log-check-entry = Entry { $index }: { $kind }, { $at }
history-title = History and proof
history-one = { $kind } on { $day }, entry { $index } of the public log.
history-waits = { $kind } on { $day }; its entry in the public log is being written and will be there within seconds.
history-changes = { $n ->
    [one] Nothing was changed since.
   *[other] { $figure } entries; every change is listed.
  }
history-proof = Proof file
history-check = Check it yourself
history-log = The log
check-witness-nobody = This installation watches nobody yet. Name the keys of the logs to watch in witness.logs.
