# The organisation: departments, roles, approvals, and the record of what was changed.

approval-used = This approval has been used already. Have the text approved again.
department-name-length = Enter a name of at most 80 characters.
department-has-staff = Someone still belongs to this department. Move them first.
staff-administrator-auditor = Whoever made accounts cannot audit them, nor the other way round. Give them another role first, and let somebody else take this one.

audit-approved = Approved
audit-department_added = Added a department
audit-department_renamed = Renamed a department
audit-department_ended = Ended a department
audit-department_changed = Moved someone to a department
audit-role_changed = Changed a role
audit-staff_ended = Ended an account

desk-menu-duty = Duty
desk-menu-staff = Staff
desk-menu-records = Records

role-viewer = Viewer
role-viewer-may = Reads the desk.
role-officer = Officer
role-officer-may = Works on alerts, sources and drafts.
role-approver = Approver
role-approver-may = An officer who may also let pass what somebody else wrote, and keeps the roster.
role-administrator = Administrator
role-administrator-may = Looks after staff and settings. May not approve, and does not read the records.
role-auditor = Auditor
role-auditor-may = Reads the desk and the records of who changed what and who looked at what.

account-title = Your account
account-back = Your account
account-notices = How warnings reach you
account-do = Action
session-title = Where you are signed in
session-lead = Each place is told by its block of addresses alone. If you do not know one, end it and ask an administrator to reset your password.
session-where = Place
session-since = Since
session-seen = Last seen
session-this = this browser
session-nowhere = not known
session-end = End
session-end-all = Sign out everywhere

factor-title = Second step
factor-on = A code of your app has been asked for since { $when }.
factor-left = { $n ->
    [0] No recovery code is left. Make new ones before you lose your phone.
    [one] One recovery code is left.
   *[other] { $figure } recovery codes are left.
}
factor-by-key = Your passkey stands as the second step. An app is another way, for devices that keep no passkey.
factor-off = Whoever learns your password can sign in as you. With a second step they would also need your phone.
factor-add = Set up an app
factor-renew = New recovery codes
factor-end = Stop asking for codes
factor-in-use = An app is set up already. Stop asking for its codes first.
factor-offer-title = Set up an app
factor-offer-lead = Any app for one-time codes will do. It counts only once its first code has come back.
factor-scan = 1. Scan the square
factor-square = A square that your app reads; the same as the letters below
factor-type = Or type these letters into the app:
factor-prove = 2. Type the code it shows
factor-code = Code
factor-code-hint = Six digits, new every half minute.
factor-code-wrong = This code is not right or was used already. Wait for the next one. If it stays wrong, check the clock of your phone.
factor-prove-do = Turn on
recovery-title = Your recovery codes
recovery-lead = Each opens your account once if your phone is lost. Print them or write them down now: they are not shown again.
recovery-done = I have kept them

passkey-title = Passkeys
passkey-none = With a passkey you sign in by your fingerprint, face or PIN on this device. There is no password that could be stolen.
passkey-name = Name
passkey-added = Added
passkey-used = Last used
passkey-add = Add a passkey
passkey-end = Remove
passkey-lead = It stays on your device or in your password manager; only its public half comes here. From then on a second step is asked after your password too: the passkey, your app, or a recovery code.
passkey-name-hint = How you tell it from your others, such as: office laptop.
passkey-unnamed = Passkey
passkey-make = Make a passkey
passkey-script = This needs JavaScript, since only a script can ask your device.
passkey-nothing = Your device gave no passkey. Try again, or sign in another way.
passkey-refused = This passkey was not accepted. Try again, or sign in with your password.
passkey-too-many = Ten passkeys are the most. Remove one you no longer use.
passkey-known = This passkey is known already.
passkey-enter = Sign in with a passkey
passkey-use = Use a passkey

step-title = The second step
step-code = Code of your app
step-code-hint = Six digits, or one of your recovery codes.
step-recovery = One of your recovery codes
step-code-wrong = This code is not right or was used already. An app shows a new one every half minute.
step-back = Begin again

choose-title = Choose your password
choose-lead = An administrator gave you a code. It works once, and nobody else learns your password.
choose-code = One-time code
choose-code-hint = Four groups of letters and digits. Case and dashes do not matter.
choose-do = Choose this password
sign-in-chosen = Your password is set. Sign in with it.
sign-in-code = I have a one-time code

confirm-title = Is it still you?
confirm-lead = This matters, so we ask again. It holds for five minutes.
confirm-kept = Nothing that you filled in is lost.
confirm-file = The file you chose cannot be kept, so choose it again afterwards.
confirm-elsewhere = You have neither a password nor a passkey here. Sign out, sign in again through your organisation, and do it within five minutes.
confirm-needed = Say again who you are before you do this.
confirm-proof = Your password
confirm-proof-hint = Or the six digits of your app.
confirm-wrong = That is not right. Try again.
confirm-do = Go on
confirm-leave = Leave it

