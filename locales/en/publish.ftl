# Publishing: what the crate itself says. Pages have their own words in publications.ftl and published.ftl.

publish-kind-statement = Statement
publish-kind-notice = Notice
publish-kind-emergency = Emergency
publish-kind-explainer = Explainer
publish-kind-answer = Answer
publish-kind-rebuttal = Claim checked
publish-kind-report = Report

publish-empty = Write a title and a text, in Chinese, in English, or in both.
publish-title-missing = Give this language a title, or leave all of its fields empty.
publish-body-missing = Give this language a text, or leave all of its fields empty.
publish-change-missing = Say what was wrong and what is right now. Readers see this beside the text that it corrects.
publish-too-long = This is longer than it may be. Put long material into an attachment.
publish-too-deep = Lists and quotations are nested too deep to be read. Use fewer levels.
publish-picture-elsewhere = Pictures must be added to this document first: a picture from another site would tell that site who reads here.
publish-picture-silent = Say in words what each picture shows, between its square brackets, for readers who cannot see it.
publish-address-fixed = Something was already published at this address, so its address and kind stay.
publish-slug-form = Use small Latin letters, digits and single hyphens, 60 at most.
publish-slug-taken = Another document has this address. Choose another one.
publish-not-a-draft = This edition is no longer a draft, so it cannot be changed. Begin a correction instead.
publish-changed-since = The text was changed since you opened it. Read it as it stands now, then decide again.
publish-nothing-published = Nothing was published here yet.
publish-already-open = A next edition of this document is already being written.
publish-due-past = This moment is over. Choose a later one, or publish now.
publish-not-approved = This edition is not approved, so it cannot be published. A second person approves it first.
publish-overtaken = What this edition was written against is no longer in force. Read what stands there now and begin again from it.
publish-withdraw-reason = Say why it is withdrawn, in Chinese, in English, or in both. Readers see this at its address.
publish-not-in-force = Only what is in force can be withdrawn.
audit-published = Published an edition
audit-withdrawn = Withdrew a publication
publish-file-alt-missing = Say in both languages what the file shows or holds, for readers who cannot see it.
publish-file-alt-long = The words for a file are too long. One or two sentences are enough.
publish-file-missing = Choose a file first.
publish-file-large = The file is too large: 8 MiB at most, also once it is unpacked.
publish-file-kind = Files of this kind are not published. Use PNG, JPEG, WebP, PDF, CSV, Word (docx) or Excel (xlsx).
publish-file-broken = The file cannot be read to its end, so it cannot be checked. Save it anew and try again.
publish-file-encrypted = The file is locked, so it cannot be checked. Save it without a password.
publish-file-many = This document has as many files as it may have.
publish-file-gone = The text names a file that was not added to this document.
publish-file-faulty = A file in the text holds something that must not be published. It is named beside the file below.
publish-picture-broken = The picture cannot be read.
publish-picture-large = The picture has too many pixels: 8,000 on either side and 32 million in all at most.
publish-found-author = It names a person in its properties: { $place }. Remove it in the program that made the file.
publish-found-comment = It holds comments: { $place }
publish-found-embedded = It holds another file: { $place }
publish-found-external = It links to another workbook: { $place }
publish-found-formula = A cell in line { $place } would run as a formula.
publish-found-hidden-column = A column is hidden: { $place }
publish-found-hidden-row = A row is hidden: { $place }
publish-found-hidden-sheet = A sheet is hidden: { $place }
publish-found-hidden-text = It holds hidden text. { $place }
publish-found-macro = It holds a macro: { $place }
publish-found-property = It holds a property of its own: { $place }
publish-found-script = It holds a script. { $place }
publish-found-tracked-change = It holds tracked changes by { $place }

publish-emergency-event = Say in a word or three what happens, such as “flood”, for each language that has a text.
publish-emergency-instruction = Say what people are to do, for each language that has a text.
publish-emergency-choose = Choose kind, urgency, severity and certainty of the emergency.
publish-emergency-expires = Say until when the warning holds. The moment must lie ahead.
publish-emergency-expired = The moment until which this emergency holds is over. Take it back, set a later one and have it approved again.

# What the messages for programs (CAP) say.
cap-cancelled = Cancelled: { $title }
cap-everywhere = The whole area of { $office }