people-title = Staff
people-lead = Everyone who can sign in, and what they may do.
people-back = All staff
people-name = Name
people-name-hint = As colleagues will see it beside what they do.
people-sign-in-name = Signs in as
people-sign-in-name-hint = What they type to sign in.
people-role = Role
people-roles = What each role may do
people-department = Department
people-department-none = none
people-add = Add a colleague
people-add-lead = They get a one-time code and choose their password themselves.
people-add-do = Add and show the code
people-left = No longer here
people-until = Until
people-since = Here since
people-signs-in = signs in as { $name }
people-ended = This account ended on { $day }. The name stays, since records point to it.
people-save = Save
people-sign-in = Signing in
people-factor-on = asked for since { $when }
people-keys = { $n ->
    [one] One passkey.
   *[other] { $figure } passkeys.
}
people-factor-off = not set up
people-links = Also signs in through
people-link = Signs in through
people-link-add = Link an account of another system
people-link-text = Whoever signs in there as this person is signed in here. Only the two values below count; names and addresses do not, since they may change hands.
people-link-do = Link
people-unlink = Remove the link
people-issuer = Issuer
people-issuer-hint = The address of the other system, exactly as it names itself.
people-subject = Subject
people-subject-hint = The identifier it gives this person, which never changes.
people-reset = Reset the password
people-reset-text = The old password stops working and every session ends. You get a one-time code to hand over.
people-reset-do = Reset and show the code
people-factor-end = End the second step
people-end = End this account
people-end-text = They are signed out at once and cannot sign in any more. Their name stays in the records.
people-end-do = End the account
people-not-oneself = Nobody ends their own account. Ask another administrator.
link-empty = Fill in both the issuer and the subject.
link-taken = This account is linked to someone already.

code-title = Hand over this code
code-lead = It lets { $name } choose a password, once. It is not shown again.
code-where = To be used at
code-until = Valid until

departments-title = Departments
departments-lead = The parts of the office that staff and work belong to.
departments-name-zh = Name in Chinese
departments-name-en = Name in English
departments-people = People
departments-add = Add a department
departments-rename = Rename
departments-rename-do = Save the names
departments-end = End
departments-ended = ended on { $day }
departments-empty-title = No departments yet
departments-empty-text = Add those that answer for something, and put staff into them.

records-title = Records
records-lead = Who changed what, and who looked at what. Nothing here can be changed, by anyone.
records-changes = Changes
records-changes-none = Nothing has been changed yet.
records-when = When
records-who = Who
records-what = What
records-policy = Warning policy, version { $number }
records-digest = Digest { $digest }…
records-subject = Whom or what
records-purpose = Why
records-asked = What was asked
records-looks = Looks at what was heard
records-looks-note = The counts of the last thirty days, which the public register shows too. The names are here alone.

roster-title = Duty
roster-lead = Who answers now, and what they were told.
roster-now = Now
roster-nobody-next = Nobody is on duty. Warnings go to whoever comes next, and then to the head.
roster-nobody-head = Nobody is on duty, and nobody comes next. Warnings go to the head.
roster-nobody-all = Nobody is on duty, nobody comes next, and there is no head. Warnings go to everyone who works on them.
roster-on = On duty
roster-until = until { $when }
roster-next = Next
roster-from = from { $when }
roster-head-none = nobody yet
roster-notes = Handed over
roster-notes-none = Nobody has left a note yet.
roster-note-by = { $name }, { $when }
roster-note-read = Read by { $name }, { $when }
roster-note-read-do = I have read it
roster-note-waits = Waiting to be read by whoever comes next.
roster-shifts = Roster
roster-shifts-none = The roster is empty.
roster-add = Enter a shift
roster-add-do = Enter
roster-drop = Take out
duty-person = Who
duty-from = From
duty-to = To
duty-shift-times = The shift must end after it begins and last at most a week.
duty-head = Head
duty-head-hint = Where a warning goes when neither those on duty nor the next acknowledge it.
duty-note = Note for whoever comes next
duty-note-hint = What is open, who was asked, by when. No personal data of private persons.
duty-note-do = Hand over
duty-note-length = Write something, at most 2,000 characters.
today-duty = On duty: { $names }
today-duty-none = Nobody is on duty now.
today-note = { $name } handed over { $when }

audit-first_account = Made the first account
audit-staff_added = Added a colleague
audit-password_reset = Reset a password
audit-password_chosen = Chose a password
audit-factor_added = Set up a second step
audit-factor_ended = Ended a second step
audit-recovery_renewed = Made new recovery codes
audit-recovery_used = Used a recovery code
audit-account_linked = Linked an account of another system
audit-account_unlinked = Removed the link to an account
audit-shift_entered = Entered a shift
audit-shift_dropped = Took a shift out
audit-head_changed = Named the head
check-seal-key = The file of the installation’s key does not hold 64 hexadecimal digits. Restore it from your backup; without it second factors and channels must be set up anew.

house-do = Sign in with { $house }
house-unknown = That system knows you, but nobody here is linked to your account. Ask an administrator to link it.
house-failed = Signing in through the other system did not work. Try again; if it stays so, sign in with your password.
audit-passkey_added = Added a passkey
audit-passkey_removed = Removed a passkey
audit-passkey_copied = A passkey was refused because it seems to be copied
